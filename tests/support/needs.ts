// Parts that a machine may lack. A test that needs one says so and is counted as skipped; where everything is required
// (LOA_REQUIRE_ALL=1) it fails instead.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { it } from 'vitest';

const onPath = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

const parts = {
  ffmpeg: () => onPath('ffmpeg'),
  'espeak-ng': () => onPath('espeak-ng'),
  chromium: () => existsSync('/usr/bin/chromium'),
  'libasound.so.2': () =>
    ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib'].some(dir =>
      existsSync(`${dir}/libasound.so.2`),
    ),
};
export type Part = keyof typeof parts;

/** `it`, or its skipping form that names what is missing here. */
export function needs(...wanted: Part[]): typeof it | typeof it.skip {
  const missing = wanted.filter(part => !parts[part]());
  if (missing.length === 0 || process.env.LOA_REQUIRE_ALL === '1') return it;
  process.stdout.write(`skipping what needs ${missing.join(', ')}: not on this machine\n`);
  return it.skip;
}
