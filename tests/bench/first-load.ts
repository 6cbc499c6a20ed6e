// What a phone fetches before the first screen stands: the scripts that the built page names and what those import at once, gzipped.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { Benchmark } from './figures.ts';
import { withFolder } from './stage.ts';

const CONFIG = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));
const SCRIPT = /<(?:script|link rel="modulepreload")[^>]* (?:src|href)="([^"]+\.js)"/g;
const STYLE = /<link rel="stylesheet"[^>]* href="([^"]+\.css)"/g;
/** Static imports of minified modules; `import(` is fetched later. */
const IMPORT = /(?:from|import)\s*"(\.[^"]+\.js)"/g;

export const firstLoad: Benchmark = {
  name: 'first-load',
  run: () =>
    withFolder(async dir => {
      await build({ configFile: CONFIG, logLevel: 'warn', build: { outDir: dir } });
      const page = await readFile(join(dir, 'index.html'), 'utf8');
      const scripts = await withImports(dir, named(page, SCRIPT));
      const styles = await sizes(dir, named(page, STYLE));
      return [
        {
          what: 'phone, first load: scripts, gzip',
          measured: scripts / 1000,
          unit: 'kB',
          goal: { most: 80 },
          note: `styles ${(styles / 1000).toFixed(1)} kB beside them`,
        },
      ];
    }),
};

const named = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(found => found[1]!);

async function withImports(dir: string, scripts: readonly string[]): Promise<number> {
  const seen = new Set<string>();
  let bytes = 0;
  const waiting = [...scripts];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const script = await readFile(join(dir, path));
    bytes += gzipSync(script).length;
    for (const imported of named(script.toString('utf8'), IMPORT)) waiting.push(join(dirname(path), imported));
  }
  if (bytes === 0) throw new Error('the page names no script');
  return bytes;
}

async function sizes(dir: string, paths: readonly string[]): Promise<number> {
  const files = await Promise.all(paths.map(path => readFile(join(dir, path))));
  return files.reduce((sum, file) => sum + gzipSync(file).length, 0);
}
