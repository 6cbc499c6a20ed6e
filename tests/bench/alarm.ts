// An alert from the library, from the press to the last device that says that it sounds: at an idle server, and while other work
// presses on it; and to the first sample of four real agents.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { between, readLine, sounding } from '../support/listening.ts';
import { type Benchmark, type Figure, median } from './figures.ts';
import { CLUSTERS_A_COMMUNE } from './seed.ts';
import { speechMp3 } from './sound.ts';
import { type Stage, withCrowd, withFolder, withStation } from './stage.ts';
import { alerted, connected, enrolment, silenced, sounded } from './words.ts';

const WARM_UPS = 2;
/** Between two alerts, so that the tail of one is not measured with the next. */
const REST_MS = 300;
const SENDERS = 52;
const AGENTS = 4;
const AGENT = fileURLToPath(new URL('../../agent/main.ts', import.meta.url));

export const alarm: Benchmark = {
  name: 'alarm',
  async run({ quick }) {
    const rounds = quick ? 5 : 30;
    const figures = await agentsSound(rounds);
    for (const count of quick ? [400] : [1000, 9500])
      figures.push(...(await withCrowd({ count, tls: false }, stage => crowdSounds(stage, count, rounds))));
    const crowd = quick ? 400 : 2000;
    figures.push(
      ...(await withCrowd({ count: crowd, tls: false }, stage => crowdSoundsUnderLoad(stage, crowd, rounds))),
    );
    return figures;
  },
};

const p99 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * 0.99) - 1)] ?? Number.NaN;

interface Load {
  communes: { from: number; to: number } | null;
  /** So many devices are told. */
  count: number;
  senders?: number;
  /** Begins with each round, which lasts until both are over. */
  disturb?: () => Promise<unknown>;
}

async function measure({ station }: Stage, rounds: number, { communes, count, senders = 0, disturb }: Load) {
  const latencies: number[] = [];
  const stops: number[] = [];
  for (let round = 0; round < WARM_UPS + rounds; round++) {
    const disturbed = disturb?.();
    const { alertId, begunAt } = await station.ask({ do: 'alert', communes, senders }, alerted);
    const { lastAt } = await station.ask({ do: 'soundings', alertId, count }, sounded);
    const stop = await station.ask({ do: 'silence', alertId }, silenced);
    await disturbed;
    if (round >= WARM_UPS) {
      latencies.push(lastAt - begunAt);
      stops.push(stop.writtenAt - stop.begunAt);
    }
    await wait(REST_MS);
  }
  return { latencies, stops };
}

/** Everybody is told, at an idle server. */
async function crowdSounds(stage: Stage, count: number, rounds: number): Promise<Figure[]> {
  const name = `${count.toLocaleString('en')} agents, idle`;
  const { latencies, stops } = await measure(stage, rounds, { communes: null, count });
  return [...latencyRows(name, latencies, { most: count >= 9000 ? 3000 : 1000 }), ...stopRows(name, stops)];
}

/** Half of the crowd is told, while the other half or the machine has other things to do. */
async function crowdSoundsUnderLoad(stage: Stage, crowd: number, rounds: number): Promise<Figure[]> {
  const count = crowd / 2;
  const name = `${count.toLocaleString('en')} of ${crowd.toLocaleString('en')} agents`;
  const told = { communes: { from: count / CLUSTERS_A_COMMUNE, to: crowd / CLUSTERS_A_COMMUNE }, count };
  const idle = await measure(stage, rounds, told);
  const most = Math.max(2 * p99(idle.latencies), p99(idle.latencies) + 150);
  const figures = latencyRows(`${name}, idle`, idle.latencies, { most: 1000 });

  const busy = await measure(stage, rounds, { ...told, senders: SENDERS });
  figures.push(...latencyRows(`${name}, ${SENDERS} senders at once`, busy.latencies, { most }));

  const disturb = () => stage.crowd.ask({ do: 'reconnect', count }, connected);
  const storm = await measure(stage, rounds, { ...told, disturb });
  figures.push(
    ...latencyRows(`${name}, the other ${count.toLocaleString('en')} reconnecting`, storm.latencies, { most }),
  );

  if (spawnSync('sh', ['-c', 'command -v ffmpeg']).status !== 0) return figures;
  await withFolder(async dir => {
    const upload = await speechMp3(dir, 10);
    const transcodes = [transcode(upload), transcode(upload)];
    try {
      const slow = await measure(stage, rounds, told);
      figures.push(...latencyRows(`${name}, 2 transcodes at nice 19`, slow.latencies, { most }));
    } finally {
      for (const each of transcodes) each.end();
    }
  });
  return figures;
}

/** Encodes the same file over and over until it is ended. */
function transcode(path: string): { end(): void } {
  const args = ['-n', '19', 'ffmpeg', '-v', 'error', '-nostdin', '-stream_loop', '-1', '-i', path];
  const child = spawn('nice', [...args, '-c:a', 'libopus', '-b:a', '24k', '-f', 'null', '-'], { stdio: 'ignore' });
  return { end: () => child.kill('SIGKILL') };
}

const latencyRows = (what: string, values: readonly number[], goal: Figure['goal']): Figure[] => [
  {
    what: `${what}: press → the last device says that it sounds, p50`,
    measured: median(values),
    unit: 'ms',
    goal: null,
    note: `${values.length} alerts`,
  },
  { what: `${what}: the same, p99`, measured: p99(values), unit: 'ms', goal },
];

const stopRows = (name: string, values: readonly number[]): Figure[] => [
  {
    what: `${name}: stop → last socket written, p99`,
    measured: p99(values),
    unit: 'ms',
    goal: { most: 1000 },
    note: `p50 ${Math.round(median(values))} ms, ${values.length} stops`,
  },
];

/** Four agents from source, each a process with a line of sound in a file. */
function agentsSound(rounds: number): Promise<Figure[]> {
  return withStation({ clusters: AGENTS, tls: false }, async (station, port, dir) => {
    const agents: ChildProcess[] = [];
    const lines = Array.from({ length: AGENTS }, (_, number) => join(dir, `line-${number}.wav`));
    try {
      for (const [number, line] of lines.entries()) {
        const { code } = await station.ask({ do: 'enrol', cluster: number }, enrolment);
        const args = ['--server', `http://127.0.0.1:${port}`, '--code', code, '--data', join(dir, `agent-${number}`)];
        agents.push(
          spawn(process.execPath, [AGENT, ...args, '--speaker', `wav:${line}`, '--log', 'warn'], { stdio: 'inherit' }),
        );
      }
      // They fetch the emergency library first.
      await wait(8000);
      const pressed: number[] = [];
      const said: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const { alertId, begunAt, begunAtUtc } = await station.ask(
          { do: 'alert', communes: null, senders: 0 },
          alerted,
        );
        const { lastAt } = await station.ask({ do: 'soundings', alertId, count: AGENTS }, sounded);
        pressed.push(begunAtUtc);
        said.push(lastAt - begunAt);
        await wait(500);
        await station.ask({ do: 'silence', alertId }, silenced);
        await wait(1000);
      }
      await endAll(agents);
      const firsts = lines.flatMap(path => {
        const line = readLine(path);
        return pressed.map(at => {
          const heard = sounding(between(line, at, at + 1500));
          if (!heard) throw new Error(`nothing sounded at ${path} after an alert`);
          return heard.from;
        });
      });
      return [
        {
          what: `${AGENTS} real agents: press → first sample, p99`,
          measured: p99(firsts),
          unit: 'ms',
          goal: { most: 1000 },
          note: `p50 ${Math.round(median(firsts))} ms, ${pressed.length} alerts, in what was written to the loudspeakers`,
        },
        ...latencyRows(`${AGENTS} real agents`, said, { most: 1000 }),
      ];
    } finally {
      for (const agent of agents) agent.kill('SIGKILL');
    }
  });
}

async function endAll(agents: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    agents.map(async agent => {
      agent.kill('SIGTERM');
      if (agent.exitCode === null) await once(agent, 'exit');
    }),
  );
}
