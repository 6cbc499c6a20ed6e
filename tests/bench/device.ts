// One real agent on a small device: the bundled program, started as a device starts it, plays speech from a real server; its
// memory and processor time are read from the kernel.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, symlink } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Child } from './child.ts';
import { type Benchmark, type Figure, median } from './figures.ts';
import { speechOpus } from './sound.ts';
import { withStation } from './stage.ts';
import { delivery, enrolment, ordered, type StationQuestion } from './words.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
/** From the order to the first sample; the recording is fetched meanwhile. */
const AHEAD_MS = 3000;
const SAMPLE_MS = 1000;
/** USER_HZ, which is 100 on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

export const device: Benchmark = {
  name: 'agent',
  async run({ quick }) {
    if (process.platform !== 'linux') return { missing: 'memory and processor time are read from /proc' };
    const seconds = quick ? 15 : 60;
    return withStation({ clusters: 1, tls: false }, async (station, port, dir) => {
      const program = await bundle(join(dir, 'device'));
      const { code } = await station.ask({ do: 'enrol', cluster: 0 }, enrolment);
      const args = ['--server', `http://127.0.0.1:${port}`, '--code', code, '--data', join(dir, 'agent')];
      const child = spawn(program, [...args, '--speaker', 'silent', '--log', 'warn'], {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` },
      });
      try {
        return await measure(station, child, await speechOpus(dir, seconds), seconds);
      } finally {
        child.kill('SIGKILL');
      }
    });
  },
};

/** The one file, with the natives beside it as on a device. */
async function bundle(dir: string): Promise<string> {
  const configFile = join(REPOSITORY, 'agent/vite.config.ts');
  await build({ root: REPOSITORY, configFile, logLevel: 'warn', build: { outDir: dir } });
  await symlink(join(REPOSITORY, 'node_modules'), join(dir, 'node_modules'));
  const program = join(dir, 'agent.mjs');
  await chmod(program, 0o755);
  return program;
}

async function measure(
  station: Child<StationQuestion>,
  child: ChildProcess,
  path: string,
  seconds: number,
): Promise<Figure[]> {
  const { pid } = child;
  if (pid === undefined) throw new Error('the agent did not start');
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the agent ended with ${code}`)));
  const settled = async () => {
    const { broadcastId } = await station.ask(
      { do: 'play', path, durationMs: seconds * 1000, inMs: AHEAD_MS },
      ordered,
    );
    // A second after the start, so that what is measured is playing and nothing else.
    await wait(AHEAD_MS + 1000);
    const before = await ticks(pid);
    const begun = performance.now();
    const rss: number[] = [];
    while (performance.now() - begun < (seconds - 3) * 1000) {
      await wait(SAMPLE_MS);
      rss.push(await kilobytes(pid, 'VmRSS'));
    }
    const cpu = ((await ticks(pid)) - before) / TICKS_A_SECOND / ((performance.now() - begun) / 1000);
    await wait(4000);
    const { state } = await station.ask({ do: 'state', broadcastId }, delivery);
    if (state !== 'played') throw new Error(`the agent's delivery is ${state}`);
    return { cpu, rss: median(rss), highest: await kilobytes(pid, 'VmHWM') };
  };
  const { cpu, rss, highest } = await Promise.race([settled(), ended]);
  return [
    {
      what: 'bundled agent: memory while playing',
      measured: rss / 1000,
      unit: 'MB',
      goal: { most: 62 },
      note: `resident, median; highest since its start ${Math.round(highest / 1000)} MB`,
    },
    {
      what: 'bundled agent: processor while playing',
      measured: cpu * 100,
      unit: '% of a core',
      goal: { most: 3 },
      note: `${seconds} s of speech at 24 kbit/s, silent loudspeaker`,
    },
  ];
}

/** Processor time of the process so far, in the kernel's ticks. */
async function ticks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; fields are counted behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

async function kilobytes(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(await readFile(`/proc/${pid}/status`, 'utf8'));
  if (!found) throw new Error(`the kernel does not say ${field}`);
  return (Number(found[1]) * 1024) / 1000;
}
