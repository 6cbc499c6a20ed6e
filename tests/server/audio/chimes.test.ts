// Checks the committed chimes against their synthesis, note by note.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chimeNames, makeChime } from '../../../server/audio/chimes.ts';
import { decodeOggOpus } from '../../support/opus.ts';
import { strengthAt } from '../../support/tone.ts';

const folder = join(import.meta.dirname, '../../../recordings');

test.each(chimeNames)('%s is the sound that the synthesis makes', name => {
  const made = makeChime(name);
  const heard = decodeOggOpus(readFileSync(join(folder, `${name}.opus`)));
  expect(heard.length).toBe(made.length);
  for (const hz of [523.25, 659.26, 783.99, 880, 1174.66])
    expect(Math.abs(strengthAt(hz, heard) - strengthAt(hz, made))).toBeLessThan(0.02);
  expect(Math.abs(made.at(-1)!)).toBeLessThan(0.001);
});
