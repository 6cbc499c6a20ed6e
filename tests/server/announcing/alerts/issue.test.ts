// Drives alerts over HTTP from the slide to the frame on the bus: the voice of one, the siren of two, drills, tests of the sirens.
import { describe, expect, it } from 'vitest';
import type { AlertCheck } from '../../../../protocol/api/alerts.ts';
import { role } from '../../../../protocol/api/people.ts';
import { fromBase32 } from '../../../../protocol/id.ts';
import { leadMs } from '../../../../server/announcing/alerts/pace.ts';
import { digitsOf } from '../../../../server/people/codes.ts';
import { rightsOf } from '../../../../server/people/rights.ts';
import { broadcastById } from '../../../../server/store/broadcasts.ts';
import { deliveriesOf } from '../../../../server/store/deliveries.ts';
import { act, acts, c, flood2, flood3, issue, s, sounds, stored, useCommune } from '../../../support/alarming.ts';
import { PIN } from '../../../support/server.ts';

useCommune();
const MINUTE = 60_000;

describe('the voice', () => {
  it('ALR-7: goes out by one PIN as one signed order that repeats on the devices', async () => {
    const { status, body } = await issue({ ...flood2, id: 'al_aaaaaaaa' });
    expect([status, body.state, body.awaiting, body.clusters]).toEqual([201, 'live', null, 3]);
    const [order, ...more] = s.plays();
    expect(more).toEqual([]);
    expect(sounds(order)).toEqual(['chime-alert', 'flood-2']);
    const now = s.clock.now();
    expect(order).toMatchObject({
      broadcastId: 'al_aaaaaaaa',
      revision: 1,
      class: 'emergency',
      message: 'issue',
      issuedAt: now,
      startAt: now + leadMs(100, 3),
      expiresAt: now + 60 * MINUTE,
      repeatEveryMs: 15 * MINUTE,
      targets: [c.commune],
      volume: 100,
    });
    expect(order?.siren).toBeUndefined();
    await s.room.idle();
    expect((await deliveriesOf(s.db, body.id)).map(one => one.clusterName).sort()).toEqual([
      'Hạ 1',
      'Thượng 1',
      'Thượng 2',
    ]);
    expect(await acts(body.id)).toEqual([['issue', 'canbo', null]]);
    const log = await s.auditLog.page(undefined, 10);
    expect(log.find(entry => entry.action === 'alert.issue')?.detail).toMatchObject({ rule: 'voice', revision: 1 });
  });

  it('ALR-8: the same id again is the same alert, another’s is refused', async () => {
    const first = await issue({ ...flood2, id: 'al_aaaaaaaa' });
    const again = await issue({ ...flood2, id: 'al_aaaaaaaa' });
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
    const [one, two] = await Promise.all([issue({ ...flood2, id: 'al_b' }), issue({ ...flood2, id: 'al_b' })]);
    expect([one.body.state, two.body.state]).toEqual(['live', 'live']);
    expect(s.plays()).toHaveLength(2);
    for (const answer of [
      await issue({ ...flood2, template: 'fire', id: 'al_aaaaaaaa' }),
      await issue({ ...flood2, id: 'al_aaaaaaaa' }, c.leader.caller),
    ])
      expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
  });

  it.each<[string, object, number, string]>([
    ['without a PIN', { proof: {} }, 403, 'pin_needed'],
    ['with a wrong one', { proof: { pin: '000000' } }, 403, 'wrong_pin'],
    ['of no template', { template: 'tsunami' }, 404, 'not_found'],
    ['for longer than an hour', { repeatUntil: '2026-11-22T10:00:01.000Z' }, 400, 'bad_request'],
    ['until yesterday', { repeatUntil: '2026-11-21T09:00:00.000Z' }, 400, 'bad_request'],
    ['for later', { startAt: '2026-11-24T03:00:00.000Z' }, 400, 'bad_request'],
  ])('is refused %s', async (_name, change, status, code) => {
    const answer = await issue({ ...flood2, ...change });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(s.sent.filter(order => order.kind === 'play')).toEqual([]);
  });

  it('is refused to those without the right, to tokens, where nobody listens, and to guessers for a while', async () => {
    expect((await issue(flood2, c.technician.caller)).body.code).toBe('forbidden');
    expect(
      (await issue(flood2, (await s.as(c.admin, 'quantri2', { role: 'admin', areaId: c.root })).caller)).body.code,
    ).toBe('forbidden');
    const { body } = await c.officer.caller.post<{ token: string }>('/api/tokens', {
      name: 'x',
      scopes: ['read', 'propose'],
    });
    expect((await issue(flood2, s.withToken(body.token))).body.code).toBe('forbidden');
    const empty = await c.admin.post<{ id: string }>('/api/areas', {
      name: 'Trống',
      kind: 'village',
      parentId: c.commune,
    });
    expect((await issue({ ...flood2, targets: [empty.body.id] })).body.code).toBe('no_clusters');
    for (let i = 0; i < 10; i++) await issue({ ...flood2, proof: { pin: '000000' } });
    expect((await issue(flood2)).status).toBe(429);
  });

  it.each(role.options)('ALR-1: as %s: as the role says, in the own commune alone', async held => {
    const next = await c.admin.post<{ id: string }>('/api/areas', {
      name: 'Xã khác',
      kind: 'commune',
      parentId: c.root,
    });
    await c.admin.post('/api/clusters', { name: 'Khác 1', areaId: next.body.id });
    const { caller } = await s.as(c.admin, `người ${held}`, { role: held, areaId: c.commune });
    const { id } = (await issue({ ...flood2, status: 'drill' })).body;
    const may = rightsOf[held].includes('alert');
    for (const [url, body] of [
      ['', flood2],
      ['/check', flood2],
      [`/${id}/update`, { repeatEveryS: 600 }],
      [`/${id}/silence`, {}],
      [`/${id}/withdraw`, {}],
    ] as const) {
      const own = await caller.post(`/api/alerts${url}`, { targets: [c.commune], ...body });
      expect([url, own.status]).toEqual([url, may ? (url === '' ? 201 : 200) : 403]);
    }
    expect((await issue({ ...flood2, targets: [next.body.id] }, caller)).status).toBe(403);
    expect((await issue({ ...flood2, targets: [c.commune, next.body.id] }, caller)).status).toBe(403);
  });

  it('is never sent over the ordinary way', async () => {
    const answer = await c.officer.caller.post('/api/broadcasts', {
      title: 'Lũ',
      class: 'emergency',
      content: [{ chime: 'chime-open' }],
      targets: [c.commune],
    });
    expect(answer.status === 400 || answer.body.code === 'use_alerts').toBe(true);
  });

  it('says by whose right it goes: the commune’s own, or from above', async () => {
    const { body } = await issue(flood2);
    expect(await stored(body.id)).toMatchObject({ source: 'own', orderedBy: 'canbo' });
    const province = await s.as(c.admin, 'tinh', { role: 'province', areaId: c.root });
    const above = await issue({ ...flood2, orderedBy: 'Chủ tịch tỉnh' }, province.caller);
    expect(await stored(above.body.id)).toMatchObject({
      source: 'above',
      authorityPath: `/${c.root}/`,
      orderedBy: 'Chủ tịch tỉnh',
    });
  });
});

describe('the siren', () => {
  const waiting = async (change: object = {}) => (await issue({ ...flood3, ...change })).body;

  it('ALR-9: waits for a second person, and then sounds at once before the words', async () => {
    const body = await waiting();
    expect(body).toMatchObject({ state: 'awaiting', startAt: null, awaiting: { what: 'siren', waitS: 30 } });
    expect(body.awaiting?.people.map(one => one.name)).toEqual(['lanhdao', 'quantri']);
    expect(s.plays()).toEqual([]);
    const yes = await act(body.id, 'confirm', { pin: PIN }, c.leader.caller);
    expect([yes.status, yes.body.state, yes.body.awaiting]).toEqual([200, 'live', null]);
    expect(sounds()).toEqual(['siren-hue-flood3!', 'flood-3']);
    expect(s.plays()[0]).toMatchObject({ revision: 1, message: 'issue', startAt: s.clock.now() + leadMs(100, 3) });
    expect(await stored(body.id)).toMatchObject({ confirmedName: 'lanhdao', siren: 'siren-hue-flood3' });
    expect(await acts(body.id)).toEqual([
      ['ask', 'canbo', 'siren-hue-flood3'],
      ['confirm', 'lanhdao', null],
    ]);
    // A second tap changes nothing.
    expect((await act(body.id, 'confirm', { pin: PIN }, c.leader.caller)).status).toBe(200);
    expect(s.plays()).toHaveLength(1);
  });

  it('ALR-9: its voice goes out meanwhile, asked for with the alert or after', async () => {
    const first = await waiting({ voiceFirst: true });
    expect(first).toMatchObject({ state: 'live', awaiting: { what: 'siren' } });
    expect(sounds()).toEqual(['chime-alert', 'flood-3']);
    await act(first.id, 'confirm', { pin: PIN }, c.leader.caller);
    expect(s.plays().at(-1)).toMatchObject({ revision: 2, message: 'issue', siren: 'siren-hue-flood3' });
    const second = await waiting();
    expect((await act(second.id, 'voice')).body.state).toBe('live');
    expect(sounds()).toEqual(['chime-alert', 'flood-3']);
    expect((await act(second.id, 'voice')).status).toBe(200);
    expect(s.plays()).toHaveLength(3);
    // Somebody else’s voice takes their own PIN.
    const third = await waiting();
    expect((await act(third.id, 'voice', {}, c.leader.caller)).body.code).toBe('pin_needed');
    expect((await act(third.id, 'voice', { pin: PIN }, c.leader.caller)).body.state).toBe('live');
  });

  it('takes six digits that the second person reads out', async () => {
    const { body: key } = await c.leader.caller.post<{ secret: string }>('/api/me/code-key', { pin: PIN });
    const digits = () => digitsOf(fromBase32(key.secret) ?? new Uint8Array(), Math.floor(s.clock.now() / 30_000));
    const { id } = await waiting();
    expect((await act(id, 'confirm', { code: '000000' })).body.code).toBe('wrong_code');
    expect((await act(id, 'confirm', { code: digits(), accountId: c.adminId })).body.code).toBe('wrong_code');
    const next = await c.admin.post<{ id: string }>('/api/areas', {
      name: 'Xã khác',
      kind: 'commune',
      parentId: c.root,
    });
    const { caller: stranger } = await s.as(c.admin, 'xakhac', { role: 'officer', areaId: next.body.id });
    expect((await act(id, 'confirm', { code: digits() }, stranger)).body.code).toBe('forbidden');
    expect((await act(id, 'confirm', { code: digits() })).body.state).toBe('live');
    expect(await acts(id)).toContainEqual(['confirm', 'lanhdao', 'canbo']);
    const again = await waiting();
    expect((await act(again.id, 'confirm', { code: digits() })).body.code).toBe('wrong_code');
  });

  it('is refused to the same person, the same phone, a wrong PIN, and those who may not', async () => {
    const { id } = await waiting();
    const code = async (body: object, by = c.leader.caller) => (await act(id, 'confirm', body, by)).body.code;
    expect(await code({ pin: PIN }, c.officer.caller)).toBe('same_person');
    const phone = (await s.sessions.identify({ cookie: c.officer.cookie.split('=')[1] }))?.phone;
    const same = await s.sessions.open(c.leader.accountId, phone);
    expect(await code({ pin: PIN }, s.withCookie(`loa_session=${same.cookie}`))).toBe('same_phone');
    expect(await code({ pin: '000000' })).toBe('wrong_pin');
    expect(await code({})).toBe('pin_needed');
    expect(await code({ pin: PIN }, c.technician.caller)).toBe('forbidden');
    expect(s.plays()).toEqual([]);
  });

  it('goes alone after the wait, with a reason and a PIN, by the asker alone', async () => {
    const { id } = await waiting();
    const alone = { alone: 'rising', pin: PIN };
    const early = await act(id, 'confirm', alone);
    expect([early.body.code, early.body.details]).toEqual(['wait_not_over', { secondsLeft: 30 }]);
    await s.clock.advance(30_000);
    expect((await act(id, 'confirm', { alone: 'rising' })).body.code).toBe('pin_needed');
    expect((await act(id, 'confirm', alone, c.leader.caller)).body.code).toBe('forbidden');
    expect((await act(id, 'confirm', alone)).body.state).toBe('live');
    expect(await stored(id)).toMatchObject({ aloneReason: 'rising', confirmedBy: null });
    expect((await acts(id)).at(-1)).toEqual(['alone', 'canbo', 'rising']);
  });

  it('is dropped by a no; a voice that is out goes on', async () => {
    const { id } = await waiting();
    const no = await act(id, 'confirm', { refuse: 'Nước đã rút' }, c.leader.caller);
    expect(no.body.state).toBe('dropped');
    expect((await act(id, 'confirm', { pin: PIN }, c.leader.caller)).body.code).toBe('alert_over');
    expect((await act(id, 'voice')).body.code).toBe('alert_over');
    const out = await waiting({ voiceFirst: true });
    await act(out.id, 'confirm', { refuse: 'Chưa tới' }, c.leader.caller);
    expect(await stored(out.id)).toMatchObject({ state: 'live', asked: null });
    expect((await acts(out.id)).at(-1)).toEqual(['refuse', 'lanhdao', 'Chưa tới']);
  });

  it('is asked for again when half an hour has passed without an answer', async () => {
    const { id } = await waiting();
    await s.clock.advance(30 * MINUTE + 10_000);
    await s.room.idle();
    expect(await stored(id)).toMatchObject({ state: 'dropped', asked: null });
    expect((await act(id, 'confirm', { pin: PIN }, c.leader.caller)).body.code).toBe('alert_over');
    expect(s.plays()).toEqual([]);
  });

  it('ALR-10: is there only where the province’s code was picked, and for what the code names', async () => {
    expect((await waiting({ template: 'fire' })).code).toBe('no_such_siren');
    await c.admin.patch(`/api/areas/${c.commune}`, { sirenCode: null });
    expect((await waiting()).code).toBe('siren_not_chosen');
    await c.admin.patch(`/api/areas/${c.upper}`, { sirenCode: 'hue' });
    expect((await waiting()).code).toBe('siren_not_chosen');
    expect((await waiting({ targets: [c.upper] })).state).toBe('awaiting');
  });

  it('ALR-3: never sounds with an all-clear', async () => {
    const answer = await waiting({ template: 'all-clear', siren: 'siren-hue-storm' });
    expect(answer.code).toBe('siren_forbidden');
  });

  it('those on duty are asked first, with their numbers', async () => {
    await s.db
      .insertInto('rosters')
      .values({
        area_id: c.commune,
        position: 0,
        from_day: '2026-11-22',
        to_day: '2026-11-22',
        account_id: c.adminId,
        deputy_id: null,
      })
      .execute();
    await c.admin.patch('/api/session', { phoneNumber: '0912345678' });
    const people = (await waiting()).awaiting?.people;
    expect(people).toEqual([
      { accountId: c.adminId, name: 'quantri', phone: '0912345678', onDuty: true },
      { accountId: c.leader.accountId, name: 'lanhdao', phone: null, onDuty: false },
    ]);
  });
});

it('ALR-2: an evacuation takes two even for its voice, and plays each village’s own plan', async () => {
  const { body } = await issue({ template: 'evacuate', status: 'actual', voiceFirst: true, proof: { pin: PIN } });
  expect(body).toMatchObject({ state: 'awaiting', awaiting: { what: 'evacuation', waitS: 120 } });
  expect((await act(body.id, 'voice')).body.code).toBe('needs_second');
  expect(s.plays()).toEqual([]);
  await act(body.id, 'confirm', { pin: PIN }, c.leader.caller);
  expect(sounds()).toEqual(['chime-alert', 'evacuate', 'plan']);
  expect(s.plays()[0]?.content.at(-1)).toMatchObject({ name: 'plan', optional: true });
});

it('ALR-7: the frame of a library alert stays within 512 bytes: three targets, siren, plan and repeats', async () => {
  const targets = [c.upper, c.lower, c.upperOne];
  const { body } = await issue({
    ...{ template: 'evacuate', status: 'actual', siren: 'siren-hue-flood3', targets, proof: { pin: PIN } },
    id: 'al_abcdefghijklm',
  });
  await act(body.id, 'confirm', { pin: PIN }, c.leader.caller);
  expect(sounds()).toEqual(['siren-hue-flood3!', 'evacuate', 'plan']);
  const frame = s.sent.findLast(order => order.kind === 'play');
  expect(frame?.bytes.length).toBeLessThanOrEqual(512);
});

describe('drills', () => {
  const drill = { template: 'flood-3', status: 'drill', siren: true, proof: {} };

  it('ALR-6: say so before and after, once, as a priority item, without siren, PIN or second person', async () => {
    const { body } = await issue(drill);
    expect(body).toMatchObject({ state: 'live', awaiting: null });
    expect(sounds()).toEqual(['drill-open', 'flood-3', 'drill-close']);
    const [order] = s.plays();
    expect(order).toMatchObject({ class: 'priority', drill: true, title: expect.stringMatching(/^Diễn tập/) });
    expect(order?.repeatEveryMs).toBeUndefined();
    await act(body.id, 'withdraw');
    expect(sounds()).toEqual(['drill-open', 'drill-end']);
    expect(s.plays().at(-1)).toMatchObject({ class: 'priority', drill: true, message: 'withdraw' });
  });

  it('stand in the devices’ plans, which drop routine orders that they do not name; emergencies do not', async () => {
    const { body } = await issue(drill);
    const real = await issue(flood2);
    await s.clock.advance(500);
    await s.room.idle();
    const named = s
      .plans()
      .findLast(plan => plan.clusterId === c.lowerOne)
      ?.items.map(item => item.broadcastId);
    expect(named).toContain(body.id);
    expect(named).not.toContain(real.body.id);
  });

  it('ALR-6: a test of the sirens takes two, a day ahead, and sounds between its two sentences', async () => {
    const test = { template: 'siren-test', status: 'drill', siren: true, proof: { pin: PIN } };
    const at = (local: string) => new Date(Date.parse(`${local}+07:00`)).toISOString();
    expect((await issue({ ...test })).body.code).toBe('bad_request');
    expect((await issue({ ...test, startAt: at('2026-11-23T15:59:00') })).body.code).toBe('siren_test_time');
    expect((await issue({ ...test, startAt: at('2026-11-24T20:00:00') })).body.code).toBe('siren_test_time');
    const { body } = await issue({ ...test, siren: 'siren-hue-flood2', startAt: at('2026-11-24T09:00:00') });
    expect(body).toMatchObject({ state: 'awaiting', awaiting: { what: 'sirenTest' } });
    await s.clock.advance(2 * 60 * MINUTE);
    expect((await act(body.id, 'confirm', { alone: 'rising', pin: PIN })).body.code).toMatch(
      /wait_not_over|needs_second/,
    );
    expect((await act(body.id, 'confirm', { pin: PIN }, c.leader.caller)).body.state).toBe('live');
    expect(sounds()).toEqual(['siren-test-open', 'siren-hue-flood2', 'siren-test-close']);
    expect(s.plays()[0]).toMatchObject({
      drill: true,
      class: 'priority',
      startAt: Date.parse(at('2026-11-24T09:00:00')),
    });
    expect(s.plays()[0]?.siren).toBeUndefined();
    // Taken back before it sounds, it makes no sound at all.
    expect((await act(body.id, 'withdraw')).body.state).toBe('withdrawn');
    expect([s.plays().length, s.stops().at(-1)?.broadcastId]).toEqual([1, body.id]);
  });
});

it('the confirm screen says what will be said, to how many, and who will not hear', async () => {
  await c.admin.patch(`/api/clusters/${c.lowerOne}`, { serves: [c.upper] });
  await c.admin.patch(`/api/areas/${c.lower}`, { households: 80, head: { name: 'Ông Tư', phone: '0987654321' } });
  const { body } = await c.officer.caller.post<AlertCheck>('/api/alerts/check', {
    ...{ ...flood3, proof: {}, targets: [c.commune] },
    slots: { river: 'Thương', places: 'xóm Bến' },
  });
  expect(body).toMatchObject({
    clips: ['siren-hue-flood3', 'flood-3'],
    specifics: 'Lũ trên sông Thương. Nơi nguy hiểm: xóm Bến.',
    villages: 2,
    clusters: 3,
    households: 120,
    onePerson: false,
    siren: { name: 'siren-hue-flood3' },
    notHeard: [{ name: 'Thôn Hạ', households: 80, why: 'noCluster', head: { name: 'Ông Tư', phone: '0987654321' } }],
  });
  expect(s.plays()).toEqual([]);
});

it('ONC-6: order, alert, act and audit entry stand or fall together', async () => {
  await s.db.schema.dropTable('alert_acts').execute();
  expect((await issue({ ...flood2, id: 'al_aaaaaaaa' })).status).toBe(500);
  expect(s.plays()).toEqual([]);
  expect(await broadcastById(s.db, 'al_aaaaaaaa')).toBeNull();
});

it('ALR-11: starts so soon that nine of ten devices have it by then, within 150 and 700 ms', async () => {
  expect([leadMs(10, 3), leadMs(100, 1000), leadMs(300, 9500), leadMs(2000, 1)]).toEqual([150, 215, 543, 700]);
  s.bus.publish('pace', { p90OneWayMs: 400 });
  await issue(flood2);
  expect(s.plays()[0]?.startAt).toBe(s.clock.now() + 501);
});
