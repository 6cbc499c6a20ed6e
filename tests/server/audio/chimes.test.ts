// Checks the committed chimes: their list, their sums, their lengths, and what an ffmpeg measures on them.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chimeNames, makeChime } from '../../../server/audio/chimes.ts';
import { measure } from '../../support/ffmpeg.ts';
import { needs } from '../../support/needs.ts';
import { decodeOggOpus } from '../../support/opus.ts';
import { strengthAt } from '../../support/tone.ts';

const folder = fileURLToPath(new URL('../../../recordings/', import.meta.url));
const clip = z.object({
  name: z.enum(chimeNames),
  file: z.string(),
  durationMs: z.int(),
  bytes: z.int(),
  sha256: z.string(),
});
const library = z
  .object({ version: z.int().positive(), clips: z.array(clip) })
  .parse(JSON.parse(await readFile(`${folder}library.json`, 'utf8')));

test('the library lists every chime and every file', async () => {
  expect(library.clips.map(({ name }) => name)).toEqual([...chimeNames]);
  const files = (await readdir(folder)).filter(name => name.endsWith('.opus'));
  expect(library.clips.map(({ file }) => file).sort()).toEqual(files.sort());
});

describe.each(library.clips)('$name', ({ name, file, durationMs, bytes, sha256 }) => {
  test('is the file that the library speaks of', async () => {
    const content = await readFile(folder + file);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    expect(content.length).toBe(bytes);
  });

  test('is the sound that the synthesis makes', async () => {
    const made = makeChime(name);
    const heard = decodeOggOpus(await readFile(folder + file));
    expect(heard.length).toBe(made.length);
    expect(durationMs).toBe(made.length / 48);
    for (const hz of [523.25, 659.26, 783.99, 880])
      expect(Math.abs(strengthAt(hz, heard) - strengthAt(hz, made))).toBeLessThan(0.02);
    expect(Math.abs(made.at(-1)!)).toBeLessThan(0.001);
  });

  needs('ffmpeg')('is as loud as a recording', async () => {
    const { lufs, truePeakDb } = await measure(folder + file);
    expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(0.5);
    expect(truePeakDb).toBeLessThanOrEqual(-1.5);
  });
});
