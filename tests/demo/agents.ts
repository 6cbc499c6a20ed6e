// Sixty agents of the real code in one process: each with its own key, journal and recordings in a folder of its own, over real
// sockets. Words come from the demonstration that forked it; without it they end.
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Agent, createAgent } from '../../agent/agent.ts';
import { fileDisk } from '../../agent/disk.ts';
import { type LogLevel, lineLog } from '../../agent/log.ts';
import { pipeSpeaker } from '../../agent/speaker/pipe.ts';
import { systemTime } from '../../protocol/time.ts';
import { createLine, type Line } from './line.ts';
import { keptSpeaker } from './take.ts';
import { type Device, type FromAgents, type ToAgents, toAgents } from './words.ts';

const CACHE_BYTES = 64 * 1024 * 1024;
const STOCK_LOOK_MS = 500;
const AMPLIFIER = fileURLToPath(new URL('./amplifier.ts', import.meta.url));

const agents = new Map<string, { agent: Agent; line: Line }>();
/** A log of its own for each, in one file. */
const logOf = (folder: string, who: string, level: LogLevel = 'warn') =>
  lineLog(level, Date.now, text => appendFileSync(join(folder, 'agents.log'), `${who} ${text}`));
const say = (word: FromAgents): void => void process.send?.(word);

function build({ server, folder }: Extract<ToAgents, { t: 'start' }>, device: Device) {
  const { clusterId } = device;
  const own = join(folder, clusterId);
  const line = createLine();
  const agent: Agent = createAgent({
    time: systemTime,
    random: randomBytes,
    disk: fileDisk(own),
    dial: line.dial,
    speaker: () =>
      device.speaker === 'blown'
        ? pipeSpeaker({ time: systemTime, command: [process.execPath, AMPLIFIER, join(own, 'fuse')] })
        : keptSpeaker({
            time: systemTime,
            path: join(folder, `${clusterId}.pcm`),
            playing: () => agent.status()?.playing ?? null,
          }),
    log: logOf(folder, clusterId),
    serverUrl: server,
    code: device.code,
    cacheLimit: CACHE_BYTES,
  });
  return { agent, line };
}

async function start(word: Extract<ToAgents, { t: 'start' }>): Promise<void> {
  mkdirSync(word.folder, { recursive: true });
  // As on a device: late samples are heard, so they go before other work where the system allows it.
  try {
    setPriority(constants.priority.PRIORITY_HIGH);
  } catch (error) {
    logOf(word.folder, 'all', 'info').info({ why: String(error) }, 'running at ordinary priority');
  }
  const started = word.devices.map(async device => {
    const made = build(word, device);
    agents.set(device.clusterId, made);
    await made.agent.start().catch((error: unknown) => {
      say({ t: 'failed', clusterId: device.clusterId, why: error instanceof Error ? error.message : String(error) });
    });
  });
  await Promise.all(started);
  say({ t: 'enrolled', count: started.length });
  const stocked = (): boolean => [...agents.values()].every(({ agent }) => (agent.status()?.libraryVersion ?? 0) > 0);
  while (!stocked()) await pause(STOCK_LOOK_MS);
  say({ t: 'stocked' });
}

async function stop(): Promise<void> {
  for (const { line } of agents.values()) line.mend();
  await Promise.all([...agents.values()].map(({ agent }) => agent.stop('shutdown')));
  process.exit(0);
}

process.on('message', received => {
  const word = toAgents.parse(received);
  if (word.t === 'start') void start(word);
  else if (word.t === 'cut') agents.get(word.clusterId)?.line.cut();
  else if (word.t === 'mend') agents.get(word.clusterId)?.line.mend();
  else void stop();
});
// Ctrl-C reaches this process too; the demonstration decides in which order things end.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
