// Drives the calls about an alert and one-time addresses through HTTP: who may write, what counts, and what a stranger learns.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alert, Call, LinkedTask } from '../../../../protocol/api/alerts.ts';
import type { FeedMessage } from '../../../../protocol/feed.ts';
import { LoaError } from '../../../../server/errors.ts';
import { auditBefore } from '../../../../server/store/audit.ts';
import { type AlertingServer, alertingServer, type Commune } from '../../../support/alerting.ts';
import type { Caller } from '../../../support/api.ts';

let s: AlertingServer;
let c: Commune;
let id: string;
const confirmed: unknown[] = [];
beforeAll(async () => {
  s = await alertingServer({
    async confirm(...asked) {
      if (asked[3].pin === '000000') throw new LoaError('wrong_pin');
      confirmed.push(asked);
    },
  });
  c = await s.commune();
});
afterAll(() => s.close());
beforeEach(async () => {
  id = await s.alert({ targets: [c.commune], by: c.officer.accountId });
});

const call = (by: Caller, villageId: string, act: string, more: object = {}) =>
  by.post<Call & { url: string; expiresAt: string }>(`/api/alerts/${id}/calls`, { villageId, act, ...more });
const names = (alert: Alert) => alert.villageList.map(one => one.name);
const village = async (name: string) => (await s.read(c.officer.caller, id)).villageList.find(one => one.name === name);

describe('calls', () => {
  it('CAL-3: a claimed line goes down, comes back on top after ten minutes, and is done once told', async () => {
    const first = ['Thôn Xa', 'Thôn Lõm', 'Thôn Thượng', 'Thôn Hạ', 'Bản Tày'];
    expect(names(await s.read(c.officer.caller, id))).toEqual(first);
    await call(c.officer.caller, c.villages.lower, 'claim');
    expect(names(await s.read(c.leader.caller, id))).toEqual([
      'Thôn Xa',
      'Thôn Lõm',
      'Thôn Thượng',
      'Bản Tày',
      'Thôn Hạ',
    ]);
    expect((await village('Thôn Hạ'))?.claim).toEqual({
      by: 'Ông Bình',
      at: new Date(s.clock.now()).toISOString(),
      until: new Date(s.clock.now() + 600_000).toISOString(),
    });
    await s.clock.advance(599_999);
    expect(names(await s.read(c.officer.caller, id)).at(-1)).toBe('Thôn Hạ');
    await s.clock.advance(1);
    const back = await s.read(c.officer.caller, id);
    expect([names(back)[0], back.villageList[0]?.claim?.by]).toEqual(['Thôn Hạ', 'Ông Bình']);
    await call(c.officer.caller, c.villages.lower, 'sending');
    expect(names(await s.read(c.officer.caller, id)).at(-1)).toBe('Thôn Hạ');
    await call(c.officer.caller, c.villages.lower, 'noAnswer');
    expect(names(await s.read(c.officer.caller, id))).toEqual(first);
    await s.clock.advance(1);
    await call(c.officer.caller, c.villages.gap, 'told', { how: 'megaphone', households: 150, note: 'còn 50 hộ' });
    const told = await s.read(c.officer.caller, id);
    expect(names(told)).toEqual(['Thôn Xa', 'Thôn Thượng', 'Thôn Hạ', 'Bản Tày', 'Thôn Lõm']);
    expect(told.villageList.at(-1)).toMatchObject({
      ...{ state: 'told', why: 'noCluster', claim: null },
      told: { by: 'Ông Bình', how: 'megaphone', households: 150 },
    });
    expect(told).toMatchObject({
      villagesLeft: 4,
      households: { total: 460, confirmed: 0, told: 150, left: 310 },
    });
  });

  it('CAL-4: calls are kept in order, told on the feed and in the audit log, and count however late', async () => {
    const heard: FeedMessage[] = [];
    const stop = s.bus.subscribe('board', message => heard.push(message));
    await call(c.officer.caller, c.villages.far, 'claim');
    await s.clock.advance(5 * 3_600_000);
    const made = await call(c.leader.caller, c.villages.far, 'told', { how: 'phone' });
    stop();
    expect(made).toMatchObject({
      status: 201,
      body: { village: 'Thôn Xa', act: 'told', how: 'phone', households: null },
    });
    expect(heard.filter(message => message.t === 'alert')).toEqual([
      { t: 'alert', alertId: id },
      { t: 'alert', alertId: id },
    ]);
    const { items } = (await c.inspector.caller.get<{ items: Call[] }>(`/api/alerts/${id}/calls`)).body;
    expect(items.map(({ by, act }) => [by, act])).toEqual([
      ['Ông Bình', 'claim'],
      ['Bà Chủ tịch', 'told'],
    ]);
    const [line] = await auditBefore(s.db, Number.MAX_SAFE_INTEGER, 1);
    expect(line).toMatchObject({ action: 'alert.call', subject: id, detail: { act: 'told', how: 'phone' } });
    expect(await s.read(c.officer.caller, id)).toMatchObject({ state: 'ended', villagesLeft: 4 });
  });

  it('CAL-4: a village that a loudspeaker told stays confirmed, whoever calls there besides', async () => {
    await call(c.officer.caller, c.villages.lower, 'told', { how: 'phone' });
    await s.say(c.clusters.lower, id, { kind: 'playing', startedAt: s.clock.now() });
    expect(await village('Thôn Hạ')).toMatchObject({ state: 'confirmed', why: null, told: { how: 'phone' } });
    expect((await s.read(c.officer.caller, id)).households).toMatchObject({ confirmed: 80, told: 0 });
  });

  it('CAL-4: those who send alerts there write, and a village head for the own village; told needs how', async () => {
    expect((await call(c.head.caller, c.villages.lower, 'told', { how: 'doorToDoor' })).status).toBe(201);
    expect((await call(c.head.caller, c.villages.upper, 'claim')).status).toBe(404);
    expect((await call(c.province.caller, c.villages.upper, 'claim')).status).toBe(201);
    expect((await call(c.inspector.caller, c.villages.upper, 'claim')).status).toBe(403);
    expect((await call(c.neighbour.caller, c.villages.upper, 'claim')).status).toBe(403);
    expect((await call(s.anybody, c.villages.upper, 'claim')).status).toBe(401);
    const token = await c.head.caller.post<{ token: string }>('/api/tokens', {
      name: 'máy',
      scopes: ['read', 'propose'],
    });
    expect((await call(s.withToken(token.body.token), c.villages.lower, 'claim')).status).toBe(403);
    expect((await call(c.officer.caller, c.villages.other, 'claim')).status).toBe(404);
    expect(await call(c.officer.caller, c.villages.upper, 'told')).toMatchObject({
      ...{ status: 400, body: { code: 'how_missing' } },
    });
  });
});

describe('one-time addresses', () => {
  const tokenOf = (url: string) => url.split('/').at(-1) ?? '';
  const asked = () => s.asked(c.officer.accountId);

  it('CAL-5: a report address works without an account until its village was told', async () => {
    const link = await call(c.officer.caller, c.villages.gap, 'link');
    expect(link.body.url).toMatch(/^http:\/\/localhost:8080\/bao\/[\w-]{22}$/);
    expect(Date.parse(link.body.expiresAt)).toBe(s.clock.now() + 86_400_000);
    const url = `/api/links/${tokenOf(link.body.url)}`;
    expect((await s.anybody.get<LinkedTask>(url)).body).toEqual({
      ...{ kind: 'report', alertId: id, title: 'Lũ báo động 3', village: 'Thôn Lõm', households: 200 },
    });
    expect((await s.anybody.post(url, { act: 'sending' })).status).toBe(200);
    await s.clock.advance(1);
    expect((await s.anybody.post(url, { act: 'told' })).body.code).toBe('how_missing');
    expect((await s.anybody.post(url, { act: 'told', how: 'handSiren', households: 200 })).status).toBe(200);
    expect((await s.anybody.post(url, { act: 'told', how: 'handSiren' })).status).toBe(404);
    expect(await village('Thôn Lõm')).toMatchObject({
      ...{ state: 'told', told: { by: 'Qua đường dẫn, Thôn Lõm', how: 'handSiren', households: 200 } },
    });
    const rows = await s.db.selectFrom('alert_links').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(tokenOf(link.body.url));
  });

  it('CAL-5: unknown, used and expired ones answer alike', async () => {
    const used = tokenOf((await call(c.officer.caller, c.villages.gap, 'link')).body.url);
    await s.anybody.post(`/api/links/${used}`, { act: 'told', how: 'phone' });
    const old = tokenOf((await call(c.officer.caller, c.villages.gap, 'link')).body.url);
    await s.clock.advance(86_400_000);
    const answers = [];
    for (const token of [used, old, 'AAAAAAAAAAAAAAAAAAAAAA']) {
      answers.push((await s.anybody.get(`/api/links/${token}`)).text);
      answers.push((await s.anybody.post(`/api/links/${token}`, { act: 'told', how: 'phone' })).text);
    }
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0] ?? '')).toMatchObject({ code: 'not_found' });
  });

  it('CAL-5: the second person confirms by address with a PIN, on a phone that is named, while somebody is asked', async () => {
    const officer = await s.signedIn(c.officer);
    id = await s.alert(
      { targets: [c.commune], by: c.officer.accountId },
      { alert: { state: 'awaiting', asked: asked() } },
    );
    const made = await officer.post<{ url: string }>(`/api/alerts/${id}/link`, { accountId: c.leader.accountId });
    expect(made.body.url).toMatch(/\/xac-nhan\/[\w-]{22}$/);
    const url = `/api/links/${tokenOf(made.body.url)}`;
    const task = (await s.anybody.get<LinkedTask>(url)).body;
    expect(task).toMatchObject({
      ...{ kind: 'confirm', by: 'Ông Bình', person: 'Bà Chủ tịch', what: 'siren', siren: 'siren-hue-flood3' },
      ...{ villages: 5, households: 460, state: 'awaiting', text: 'Nước lên báo động 3.' },
    });
    expect((await s.anybody.post(url, {})).status).toBe(400);
    expect((await s.anybody.post(url, { pin: '000000' })).body.code).toBe('wrong_pin');
    const yes = await s.anybody.post(url, { pin: '246810' });
    expect(yes.cookie).toMatch(/^loa_phone=[\w-]{22}$/);
    const phone = yes.cookie?.split('=')[1];
    expect(confirmed).toEqual([[c.leader.accountId, phone, id, { pin: '246810', refuse: undefined }]]);
    expect((await s.anybody.get(url)).status).toBe(404);

    const again = await officer.post<{ url: string }>(`/api/alerts/${id}/link`, { accountId: c.leader.accountId });
    await s.db.updateTable('alerts').set({ asked_json: null, state: 'live' }).where('id', '=', id).execute();
    expect((await s.anybody.get(`/api/links/${tokenOf(again.body.url)}`)).status).toBe(404);
    expect((await officer.post(`/api/alerts/${id}/link`, { accountId: c.leader.accountId })).status).toBe(409);
  });

  it('CAL-5: only somebody else who may confirm there is asked', async () => {
    id = await s.alert(
      { targets: [c.commune], by: c.officer.accountId },
      { alert: { state: 'awaiting', asked: asked() } },
    );
    const officer = await s.signedIn(c.officer);
    const head = await s.signedIn(c.head);
    const ask = async (accountId: string, by = officer) =>
      (await by.post(`/api/alerts/${id}/link`, { accountId })).status;
    expect(await ask(c.officer.accountId)).toBe(404);
    expect(await ask(c.head.accountId)).toBe(404);
    expect(await ask(c.neighbour.accountId)).toBe(404);
    expect(await ask('ac_nobody')).toBe(404);
    expect(await ask(c.leader.accountId, head)).toBe(403);
    expect(await ask(c.leader.accountId)).toBe(201);
  });

  it('CAL-5: guesses are limited for each address', async () => {
    await s.clock.advance(16 * 60_000);
    const guess = async (n: number) => (await s.anybody.get(`/api/links/guess${n}`)).status;
    const answers = [];
    for (let n = 0; n < 25; n++) answers.push(await guess(n));
    expect(answers.filter(status => status === 404)).toHaveLength(20);
    expect(answers.at(-1)).toBe(429);
    await s.clock.advance(16 * 60_000);
    expect(await guess(99)).toBe(404);
  });
});
