// Drives a report through a reform of the commune: what was accepted keeps the names and numbers of its day.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MadeBroadcast } from '../../../protocol/api/broadcasts.ts';
import { deliveriesOf, storeOutcomes } from '../../../server/store/deliveries.ts';
import { createOutcomes } from '../../../server/tracking/outcomes.ts';
import { type SendingServer, sendingServer } from '../../support/sending.ts';

let s: SendingServer;
let c: Awaited<ReturnType<SendingServer['commune']>>;
beforeEach(async () => {
  s = await sendingServer();
  c = await s.commune();
});
afterEach(() => s.close());

it('REP-1: renaming, moving, merging and recounting change no report', async () => {
  const made = await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', {
    ...{ title: 'Bản tin', class: 'normal', content: [{ chime: 'chime-open' }], targets: [c.commune] },
  });
  await s.room.idle();
  const broadcastId = made.body.id;
  const [one] = await deliveriesOf(s.db, broadcastId);
  const outcome = {
    ...{
      state: 'played' as const,
      revision: 1,
      soundedAt: s.clock.now(),
      startedAt: s.clock.now(),
      endedAt: s.clock.now() + 2600,
    },
    ...{ reason: null, proof: 'level' as const, missedMs: 0, uncertaintyMs: 1, levelDbfs: -20 },
  };
  await storeOutcomes(s.db, [{ id: one!.id, broadcastId, clusterId: one!.clusterId, outcome }], s.clock.now());
  const outcomes = createOutcomes({ db: s.db, time: s.clock, itemsOf: s.room.itemsOf });
  await s.clock.advance(60_000);
  const read = async () => ({
    page: await outcomes.find(broadcastId),
    log: await outcomes.playback(['/'], 0, s.clock.now()),
  });
  const before = await read();
  const planted = (await deliveriesOf(s.db, broadcastId)).map(({ villages }) => villages);
  expect(planted.flat()).toContainEqual(expect.objectContaining({ id: c.upper, languages: ['vi'] }));
  expect(before.log).toHaveLength(1);
  expect(before.page?.broadcast.reach).toMatchObject({ householdsTotal: 120 });
  expect(before.page?.broadcast.deliveries.map(delivery => delivery.area).sort()).toEqual([
    'Thôn Hạ',
    'Thôn Thượng',
    'Thôn Thượng',
  ]);

  await c.admin.patch(`/api/areas/${c.upper}`, { name: 'Tên mới', households: 999, languages: ['tay'] });
  await c.admin.patch(`/api/clusters/${c.upperOne}`, { name: 'Cụm mới', areaId: c.lower });
  const other = await c.admin.post<{ id: string }>('/api/areas', { name: 'Xã mới', kind: 'commune' });
  await c.admin.patch(`/api/areas/${c.lower}`, { parentId: other.body.id });
  expect((await c.admin.post(`/api/areas/${c.upper}/merge`, { into: c.lower })).status).toBe(200);
  expect((await c.admin.post(`/api/areas/${c.commune}/merge`, { into: other.body.id })).status).toBe(200);
  expect(await read()).toEqual(before);
  expect((await deliveriesOf(s.db, broadcastId)).map(({ villages }) => villages)).toEqual(planted);
});
