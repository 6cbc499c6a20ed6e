// Where finished audio stands: a file flows in and is named by its own chunk list; whole chunk lists and ranges of bytes flow out
// to devices, but only of audio that still is what its name says.
import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChunkList, listChunks } from '../../protocol/chunk.ts';
import type { Clips } from './clips.ts';

export interface ShelfParts {
  /** Folder of the files, `<recording>.opus`. */
  dir: string;
  clips: Clips;
  /** Hears of a file that is not what its name says, or that is gone. */
  onCorrupt(recording: string): void;
  /** Audio kept in memory for devices that fetch it at the same time. */
  cacheBytes?: number;
}

export interface Shelf {
  /** Moves the file in, for good once it resolves. */
  keep(path: string): Promise<{ sha256: string; bytes: number }>;
  /** The chunk list of a recording or clip; null if it is not here, or not what it was. */
  chunksOf(recording: string): Promise<ChunkList | null>;
  /** `count` bytes from `from`, less at the end; null where `chunksOf` is null. */
  read(recording: string, from: number, count: number): Promise<Uint8Array | null>;
  pathOf(recording: string): string;
}

const CACHE_BYTES = 64 * 1024 * 1024;

export function createShelf({ dir, clips, onCorrupt, cacheBytes = CACHE_BYTES }: ShelfParts): Shelf {
  const clipPaths = new Map([...clips.byName.values()].map(clip => [clip.recording, clip.path]));
  /** Most recently used last. A failed load is not kept, so that a file put back is found again. */
  const cache = new Map<string, Promise<{ audio: Buffer; list: ChunkList } | null>>();
  const sizes = new Map<string, number>();

  const pathOf = (recording: string): string => clipPaths.get(recording) ?? join(dir, `${recording}.opus`);

  async function load(recording: string): Promise<{ audio: Buffer; list: ChunkList } | null> {
    const audio = await readFile(pathOf(recording)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    const list = audio && listChunks(audio);
    if (audio && list && list.recording === recording) {
      sizes.set(recording, audio.length);
      trim();
      return { audio, list };
    }
    onCorrupt(recording);
    return null;
  }

  function trim(): void {
    let held = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    for (const oldest of cache.keys()) {
      if (held <= cacheBytes || sizes.size <= 1) return;
      held -= sizes.get(oldest) ?? 0;
      sizes.delete(oldest);
      cache.delete(oldest);
    }
  }

  function fetch(recording: string): Promise<{ audio: Buffer; list: ChunkList } | null> {
    const kept = cache.get(recording);
    const found = kept ?? load(recording);
    cache.delete(recording);
    cache.set(recording, found);
    if (!kept) {
      const forget = () => {
        if (cache.get(recording) === found) cache.delete(recording);
      };
      found.then(loaded => loaded ?? forget(), forget);
    }
    return found;
  }

  return {
    pathOf,
    async keep(path) {
      const file = await open(path, 'r+');
      let audio: Buffer;
      try {
        audio = await file.readFile();
        await file.sync();
      } finally {
        await file.close();
      }
      const { recording } = listChunks(audio);
      await rename(path, pathOf(recording));
      const folder = await open(dir);
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
      return { sha256: recording, bytes: (await stat(pathOf(recording))).size };
    },
    chunksOf: async recording => (await fetch(recording))?.list ?? null,
    async read(recording, from, count) {
      const found = await fetch(recording);
      return found?.audio.subarray(from, from + count) ?? null;
    },
  };
}
