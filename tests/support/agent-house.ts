// One agent of real parts with everything around it false: clock, cable, disk, server and a loudspeaker that is listened to.
import { createHash } from 'node:crypto';
import { type Agent, type AgentParts, createAgent } from '../../agent/agent.ts';
import type { Log } from '../../agent/log.ts';
import { silentSpeaker } from '../../agent/speaker/silent.ts';
import type { Time } from '../../protocol/time.ts';
import { encodeOggOpus } from '../../server/audio/opus.ts';
import { type Cable, createCable } from './cable.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type FakeServer, fakeServer } from './fake-server.ts';
import { type MemoryDisk, memoryDisk } from './memory-disk.ts';
import { sine } from './tone.ts';

export interface House {
  clock: FakeClock;
  cable: Cable;
  server: FakeServer;
  disk: MemoryDisk;
  agent: Agent;
  log: string[];
  /** How wrong the device's own clock is at its next start, ms. */
  rtcOffMs: number;
  /** Stretches of sound with their beginning and end, UTC ms to the sample; a pause of over 50 ms parts two. */
  heard(): { from: number; to: number; peak: number }[];
  /** The power goes, or `kill -9`: no timer, no write and no word of the running agent happens any more. */
  kill(): void;
  /** Kills what runs and starts an agent anew on this disk. */
  again(disk?: MemoryDisk, change?: Partial<AgentParts>): Promise<void>;
}

/** A log whose lines can be read. */
export const listLog = (lines: string[]): Log => {
  const say = (level: string) => (what: object, text: string) =>
    void lines.push(`${level} ${text} ${JSON.stringify(what)}`);
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
};

/** Random bytes that are the same on every run. */
export function evenRandom(seed: string): (bytes: number) => Uint8Array {
  let count = 0;
  return bytes => createHash('shake256', { outputLength: bytes }).update(`${seed} ${count++}`).digest();
}

/** A tone as a recording, Ogg Opus. */
export const tone = (seconds: number, hz = 440): Promise<Uint8Array> =>
  encodeOggOpus(sine(hz, seconds, 0.5), { serial: 1 });

/** An enrolled agent that has been welcomed. */
export async function house(change: Partial<AgentParts> & { delayMs?: number } = {}): Promise<House> {
  const clock = fakeClock();
  const server = fakeServer(clock);
  const cable = createCable({ time: clock, accept: server.accept, delayMs: change.delayMs ?? 5 });
  const stretches: { from: number; to: number; peak: number }[] = [];

  function listen(samples: Int16Array, heardAt: number): void {
    for (let i = 0; i < samples.length; i++) {
      const level = Math.abs(samples[i]!);
      if (level < 30) continue;
      const at = clock.now() - clock.monotonic() + heardAt + i / 48;
      const last = stretches.at(-1);
      if (last && at - last.to < 50) {
        last.to = at;
        last.peak = Math.max(last.peak, level);
      } else stretches.push({ from: at, to: at, peak: level });
    }
  }

  let life: { over: boolean; end: () => void } = { over: false, end: () => undefined };

  const made: House = {
    kill() {
      life.over = true;
      life.end();
    },
    clock,
    cable,
    server,
    disk: memoryDisk(),
    agent: { start: async () => undefined, stop: async () => undefined, status: () => null },
    log: [],
    rtcOffMs: 0,
    heard: () => stretches,
    async again(disk = made.disk, other = {}) {
      made.kill();
      made.disk = disk;
      made.agent = createAgent({ ...base(disk), ...change, ...other });
      const started = made.agent.start();
      started.catch(() => undefined);
      await clock.advance(1000);
      await started;
    },
  };
  function base(disk: MemoryDisk): AgentParts {
    const own: typeof life = { over: false, end: () => undefined };
    life = own;
    const time: Time = { ...clock.skewed(made.rtcOffMs), after: (ms, run) => clock.after(ms, () => own.over || run()) };
    return {
      time,
      random: evenRandom(`house ${clock.monotonic()}`),
      disk: {
        ...disk,
        append: (path, bytes) => (own.over ? new Promise(() => undefined) : disk.append(path, bytes)),
        replace: (path, bytes) => (own.over ? new Promise(() => undefined) : disk.replace(path, bytes)),
        writeAt: (path, offset, bytes) => (own.over ? new Promise(() => undefined) : disk.writeAt(path, offset, bytes)),
      },
      async dial(url, events) {
        const wire = await cable.dial(url, {
          message: data => own.over || events.message(data),
          closed: (code, reason) => own.over || events.closed(code, reason),
        });
        own.end = () => wire.terminate();
        return wire;
      },
      speaker: () => silentSpeaker({ time, tap: listen }),
      log: listLog(made.log),
      serverUrl: 'ws://server/device',
      code: server.code,
    };
  }
  await made.again();
  return made;
}
