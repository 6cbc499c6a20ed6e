// Parts that a machine may lack. A test that needs one says so and is counted as skipped; where everything is required
// (LOA_REQUIRE_ALL=1) it fails instead.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { it } from 'vitest';

const onPath = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

const beside = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** CAP files of others with their verdicts; they stand beside the repository, never in it. */
export const capSamples = beside('shared/data/cap/');

const parts = {
  ffmpeg: () => onPath('ffmpeg'),
  'espeak-ng': () => onPath('espeak-ng'),
  chromium: () => existsSync('/usr/bin/chromium'),
  'libasound.so.2': () =>
    ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib'].some(dir =>
      existsSync(`${dir}/libasound.so.2`),
    ),
  xmllint: () => onPath('xmllint'),
  'cap-samples': () => existsSync(`${capSamples}MANIFEST.tsv`),
};

/** What cannot be installed is required only where it can be expected. */
const optional: Partial<Record<Part, () => boolean>> = {
  'cap-samples': () => !existsSync(beside('shared')),
};
export type Part = keyof typeof parts;

/** `it`, or its skipping form that names what is missing here. */
export function needs(...wanted: Part[]): typeof it | typeof it.skip {
  const missing = wanted.filter(part => !parts[part]());
  const required = process.env.LOA_REQUIRE_ALL === '1' && !missing.some(part => optional[part]?.());
  if (missing.length === 0 || required) return it;
  process.stdout.write(`skipping what needs ${missing.join(', ')}: not on this machine\n`);
  return it.skip;
}
