// Drives the recordings' routes: multipart in either order, the machine's voice, ranges of audio, and who may see and change what.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ErrorAnswer } from '../../../protocol/api/common.ts';
import type { Recording } from '../../../protocol/api/recordings.ts';
import { readRange } from '../../../server/http/audio-answer.ts';
import type { Caller } from '../../support/api.ts';
import { type SendingServer, sendingServer } from '../../support/sending.ts';

let s: SendingServer;
let c: Awaited<ReturnType<SendingServer['commune']>>;
beforeEach(async () => {
  s = await sendingServer();
  c = await s.commune();
});
afterEach(() => s.close());

/** A multipart body with its parts in this order. */
function form(parts: readonly (readonly [name: string, value: string | Uint8Array])[]) {
  const boundary = '----loa';
  const body = parts.flatMap(([name, value]) => {
    const file = typeof value === 'string' ? '' : '; filename="a.wav"\r\ncontent-type: audio/wav';
    return [
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n`),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ];
  });
  return {
    body: Buffer.concat([...body, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}
const SOUND = Buffer.from(Array.from({ length: 20_000 }, (_, i) => i % 251));
const upload = (caller: Caller, ...parts: (readonly [string, string | Uint8Array])[]) =>
  caller.call<Recording & ErrorAnswer>('POST', '/api/recordings', form(parts));
const ready = async () => {
  const { body } = await upload(c.officer.caller, ['title', 'Bản tin'], ['file', SOUND]);
  await s.library.idle();
  return body.id;
};

it('takes a file with its fields before or after it, and makes it ready', async () => {
  for (const parts of [
    [
      ['title', 'Bản tin'],
      ['text', 'Kính thưa'],
      ['file', SOUND],
    ],
    [
      ['file', SOUND],
      ['title', 'Bản tin'],
      ['text', 'Kính thưa'],
    ],
  ] as const) {
    const { status, body } = await upload(c.officer.caller, ...parts);
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'processing', areaId: c.commune, language: 'vi', source: 'upload' });
    await s.library.idle();
    const now = await c.officer.caller.get<Recording>(`/api/recordings/${body.id}`);
    expect(now.body).toMatchObject({
      state: 'ready',
      progress: 1,
      durationMs: 5000,
      text: 'Kính thưa',
      createdBy: 'canbo',
    });
  }
});

it('says what is wrong with an upload and keeps nothing of it', async () => {
  const code = async (...parts: (readonly [string, string | Uint8Array])[]) => {
    const { status, body } = await upload(c.officer.caller, ...parts);
    return [status, body.code];
  };
  expect(await code(['file', SOUND])).toEqual([400, 'bad_request']);
  expect(await code(['title', 'Không tệp'])).toEqual([400, 'bad_request']);
  expect(await code(['title', 'x'], ['language', 'tiếng Việt'], ['file', SOUND])).toEqual([400, 'bad_request']);
  expect(await code(['title', 'x'], ['versionOf', 're_nothing'], ['file', SOUND])).toEqual([404, 'not_found']);
  expect(await code(['title', 'x'], ['file', Buffer.alloc(1_100_000)])).toEqual([413, 'audio_too_large']);
  expect((await c.officer.caller.post('/api/recordings', { title: 'x' })).status).toBe(400);
  expect((await c.officer.caller.get<{ items: unknown[] }>('/api/recordings')).body.items).toEqual([]);
});

it('speaks a text', async () => {
  const { status, body } = await c.officer.caller.post<Recording>('/api/recordings/speech', {
    text: 'Kính thưa bà con',
    title: 'Mời họp',
  });
  expect(status).toBe(201);
  await s.library.idle();
  expect((await c.officer.caller.get<Recording>(`/api/recordings/${body.id}`)).body).toMatchObject({
    state: 'ready',
    source: 'speech',
    voice: 'giọng máy',
    spokenText: 'Kính thưa bà con',
  });
});

it('gives audio whole and in the ranges that players ask for', async () => {
  const id = await ready();
  const whole = await s.app.inject({ url: `/api/recordings/${id}/audio`, headers: { cookie: c.officer.cookie } });
  expect([whole.statusCode, whole.headers['content-type'], whole.headers['accept-ranges']]).toEqual([
    200,
    'audio/ogg',
    'bytes',
  ]);
  expect(whole.rawPayload.equals(SOUND)).toBe(true);
  const part = await s.app.inject({
    url: `/api/recordings/${id}/audio`,
    headers: { cookie: c.officer.cookie, range: 'bytes=100-199' },
  });
  expect([part.statusCode, part.headers['content-range']]).toEqual([206, 'bytes 100-199/20000']);
  expect(part.rawPayload.equals(SOUND.subarray(100, 200))).toBe(true);
  const beyond = await s.app.inject({
    url: `/api/recordings/${id}/audio`,
    headers: { cookie: c.officer.cookie, range: 'bytes=20000-' },
  });
  expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, 'bytes */20000']);
});

it('reads the forms of a range', () => {
  expect(readRange(undefined, 10)).toBe('whole');
  expect(readRange('bytes=0-', 10)).toEqual({ from: 0, to: 9 });
  expect(readRange('bytes=-3', 10)).toEqual({ from: 7, to: 9 });
  expect(readRange('bytes=-30', 10)).toEqual({ from: 0, to: 9 });
  expect(readRange('bytes=4-99', 10)).toEqual({ from: 4, to: 9 });
  expect(readRange('bytes=10-', 10)).toBe('unsatisfiable');
  expect(readRange('bytes=-0', 10)).toBe('unsatisfiable');
  for (const odd of ['bytes=5-4', 'bytes=-', 'bytes=0-1,3-4', 'items=0-1', 'bytes=a-b']) {
    expect(readRange(odd, 10)).toBe('whole');
  }
});

it('lists, renames and removes', async () => {
  const id = await ready();
  const renamed = await c.officer.caller.patch<Recording>(`/api/recordings/${id}`, { title: 'Tên mới' });
  expect(renamed.body.title).toBe('Tên mới');
  expect((await c.officer.caller.delete(`/api/recordings/${id}`)).status).toBe(200);
  expect((await c.officer.caller.get(`/api/recordings/${id}`)).status).toBe(404);
  expect((await c.officer.caller.get<{ items: unknown[] }>('/api/recordings')).body.items).toEqual([]);
});

it('keeps each commune’s recordings to itself', async () => {
  const id = await ready();
  const other = (
    await c.admin.post<{ id: string }>('/api/areas', { name: 'Xã bên', kind: 'commune', parentId: c.root })
  ).body.id;
  const { caller } = await s.as(c.admin, 'xaben', { role: 'officer', areaId: other });
  expect((await caller.get<{ items: unknown[] }>('/api/recordings')).body.items).toEqual([]);
  expect((await caller.get(`/api/recordings/${id}`)).status).toBe(403);
  expect(
    (await s.app.inject({ url: `/api/recordings/${id}/audio`, headers: { cookie: c.technician.cookie } })).statusCode,
  ).toBe(200);
  expect((await caller.patch(`/api/recordings/${id}`, { title: 'x' })).status).toBe(403);
  expect((await caller.delete(`/api/recordings/${id}`)).status).toBe(403);
  expect((await upload(caller, ['title', 'x'], ['areaId', c.commune], ['file', SOUND])).status).toBe(403);
  expect((await upload(caller, ['title', 'x'], ['versionOf', id], ['file', SOUND])).status).toBe(403);
  expect((await upload(c.technician.caller, ['title', 'x'], ['file', SOUND])).status).toBe(403);
});

it('offers the chimes with their sound', async () => {
  const { body } = await c.officer.caller.get<{ items: { name: string; title: string }[] }>('/api/chimes');
  expect(body.items[0]).toEqual({ name: 'chime-open', durationMs: 2600, title: 'Nhạc hiệu mở đầu' });
  const sound = await s.app.inject({ url: '/api/chimes/chime-open/audio', headers: { cookie: c.officer.cookie } });
  expect([sound.statusCode, sound.rawPayload.subarray(0, 4).toString()]).toEqual([200, 'OggS']);
  expect((await c.officer.caller.get('/api/chimes/nothing/audio')).status).toBe(404);
});
