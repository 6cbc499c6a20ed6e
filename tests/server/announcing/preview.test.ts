// Drives what planning says before anything sounds: who will not hear, what stands in the way, and the seven days of the preview.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MadeBroadcast, Preview, Schedule, SendingCheck } from '../../../protocol/api/broadcasts.ts';
import { storePresence } from '../../../server/store/devices.ts';
import { type SendingServer, sendingServer } from '../../support/sending.ts';

let s: SendingServer;
let c: Awaited<ReturnType<SendingServer['commune']>>;
beforeEach(async () => {
  s = await sendingServer();
  c = await s.commune();
});
afterEach(() => s.close());

const request = (change: object = {}) => ({
  title: 'Tin',
  class: 'normal',
  content: [{ chime: 'chime-open' }],
  targets: [c.commune],
  ...change,
});
const check = async (change: object = {}, caller = c.officer.caller) =>
  (await caller.post<SendingCheck>('/api/broadcasts/check', request(change))).body;
const minutes = (number: number) => s.recording(c.commune, { durationMs: number * 60_000 });
const daily = { days: [1, 2, 3, 4, 5, 6, 7], time: '17:00', from: '2026-11-22' };

describe('who will not hear', () => {
  it('names clusters without contact, unsettled ones and those in quiet hours, with villages and households', async () => {
    await s.online(c.upperOne);
    await storePresence(s.db, c.upperTwo, 'lost', s.clock.now() - 5000);
    await storePresence(s.db, c.lowerOne, 'online', s.clock.now());
    const { unreachable, clusters, households, maySend } = await check();
    expect({ clusters, households, maySend }).toEqual({ clusters: 3, households: 120, maySend: true });
    expect(
      unreachable.map(({ clusterId, reason, villages, households: h }) => [clusterId, reason, villages, h]),
    ).toEqual(
      expect.arrayContaining([
        [c.upperTwo, 'lost', ['Thôn Thượng'], 120],
        [c.lowerOne, 'settings', ['Thôn Hạ'], null],
      ]),
    );
    expect(unreachable).toHaveLength(2);
    expect(unreachable[0]?.since).toMatch(/Z$/);
  });

  it('reads quiet hours at the local time of the start, for each place as it is', async () => {
    for (const id of [c.upperOne, c.upperTwo, c.lowerOne]) await s.online(id);
    await c.admin.patch(`/api/areas/${c.upper}`, { quietHours: [{ from: '21:00', to: '05:00' }] });
    for (const id of [c.upperOne, c.upperTwo, c.lowerOne]) await s.online(id);
    const reasons = async (startAt: string, broadcastClass = 'normal') =>
      (await check({ startAt, class: broadcastClass })).unreachable.map(one => [one.clusterId, one.reason]);
    const both = expect.arrayContaining([
      [c.upperOne, 'quiet'],
      [c.upperTwo, 'quiet'],
    ]);
    expect(await reasons('2026-11-22T14:00:00Z')).toEqual(both);
    expect(await reasons('2026-11-22T21:59:00Z')).toEqual(both);
    expect(await reasons('2026-11-22T22:00:00Z')).toEqual([]);
    expect(await reasons('2026-11-22T14:00:00Z', 'priority')).toEqual(both);
    await c.admin.patch(`/api/areas/${c.commune}`, { priorityIgnoresQuiet: true });
    for (const id of [c.upperOne, c.upperTwo, c.lowerOne]) await s.online(id);
    expect(await reasons('2026-11-22T14:00:00Z', 'priority')).toEqual([]);
    expect(await reasons('2026-11-22T14:00:00Z')).toEqual(both);
  });
});

describe('problems', () => {
  it('tells quiet hours, in the words and the language of who asks', async () => {
    await c.admin.patch(`/api/areas/${c.upper}`, { quietHours: [{ from: '21:00', to: '05:00' }] });
    expect((await check({ startAt: '2026-11-22T14:30:00Z' })).problems).toMatchObject([
      { code: 'quiet', areaId: c.upper, message: '21:30 chạm giờ yên tĩnh ở Thôn Thượng: 2 cụm' },
    ]);
    await s.db.updateTable('accounts').set({ language: 'en' }).where('id', '=', c.officer.accountId).execute();
    expect((await check({ startAt: '2026-11-22T14:30:00Z' })).problems[0]?.message).toBe(
      '21:30 meets quiet hours in Thôn Thượng: 2 clusters',
    );
  });

  it('tells what runs into quiet hours before its end', async () => {
    await c.admin.patch(`/api/areas/${c.upper}`, { quietHours: [{ from: '21:00', to: '05:00' }] });
    const content = [{ recordingId: await minutes(5) }];
    expect((await check({ content, startAt: '2026-11-22T13:57:00Z' })).problems.map(p => p.code)).toEqual(['quiet']);
    expect((await check({ content, startAt: '2026-11-22T13:55:00Z' })).problems).toEqual([]);
  });

  it('tells an overlap on the same clusters, with broadcasts and with what schedules will make', async () => {
    const content = [{ recordingId: await minutes(10) }];
    const startAt = '2026-11-22T10:05:00Z';
    const other = await c.officer.caller.post<MadeBroadcast>(
      '/api/broadcasts',
      request({ title: 'Kia', content, targets: [c.upper], startAt: '2026-11-22T10:00:00Z' }),
    );
    expect((await check({ startAt })).problems).toEqual([
      {
        code: 'overlap',
        areaId: c.upper,
        broadcastId: other.body.id,
        message: 'Trùng giờ với “Kia” lúc 17:00: 2 cụm',
      },
    ]);
    expect((await check({ startAt, targets: [c.lower] })).problems).toEqual([]);
    expect((await check({ startAt: '2026-11-22T10:10:00Z' })).problems).toEqual([]);
    await c.officer.caller.post('/api/schedules', {
      ...request({ title: 'Lịch', content, targets: [c.lower] }),
      ...daily,
    });
    const far = await check({ startAt: '2026-12-20T10:05:00Z' });
    expect(far.problems).toMatchObject([{ code: 'overlap', broadcastId: null }]);
  });

  it('tells minutes and sessions over the cap of the day, and forbids nothing', async () => {
    await c.admin.patch(`/api/areas/${c.commune}`, {
      airtimeCap: { maxMinutesPerDay: 15, maxSessionsPerDay: 2, minMinutesPerDay: null },
    });
    const content = [{ recordingId: await minutes(10) }];
    const at = (time: string) => `2026-11-22T${time}:00Z`;
    const send = (time: string, what: object = { content }) =>
      c.officer.caller.post<MadeBroadcast>('/api/broadcasts', request({ ...what, startAt: at(time) }));
    expect((await send('10:00')).body.problems).toEqual([]);
    const over = await send('10:30');
    expect(over.status).toBe(201);
    expect(over.body.problems).toMatchObject([
      { code: 'cap', message: 'Ngày 2026-11-22 phát 20 phút, quá mức 15 phút: 3 cụm' },
    ]);
    expect((await check({ startAt: '2026-11-23T10:00:00Z', content })).problems).toEqual([]);
    await c.admin.patch(`/api/areas/${c.commune}`, {
      airtimeCap: { maxMinutesPerDay: null, maxSessionsPerDay: 2, minMinutesPerDay: null },
    });
    expect((await check({ startAt: at('10:41') })).problems).toEqual([]);
    expect((await check({ startAt: at('12:00') })).problems).toMatchObject([
      { code: 'cap', message: 'Ngày 2026-11-22 phát 3 lần, quá mức 2 lần: 3 cụm' },
    ]);
  });

  it('are told for a schedule before it is made, once where they are the same every day', async () => {
    await c.admin.patch(`/api/areas/${c.commune}`, { quietHours: [{ from: '16:30', to: '17:30' }] });
    const answer = await c.officer.caller.post<SendingCheck>('/api/schedules/check', { ...request(), ...daily });
    expect(answer.body.problems.map(problem => problem.code)).toEqual(['quiet']);
    expect(answer.body).toMatchObject({ clusters: 3, durationMs: 2600, maySend: true });
  });
});

describe('the preview', () => {
  const preview = async (query = '') => (await c.officer.caller.get<Preview>(`/api/preview${query}`)).body;

  it('shows who hears what in seven days, made or still to be made, and beyond', async () => {
    await c.officer.caller.post('/api/schedules', { ...request({ title: 'Chiều' }), ...daily });
    await c.officer.caller.post('/api/broadcasts', request({ startAt: '2026-11-23T03:00:00Z', targets: [c.upper] }));
    const { items, from } = await preview();
    expect(from).toBe('2026-11-21T17:00:00.000Z');
    expect(items.map(item => [item.at.slice(5, 16), item.title, item.clusters])).toEqual([
      ['11-22T10:00', 'Chiều', 3],
      ['11-23T03:00', 'Tin', 2],
      ['11-23T10:00', 'Chiều', 3],
      ['11-24T10:00', 'Chiều', 3],
      ['11-25T10:00', 'Chiều', 3],
      ['11-26T10:00', 'Chiều', 3],
      ['11-27T10:00', 'Chiều', 3],
      ['11-28T10:00', 'Chiều', 3],
    ]);
    expect(items.every(item => item.broadcastId !== null && item.stored === 0 && item.state === 'approved')).toBe(true);
    const later = await preview('?from=2026-12-10T00:00:00Z&days=2');
    expect(later.items.map(item => [item.at.slice(5, 16), item.broadcastId, item.stored])).toEqual([
      ['12-10T10:00', null, null],
      ['12-11T10:00', null, null],
    ]);
  });

  it('shows what is paused as paused, what waits as waiting, and nothing that was stopped', async () => {
    const paused = await c.officer.caller.post<Schedule>('/api/schedules', { ...request({ title: 'Nghỉ' }), ...daily });
    await c.officer.caller.patch(`/api/schedules/${paused.body.id}`, { paused: true });
    const stopped = await c.officer.caller.post<MadeBroadcast>(
      '/api/broadcasts',
      request({ startAt: '2026-11-22T12:00:00Z' }),
    );
    await c.officer.caller.post(`/api/broadcasts/${stopped.body.id}/stop`);
    await c.admin.patch(`/api/areas/${c.commune}`, { approval: true });
    await c.officer.caller.post('/api/broadcasts', request({ title: 'Chờ', startAt: '2026-11-22T11:00:00Z' }));
    const { items } = await preview('?days=1');
    expect(items.map(item => [item.title, item.paused, item.state])).toEqual([
      ['Nghỉ', true, 'approved'],
      ['Chờ', false, 'awaiting'],
    ]);
    expect(items.map(item => item.problems)).toEqual([[], []]);
  });

  it('shows each area its own, and counts the minutes of the cluster that hears most', async () => {
    await c.admin.patch(`/api/areas/${c.upper}`, {
      airtimeCap: { maxMinutesPerDay: 12, maxSessionsPerDay: null, minMinutesPerDay: 5 },
    });
    const content = [{ recordingId: await minutes(5) }];
    for (const [hour, targets] of [
      ['10', [c.commune]],
      ['11', [c.upper]],
      ['12', [c.upperOne]],
      ['13', [c.lower]],
    ] as const) {
      await c.officer.caller.post(
        '/api/broadcasts',
        request({ content, targets, startAt: `2026-11-22T${hour}:00:00Z` }),
      );
    }
    const { items, airtime } = await preview(`?days=1&areaId=${c.commune}`);
    expect(items).toHaveLength(4);
    expect(items[2]?.problems.map(problem => problem.code)).toEqual(['cap']);
    expect(airtime).toEqual([
      {
        areaId: c.commune,
        area: 'Bố Hạ',
        day: '2026-11-22',
        minutes: 15,
        sessions: 3,
        maxMinutes: null,
        minMinutes: null,
      },
      {
        areaId: c.upper,
        area: 'Thôn Thượng',
        day: '2026-11-22',
        minutes: 15,
        sessions: 3,
        maxMinutes: 12,
        minMinutes: 5,
      },
    ]);
    expect((await preview(`?days=1&areaId=${c.lower}`)).items.map(item => item.at.slice(11, 13))).toEqual(['10', '13']);
    expect((await c.officer.caller.get(`/api/preview?areaId=${c.root}`)).status).toBe(403);
  });
});

describe('the test of a cluster', () => {
  it('is an ordinary order by the right to install, low or silent, outside approval', async () => {
    await c.admin.patch(`/api/areas/${c.commune}`, { approval: true });
    for (const { caller } of [c.technician, c.officer]) {
      const answer = await caller.post(`/api/clusters/${c.upperOne}/test`, { silent: false });
      expect([answer.status, answer.body.state]).toEqual([201, 'approved']);
    }
    await c.technician.caller.post(`/api/clusters/${c.upperOne}/test`, { silent: true });
    expect(s.plays().map(order => [order.volume, order.class, order.targets, order.content.length])).toEqual([
      [40, 'normal', [c.upperOne], 1],
      [40, 'normal', [c.upperOne], 1],
      [0, 'normal', [c.upperOne], 1],
    ]);
    expect((await c.leader.caller.post(`/api/clusters/${c.upperOne}/test`, { silent: true })).status).toBe(403);
    expect((await c.technician.caller.post('/api/broadcasts', request())).status).toBe(403);
  });
});
