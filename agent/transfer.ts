// Pulling audio over the link: what the cache misses in, `want` messages out, and the bytes that come are put together to
// chunks. Never more is under way than the line carries in a quarter of a second, so that an order overtakes any download.
import { CHUNK_BYTES, chunkLength } from '../protocol/chunk.ts';
import { every, type Time } from '../protocol/time.ts';
import type { Cache } from './cache.ts';
import type { Log } from './log.ts';

const SMALLEST = 1024;
const LARGEST = 64 * 1024;
const FIRST = 8 * 1024;
const AHEAD_MS = 250;
/** The rate is that of the last while, and of no less time than the clock can tell. */
const MEASURED_MS = 2000;
const QUICKEST_MS = 20;
const PATIENCE_MS = 15_000;
const ASK_AGAIN_MS = 60_000;

type Ask = { t: 'wantList'; recording: string } | { t: 'want'; recording: string; from: number; count: number };

interface Download {
  chunk: number;
  filled: number;
  buffer: Uint8Array;
  /** Bytes from the beginning of the recording that were asked for. */
  asked: number;
  forged: number;
  /** A chunk is on its way to the disk: the cache may count it before this does. */
  settling: boolean;
}

export interface Transfer {
  up(): void;
  down(): void;
  /** What is missing may have changed. */
  poke(): void;
  list(recording: string, bytes: Uint8Array): Promise<void>;
  audio(recording: string, offset: number, bytes: Uint8Array): Promise<void>;
  unknown(recording: string): void;
  stop(): void;
}

export function createTransfer(parts: {
  time: Time;
  cache: Cache;
  ask: (message: Ask) => void;
  /** Shortest round trip seen, ms; null if none. */
  rttMs: () => number | null;
  log: Log;
  /** No room on the device (true), or room again. */
  full: (full: boolean) => void;
}): Transfer {
  const { time, cache, log } = parts;
  let linked = false;
  const downloads = new Map<string, Download>();
  const later = new Map<string, number>();
  const listsAsked = new Map<string, number>();
  let window = FIRST;
  let heardAt = 0;
  /** Since when something has been under way without a pause. */
  let busySince = 0;
  let arrived: { at: number; bytes: number }[] = [];
  let work: Promise<void> = Promise.resolve();

  const at = (one: Download): number => one.chunk * CHUNK_BYTES + one.filled;
  const outstanding = (): number =>
    [...downloads.values()].reduce((sum, one) => sum + Math.max(0, one.asked - at(one)), 0);

  function download(recording: string): Download {
    const held = cache.chunksHeld(recording);
    let one = downloads.get(recording);
    if (!one || (one.chunk !== held && !one.settling)) {
      one = {
        chunk: held,
        filled: 0,
        buffer: new Uint8Array(CHUNK_BYTES),
        asked: held * CHUNK_BYTES,
        forged: one?.forged ?? 0,
        settling: false,
      };
      downloads.set(recording, one);
    }
    return one;
  }

  function measure(bytes: number): void {
    const now = time.monotonic();
    const begin = Math.max(busySince, now - MEASURED_MS);
    arrived = [...arrived.filter(each => each.at > begin), { at: now, bytes }];
    const rate = arrived.reduce((sum, each) => sum + each.bytes, 0) / Math.max(QUICKEST_MS, now - begin);
    // On a long line a quarter of a second is less than one round trip, and asking for less would measure less each time.
    const ahead = Math.max(AHEAD_MS, 2 * (parts.rttMs() ?? 0));
    window = Math.min(LARGEST, Math.max(SMALLEST, Math.round(rate * ahead)));
  }

  function poke(): void {
    if (!linked) return;
    const now = time.monotonic();
    for (const recording of cache.missing()) {
      if ((later.get(recording) ?? 0) > now) continue;
      const list = cache.list(recording);
      if (list === null) {
        if ((listsAsked.get(recording) ?? -PATIENCE_MS) + PATIENCE_MS <= now) {
          listsAsked.set(recording, now);
          parts.ask({ t: 'wantList', recording });
        }
        return;
      }
      const one = download(recording);
      while (one.asked < list.length) {
        const room = window - outstanding();
        const count = Math.min(room, list.length - one.asked);
        if (room < Math.min(SMALLEST, window / 4) || count < 1) return;
        if (outstanding() === 0) {
          heardAt = now;
          busySince = now;
        }
        parts.ask({ t: 'want', recording, from: one.asked, count });
        one.asked += count;
      }
    }
  }

  async function take(recording: string, offset: number, bytes: Uint8Array): Promise<void> {
    heardAt = time.monotonic();
    const one = downloads.get(recording);
    const list = cache.list(recording);
    if (!one || !list || offset !== at(one)) return log.debug({ recording, offset }, 'audio that was not asked for');
    measure(bytes.length);
    let rest = bytes;
    while (rest.length > 0 && one.chunk < list.hashes.length) {
      const length = chunkLength(list, one.chunk);
      const part = rest.subarray(0, length - one.filled);
      one.buffer.set(part, one.filled);
      one.filled += part.length;
      rest = rest.subarray(part.length);
      if (one.filled < length) break;
      one.settling = true;
      const verdict = await cache.takeChunk(recording, one.chunk, one.buffer.subarray(0, length));
      one.settling = false;
      if (verdict === 'taken') {
        one.chunk += 1;
        one.filled = 0;
        continue;
      }
      downloads.delete(recording);
      if (verdict === 'full') {
        later.set(recording, time.monotonic() + ASK_AGAIN_MS);
        parts.full(true);
      } else {
        log.warn({ recording, chunk: one.chunk }, 'a chunk did not match its list');
        const again = download(recording);
        again.forged = one.forged + 1;
        if (again.forged >= 3) later.set(recording, time.monotonic() + ASK_AGAIN_MS);
      }
      return;
    }
    if (cache.isWhole(recording)) {
      downloads.delete(recording);
      parts.full(false);
    }
  }

  // Work on frames goes one at a time, in the order in which they came.
  const inTurn = (run: () => Promise<void>): Promise<void> => {
    const done = work.then(run).then(poke);
    work = done.catch((error: unknown) => log.error({ why: String(error) }, 'audio could not be kept'));
    return work;
  };

  const stopWatch = every(time, 5000, () => {
    if (linked && outstanding() > 0 && time.monotonic() - heardAt > PATIENCE_MS) {
      log.debug({}, 'asking again for audio that did not come');
      downloads.clear();
    }
    poke();
  });

  return {
    poke,
    up() {
      linked = true;
      downloads.clear();
      listsAsked.clear();
      later.clear();
      arrived = [];
      window = FIRST;
      poke();
    },
    down() {
      linked = false;
    },
    list: (recording, bytes) =>
      inTurn(async () => {
        if (!listsAsked.delete(recording)) return;
        if (await cache.takeList(recording, bytes)) return;
        log.warn({ recording }, 'a list of chunks did not match its recording');
        later.set(recording, time.monotonic() + ASK_AGAIN_MS);
      }),
    audio: (recording, offset, bytes) => inTurn(() => take(recording, offset, bytes)),
    unknown(recording) {
      listsAsked.delete(recording);
      downloads.delete(recording);
      later.set(recording, time.monotonic() + ASK_AGAIN_MS);
      poke();
    },
    stop: stopWatch,
  };
}
