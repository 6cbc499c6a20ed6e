// The pages as they are shipped, built from these sources into a folder.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** In a process of its own: inside a test Vite would take NODE_ENV=test for a page under development. */
export async function buildPages(folder: string): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [
      ...[path('node_modules/vite/bin/vite.js'), 'build', '--config', path('web/vite.config.ts')],
      ...['--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'],
    ],
    { env: { ...process.env, NODE_ENV: 'production' } },
  );
}
