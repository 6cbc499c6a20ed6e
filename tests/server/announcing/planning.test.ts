// Drives schedules over HTTP and through days of a fake clock: what they make, how it follows their changes, what a server that
// was away records, and what the clusters' plans name.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Schedule } from '../../../protocol/api/broadcasts.ts';
import type { ErrorAnswer } from '../../../protocol/api/common.ts';
import { findBroadcasts, type StoredBroadcast } from '../../../server/store/broadcasts.ts';
import { deliveriesOf } from '../../../server/store/deliveries.ts';
import { type SendingServer, sendingServer } from '../../support/sending.ts';

type Made = Schedule & { problems: { code: string }[] } & ErrorAnswer;
const DAY = 86_400_000;
let s: SendingServer;
let c: Awaited<ReturnType<SendingServer['commune']>>;
beforeEach(async () => {
  s = await sendingServer();
  c = await s.commune();
});
afterEach(async () => {
  expect(s.errors).toEqual([]);
  await s.close();
});

const bulletin = (change: object = {}) => ({
  title: 'Bản tin chiều',
  class: 'normal',
  content: [{ chime: 'chime-open' }],
  targets: [c.commune],
  days: [1, 2, 3, 4, 5, 6, 7],
  time: '17:00',
  from: '2026-11-22',
  ...change,
});
const create = async (change: object = {}, caller = c.officer.caller) =>
  (await caller.post<Made>('/api/schedules', bulletin(change))).body;
const made = async (): Promise<StoredBroadcast[]> => (await findBroadcasts(s.db, { paths: null })).reverse();
const days = (list: StoredBroadcast[]) => list.map(broadcast => broadcast.scheduleDay?.slice(5));
const standing = async () => (await made()).filter(broadcast => broadcast.stoppedAt === null);
const planOf = async (clusterId: string) => {
  await s.room.idle();
  return s.plans().findLast(plan => plan.clusterId === clusterId);
};

it('ONC-8: makes and signs seven days ahead, once, however often it looks', async () => {
  const schedule = await create();
  expect(schedule).toMatchObject({ state: 'approved', nextAt: '2026-11-22T10:00:00.000Z', problems: [] });
  const week = ['11-22', '11-23', '11-24', '11-25', '11-26', '11-27', '11-28'];
  expect(days(await made())).toEqual(week);
  expect(s.plays().map(order => new Date(order.startAt).toISOString().slice(5, 16))).toEqual(
    week.map(day => `${day}T10:00`),
  );
  for (let i = 0; i < 3; i++) {
    s.room.dispatcher.contentChanged();
    await s.room.dispatcher.run();
  }
  const again = s.restarted();
  await again.dispatcher.start();
  again.dispatcher.stop();
  expect([(await made()).length, s.plays().length]).toEqual([7, 7]);
});

it('adds each day as it comes into sight', async () => {
  await create();
  await s.room.dispatcher.start();
  await s.clock.advance(DAY);
  s.room.dispatcher.stop();
  await s.room.idle();
  expect(days(await made()).at(-1)).toBe('11-29');
  expect(s.plays()).toHaveLength(8);
});

it('ORD-8: names exactly the standing orders in each cluster’s signed plan, and signs no plan that says the same', async () => {
  await create({ targets: [c.upper] });
  const plan = await planOf(c.upperOne);
  expect(plan?.items).toEqual(s.plays().map(order => ({ broadcastId: order.broadcastId, revision: 1 })));
  expect(plan?.until).toBe(s.clock.now() + 7 * DAY);
  expect((await planOf(c.lowerOne))?.items).toEqual([]);
  const signed = s.plans().length;
  await s.room.dispatcher.run();
  await s.room.idle();
  expect(s.plans()).toHaveLength(signed);
  await create({ targets: [c.lowerOne], time: '05:00', days: [1] });
  const next = await planOf(c.lowerOne);
  expect([next?.items.length, next?.version]).toEqual([1, 2]);
  expect((await planOf(c.upperOne))?.version).toBe(plan?.version);
});

it('takes a paused schedule out of the plans, and back with a higher revision', async () => {
  const { id } = await create();
  await c.officer.caller.patch(`/api/schedules/${id}`, { paused: true });
  expect(await standing()).toEqual([]);
  expect((await planOf(c.upperOne))?.items).toEqual([]);
  const [first] = await made();
  expect((await deliveriesOf(s.db, first!.id)).map(delivery => delivery.state)).toEqual(Array(3).fill('cancelled'));
  await c.officer.caller.patch(`/api/schedules/${id}`, { paused: false });
  expect((await standing()).map(broadcast => broadcast.revision)).toEqual(Array(7).fill(2));
  expect((await planOf(c.upperOne))?.items.map(item => item.revision)).toEqual(Array(7).fill(2));
  expect((await deliveriesOf(s.db, first!.id)).map(d => [d.state, d.revision])).toEqual(Array(3).fill(['planned', 2]));
});

it('withdraws an exception alone', async () => {
  const { id } = await create();
  await c.officer.caller.patch(`/api/schedules/${id}`, { exceptions: ['2026-11-24'] });
  const others = ['11-22', '11-23', '11-25', '11-26', '11-27', '11-28'];
  expect(days(await standing())).toEqual(others);
  const renamed = await c.officer.caller.patch<Made>(`/api/schedules/${id}`, { title: 'Tên khác' });
  expect(renamed.body).toMatchObject({ exceptions: ['2026-11-24'], to: null, paused: false });
  expect(days(await standing())).toEqual(others);
});

it('signs a changed hour anew, for the days that have not begun', async () => {
  const { id } = await create();
  await s.clock.advance(2 * 3_600_000);
  await c.officer.caller.patch(`/api/schedules/${id}`, { time: '19:00' });
  const [today, tomorrow] = await made();
  expect([today?.revision, new Date(today!.startAt!).toISOString()]).toEqual([1, '2026-11-22T10:00:00.000Z']);
  expect([tomorrow?.revision, new Date(tomorrow!.startAt!).toISOString()]).toEqual([2, '2026-11-23T12:00:00.000Z']);
  const order = s.plays().findLast(play => play.broadcastId === tomorrow?.id);
  expect(order).toMatchObject({ revision: 2, startAt: Date.parse('2026-11-23T12:00:00Z') });
});

it('leaves alone what a person has stopped', async () => {
  const { id } = await create();
  const [first] = await made();
  await c.officer.caller.post(`/api/broadcasts/${first?.id}/stop`);
  await c.officer.caller.patch(`/api/schedules/${id}`, { title: 'Tên khác' });
  s.room.dispatcher.contentChanged();
  await s.room.dispatcher.run();
  const [still] = await made();
  expect([still?.stoppedBy, still?.revision]).toEqual([c.officer.accountId, 1]);
});

it('plays nothing of a removed schedule', async () => {
  const { id } = await create();
  expect((await c.officer.caller.delete(`/api/schedules/${id}`)).status).toBe(200);
  expect(await standing()).toEqual([]);
  expect((await planOf(c.upperOne))?.items).toEqual([]);
});

it('follows clusters that are added and taken away, with a new order and new plans', async () => {
  await create({ targets: [c.upper] });
  const cluster = await c.admin.post<{ id: string }>('/api/clusters', { name: 'Thượng 3', areaId: c.upper });
  await c.admin.patch(`/api/clusters/${c.upperTwo}`, { areaId: c.lower });
  await s.room.dispatcher.run();
  const today = s.sent.filter(order => order.kind === 'play').slice(-7);
  for (const { clusterIds, revision } of today) {
    // What is due tomorrow and later is signed anew; all are an hour or more away.
    expect([revision, [...clusterIds].sort()]).toEqual([2, [c.upperOne, cluster.body.id].sort()]);
  }
  expect((await planOf(cluster.body.id))?.items).toHaveLength(7);
  expect((await planOf(c.upperTwo))?.items).toEqual([]);
  await s.room.dispatcher.run();
  expect(s.plays()).toHaveLength(14);
});

it('ONC-8: records what it missed while it was away, and replays nothing', async () => {
  await create();
  await s.room.dispatcher.run();
  await s.clock.advance(10 * DAY);
  const again = s.restarted();
  await again.dispatcher.start();
  again.dispatcher.stop();
  await again.idle();
  const all = await made();
  const missed = all.filter(broadcast => broadcast.revision === 0);
  expect(days(missed)).toEqual(['11-29', '11-30', '12-01']);
  for (const { id, clusters } of missed) {
    expect(clusters).toBe(3);
    expect((await deliveriesOf(s.db, id)).map(delivery => delivery.state)).toEqual(Array(3).fill('expired'));
  }
  expect(s.plays().every(order => order.startAt < Date.parse('2026-11-29') || order.startAt > s.clock.now())).toBe(
    true,
  );
});

it('does not count days before a schedule was approved as missed', async () => {
  await create({ from: '2026-11-01' });
  expect(days(await made())[0]).toBe('11-22');
});

it('waits until its recording is ready, and records the day as missed when it is not', async () => {
  const recordingId = await s.recording(c.commune, { state: 'processing', sha256: null });
  await create({ content: [{ recordingId }] });
  expect(s.plays()).toEqual([]);
  await s.clock.advance(2 * 3_600_000);
  await s.room.dispatcher.run();
  await s.room.idle();
  const [today] = await made();
  expect((await deliveriesOf(s.db, today!.id)).map(delivery => delivery.state)).toEqual(Array(3).fill('expired'));
  await s.db
    .updateTable('recordings')
    .set({ state: 'ready', sha256: 'a'.repeat(64) })
    .execute();
  await s.room.dispatcher.run();
  expect(s.plays().map(order => new Date(order.startAt).toISOString().slice(5, 10))[0]).toBe('11-23');
});

it('signs a changed programme anew where no approval is asked for', async () => {
  const first = await s.recording(c.commune);
  const second = await s.recording(c.commune);
  const programme = await c.officer.caller.post<{ id: string }>('/api/programmes', {
    name: 'Bản tin',
    areaId: c.commune,
    items: [
      { part: 'intro', chime: 'chime-open' },
      { part: 'item', recordingId: first },
    ],
  });
  await create({ content: [{ programmeId: programme.body.id }] });
  expect(s.plays()[0]?.content.map(item => item.type)).toEqual(['clip', 'recording']);
  await c.officer.caller.patch(`/api/programmes/${programme.body.id}`, {
    items: [{ part: 'item', recordingId: second }],
  });
  await s.room.dispatcher.run();
  expect((await made()).map(broadcast => broadcast.revision)).toEqual(Array(7).fill(2));
  expect(s.plays().at(-1)?.content).toHaveLength(1);
  const refused = await c.officer.caller.delete<ErrorAnswer>(`/api/programmes/${programme.body.id}`);
  expect(refused.body).toMatchObject({ code: 'programme_used', details: { uses: 'Bản tin chiều' } });
});

describe('approval of schedules', () => {
  it('waits for a leader, and for the leader again after a change that adds something', async () => {
    await c.admin.patch(`/api/areas/${c.commune}`, { approval: true });
    const { id, state } = await create();
    expect(state).toBe('awaiting');
    expect(await made()).toEqual([]);
    expect((await c.officer.caller.post(`/api/schedules/${id}/approve`)).status).toBe(403);
    expect((await c.leader.caller.post<Made>(`/api/schedules/${id}/approve`)).body.state).toBe('approved');
    expect(s.plays()).toHaveLength(7);
    const change = async (what: object) =>
      (await c.officer.caller.patch<Made>(`/api/schedules/${id}`, what)).body.state;
    expect(await change({ exceptions: ['2026-11-25'] })).toBe('approved');
    expect(await change({ paused: true })).toBe('approved');
    expect(await change({ paused: false })).toBe('approved');
    expect(await change({ to: '2026-11-30' })).toBe('approved');
    expect(await change({ time: '05:00' })).toBe('awaiting');
    expect(await standing()).toEqual([]);
    expect((await c.leader.caller.post<Made>(`/api/schedules/${id}/return`, { reason: 'Sớm quá' })).body.state).toBe(
      'returned',
    );
    expect((await c.officer.caller.post<Made>(`/api/schedules/${id}/submit`)).body.state).toBe('awaiting');
    expect(await standing()).toEqual([]);
  });

  it('goes back to the leader when its programme or a version says something else than was approved', async () => {
    await c.admin.patch(`/api/areas/${c.commune}`, { approval: true });
    const recordingId = await s.recording(c.commune);
    const { id } = await create({ content: [{ recordingId }] });
    await c.leader.caller.post(`/api/schedules/${id}/approve`);
    await s.recording(c.commune, { groupId: recordingId, language: 'nut' });
    s.room.dispatcher.contentChanged();
    await s.room.dispatcher.run();
    const list = await c.leader.caller.get<{ items: Schedule[] }>('/api/schedules');
    expect(list.body.items.map(item => [item.id, item.state])).toEqual([[id, 'awaiting']]);
    expect(await standing()).toEqual([]);
    expect((await planOf(c.upperOne))?.items).toEqual([]);
  });

  it('lets tokens propose a schedule and never change an approved one', async () => {
    const { body } = await c.leader.caller.post<{ token: string }>('/api/tokens', {
      name: 'tỉnh',
      scopes: ['propose'],
    });
    const token = s.withToken(body.token);
    const proposed = await token.post<Made>('/api/schedules', bulletin());
    expect(proposed.body.state).toBe('awaiting');
    expect((await token.post(`/api/schedules/${proposed.body.id}/approve`)).status).toBe(403);
    await c.leader.caller.post(`/api/schedules/${proposed.body.id}/approve`);
    const answer = await token.patch<ErrorAnswer>(`/api/schedules/${proposed.body.id}`, { paused: true });
    expect([answer.status, answer.body.code]).toEqual([403, 'session_only']);
    expect((await token.delete(`/api/schedules/${proposed.body.id}`)).status).toBe(403);
  });
});
