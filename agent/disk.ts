// The device's storage as the agent sees it: paths below one folder in, bytes out. What `append` and `replace` promise is
// durable when they resolve; `writeAt` promises nothing, because chunks prove themselves when they are read.
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface DiskEntry {
  name: string;
  bytes: number;
  /** When the file was last written, UTC ms. */
  changedAt: number;
}

export interface Disk {
  /** The whole file, or null if there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Up to `length` bytes from `offset`; fewer at the end, none if there is no file. */
  readAt(path: string, offset: number, length: number): Promise<Uint8Array>;
  writeAt(path: string, offset: number, bytes: Uint8Array): Promise<void>;
  /** The whole file at once or not at all; readable by its owner alone. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** No error if there is no such file. */
  remove(path: string): Promise<void>;
  /** The files of a folder; none if there is no folder. */
  list(folder: string): Promise<DiskEntry[]>;
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function orMissing<T, M>(work: Promise<T>, missing: M): Promise<T | M> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return missing;
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The real file system below `root`, which is made if need be (mode 0700). */
export function fileDisk(root: string): Disk {
  const place = async (path: string): Promise<string> => {
    const full = join(root, path);
    await mkdir(dirname(full), { recursive: true, mode: 0o700 });
    return full;
  };
  return {
    read: path => orMissing(readFile(join(root, path)), null),

    async readAt(path, offset, length) {
      const handle = await orMissing(open(join(root, path), 'r'), null);
      if (handle === null) return new Uint8Array(0);
      try {
        const bytes = new Uint8Array(length);
        const { bytesRead } = await handle.read(bytes, 0, length, offset);
        return bytes.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },

    async writeAt(path, offset, bytes) {
      const handle = await open(await place(path), constants.O_RDWR | constants.O_CREAT, 0o600);
      try {
        await handle.write(bytes, 0, bytes.length, offset);
      } finally {
        await handle.close();
      }
    },

    async replace(path, bytes) {
      const full = await place(path);
      const handle = await open(`${full}.new`, 'w', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${full}.new`, full);
      await syncFolder(dirname(full));
    },

    async append(path, bytes) {
      const full = await place(path);
      const isNew = (await orMissing(stat(full), null)) === null;
      const handle = await open(full, 'a', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      if (isNew) await syncFolder(dirname(full));
    },

    remove: path => rm(join(root, path), { force: true }),

    async list(folder) {
      const names = await orMissing(readdir(join(root, folder), { withFileTypes: true }), []);
      const entries: DiskEntry[] = [];
      for (const entry of names) {
        if (!entry.isFile()) continue;
        const info = await orMissing(stat(join(root, folder, entry.name)), null);
        if (info) entries.push({ name: entry.name, bytes: info.size, changedAt: info.mtimeMs });
      }
      return entries;
    },
  };
}
