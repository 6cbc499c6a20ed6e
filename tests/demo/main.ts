// npm run demo: the whole system on this machine. Server and pages, a Yên Thế of sixty clusters as real agents, a first broadcast
// and its result in the terminal; then it stays until Ctrl-C.
import { randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions, USAGE } from './options.ts';
import { showDemo } from './show.ts';

const OLDEST_NODE = 24;

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  process.stderr.write(
    `Loa cần Node ${OLDEST_NODE} trở lên · Loa needs Node ${OLDEST_NODE} or newer: ${process.version}\n`,
  );
  process.exit(1);
}
const read = readOptions(process.argv.slice(2));
if (!read.ok || read.options.help) {
  (read.ok ? process.stdout : process.stderr).write(read.ok ? USAGE : `${read.why}\n\n${USAGE}`);
  process.exit(read.ok ? 0 : 2);
}
const { options } = read;
const folder = options.keep === undefined ? mkdtempSync(join(tmpdir(), 'loa-demo-')) : resolve(options.keep);
mkdirSync(folder, { recursive: true });

const started = performance.now();
const colours = process.stdout.isTTY;
const write = (line: string): void => void process.stdout.write(`${line}\n`);
function say(vi: string, en: string): void {
  const seconds = `${Math.round((performance.now() - started) / 1000)}`.padStart(3);
  write(colours ? `${seconds} s  ${vi} \x1b[2m· ${en}\x1b[0m` : `${seconds} s  ${vi} · ${en}`);
}

const ending = new AbortController();
let code = 0;
const demo = showDemo({
  options,
  folder,
  say,
  write,
  signal: ending.signal,
  digits: count => Array.from({ length: count }, () => randomInt(10)).join(''),
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (ending.signal.aborted) process.exit(130);
    say('Đang dừng…', 'stopping');
    ending.abort();
  });
}
try {
  await demo.shown;
  if (!options.once) await demo.ended;
} catch (error) {
  if (!ending.signal.aborted) {
    code = 1;
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  }
}
ending.abort();
await demo.close();
if (options.keep === undefined && code === 0) rmSync(folder, { recursive: true, force: true });
else write(`Dữ liệu và nhật ký còn ở · data and logs are kept in ${folder}`);
process.exit(code);
