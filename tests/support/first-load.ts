// What a phone fetches before the first page stands: the scripts that the built page names and what those import at once.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const SCRIPT = /<(?:script|link rel="modulepreload")[^>]* (?:src|href)="([^"]+\.js)"/g;
const STYLE = /<link rel="stylesheet"[^>]* href="([^"]+\.css)"/g;
/** Static imports of minified modules; `import(` is fetched later. */
const IMPORT = /(?:from|import)\s*"(\.[^"]+\.js)"/g;

const named = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(found => found[1]!);

/** Gzipped bytes of the pages built into this folder. Throws where the page names no script. */
export async function firstLoad(dir: string): Promise<{ scripts: number; styles: number }> {
  const page = await readFile(join(dir, 'index.html'), 'utf8');
  const scripts = await withImports(dir, named(page, SCRIPT));
  if (scripts === 0) throw new Error('the page names no script');
  const styles = await Promise.all(named(page, STYLE).map(path => readFile(join(dir, path))));
  return { scripts, styles: styles.reduce((sum, file) => sum + gzipSync(file).length, 0) };
}

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
  return bytes;
}
