// Drives the probing thread: what it can tell, what it leaves to ffmpeg, and that one thread serves many questions.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createProbe } from '../../../server/audio/probe.ts';
import { sine, wav } from '../../support/tone.ts';

const dir = await mkdtemp(join(tmpdir(), 'probe-'));
const path = join(dir, 'tone');
const probe = createProbe();
await writeFile(path, wav([sine(1000, 1.5)]));

afterAll(async () => {
  await probe.close();
  await rm(dir, { recursive: true });
});

test('tells the length that a file claims, again and again', async () => {
  for (let round = 0; round < 3; round++) expect(await probe.ask({ path, container: 'wav' })).toBeCloseTo(1.5, 3);
});

test('leaves to ffmpeg what it cannot read', async () => {
  expect(await probe.ask({ path, container: 'flac' })).toBeUndefined();
  expect(await probe.ask({ path, container: 'amr' })).toBeUndefined();
  expect(await probe.ask({ path: join(dir, 'none'), container: 'wav' })).toBeUndefined();
  expect(await probe.ask({ path, container: 'wav' })).toBeCloseTo(1.5, 3);
});

test('starts again after it was closed', async () => {
  await probe.close();
  expect(await probe.ask({ path, container: 'wav' })).toBeCloseTo(1.5, 3);
});
