// Recordings on the device: verified chunks in, verified chunks out. A chunk is checked when it comes, when the program
// starts and again when it is read, so that nothing unverified is ever decoded; what is spoilt is dropped and fetched anew.
import { CHUNK_BYTES, type ChunkList, chunkLength, isChunk, readChunkList } from '../protocol/chunk.ts';
import type { Disk } from './disk.ts';
import type { Log } from './log.ts';

interface Held {
  list: ChunkList;
  /** Whole, verified chunks from the beginning. */
  chunks: number;
  usedAt: number;
}

export interface Cache {
  /** Says in order what should be here; what is not named may go when room is needed. `never` is kept whatever happens. */
  want(recordings: readonly string[], never: ReadonlySet<string>): void;
  /** The first recordings that are wanted and not whole, in order. */
  missing(): string[];
  list(recording: string): ChunkList | null;
  chunksHeld(recording: string): number;
  isWhole(recording: string): boolean;
  /** Null if it is not here or was spoilt. */
  chunk(recording: string, index: number): Promise<Uint8Array | null>;
  /** False if the bytes are no list of this recording. */
  takeList(recording: string, bytes: Uint8Array): Promise<boolean>;
  /** `forged`: the bytes are not this chunk. `full`: there is no room that may be made. */
  takeChunk(recording: string, index: number, bytes: Uint8Array): Promise<'taken' | 'forged' | 'full'>;
  bytes(): number;
  limit: number;
}

const FOLDER = 'audio';
const listPath = (recording: string) => `${FOLDER}/${recording}.list`;
const audioPath = (recording: string) => `${FOLDER}/${recording}.ogg`;

export async function openCache(parts: {
  disk: Disk;
  log: Log;
  limit: number;
  now: () => number;
  /** A recording has grown or shrunk. */
  changed: (recording: string) => void;
  /** Bytes on disk were not what they were when they were written. */
  spoilt: (recording: string) => void;
}): Promise<Cache> {
  const { disk, log } = parts;
  const held = new Map<string, Held>();
  let wanted: string[] = [];
  let never: ReadonlySet<string> = new Set();

  const isWhole = (recording: string): boolean => {
    const one = held.get(recording);
    return one !== undefined && one.chunks === one.list.hashes.length;
  };
  const heldBytes = (one: Held): number => Math.min(one.chunks * CHUNK_BYTES, one.list.length) + one.list.bytes.length;
  const total = (): number => [...held.values()].reduce((sum, one) => sum + heldBytes(one), 0);

  async function drop(recording: string): Promise<void> {
    held.delete(recording);
    await disk.remove(listPath(recording));
    await disk.remove(audioPath(recording));
    parts.changed(recording);
  }

  async function goodChunks(list: ChunkList): Promise<number> {
    let good = 0;
    for (; good < list.hashes.length; good++) {
      const bytes = await disk.readAt(audioPath(list.recording), good * CHUNK_BYTES, chunkLength(list, good));
      if (!isChunk(list, good, bytes)) break;
    }
    return good;
  }

  for (const { name, changedAt, bytes } of await disk.list(FOLDER)) {
    const [recording = '', ending] = name.split('.');
    if (ending === 'ogg') continue;
    const list = readChunkList(recording, (await disk.read(`${FOLDER}/${name}`)) ?? new Uint8Array(0));
    if (ending !== 'list' || list === null) {
      log.warn({ name, bytes }, 'a spoilt list of chunks was removed');
      await disk.remove(`${FOLDER}/${name}`);
      continue;
    }
    held.set(recording, { list, chunks: await goodChunks(list), usedAt: changedAt });
  }
  for (const { name, bytes } of await disk.list(FOLDER)) {
    const [recording = '', ending] = name.split('.');
    const one = held.get(recording);
    if (ending !== 'ogg') continue;
    if (!one) await disk.remove(`${FOLDER}/${name}`);
    else if (one.chunks < Math.ceil(bytes / CHUNK_BYTES)) {
      log.warn({ recording, chunks: one.chunks }, 'audio on disk was spoilt; the rest will be fetched again');
      parts.spoilt(recording);
    }
  }

  /** Makes room for `bytes` more: first what nobody wants, longest unused first, then what is wanted last. */
  async function makeRoom(bytes: number, keep: string): Promise<boolean> {
    while (total() + bytes > parts.limit) {
      const loose = [...held].filter(([recording]) => recording !== keep && !never.has(recording));
      const unwanted = loose
        .filter(([recording]) => !wanted.includes(recording))
        .sort((a, b) => a[1].usedAt - b[1].usedAt);
      const later = wanted.slice(wanted.indexOf(keep) + 1).reverse();
      const victim = unwanted[0]?.[0] ?? later.find(recording => loose.some(([name]) => name === recording));
      if (victim === undefined) return false;
      log.info({ recording: victim }, 'a recording was removed to make room');
      await drop(victim);
    }
    return true;
  }

  return {
    limit: parts.limit,
    bytes: total,
    isWhole,
    list: recording => held.get(recording)?.list ?? null,
    chunksHeld: recording => held.get(recording)?.chunks ?? 0,
    missing: () => wanted.filter(recording => !isWhole(recording)),

    want(recordings, keep) {
      wanted = [...new Set(recordings)];
      never = keep;
    },

    async chunk(recording, index) {
      const one = held.get(recording);
      if (!one || index >= one.chunks) return null;
      one.usedAt = parts.now();
      const bytes = await disk.readAt(audioPath(recording), index * CHUNK_BYTES, chunkLength(one.list, index));
      if (isChunk(one.list, index, bytes)) return bytes;
      log.warn({ recording, index }, 'audio on disk was spoilt; it will be fetched again');
      one.chunks = Math.min(one.chunks, index);
      parts.spoilt(recording);
      parts.changed(recording);
      return null;
    },

    async takeList(recording, bytes) {
      const copy = Uint8Array.from(bytes);
      const list = readChunkList(recording, copy);
      if (list === null) return false;
      if (held.has(recording)) return true;
      await disk.replace(listPath(recording), copy);
      held.set(recording, { list, chunks: 0, usedAt: parts.now() });
      return true;
    },

    async takeChunk(recording, index, bytes) {
      const one = held.get(recording);
      if (!one || !isChunk(one.list, index, bytes)) return 'forged';
      if (index !== one.chunks) return 'taken';
      if (!(await makeRoom(bytes.length, recording))) return 'full';
      await disk.writeAt(audioPath(recording), index * CHUNK_BYTES, bytes);
      if (one.chunks === index) one.chunks = index + 1;
      parts.changed(recording);
      return 'taken';
    },
  };
}
