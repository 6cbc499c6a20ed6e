// Drives stops over HTTP: one broadcast, and all in an area, from draft to sounding, by those who may and those who may not.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BroadcastSummary, MadeBroadcast } from '../../../protocol/api/broadcasts.ts';
import type { ErrorAnswer } from '../../../protocol/api/common.ts';
import { broadcastById } from '../../../server/store/broadcasts.ts';
import { deliveriesOf, markSent } from '../../../server/store/deliveries.ts';
import { type SendingServer, sendingServer } from '../../support/sending.ts';

let s: SendingServer;
let c: Awaited<ReturnType<SendingServer['commune']>>;
beforeEach(async () => {
  s = await sendingServer();
  c = await s.commune();
});
afterEach(() => s.close());

const send = async (change: object = {}) =>
  (
    await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', {
      title: 'Tin',
      class: 'normal',
      content: [{ chime: 'chime-open' }],
      targets: [c.commune],
      ...change,
    })
  ).body.id;
const states = async (id: string) =>
  Object.fromEntries((await deliveriesOf(s.db, id)).map(delivery => [delivery.clusterId, delivery.state]));
const stop = (id: string, caller = c.officer.caller) =>
  caller.post<BroadcastSummary & ErrorAnswer>(`/api/broadcasts/${id}/stop`);
const inMinutes = (minutes: number) => new Date(s.clock.now() + minutes * 60_000).toISOString();

it('cancels what no device was told of, leaves the rest to the devices, and signs a stop for all', async () => {
  const id = await send({ startAt: inMinutes(5) });
  await s.room.idle();
  await markSent(s.db, id, 1, [c.upperOne], s.clock.now());
  const { body } = await stop(id);
  expect(body.phase).toBe('over');
  expect(await states(id)).toEqual({ [c.upperOne]: 'sent', [c.upperTwo]: 'cancelled', [c.lowerOne]: 'cancelled' });
  const [order, ...more] = s.stops();
  expect(more).toEqual([]);
  expect(order).toMatchObject({ broadcastId: id, targets: [c.commune], maxClass: 'normal', issuedAt: s.clock.now() });
  const { expiresAt, durationMs } = (await broadcastById(s.db, id))!;
  expect(order?.keepUntil).toBe(expiresAt! + durationMs + 86_400_000);
  await s.room.idle();
  expect(s.plans().findLast(plan => plan.clusterId === c.upperOne)?.items).toEqual([]);
});

it('misses no delivery whose row is still being written', async () => {
  const id = await send();
  await stop(id);
  await s.room.idle();
  expect(Object.values(await states(id))).toEqual(['cancelled', 'cancelled', 'cancelled']);
});

it('stops once however often it is asked, and nothing that is over', async () => {
  const id = await send();
  await stop(id);
  await stop(id);
  expect(s.stops()).toHaveLength(1);
  const old = await send();
  await s.clock.advance(3_600_000);
  expect((await stop(old)).status).toBe(200);
  expect(s.stops()).toHaveLength(1);
});

it('withdraws what waits for a leader, without a word to any device', async () => {
  await c.admin.patch(`/api/areas/${c.commune}`, { approval: true });
  const id = await send();
  expect((await stop(id)).body.state).toBe('draft');
  expect(s.stops()).toEqual([]);
  const approve = await c.leader.caller.post<ErrorAnswer>(`/api/broadcasts/${id}/approve`);
  expect(approve.body.code).toBe('stopped_already');
  await s.room.dispatcher.run();
  expect(s.plays()).toEqual([]);
});

it('withdraws what is approved for later before it is signed', async () => {
  const id = await send({ startAt: inMinutes(60 * 24 * 9) });
  await stop(id);
  await s.clock.advance(3 * 86_400_000);
  await s.room.dispatcher.run();
  expect([s.plays(), s.stops()]).toEqual([[], []]);
});

it('is for those who may stop in that place', async () => {
  const id = await send();
  const village = await s.as(c.admin, 'truongthon', { role: 'villageHead', areaId: c.upper });
  for (const { caller } of [c.technician, village]) expect((await stop(id, caller)).status).toBe(403);
  expect((await stop('br_nothing')).status).toBe(404);
  expect(s.stops()).toEqual([]);
  expect((await stop(id, c.leader.caller)).status).toBe(200);
});

it('stops all that sounds, waits or is due within ten minutes in the area, and nothing else', async () => {
  const now = await send({ title: 'đang phát' });
  const soon = await send({ title: 'sắp phát', class: 'priority', startAt: inMinutes(9), targets: [c.upper] });
  const later = await send({ title: 'phát sau', startAt: inMinutes(11) });
  const elsewhere = await send({ title: 'nơi khác', targets: [c.lower] });
  await s.room.idle();
  const { body } = await c.officer.caller.post<{ clusters: number; broadcasts: string[] }>('/api/stop', {
    areaId: c.upper,
  });
  expect(body.clusters).toBe(2);
  expect(body.broadcasts.sort()).toEqual([now, soon].sort());
  expect(s.stops()).toMatchObject([{ targets: [c.upper], maxClass: 'priority' }]);
  expect(s.stops()[0]?.broadcastId).toBeUndefined();
  expect(await states(now)).toEqual({ [c.upperOne]: 'cancelled', [c.upperTwo]: 'cancelled', [c.lowerOne]: 'planned' });
  const stopped = async (id: string) => (await broadcastById(s.db, id))?.stoppedAt !== null;
  expect([await stopped(now), await stopped(soon), await stopped(later), await stopped(elsewhere)]).toEqual([
    false,
    true,
    false,
    false,
  ]);
});

it('stops all wherever the actor may, with one signed stop an area', async () => {
  const now = await send();
  const { body } = await c.officer.caller.post<{ clusters: number; broadcasts: string[] }>('/api/stop', {});
  expect(body).toEqual({ clusters: 3, broadcasts: [now] });
  expect(s.stops()).toMatchObject([{ targets: [c.commune], maxClass: 'priority' }]);
  expect((await c.technician.caller.post('/api/stop', {})).status).toBe(403);
  expect((await c.officer.caller.post('/api/stop', { areaId: c.root })).status).toBe(403);
});

it('lets a village head stop normal items of the own village alone', async () => {
  const normal = await send({ targets: [c.upper] });
  const priority = await send({ class: 'priority', targets: [c.upper] });
  const village = await s.as(c.admin, 'truongthon', { role: 'villageHead', areaId: c.upper });
  const { body } = await village.caller.post<{ broadcasts: string[] }>('/api/stop', {});
  expect(body.broadcasts).toEqual([normal]);
  expect(s.stops()).toMatchObject([{ targets: [c.upper], maxClass: 'normal' }]);
  expect((await broadcastById(s.db, priority))?.stoppedAt).toBeNull();
});

it('lets what is sent after STOP ALL sound', async () => {
  await c.officer.caller.post('/api/stop', {});
  await s.clock.advance(1000);
  await send();
  expect(s.plays()[0]!.issuedAt).toBeGreaterThan(s.stops()[0]!.issuedAt);
});
