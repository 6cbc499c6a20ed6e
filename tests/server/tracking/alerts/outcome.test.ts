// Drives what became of an alert through HTTP: devices report, time passes, and every village of the targets is accounted for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../../../protocol/api/alerts.ts';
import type { Home, PlaybackReport } from '../../../../protocol/api/boards.ts';
import type { Broadcast } from '../../../../protocol/api/broadcasts.ts';
import { auditBefore } from '../../../../server/store/audit.ts';
import { type AlertingServer, alertingServer, type Commune } from '../../../support/alerting.ts';
import type { Caller } from '../../../support/api.ts';

let s: AlertingServer;
let c: Commune;
const open = async () => {
  s = await alertingServer();
  c = await s.commune();
};

const send = (change?: Parameters<AlertingServer['alert']>[1]) =>
  s.alert({ targets: [c.commune], by: c.officer.accountId }, change);
const lines = (alert: Alert) => alert.villageList.map(({ name, state, why }) => [name, state, why]);
const playing = () => ({ kind: 'playing', startedAt: s.clock.now() });

describe('village by village', () => {
  beforeAll(open);
  afterAll(() => s.close());

  it('CAL-2: every village of the targets is a line, served or not, with the reason why it is open', async () => {
    const id = await send();
    expect(lines(await s.read(c.officer.caller, id))).toEqual([
      ['Thôn Xa', 'open', 'noOrder'],
      ['Thôn Lõm', 'open', 'noCluster'],
      ['Thôn Thượng', 'open', 'noOrder'],
      ['Thôn Hạ', 'open', 'noOrder'],
      ['Bản Tày', 'open', 'noOrder'],
    ]);
    s.bus.publish('handedOver', { orderId: id, revision: 1, clusterIds: [c.clusters.lower], at: s.clock.now() });
    await s.say(c.clusters.far, id, { kind: 'stored' });
    await s.say(c.clusters.upperOne, id, playing());
    await s.say(c.clusters.upperTwo, id, { kind: 'failed', reason: 'speaker' });
    await s.say(c.clusters.tay, id, { kind: 'refused', reason: 'certificate' });
    const alert = await s.read(c.officer.caller, id);
    expect(lines(alert)).toEqual([
      ['Thôn Xa', 'open', 'unconfirmed'],
      ['Thôn Lõm', 'open', 'noCluster'],
      ['Thôn Hạ', 'open', 'noOrder'],
      ['Bản Tày', 'open', 'notPlayed'],
      ['Thôn Thượng', 'confirmed', null],
    ]);
    expect(alert).toMatchObject({ clusters: 5, sounded: 1, villages: 5, villagesLeft: 4 });
    expect(alert.clusterList.find(one => one.name === 'Thượng 2')).toMatchObject({
      ...{ state: 'failed', sounded: false, reason: 'speaker', area: 'Thôn Thượng' },
      villages: [{ name: 'Thôn Thượng', households: 120 }],
    });
  });

  it('CAL-1: a cluster that broke off before one whole pass has told nobody, one that had its pass has', async () => {
    const id = await send();
    const stop = { kind: 'interrupted', startedAt: s.clock.now(), endedAt: s.clock.now() + 5000, reason: 'stopped' };
    await s.say(c.clusters.lower, id, playing());
    await s.say(c.clusters.upperOne, id, playing());
    expect(await s.read(c.officer.caller, id)).toMatchObject({ sounded: 2, villagesLeft: 3 });
    await s.say(c.clusters.lower, id, { ...stop, rounds: 0 });
    await s.say(c.clusters.upperOne, id, { ...stop, rounds: 3 });
    const alert = await s.read(c.officer.caller, id);
    expect(alert.sounded).toBe(1);
    expect(alert.villageList.find(one => one.name === 'Thôn Hạ')).toMatchObject({ state: 'open', why: 'notPlayed' });
    expect(alert.villageList.find(one => one.name === 'Thôn Thượng')).toMatchObject({ state: 'confirmed', why: null });
  });

  it('CAL-2: a village that was told in none of its languages is open', async () => {
    const vi = await send();
    await s.say(c.clusters.tay, vi, playing());
    const alert = await s.read(c.officer.caller, vi);
    expect(alert.sounded).toBe(1);
    expect(alert.villageList.find(one => one.name === 'Bản Tày')).toMatchObject({ state: 'open', why: 'language' });

    const items = [{ title: 'Lũ', recordingId: null, durationMs: 1, text: null, languages: ['vi', 'tay'] }];
    const both = await send({
      broadcast: { frozen: { content: [{ type: 'clip', name: 'flood-3', durationMs: 1 }], items, unserved: [] } },
    });
    await s.say(c.clusters.tay, both, playing());
    expect((await s.read(c.officer.caller, both)).villageList.find(one => one.name === 'Bản Tày')).toMatchObject({
      state: 'confirmed',
    });
  });

  it('CAL-2: a voice of the village’s own counts, once somebody has found it clear before the alert', async () => {
    const voice = { area_id: c.commune, name: 'flood-3', language: 'tay', recording_id: 're_tay', recorded_by: 'ac_a' };
    const row = { ...voice, recorded_at: 1, checked_by: 'ac_b', checked_at: s.clock.now() + 1000 };
    await s.db.insertInto('area_clips').values(row).execute();
    const before = await send();
    await s.clock.advance(2000);
    const after = await send();
    const state = async (id: string) => {
      await s.say(c.clusters.tay, id, playing());
      return (await s.read(c.officer.caller, id)).villageList.find(one => one.name === 'Bản Tày')?.state;
    };
    expect(await state(before)).toBe('open');
    expect(await state(after)).toBe('confirmed');
    await s.db.deleteFrom('area_clips').execute();
  });

  it('CAL-2: households count once, unknown is null, and the parts add up', async () => {
    const id = await send();
    expect((await s.read(c.officer.caller, id)).households).toEqual({ total: 460, confirmed: 0, told: 0, left: 460 });
    await s.say(c.clusters.upperOne, id, playing());
    await s.say(c.clusters.upperTwo, id, playing());
    await s.say(c.clusters.far, id, playing());
    const alert = await s.read(c.officer.caller, id);
    expect(alert.households).toEqual({ total: 460, confirmed: 120, told: 0, left: 340 });
    expect(alert.villageList.find(one => one.name === 'Thôn Xa')?.households).toBeNull();
    const unknown = await s.alert({ targets: [c.villages.far], by: c.officer.accountId });
    expect((await s.read(c.officer.caller, unknown)).households).toEqual({
      ...{ total: null, confirmed: null, told: null, left: null },
    });
  });

  it('tells how soon the last of them sounded, from acceptance on', async () => {
    const id = await send();
    expect((await s.read(c.officer.caller, id)).soundedAfterMs).toBeNull();
    await s.clock.advance(400);
    await s.say(c.clusters.upperOne, id, playing());
    await s.clock.advance(1000);
    await s.say(c.clusters.lower, id, playing());
    expect((await s.read(c.officer.caller, id)).soundedAfterMs).toBe(1400);
  });

  it('CAL-2: nobody is missing while the rows are being made, and before anything was signed', async () => {
    const early = await s.alert({ targets: [c.commune], by: c.officer.accountId, unplanted: true });
    await s.say(c.clusters.lower, early, playing());
    const alert = await s.read(c.officer.caller, early);
    expect(alert).toMatchObject({ clusters: 5, sounded: 1, villages: 5, villagesLeft: 4 });
    expect(alert.clusterList.find(one => one.clusterId === c.clusters.lower)?.name).toBe('Hạ');
    const asked = await send({
      alert: { state: 'awaiting', voiceSent: false },
      broadcast: { frozen: null, revision: 0, acceptedAt: null, startAt: null },
    });
    expect(await s.read(c.officer.caller, asked)).toMatchObject({
      ...{ state: 'awaiting', clusters: 5, villages: 5, villagesLeft: 5, households: { total: 460, left: 460 } },
    });
  });

  it('REP-4: names, villages and numbers stay those of the acceptance, also where rows came late', async () => {
    const id = await send();
    await s.areas.change('loa', c.villages.upper, { name: 'Tên mới', households: 1, languages: ['tay'] });
    await s.say(c.clusters.upperOne, id, playing());
    const alert = await s.read(c.officer.caller, id);
    expect(alert.villageList.at(-1)).toMatchObject({ name: 'Thôn Thượng', households: 120, state: 'confirmed' });
  });

  it('REP-4: the report has one line a village as a chairman reads it', async () => {
    const id = await s.alert({ targets: [c.villages.gap, c.villages.lower, c.villages.far], by: c.officer.accountId });
    await s.say(c.clusters.lower, id, playing());
    const body = { villageId: c.villages.gap, act: 'told', how: 'megaphone', households: 150 };
    await c.officer.caller.post(`/api/alerts/${id}/calls`, body);
    const csv = await c.inspector.caller.get(`/api/alerts/${id}/report?format=csv`);
    expect(csv.headers['content-disposition']).toContain('canh-bao-2025-10-08.csv');
    expect(csv.text.charCodeAt(0)).toBe(0xfeff);
    expect(
      csv.text
        .slice(1)
        .trimEnd()
        .replaceAll(/02:00:\d\d 9\/10\/25/g, 'lúc ấy')
        .split('\r\n'),
    ).toEqual([
      'Thôn,Số hộ,Trạng thái,Vì sao,Cụm loa,Loa kêu lần đầu,Người báo,Cách báo,Báo lúc',
      'Thôn Xa,chưa có số hộ,CHƯA ĐƯỢC BÁO,Cụm loa không nhận lệnh,Xa,,,,',
      'Thôn Lõm,200,Người đã báo,Không có cụm loa,,,Ông Bình,Loa kéo (150/200 hộ),lúc ấy',
      'Thôn Hạ,80,Loa đã kêu,,Hạ,lúc ấy,,,',
    ]);
    expect((await c.neighbour.caller.get(`/api/alerts/${id}/report`)).status).toBe(403);
  });
});

describe('who sees an alert', () => {
  beforeAll(open);
  afterAll(() => s.close());

  it('CAL-8: whoever reads the area sees all, a village or commune below sees its own part, others nothing', async () => {
    const wide = await s.alert({ targets: [c.commune, c.other], by: c.province.accountId });
    const own = await send();
    await s.say(c.clusters.lower, wide, playing());
    expect((await s.list(c.province.caller)).map(one => one.villages)).toEqual([5, 6]);
    expect(await s.list(c.neighbour.caller)).toMatchObject([{ id: wide, clusters: 1, sounded: 0, villages: 1 }]);
    expect(await s.list(c.head.caller)).toMatchObject([
      { id: own, villages: 1 },
      { id: wide, villages: 1, sounded: 1 },
    ]);
    const part = await s.read(c.neighbour.caller, wide);
    expect(part.villageList.map(one => one.name)).toEqual(['Thôn Đồng']);
    expect(part.clusterList.map(one => one.name)).toEqual(['Đồng']);
    expect(part.households.total).toBe(90);
    expect((await c.neighbour.caller.get(`/api/alerts/${own}`)).status).toBe(403);
    expect((await c.officer.caller.get('/api/alerts/al_nothing')).status).toBe(404);
  });

  it('CAL-6: telephone numbers are live, for those who hold the right, and written down once a person and alert', async () => {
    const id = await send();
    await s.areas.change('loa', c.villages.gap, { head: { name: 'Trưởng mới', phone: '0987 654 321' } });
    const opened = async () =>
      (await auditBefore(s.db, Number.MAX_SAFE_INTEGER, 100)).filter(
        line => line.action === 'contacts.open' && line.subject === id,
      ).length;
    expect((await s.read(c.inspector.caller, id)).villageList[1]?.head).toBeNull();
    expect(await opened()).toBe(0);
    for (let poll = 0; poll < 3; poll++) {
      expect((await s.read(c.officer.caller, id)).villageList[1]?.head?.phone).toBe('0987 654 321');
      await s.clock.advance(3_600_000);
    }
    expect(await opened()).toBe(1);
    await s.read(c.leader.caller, id);
    expect(await opened()).toBe(2);
  });

  it('says who may do what now, and who can be asked', async () => {
    const asked = s.asked(c.officer.accountId);
    const id = await send({ alert: { state: 'awaiting', asked } });
    await s.db
      .insertInto('rosters')
      .values({
        ...{ area_id: c.commune, position: 0, from_day: '2025-10-09', to_day: '2025-10-09' },
        ...{ account_id: c.province.accountId, deputy_id: null },
      })
      .execute();
    await c.leader.caller.patch('/api/session', { phoneNumber: '0911 222 333' });
    const sender = await s.read(c.officer.caller, id);
    expect(sender.may).toEqual({ act: true, confirm: false, alone: false });
    expect(sender.awaiting).toMatchObject({ what: 'siren', waitS: 30 });
    expect(sender.awaiting?.people.map(({ name, phone, onDuty }) => [name, phone, onDuty])).toEqual([
      ['Trực tỉnh', null, true],
      ['Bà Chủ tịch', '0911 222 333', false],
      ['quantri', null, false],
    ]);
    // The list and the strip show nobody's number.
    const listed = (await s.list(c.officer.caller)).find(one => one.id === id);
    expect(listed?.awaiting?.people.map(person => person.phone)).toEqual([null, null, null]);
    expect((await s.read(c.leader.caller, id)).may).toEqual({ act: true, confirm: true, alone: false });
    expect((await s.read(c.inspector.caller, id)).may).toEqual({ act: false, confirm: false, alone: false });
    await s.clock.advance(31_000);
    expect((await s.read(c.officer.caller, id)).may.alone).toBe(true);
    const over = await send({ alert: { state: 'withdrawn' } });
    expect((await s.read(c.officer.caller, over)).may).toEqual({ act: false, confirm: false, alone: false });
    const above = await send({ alert: { authorityPath: `/${c.root}/` } });
    expect((await s.read(c.officer.caller, above)).may.act).toBe(false);
  });

  it('lists what stands and what is not older than a week, newest first', async () => {
    // A token outlives the session.
    const token = await c.officer.caller.post<{ token: string }>('/api/tokens', { name: 'bảng', scopes: ['read'] });
    const reader = s.withToken(token.body.token);
    const old = await send();
    await s.clock.advance(3_700_000);
    expect((await s.list(reader))[0]).toMatchObject({ id: old, state: 'ended' });
    await s.clock.advance(7 * 86_400_000);
    // Of all those above only the one for which a second person is still asked stands.
    expect((await s.list(reader)).map(one => one.state)).toEqual(['awaiting']);
    const drill = await send({ alert: { status: 'drill' } });
    expect((await s.list(reader)).slice(0, 1)).toMatchObject([
      { id: drill, status: 'drill', state: 'live', villagesLeft: 5 },
    ]);
  });
});

describe('the strip on every page', () => {
  let reader: Caller;
  beforeAll(async () => {
    await open();
    const token = await c.province.caller.post<{ token: string }>('/api/tokens', { name: 'bảng', scopes: ['read'] });
    reader = s.withToken(token.body.token);
  });
  afterAll(() => s.close());
  const strip = async (areaId = c.commune) => (await reader.get<Home>(`/api/home?areaId=${areaId}`)).body.alerts;

  it('CAL-8: has what stands in the area, real ones first, at most five, with the figures of that area', async () => {
    const drill = await send({ alert: { status: 'drill' } });
    await s.clock.advance(1000);
    const silenced = await send({ alert: { state: 'silenced' } });
    await send({ alert: { state: 'withdrawn' } });
    await send({ alert: { endedAt: s.clock.now() - 1 } });
    await s.clock.advance(1000);
    const wide = await s.alert({ targets: [c.commune, c.other], by: c.province.accountId });
    await s.say(c.clusters.upperOne, wide, playing());
    expect((await strip()).map(one => one.id)).toEqual([wide, silenced, drill]);
    expect((await strip())[0]).toMatchObject({ clusters: 5, sounded: 1, villages: 5, villagesLeft: 4 });
    expect(await strip(c.other)).toMatchObject([{ id: wide, clusters: 1, sounded: 0, villages: 1, villagesLeft: 1 }]);
    for (let more = 0; more < 4; more++) await send();
    expect((await strip()).map(one => one.status)).toEqual(['actual', 'actual', 'actual', 'actual', 'actual']);
    await s.clock.advance(2 * 3_600_000);
    expect(await strip()).toEqual([]);
  });

  it('REP-4: the weekly log has alerts and drills by their own class, and counts where they sounded', async () => {
    const from = new Date(s.clock.now() - 1).toISOString();
    const real = await send();
    const drill = await send({ alert: { status: 'drill', source: 'above' } });
    const cut = {
      kind: 'interrupted',
      startedAt: s.clock.now(),
      endedAt: s.clock.now() + 60_000,
      reason: 'superseded',
    };
    await s.say(c.clusters.lower, real, { ...cut, rounds: 2 });
    await s.say(c.clusters.far, real, { ...cut, rounds: 0 });
    await s.say(c.clusters.upperOne, real, playing());
    await s.clock.advance(1000);
    const to = new Date(s.clock.now()).toISOString();
    const url = `/api/reports/playback?from=${from}&to=${to}&areaId=${c.commune}`;
    const { lines } = (await reader.get<PlaybackReport>(url)).body;
    expect(lines.find(line => line.broadcastId === real)).toMatchObject({
      ...{ class: 'emergency', drill: false, source: 'own', clusters: 5 },
      ...{ played: 2, interrupted: 1, notPlayed: 2, households: 200, householdsTotal: 460 },
    });
    const csv = (await reader.get(`${url}&format=csv`)).text.split('\r\n');
    expect(csv.find(row => row.startsWith(real))).toContain(',Khẩn cấp,Xã làm,');
    expect(csv.find(row => row.startsWith(drill))).toContain(',Diễn tập,Tỉnh gửi,');
    const page = (await reader.get<Broadcast>(`/api/broadcasts/${real}`)).body;
    expect(page.reach).toMatchObject({ households: 200, householdsTotal: 460 });
  });
});
