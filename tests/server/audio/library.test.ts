// Drives the library with a real store and folder and an ingest and a voice made for the test; real ffmpeg has its own tests.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CHUNK_BYTES, isChunk, listChunks } from '../../../protocol/chunk.ts';
import { readClips } from '../../../server/audio/clips.ts';
import type { Ingest } from '../../../server/audio/ingest.ts';
import { createLibrary, type Library } from '../../../server/audio/library.ts';
import { LoaError } from '../../../server/errors.ts';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { fakeClock } from '../../support/fake-clock.ts';

let dir: string;
let db: Database;
let changes: string[];
let errors: unknown[];
let spokenWith: unknown;
const clock = fakeClock();
let counter = 0;
const random = (bytes: number) => {
  counter += 1;
  return Uint8Array.from({ length: bytes }, (_, i) =>
    i === bytes - 1 ? counter & 255 : i === bytes - 2 ? counter >> 8 : 0,
  );
};
const clips = readClips(join(import.meta.dirname, '../../../recordings'));

/** Copies the input to the result, unless it begins with a word that asks for trouble. */
const copying = (): Ingest => ({
  pending: () => 0,
  async ingest(path, watch) {
    const bytes = await readFile(path);
    if (bytes.subarray(0, 7).toString() === 'silence') throw new LoaError('audio_silent', { lufs: -80 });
    if (bytes.subarray(0, 6).toString() === 'broken') throw new Error('disk');
    watch?.onProgress?.({ stage: 'measuring', fraction: 0.5 });
    watch?.onProgress?.({ stage: 'encoding', fraction: 0.5 });
    const opusPath = join(dir, `made-${++counter}.opus`);
    await writeFile(opusPath, bytes);
    return {
      opusPath,
      durationMs: 1234,
      loudnessLufs: -16,
      truePeakDb: -1,
      sourceLoudnessLufs: -20,
      waveform: [1, 2],
      sourceFormat: 'wav/pcm',
    };
  },
});

const open = (): Promise<Library> =>
  createLibrary({
    db,
    ingest: copying(),
    speech: {
      async speak(text, language, pronunciations) {
        spokenWith = { text, language, pronunciations };
        return { wav: Buffer.from(`spoken ${text}`), label: 'giọng máy', spokenText: text.toLowerCase() };
      },
    },
    clips,
    recordingsDir: dir,
    maxUploadBytes: 50_000,
    time: clock,
    random,
    onChange: ({ id, state, progress }) => changes.push(`${id} ${state} ${progress.toFixed(2)}`),
    onError: error => errors.push(error),
  });

const about = { title: 'Bản tin', language: 'vi', areaId: 'ar_xa', createdBy: 'Bình' };
const upload = async (library: Library, bytes: Uint8Array, more = {}) => {
  const made = await library.upload(await library.receive(Readable.from([Buffer.from(bytes)])), { ...about, ...more });
  await library.idle();
  return library.get(made.id);
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'loa-library-'));
  db = await openDatabase(':memory:');
  changes = [];
  errors = [];
  for (const [id, path] of [
    ['ar_tinh', '/ar_tinh/'],
    ['ar_xa', '/ar_tinh/ar_xa/'],
  ] as const) {
    await db
      .insertInto('areas')
      .values({ id, name: id, kind: 'commune', path, rules_json: '{}', delegations_json: '[]', created_at: 0 })
      .execute();
  }
});
afterEach(async () => {
  await db.destroy();
  await rm(dir, { recursive: true });
});

it('makes an upload into a recording that is named by its own chunk list', async () => {
  const library = await open();
  const sound = Buffer.alloc(40_000, 7);
  const made = await upload(library, sound);
  expect(made).toMatchObject({ state: 'ready', durationMs: 1234, loudnessLufs: -16, waveform: [1, 2], bytes: 40_000 });
  expect(made.sha256).toBe(listChunks(sound).recording);
  expect(await readdir(dir)).toEqual([`${made.sha256}.opus`]);
  expect(changes[0]).toMatch(/processing 0\.00$/);
  expect(changes.at(-1)).toMatch(/ready 1\.00$/);
});

it('gives devices the list and the bytes, chunk by chunk', async () => {
  const library = await open();
  const sound = Buffer.from(Array.from({ length: 40_000 }, (_, i) => i % 251));
  const { sha256 } = await upload(library, sound);
  const list = await library.chunksOf(sha256!);
  expect(list?.length).toBe(40_000);
  const second = await library.read(sha256!, CHUNK_BYTES, CHUNK_BYTES);
  expect(isChunk(list!, 1, second!)).toBe(true);
  expect((await library.read(sha256!, 39_990, 100))?.length).toBe(10);
});

it('says why a recording cannot be made, and keeps nothing of it', async () => {
  const library = await open();
  const made = await upload(library, Buffer.from('silence'));
  expect(made.state).toBe('failed');
  expect(made.error).toMatchObject({ code: 'audio_silent', vi: expect.stringContaining('micrô') });
  expect(await readdir(dir)).toEqual([]);
  expect(errors).toEqual([]);
});

it('tells a bug from a refusal', async () => {
  const library = await open();
  expect((await upload(library, Buffer.from('broken'))).error?.code).toBe('internal');
  expect(errors).toHaveLength(1);
});

it('stops an upload at its limit and leaves no file', async () => {
  const library = await open();
  async function* flood() {
    for (;;) yield Buffer.alloc(10_000);
  }
  await expect(library.receive(Readable.from(flood()))).rejects.toMatchObject({ code: 'audio_too_large' });
  expect(await readdir(dir)).toEqual([]);
});

it('speaks a text with the words of the area and of those above it, the nearer first', async () => {
  for (const [area_id, written, spoken] of [
    ['ar_tinh', 'UBND', 'ủy ban'],
    ['ar_tinh', 'Bố Hạ', 'bo ha'],
    ['ar_xa', 'Bố Hạ', 'bố hạ'],
  ] as const) {
    await db
      .insertInto('pronunciations')
      .values({ area_id, position: written === 'UBND' ? 1 : 2, written, spoken })
      .execute();
  }
  const library = await open();
  const { id } = await library.speak({ ...about, text: 'Xin CHÀO' });
  await library.idle();
  expect(await library.get(id)).toMatchObject({
    state: 'ready',
    source: 'speech',
    voice: 'giọng máy',
    text: 'Xin CHÀO',
    spokenText: 'xin chào',
  });
  expect(spokenWith).toEqual({
    text: 'Xin CHÀO',
    language: 'vi',
    pronunciations: [
      { written: 'UBND', spoken: 'ủy ban' },
      { written: 'Bố Hạ', spoken: 'bố hạ' },
    ],
  });
});

it('groups versions in several languages under the first, in its area', async () => {
  const library = await open();
  const first = await upload(library, Buffer.from('một'));
  const second = await upload(library, Buffer.from('hai'), { language: 'nut', versionOf: first.id, areaId: 'ar_tinh' });
  const third = await upload(library, Buffer.from('ba'), { language: 'tyz', versionOf: second.id });
  expect([second.groupId, third.groupId]).toEqual([first.id, first.id]);
  expect(second.areaId).toBe('ar_xa');
});

it('notices a file that was changed on the disk, says so, and no longer gives it out', async () => {
  const made = await upload(await open(), Buffer.alloc(20_000, 1));
  await writeFile(join(dir, `${made.sha256}.opus`), Buffer.alloc(20_000, 2));
  const library = await open();
  expect(await library.chunksOf(made.sha256!)).toBeNull();
  expect(await library.read(made.sha256!, 0, 10)).toBeNull();
  await expect.poll(async () => (await library.get(made.id)).error?.code).toBe('audio_corrupt');
  expect(changes.at(-1)).toContain('failed');
});

it('answers nothing for audio that it never had', async () => {
  expect(await (await open()).chunksOf('0'.repeat(64))).toBeNull();
});

it('marks what was being made when the program ended as failed, and clears its files', async () => {
  const made = await upload(await open(), Buffer.from('một'));
  await db.updateTable('recordings').set({ state: 'processing' }).execute();
  await writeFile(join(dir, '.upload-rest'), 'x');
  const library = await open();
  expect((await library.get(made.id)).error?.code).toBe('audio_interrupted');
  expect(await readdir(dir)).toEqual([`${made.sha256}.opus`]);
});

it('hides a removed recording and keeps its audio', async () => {
  const library = await open();
  const made = await upload(library, Buffer.from('một'));
  await library.remove(made.id);
  await expect(library.get(made.id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await library.chunksOf(made.sha256!)).not.toBeNull();
});

it('does not remove what a schedule still plays', async () => {
  const library = await open();
  const made = await upload(library, Buffer.from('một'));
  await db
    .insertInto('schedules')
    .values({
      id: 'sc_a',
      area_id: 'ar_xa',
      title: 'Bản tin chiều',
      class: 'normal',
      content_json: JSON.stringify([{ recordingId: made.id }]),
      targets_json: '[]',
      volume: 80,
      passes: 1,
      days_json: '[1]',
      time: '17:00',
      from_day: '2026-01-01',
      exceptions_json: '[]',
      paused: 0,
      state: 'approved',
      created_by: '',
      created_at: 0,
    })
    .execute();
  await expect(library.remove(made.id)).rejects.toMatchObject({
    code: 'recording_used',
    details: { uses: 'Bản tin chiều' },
  });
});

it('serves the clips that every device holds like any recording', async () => {
  const library = await open();
  const clip = clips.byName.get('chime-open')!;
  expect(clips.library.clips.map(({ name }) => name)).toContain('chime-open');
  expect((await library.chunksOf(clip.recording))?.length).toBe(clip.bytes);
});
