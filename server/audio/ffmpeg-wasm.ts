// A program of its own: ffmpeg's arguments flow in; the files of the working directory are read and written as ffmpeg would, its log goes to stderr.
// It serves machines without an installed ffmpeg, and is a separate process because it holds whole files in memory and blocks while it works.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

// The core expects a browser's worker around it.
Object.assign(globalThis, { self: globalThis });
if (!('location' in globalThis)) Object.assign(globalThis, { location: { href: '' } });

const { default: createCore } = await import('@ffmpeg/core');
const core = await createCore({
  wasmBinary: await readFile(createRequire(import.meta.url).resolve('@ffmpeg/core/wasm')),
});
core.setLogger(({ message }) => process.stderr.write(`${message}\n`));

const before = new Set(await readdir('.'));
const args = process.argv.slice(2);
for (const name of before) {
  if (args.includes(`file:${name}`)) core.FS.writeFile(name, await readFile(name));
}
process.exitCode = core.exec(...args);
for (const name of core.FS.readdir('.')) {
  if (!before.has(name) && core.FS.isFile(core.FS.stat(name).mode)) await writeFile(name, core.FS.readFile(name));
}
