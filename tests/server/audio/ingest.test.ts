// Drives ingest with real files of every common format, by the installed ffmpeg and by the wasm build, and measures what comes out.

import { readdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createOggPageReader } from '../../../protocol/ogg.ts';
import { createIngest, type Ingested, type IngestProgress } from '../../../server/audio/ingest.ts';
import { convert, measure } from '../../support/ffmpeg.ts';
import { needs } from '../../support/needs.ts';
import { decodeOggOpus } from '../../support/opus.ts';
import { rate, sine, speechlike, strengthAt, wav } from '../../support/tone.ts';

const withFfmpeg = needs('ffmpeg');
const seconds = 2;
const dir = await mkdtemp(join(tmpdir(), 'ingest-'));
const store = join(dir, 'store');
const limits = { dir: store, maxBytes: 20_000_000, maxDurationS: 60 };
const path = (name: string): string => join(dir, name);

beforeAll(async () => {
  await writeFile(path('tone.wav'), wav([sine(1000, seconds, 0.1)]));
});

afterAll(() => rm(dir, { recursive: true }));

const heard = async (result: Ingested): Promise<Float32Array> => decodeOggOpus(await readFile(result.opusPath));

const expectTone = async (result: Ingested): Promise<void> => {
  const sound = await heard(result);
  expect(Math.abs(sound.length / rate - seconds)).toBeLessThan(seconds * 0.01 + 0.06); // AAC and MP3 pad to whole frames
  expect(result.durationMs).toBe(Math.round(sound.length / 48));
  expect(strengthAt(1000, sound)).toBeGreaterThan(0.2);
  expect(strengthAt(1100, sound)).toBeLessThan(0.01);
  const measured = await measure(result.opusPath);
  expect(Math.abs(measured.lufs + 16)).toBeLessThanOrEqual(0.5);
  expect(measured.truePeakDb).toBeLessThanOrEqual(-1.5);
  expect(result).toMatchObject({ loudnessLufs: measured.lufs, truePeakDb: measured.truePeakDb });
  expect(result.waveform.length).toBeGreaterThanOrEqual(195);
  expect(result.waveform.length).toBeLessThanOrEqual(205);
};

const formats: [name: string, options: string[], sourceFormat: string][] = [
  ['a.wav', [], 'wav/pcm_s16le'],
  ['24bit-stereo.wav', ['-ac', '2', '-ar', '44100', '-c:a', 'pcm_s24le'], 'wav/pcm_s24le'],
  ['a.mp3', ['-ar', '44100', '-id3v2_version', '3', '-metadata', 'title=Thông báo'], 'mp3/mp3'],
  ['bare.mp3', ['-ar', '22050', '-id3v2_version', '0', '-write_xing', '0'], 'mp3/mp3'],
  ['index-last.m4a', ['-c:a', 'aac'], 'mp4/aac'],
  ['index-first.m4a', ['-c:a', 'aac', '-movflags', '+faststart'], 'mp4/aac'],
  ['phone.3gp', ['-c:a', 'aac', '-ar', '16000'], 'mp4/aac'],
  ['a.aac', ['-c:a', 'aac'], 'aac/aac'],
  ['vorbis.ogg', ['-c:a', 'libvorbis'], 'ogg/vorbis'],
  ['a.opus', ['-c:a', 'libopus'], 'ogg/opus'],
  ['recorder.webm', ['-c:a', 'libopus', '-f', 'webm', '-live', '1'], 'matroska/opus'],
  ['a.flac', [], 'flac/flac'],
  ['a.aiff', [], 'aiff/pcm_s16be'],
  ['a.caf', ['-c:a', 'alac'], 'caf/alac'],
  ['a.wma', [], 'asf/wmav2'],
];

describe('with the installed ffmpeg', { timeout: 60_000 }, () => {
  const { ingest, pending } = createIngest(limits);

  for (const [name, options, sourceFormat] of formats) {
    withFfmpeg(`takes ${name}`, async () => {
      await convert(path('tone.wav'), options, path(name));
      const result = await ingest(path(name));
      expect(result.sourceFormat).toBe(sourceFormat);
      await expectTone(result);
    });
  }

  withFfmpeg('takes a WAV that was written into a pipe and never learnt its length', async () => {
    const bytes = wav([sine(1000, seconds)]);
    new DataView(bytes.buffer).setUint32(4, 0xffffffff, true);
    new DataView(bytes.buffer).setUint32(40, 0xffffffff, true);
    await writeFile(path('piped.wav'), bytes);
    await expectTone(await ingest(path('piped.wav')));
  });

  withFfmpeg('takes the sound of a film', async () => {
    await convert(
      path('tone.wav'),
      ['-f', 'lavfi', '-i', 'testsrc=d=2:s=64x64', '-c:v', 'mpeg4', '-c:a', 'aac'],
      path('film.mp4'),
    );
    await expectTone(await ingest(path('film.mp4')));
  });

  withFfmpeg.each([
    ['far too quiet', speechlike(3, 0.02)],
    ['at full scale', speechlike(3, 1)],
    ['overloud', speechlike(3, 6)],
  ])('AUD-6: levels speech that is %s', async (_, sound) => {
    await writeFile(path('speech.wav'), wav([sound]));
    const result = await ingest(path('speech.wav'));
    const measured = await measure(result.opusPath);
    expect(Math.abs(measured.lufs + 16)).toBeLessThanOrEqual(0.5);
    expect(measured.truePeakDb).toBeLessThanOrEqual(-1.5);
    expect(result).toMatchObject({ loudnessLufs: measured.lufs, truePeakDb: measured.truePeakDb, durationMs: 3000 });
  });

  withFfmpeg('keeps peaks low where loudness cannot be reached', async () => {
    const clicks = new Float32Array(3 * rate);
    for (let at = rate / 4; at < clicks.length; at += rate / 2) clicks.fill(0.9, at, at + 20);
    await writeFile(path('clicks.wav'), wav([clicks]));
    const { truePeakDb, loudnessLufs } = await ingest(path('clicks.wav'));
    expect(truePeakDb).toBeLessThanOrEqual(-1.5);
    expect(loudnessLufs).toBeLessThan(-20);
  });

  withFfmpeg('opposite channels do not cancel each other', async () => {
    const tone = sine(1000, seconds);
    await writeFile(path('opposite.wav'), wav([tone, tone.map(value => -value)]));
    await expectTone(await ingest(path('opposite.wav')));
  });

  withFfmpeg(
    'the same file gives the same bytes, in pages of at most 200 ms, without the tags of its maker',
    async () => {
      await convert(path('tone.wav'), ['-metadata', 'title=SECRETPLACE'], path('tagged.mp3'));
      const one = await readFile((await ingest(path('tagged.mp3'))).opusPath);
      const other = await readFile((await ingest(path('tagged.mp3'))).opusPath);
      expect(one.equals(other)).toBe(true);
      expect(one.includes('SECRETPLACE')).toBe(false);
      const granules = createOggPageReader()
        .push(one)
        .map(page => page.granule ?? 0);
      for (const [index, granule] of granules.slice(1).entries())
        expect(granule - granules[index]!).toBeLessThanOrEqual(9600);
    },
  );

  withFfmpeg('draws the sound: a loud half, then a quiet one', async () => {
    const sound = sine(500, 2, 0.3).map((value, at) => (at < rate ? value : value / 10));
    await writeFile(path('halves.wav'), wav([sound]));
    const { waveform } = await ingest(path('halves.wav'));
    const mean = (part: number[]): number => part.reduce((sum, value) => sum + value, 0) / part.length;
    expect(mean(waveform.slice(5, 95)) / mean(waveform.slice(105, 195))).toBeGreaterThan(6);
    expect(Math.max(...waveform)).toBeLessThanOrEqual(100);
  });

  withFfmpeg('works on one file at a time, tells the others their place, and reports its progress', async () => {
    const ahead: number[] = [];
    const stages: string[] = [];
    const watch = (progress: IngestProgress): void => {
      if (progress.stage === 'waiting') ahead.push(progress.ahead);
      else stages.push(progress.stage);
    };
    const jobs = [ingest(path('tone.wav')), ingest(path('tone.wav')), ingest(path('tone.wav'), { onProgress: watch })];
    expect(pending()).toBe(3);
    await Promise.all(jobs);
    expect(ahead).toEqual([2, 1]);
    expect([...new Set(stages)]).toEqual(['measuring', 'encoding', 'verifying']);
    expect(pending()).toBe(0);
  });

  withFfmpeg('stops when it is told to, waiting or working, and leaves nothing behind', async () => {
    const before = (await readdir(store)).length;
    const stop = new AbortController();
    const stopWaiting = new AbortController();
    const working = ingest(path('tone.wav'), { signal: stop.signal, onProgress: () => stop.abort() });
    const waiting = ingest(path('tone.wav'), { signal: stopWaiting.signal });
    stopWaiting.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(working).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(store)).toHaveLength(before);
    expect(pending()).toBe(0);
  });

  withFfmpeg('holds only finished recordings', async () => {
    for (const name of await readdir(store)) expect(name).toMatch(/^\w+\.opus$/);
  });
});

describe('with the wasm build', { timeout: 120_000 }, () => {
  const { ingest } = createIngest({ ...limits, ffmpegPath: 'wasm' });

  withFfmpeg.each(formats.filter(([name]) => ['a.mp3', 'index-last.m4a', 'recorder.webm'].includes(name)))(
    'takes %s',
    async (name, options) => {
      await convert(path('tone.wav'), options, path(name));
      await expectTone(await ingest(path(name)));
    },
  );

  withFfmpeg('refuses with the same words', async () => {
    await writeFile(path('silence.wav'), wav([new Float32Array(rate)]));
    await expect(ingest(path('silence.wav'))).rejects.toMatchObject({ code: 'audio_silent' });
    await writeFile(path('rubbish.m4a'), Buffer.from('\0\0\0\x18ftypM4A rubbish and more of it', 'latin1'));
    await expect(ingest(path('rubbish.m4a'))).rejects.toMatchObject({ code: 'audio_damaged' });
  });
});
