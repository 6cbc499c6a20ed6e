// The connection to the server: dialled, greeted and kept alive here; what comes over it flows out by `on`, what the agent says
// flows in by `say`. Comes back by itself with full jitter, unless it was told not to.
import { CLOSE, type FromAgent, type Hello, helloTranscript, noRetry } from '../protocol/device.ts';
import { FRAME } from '../protocol/envelope.ts';
import type { Time } from '../protocol/time.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import type { Wire } from '../protocol/wire.ts';
import type { Clock } from './clock.ts';
import { type Dial, readText, type ServerWord } from './dial.ts';
import type { Log } from './log.ts';

const GREETING_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const STAY_AWAY_MS = 10 * 60_000;
const PROBE_MS = 10_000;
const NEAR_PROBE_MS = 250;
const BURST = 8;
const BURST_MS = 50;
const MISSES = 2;

type Greeting = Omit<Hello, 't' | 'signature' | 'protocol' | 'connection' | 'nonce'>;

export interface LinkEvents {
  /** Everything the hello says that is not the link's own. */
  greeting(): Greeting;
  /** A rising number, on disk before it is used. */
  nextConnection(): Promise<number>;
  /** False if this is no welcome to us. */
  welcome(frame: Uint8Array, nonce: string, askedAt: number): boolean;
  up(): void;
  down(): void;
  sentence(frame: Uint8Array): void;
  audio(frame: Uint8Array): void;
  word(word: ServerWord): void;
  /** Told to stay away, by this code. */
  turnedAway(code: number, reason: string): void;
  /** Whether a start or a sound is near. */
  isNear(): boolean;
}

export interface Link {
  start(): void;
  /** Nothing is sent while there is no welcomed connection; the answer says whether it was. */
  say(message: FromAgent): boolean;
  /** What is near may have changed: the next probe may come sooner. */
  pace(): void;
  isUp(): boolean;
  rttMs(): number | null;
  /** Closes and dials anew. */
  renew(): void;
  stop(reason: string): Promise<void>;
}

export function createLink(parts: {
  time: Time;
  random: (bytes: number) => Uint8Array;
  dial: Dial;
  url: string;
  sign: (kind: string, bytes: Uint8Array) => string;
  clock: Clock;
  log: Log;
  on: LinkEvents;
}): Link {
  const { time, clock, log, on } = parts;
  let wire: Wire | null = null;
  let session = 0;
  let up = false;
  let stopped = false;
  let failures = 0;
  let cancelDial: () => void = () => undefined;
  let cancelProbe: () => void = () => undefined;
  let probes = new Map<number, number>();
  let probeNumber = 0;
  let burst = 0;
  let lastProbeAt = 0;
  let heard = false;
  let misses = 0;
  let rtts: number[] = [];
  let whenClosed: (() => void) | null = null;

  const shortest = (): number | null => (rtts.length > 0 ? Math.min(...rtts) : null);
  const fraction = (): number => Buffer.from(parts.random(4)).readUInt32BE() / 2 ** 32;

  function retry(pause: number): void {
    if (stopped) return;
    cancelDial();
    cancelDial = time.after(pause, () => void connect());
  }

  const raw = (message: FromAgent): void => wire?.send(JSON.stringify(message));

  async function connect(): Promise<void> {
    const own = ++session;
    let cancelGreeting: () => void = () => undefined;
    let nonce: string | null = null;
    let askedAt = 0;

    const close = (code: number, reason: string) => {
      log.warn({ code, reason }, 'closing the connection');
      wire?.close(code, reason);
    };

    async function greet(challenge: string): Promise<void> {
      const connection = await on.nextConnection();
      if (own !== session || wire === null) return;
      nonce = Buffer.from(parts.random(16)).toString('base64url');
      const said = { protocol: PROTOCOL_VERSION, connection, nonce, ...on.greeting() };
      askedAt = time.monotonic();
      raw({ t: 'hello', ...said, signature: parts.sign('hello', helloTranscript(challenge, said)) });
    }

    function binary(frame: Uint8Array) {
      if (up && (frame[0] === FRAME.envelope || frame[0] === FRAME.compact)) on.sentence(frame);
      else if (up && (frame[0] === FRAME.chunkList || frame[0] === FRAME.audio)) on.audio(frame);
      else if (!up && nonce !== null && frame[0] === FRAME.envelope) {
        cancelGreeting();
        if (!on.welcome(frame, nonce, askedAt)) return close(CLOSE.badSignature, 'no welcome that we trust');
        up = true;
        failures = 0;
        misses = 0;
        heard = true;
        burst = BURST;
        probes = new Map();
        rtts = [];
        log.info({}, 'welcomed');
        on.up();
        probe();
      } else close(CLOSE.shape, 'a binary frame out of place');
    }

    function text(data: string) {
      const read = readText(data);
      if (read.kind === 'unknown') return log.info({ t: read.t }, 'a message that this version does not know');
      if (read.kind === 'wrong') return close(CLOSE.shape, read.why.slice(0, 100));
      const { word } = read;
      if (word.t === 'goodbye') return log.info({ reason: word.reason }, 'the server says goodbye');
      if (word.t === 'challenge' && !up && nonce === null) return void greet(word.nonce).catch(lost);
      if (!up) return close(CLOSE.shape, `${word.t} before the welcome`);
      if (word.t === 'probe') return answered(word);
      on.word(word);
    }

    const lost = (error: unknown) => {
      log.error({ why: String(error) }, 'the greeting failed');
      wire?.terminate();
    };

    function closed(code: number, reason: string) {
      if (own !== session) return;
      cancelGreeting();
      cancelProbe();
      wire = null;
      const wasUp = up;
      up = false;
      log.info({ code, reason }, 'disconnected');
      if (wasUp) on.down();
      whenClosed?.();
      if (noRetry.includes(code)) {
        on.turnedAway(code, reason);
        return retry(STAY_AWAY_MS);
      }
      retry(fraction() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++));
    }

    try {
      const opened = await parts.dial(parts.url, {
        message(data) {
          if (own !== session) return;
          heard = true;
          if (typeof data === 'string') text(data);
          else binary(data);
        },
        closed,
      });
      if (stopped || own !== session) return opened.terminate();
      wire = opened;
      cancelGreeting = time.after(GREETING_MS, () => {
        log.warn({}, 'no welcome in time');
        opened.terminate();
      });
    } catch (error) {
      log.debug({ why: error instanceof Error ? error.message : String(error) }, 'no connection');
      if (own === session) retry(fraction() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++));
    }
  }

  function probe(): void {
    if (!up) return;
    const n = ++probeNumber;
    const sentAt = time.monotonic();
    probes.set(n, sentAt);
    for (const [old, at] of probes) if (at < sentAt - 60_000) probes.delete(old);
    lastProbeAt = sentAt;
    raw({ t: 'probe', n, sentAt, rttMs: shortest(), uncertaintyMs: clock.uncertaintyMs() });
    if (burst > 0) burst -= 1;
    schedule();
  }

  function schedule(): void {
    cancelProbe();
    const interval = burst > 0 ? BURST_MS : on.isNear() ? NEAR_PROBE_MS : PROBE_MS;
    cancelProbe = time.after(Math.max(0, lastProbeAt + interval - time.monotonic()), probe);
  }

  function answered(word: Extract<ServerWord, { t: 'probe' }>): void {
    const arrivedAt = time.monotonic();
    const sentAt = probes.get(word.n);
    if (sentAt === undefined) return;
    probes.delete(word.n);
    rtts = [...rtts.slice(-31), arrivedAt - sentAt];
    clock.probed({ sentAt, receivedAt: word.receivedAt, repliedAt: word.repliedAt, arrivedAt });
  }

  /** A line that says nothing for two probes is dead, whatever TCP believes. */
  let cancelWatch: () => void = () => undefined;
  function watch(): void {
    cancelWatch = time.after(PROBE_MS, watch);
    if (!up) return;
    misses = heard ? 0 : misses + 1;
    heard = false;
    if (misses < MISSES) return;
    log.warn({}, 'the line is dead');
    wire?.terminate();
  }

  return {
    isUp: () => up,
    rttMs: shortest,
    start() {
      stopped = false;
      watch();
      void connect();
    },
    say(message) {
      if (up) raw(message);
      return up;
    },
    pace() {
      if (up && burst === 0) schedule();
    },
    renew: () => wire?.close(1000, 'again'),
    async stop(reason) {
      stopped = true;
      cancelDial();
      cancelProbe();
      cancelWatch();
      if (wire === null) return;
      if (up) raw({ t: 'goodbye', reason });
      const ended = new Promise<void>(resolve => {
        whenClosed = resolve;
        time.after(300, resolve);
      });
      wire.close(1000, reason);
      await ended;
      wire?.terminate();
    },
  };
}
