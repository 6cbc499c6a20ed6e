// A job flows in and gets a private folder; whatever happens to it, the folder is gone afterwards.

import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Workbench {
  /** The folder lies inside `dir`, so that a result can be renamed into place. */
  use<T>(job: (folder: string) => Promise<T>): Promise<T>;
}

interface WorkbenchParts {
  dir: string;
  prefix: string;
  /** Folders older than this were left by a machine that stopped in the middle of a job; younger ones may be another node's. */
  staleMs: number;
  now: () => number;
}

export const createWorkbench = ({ dir, prefix, staleMs, now }: WorkbenchParts): Workbench => {
  let cleared: Promise<void> | undefined;

  const clear = async (): Promise<void> => {
    await mkdir(dir, { recursive: true });
    for (const name of await readdir(dir)) {
      if (!name.startsWith(prefix)) continue;
      const found = await stat(join(dir, name)).catch(() => undefined); // another node may have cleared it just now
      if (found !== undefined && now() - found.mtimeMs > staleMs)
        await rm(join(dir, name), { recursive: true, force: true });
    }
  };

  return {
    async use(job) {
      cleared ??= clear();
      await cleared.catch(error => {
        cleared = undefined;
        throw error;
      });
      const folder = await mkdtemp(join(dir, prefix));
      try {
        return await job(folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
};
