// Drives the commune's own voice over HTTP: who records, who checks, what devices then get in their settings and can fetch, and
// what a changed evacuation plan does to its recorded words.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EvacuationPlan, Sentence, Templates } from '../../../protocol/api/alerts.ts';
import type { Home } from '../../../protocol/api/boards.ts';
import type { ErrorAnswer } from '../../../protocol/api/common.ts';
import type { AuditEntry } from '../../../protocol/api/people.ts';
import { listChunks } from '../../../protocol/chunk.ts';
import { bodyJson, readEnvelope } from '../../../protocol/envelope.ts';
import { type Settings, settings as settingsBody } from '../../../protocol/order.ts';
import type { Caller } from '../../support/api.ts';
import { type SendingServer, sendingServer } from '../../support/sending.ts';
import { shelf } from '../../support/server.ts';

let s: SendingServer;
let c: Awaited<ReturnType<SendingServer['commune']>>;
beforeEach(async () => {
  s = await sendingServer();
  c = await s.commune();
});
afterEach(() => s.close());

const flood = { name: 'flood-3', language: 'vi' };
const list = async (areaId = c.commune, by = c.officer.caller) =>
  (await by.get<{ items: Sentence[] }>(`/api/sentences?areaId=${areaId}`)).body.items;
const one = async (key = flood, areaId = c.commune) =>
  (await list(areaId)).find(item => item.name === key.name && item.language === key.language);
const record = (recordingId: string, key = flood, areaId = c.commune, by = c.officer.caller) =>
  by.post<Sentence & ErrorAnswer>('/api/sentences', { areaId, ...key, recordingId });
const check = (by: Caller, said: { clear?: boolean; recordingId?: string } = {}, key = flood, areaId = c.commune) =>
  by.post<Sentence & ErrorAnswer>('/api/sentences/check', { areaId, ...key, clear: true, ...said });
const settingsOf = (clusterId: string): Settings => {
  const order = s.sent.findLast(sent => sent.kind === 'settings' && sent.orderId === clusterId);
  return settingsBody.parse(bodyJson(readEnvelope(order?.bytes ?? new Uint8Array())?.body ?? new Uint8Array()));
};
const byOfficer = (change: object = {}, areaId = c.commune) =>
  s.recording(areaId, { createdBy: c.officer.accountId, durationMs: 20_000, ...change });
const audit = async () =>
  (await c.admin.get<{ items: AuditEntry[] }>('/api/audit')).body.items.map(entry => entry.action);

describe('the sentences of an area', () => {
  it('are those of the library in every language spoken below it, by the machine where it can', async () => {
    await c.admin.patch(`/api/areas/${c.lower}`, { languages: ['vi', 'nut'] });
    const sentences = await list();
    const names = new Set(sentences.map(item => item.name));
    for (const name of ['flood-1', 'evacuate', 'all-clear', 'correction', 'drill-open', 'siren-test-close'])
      expect(names).toContain(name);
    expect(names).not.toContain('plan');
    expect(new Set(sentences.filter(item => item.language === 'vi').map(item => item.voice))).toEqual(
      new Set(['machine']),
    );
    expect(new Set(sentences.filter(item => item.language === 'nut').map(item => item.voice))).toEqual(
      new Set(['none']),
    );
    expect(sentences).toHaveLength(2 * names.size);
    const upper = await list(c.upper);
    expect(upper.find(item => item.name === 'plan')).toMatchObject({ voice: 'none', text: '', language: 'vi' });
  });
});

describe('LIB-11: a voice goes to devices after a second listener', () => {
  it('is a draft first, human then, and in the settings of the area’s clusters alone', async () => {
    const neighbour = (await c.admin.post<{ id: string }>('/api/areas', { name: 'Xã bên', kind: 'commune' })).body.id;
    const far = (await c.admin.post<{ id: string }>('/api/clusters', { name: 'Bên', areaId: neighbour })).body.id;
    const recordingId = await byOfficer();
    expect((await record(recordingId)).body).toMatchObject({ voice: 'draft', recordedBy: 'canbo', checkedBy: null });
    expect(settingsOf(c.upperOne).clips).toEqual([]);
    expect((await check(c.leader.caller, { recordingId })).body).toMatchObject({
      voice: 'human',
      checkedBy: 'lanhdao',
    });
    const { sha256, bytes } = await s.library.get(recordingId);
    for (const cluster of [c.upperOne, c.lowerOne])
      expect(settingsOf(cluster).clips).toEqual([
        {
          name: 'flood-3',
          number: shelf.numberOf('flood-3'),
          language: 'vi',
          recording: sha256,
          bytes,
          durationMs: 20_000,
        },
      ]);
    expect(settingsOf(far).clips).toEqual([]);
    expect(await audit()).toEqual(expect.arrayContaining(['sentence.record', 'sentence.clear']));
  });

  it('is not checked by whoever recorded it, on whatever account it was handed in, nor by a token', async () => {
    await record(await byOfficer());
    expect((await check(c.officer.caller)).body.code).toBe('own_voice');
    // The leader hands in what the officer recorded: neither of them is a second listener.
    await record(await byOfficer(), flood, c.commune, c.leader.caller);
    expect((await check(c.officer.caller)).body.code).toBe('own_voice');
    expect((await check(c.leader.caller)).body.code).toBe('own_voice');
    const { caller: second } = await s.as(c.admin, 'canbo2', { role: 'officer', areaId: c.commune });
    const made = await second.post<{ token: string }>('/api/tokens', { name: 'máy', scopes: ['read', 'propose'] });
    expect((await check(s.withToken(made.body.token))).body.code).toBe('session_only');
    expect((await one())?.voice).toBe('draft');
  });

  it('is taken away when it is not clear, and stays machine-spoken', async () => {
    await record(await byOfficer());
    expect((await check(c.leader.caller, { clear: false })).body).toMatchObject({
      voice: 'machine',
      recordingId: null,
    });
    expect((await check(c.leader.caller)).body.code).toBe('unknown_sentence');
  });

  it('is refused where another recording has come in its place since it was heard', async () => {
    const heard = await byOfficer();
    await record(heard);
    await record(await byOfficer());
    expect((await check(c.leader.caller, { recordingId: heard })).body.code).toBe('recorded_again');
  });

  it('falls back to the machine while a new recording waits, and when it is removed', async () => {
    const first = await byOfficer();
    await record(first);
    await check(c.leader.caller);
    expect(settingsOf(c.upperOne).clips).toHaveLength(1);
    expect((await c.officer.caller.delete<ErrorAnswer>(`/api/recordings/${first}`)).body.code).toBe('recording_used');
    await record(await byOfficer());
    expect(settingsOf(c.upperOne).clips).toEqual([]);
    await check(c.leader.caller);
    expect(settingsOf(c.upperOne).clips).toHaveLength(1);
    await c.officer.caller.delete(`/api/sentences?areaId=${c.commune}&name=flood-3&language=vi`);
    expect(settingsOf(c.upperOne).clips).toEqual([]);
    expect((await c.officer.caller.delete(`/api/recordings/${first}`)).status).toBe(200);
  });

  it.each([
    ['machine_voice', { source: 'speech' as const }],
    ['other_language', { language: 'nut' }],
    ['sentence_too_long', { durationMs: 91_000 }],
    ['not_ready', { state: 'processing' as const }],
  ])('%s: refuses what cannot be a person’s voice for it', async (code, change) => {
    expect((await record(await byOfficer(change))).body.code).toBe(code);
    expect((await one())?.voice).toBe('machine');
  });

  it('knows no other sentences', async () => {
    const key = { name: 'siren-hue-flood3', language: 'vi' };
    expect((await record(await byOfficer(), key)).body.code).toBe('unknown_sentence');
    expect((await record(await byOfficer(), { name: 'plan', language: 'vi' })).body.code).toBe('unknown_sentence');
    expect((await record(await byOfficer({ language: 'nut' }), { ...flood, language: 'nut' })).body.code).toBe(
      'unknown_sentence',
    );
  });

  it('is for those who keep the library there', async () => {
    const recordingId = await byOfficer();
    expect((await record(recordingId, flood, c.commune, c.technician.caller)).status).toBe(403);
    expect((await record(recordingId, flood, c.root)).status).toBe(403);
    const head = await s.as(c.admin, 'truongthon', { role: 'villageHead', areaId: c.upper });
    expect((await record(recordingId, flood, c.upper, head.caller)).status).toBe(403);
    expect((await check(head.caller)).status).toBe(403);
    expect((await list(c.commune, c.technician.caller)).length).toBeGreaterThan(0);
  });
});

describe('LIB-12: the nearest area speaks', () => {
  it('where a village has its own voice, its clusters use it, and templates say so', async () => {
    const ofCommune = await byOfficer();
    await record(ofCommune);
    await check(c.leader.caller);
    const ofVillage = await byOfficer({}, c.upper);
    await record(ofVillage, flood, c.upper);
    await check(c.leader.caller, {}, flood, c.upper);
    const hashOf = async (id: string) => (await s.library.get(id)).sha256;
    expect(settingsOf(c.upperOne).clips.map(clip => clip.recording)).toEqual([await hashOf(ofVillage)]);
    expect(settingsOf(c.lowerOne).clips.map(clip => clip.recording)).toEqual([await hashOf(ofCommune)]);
    const shown = (await c.officer.caller.get<Templates>(`/api/templates?areaId=${c.lower}`)).body.items;
    expect(shown.filter(item => item.human).map(item => item.name)).toEqual(['flood-3']);
    expect((await one(flood, c.lower))?.voice).toBe('human');
  });

  it('in the languages that a cluster plays', async () => {
    await c.admin.patch(`/api/areas/${c.lower}`, { languages: ['vi', 'nut'] });
    const key = { name: 'evacuate', language: 'nut' };
    await record(await byOfficer({ language: 'nut' }), key);
    await check(c.leader.caller, {}, key);
    expect(settingsOf(c.lowerOne).clips.map(clip => `${clip.name} ${clip.language}`)).toEqual(['evacuate nut']);
    expect(settingsOf(c.upperOne).clips).toEqual([]);
  });
});

describe('LIB-18: the home page', () => {
  const task = async (by: Caller, areaId = c.commune) =>
    (await by.get<Home>(`/api/home?areaId=${areaId}`)).body.tasks.find(one => one.kind === 'emergencyVoice');

  it('counts the sentences of a commune that only the machine says, for those who may record them', async () => {
    const all = (await list()).length;
    expect(await task(c.officer.caller)).toMatchObject({ title: String(all), id: c.commune });
    await record(await byOfficer());
    expect((await task(c.officer.caller))?.title).toBe(String(all));
    await check(c.leader.caller);
    expect((await task(c.officer.caller))?.title).toBe(String(all - 1));
    expect(await task(c.technician.caller)).toBeUndefined();
    expect(await task(c.officer.caller, c.upper)).toBeUndefined();
  });
});

describe('LIB-13: a village’s evacuation plan', () => {
  const plan: EvacuationPlan = {
    shelter: 'nhà văn hóa xóm Đồi',
    route: 'đường bê tông phía đồi',
    leader: 'ông Bình',
    leaderPhone: '0912 345 678',
  };
  const key = { name: 'plan', language: 'vi' };
  const put = (change: Partial<EvacuationPlan> = {}, by = c.officer.caller, areaId = c.upper) =>
    by.put<EvacuationPlan & ErrorAnswer>(`/api/areas/${areaId}/plan`, { ...plan, ...change });

  it('is kept in words, and its telephone number for those who may see numbers', async () => {
    expect((await c.officer.caller.get(`/api/areas/${c.upper}/plan`)).body).toEqual({
      shelter: '',
      route: '',
      leader: '',
      leaderPhone: '',
    });
    expect((await put()).body).toEqual(plan);
    expect((await c.technician.caller.get(`/api/areas/${c.upper}/plan`)).body).toEqual({ ...plan, leaderPhone: '' });
    expect((await put({}, c.technician.caller)).status).toBe(403);
    expect((await put({}, c.officer.caller, c.commune)).body.code).toBe('not_a_village');
    expect((await one(key, c.upper))?.text).toBe(
      'Bà con Thôn Thượng sơ tán ngay. Nơi sơ tán: nhà văn hóa xóm Đồi. Đường đi: đường bê tông phía đồi. Người dẫn đường: ông Bình.',
    );
    const log = (await c.admin.get<{ items: AuditEntry[] }>('/api/audit')).body.items;
    expect(log.map(entry => entry.action)).toContain('contacts.open');
    expect(JSON.stringify(log)).not.toContain('0912');
  });

  it('goes to every cluster that serves the village, once it is recorded and checked, wherever the pole stands', async () => {
    await put();
    const both = (
      await c.admin.post<{ id: string }>('/api/clusters', { name: 'Xã', areaId: c.commune, serves: [c.upper, c.lower] })
    ).body.id;
    for (const village of [c.upper, c.lower]) {
      await record(await byOfficer({}, village), key, village);
      await check(c.leader.caller, {}, key, village);
    }
    expect(settingsOf(c.upperOne).clips.map(clip => clip.name)).toEqual(['plan']);
    expect(settingsOf(both).clips.map(clip => [clip.name, clip.number, clip.language])).toEqual([
      ['plan', 30, 'vi'],
      ['plan', 30, 'vi'],
    ]);
    const evacuate = settingsOf(both).onSite?.presets.find(preset => preset.number === 6);
    expect(evacuate?.content.at(-1)).toEqual({ type: 'clip', name: 'plan', durationMs: 40_000, optional: true });
  });

  it('is not sounded any more when its words change, until somebody has heard it again', async () => {
    await put();
    await record(await byOfficer({}, c.upper), key, c.upper);
    await check(c.leader.caller, {}, key, c.upper);
    await put({ leaderPhone: '0900 000 000' });
    expect(settingsOf(c.upperOne).clips).toHaveLength(1);
    await put({ route: 'không qua cầu' });
    expect(settingsOf(c.upperOne).clips).toEqual([]);
    expect((await one(key, c.upper))?.voice).toBe('draft');
    await check(c.leader.caller, {}, key, c.upper);
    expect(settingsOf(c.upperOne).clips).toHaveLength(1);
  });
});

describe('what settings name can be fetched', () => {
  it('LIB-14: own voices and sirens by their hash, chunk by chunk', async () => {
    const sound = Buffer.alloc(20_000, 3);
    const list = listChunks(sound);
    await writeFile(join(s.recordingsFolder, `${list.recording}.opus`), sound);
    await record(await byOfficer({ sha256: list.recording, bytes: sound.length }));
    await check(c.leader.caller);
    await c.officer.caller.patch(`/api/areas/${c.commune}`, { sirenCode: 'hue' });
    const { clips } = settingsOf(c.upperOne);
    expect(clips.map(clip => clip.name)).toEqual([
      'siren-hue-storm',
      'siren-hue-flood2',
      'siren-hue-flood3',
      'flood-3',
    ]);
    for (const clip of clips) {
      expect((await s.library.chunksOf(clip.recording))?.length, clip.name).toBe(clip.bytes);
      expect((await s.library.read(clip.recording, 0, 100))?.length).toBe(100);
    }
  });
});
