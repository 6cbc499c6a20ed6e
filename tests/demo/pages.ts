// The web pages, built when they are missing or older than what they are built from.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether `dist/web` below `root` must be built. */
export function pagesAreOld(root: string): boolean {
  const built = join(root, 'dist/web/index.html');
  if (!existsSync(built)) return true;
  const since = statSync(built).mtimeMs;
  return readdirSync(join(root, 'web'), { recursive: true, withFileTypes: true }).some(
    entry => entry.isFile() && statSync(join(entry.parentPath, entry.name)).mtimeMs > since,
  );
}

/** Throws with what Vite said if it did not work. The old pages are there until the new ones are: somebody may be reading them. */
export async function buildPages(root: string, signal: AbortSignal): Promise<void> {
  const built = join(root, 'dist/web');
  const fresh = `${built}-${process.pid}`;
  const old = `${fresh}-old`;
  try {
    await build(root, fresh, signal);
    if (existsSync(built)) await rename(built, old);
    await rename(fresh, built);
  } finally {
    for (const folder of [fresh, old]) await rm(folder, { recursive: true, force: true });
  }
}

async function build(root: string, into: string, signal: AbortSignal): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const where = ['--config', join(root, 'web/vite.config.ts'), '--outDir', into, '--emptyOutDir'];
  const child = spawn(process.execPath, [vite, 'build', ...where, '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let said = '';
  child.stdout.on('data', data => (said += String(data)));
  child.stderr.on('data', data => (said += String(data)));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`vite build: ${said.trim()}`);
}
