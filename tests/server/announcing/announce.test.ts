// Drives announcements over HTTP from the button to the signed order on the bus, where nobody else has to be asked.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MadeBroadcast, SendingCheck } from '../../../protocol/api/broadcasts.ts';
import type { ErrorAnswer } from '../../../protocol/api/common.ts';
import { broadcastById } from '../../../server/store/broadcasts.ts';
import { deliveriesOf, storeOutcomes } from '../../../server/store/deliveries.ts';
import { liveOrders } from '../../../server/store/orders.ts';
import { type SendingServer, sendingServer } from '../../support/sending.ts';

let s: SendingServer;
let c: Awaited<ReturnType<SendingServer['commune']>>;
beforeEach(async () => {
  s = await sendingServer();
  c = await s.commune();
});
afterEach(() => s.close());

const chime = { title: 'Nhạc hiệu', class: 'normal', content: [{ chime: 'chime-open' }] };
const rows = async (table: 'broadcasts' | 'orders' | 'deliveries' | 'audit') =>
  (await s.db.selectFrom(table).selectAll().execute()).length;

describe('sending at once', () => {
  it('signs one order for all clusters and says so before any of them is told', async () => {
    for (const id of [c.upperOne, c.upperTwo, c.lowerOne]) await s.online(id);
    const made = await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', { ...chime, targets: [c.commune] });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ state: 'approved', durationMs: 2600, unreachable: [], problems: [] });
    expect(made.body.deliveries.map(d => d.clusterId).sort()).toEqual([c.upperOne, c.upperTwo, c.lowerOne].sort());
    const [order, ...more] = s.plays();
    expect(more).toEqual([]);
    expect(order).toMatchObject({
      broadcastId: made.body.id,
      revision: 1,
      class: 'normal',
      issuedAt: s.clock.now(),
      startAt: s.clock.now() + 300,
      expiresAt: s.clock.now() + 300 + 15 * 60_000,
      targets: [c.commune],
      content: [{ type: 'clip', name: 'chime-open', durationMs: 2600 }],
    });
    const [stored] = await liveOrders(s.db, s.clock.now());
    expect(stored?.clusterIds.sort()).toEqual([c.upperOne, c.upperTwo, c.lowerOne].sort());
    expect(Buffer.from(stored?.bytes ?? [])).toEqual(Buffer.from(s.sent.find(o => o.kind === 'play')!.bytes));
  });

  it('ONC-9: a second try under the same id is the same broadcast, and another person’s id is refused', async () => {
    const request = { ...chime, id: 'br_abcdefghijklm', targets: [c.commune] };
    const first = await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', request);
    const again = await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', request);
    expect([first.body.id, again.body.id]).toEqual([request.id, request.id]);
    expect(again.body.startAt).toBe(first.body.startAt);
    expect(s.plays()).toHaveLength(1);
    const foreign = await c.admin.post('/api/broadcasts', request);
    expect([foreign.status, foreign.body.code]).toEqual([409, 'changed_meanwhile']);
  });

  it('freezes names, villages and households with each delivery', async () => {
    const made = await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', { ...chime, targets: [c.upper] });
    await s.room.idle();
    await c.admin.patch(`/api/areas/${c.upper}`, { name: 'Tên mới', households: 1 });
    const [delivery] = await deliveriesOf(s.db, made.body.id);
    expect(delivery).toMatchObject({
      areaName: 'Thôn Thượng',
      languages: ['vi'],
      villages: [{ id: c.upper, name: 'Thôn Thượng', households: 120, people: 500 }],
      state: 'planned',
    });
  });

  it('gives 1.5 s to fetch a recording, and 300 ms once all online targets have it', async () => {
    await s.online(c.lowerOne);
    const recordingId = await s.recording(c.commune);
    const request = { title: 'Tin', class: 'normal', content: [{ recordingId }], targets: [c.lower] };
    await c.officer.caller.post('/api/broadcasts', request);
    expect(s.plays()[0]?.startAt).toBe(s.clock.now() + 1500);
    await c.officer.caller.post('/api/broadcasts', request);
    expect(s.plays()[1]?.startAt).toBe(s.clock.now() + 1500);
    for (const { broadcastId } of s.plays()) {
      await s.room.idle();
      const [one] = await deliveriesOf(s.db, broadcastId);
      const outcome = {
        state: 'stored' as const,
        revision: 1,
        soundedAt: null,
        startedAt: null,
        endedAt: null,
        reason: null,
        proof: null,
        missedMs: 0,
        uncertaintyMs: null,
        levelDbfs: null,
      };
      await storeOutcomes(s.db, [{ id: one!.id, broadcastId, clusterId: one!.clusterId, outcome }], s.clock.now());
    }
    await c.officer.caller.post('/api/broadcasts', request);
    expect(s.plays()[2]?.startAt).toBe(s.clock.now() + 300);
  });

  it('keeps priority for half an hour, and repeats and volume as asked', async () => {
    await c.officer.caller.post('/api/broadcasts', {
      ...chime,
      class: 'priority',
      volume: 55,
      repeat: 3,
      targets: [c.upper, c.lowerOne],
    });
    expect(s.plays()[0]).toMatchObject({ class: 'priority', volume: 55, passes: 3 });
    expect(s.plays()[0]!.expiresAt - s.plays()[0]!.startAt).toBe(30 * 60_000);
    const { durationMs, areaId } = (await broadcastById(s.db, s.plays()[0]!.broadcastId))!;
    expect([durationMs, areaId]).toEqual([3 * 2600, c.commune]);
  });

  it('keeps a start that somebody set, takes one of just now as now, and refuses one of yesterday', async () => {
    const at = (ms: number) => new Date(s.clock.now() + ms).toISOString();
    const send = (startAt: string) =>
      c.officer.caller.post<MadeBroadcast & ErrorAnswer>('/api/broadcasts', { ...chime, targets: [c.upper], startAt });
    expect((await send(at(3_600_000))).body.startAt).toBe(at(3_600_000));
    expect((await send(at(-30_000))).body.startAt).toBe(at(300));
    const late = await send(at(-86_400_000));
    expect([late.status, late.body.code]).toEqual([409, 'start_passed']);
    expect((await send(at(400 * 86_400_000))).status).toBe(400);
  });

  it('approves what starts in more than seven days and signs it when it comes near', async () => {
    const startAt = new Date(s.clock.now() + 9 * 86_400_000).toISOString();
    const made = await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', {
      ...chime,
      targets: [c.upper],
      startAt,
    });
    expect(made.body.state).toBe('approved');
    await s.room.dispatcher.run();
    expect(s.plays()).toEqual([]);
    await s.clock.advance(2 * 86_400_000 + 60_000);
    await s.room.dispatcher.run();
    expect(s.plays()).toMatchObject([{ broadcastId: made.body.id, startAt: Date.parse(startAt) }]);
    await s.room.dispatcher.run();
    expect(s.plays()).toHaveLength(1);
  });

  it('ONC-6: leaves nothing behind when any part of the transaction fails', async () => {
    await s.db.schema.createIndex('only_one').on('orders').column('kind').unique().execute();
    await c.officer.caller.post('/api/broadcasts', { ...chime, targets: [c.upper] });
    await s.room.idle();
    const before = [await rows('broadcasts'), await rows('orders'), await rows('deliveries'), await rows('audit')];
    const out = s.plays().length;
    expect((await c.officer.caller.post('/api/broadcasts', { ...chime, targets: [c.upper] })).status).toBe(500);
    await s.room.idle();
    expect([await rows('broadcasts'), await rows('orders'), await rows('deliveries'), await rows('audit')]).toEqual(
      before,
    );
    expect(s.plays()).toHaveLength(out);
  });

  it('ONC-6: plants the deliveries that a crash left out at the next start', async () => {
    await c.officer.caller.post('/api/broadcasts', { ...chime, targets: [c.commune] });
    await s.room.idle();
    await s.db.deleteFrom('deliveries').execute();
    const again = s.restarted();
    await again.dispatcher.start();
    again.dispatcher.stop();
    expect(await rows('deliveries')).toBe(3);
    expect(s.plays()).toHaveLength(1);
  });

  it('ONC-6: a report that comes before its row makes it, and planting only adds the names', async () => {
    const made = await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', { ...chime, targets: [c.lowerOne] });
    await s.room.idle();
    const broadcastId = made.body.id;
    const [planted] = await deliveriesOf(s.db, broadcastId);
    await s.db.deleteFrom('deliveries').execute();
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
    await storeOutcomes(s.db, [{ id: planted!.id, broadcastId, clusterId: c.lowerOne, outcome }], s.clock.now());
    const again = s.restarted();
    await again.dispatcher.start();
    again.dispatcher.stop();
    const [row, ...more] = await deliveriesOf(s.db, broadcastId);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ id: planted!.id, state: 'played', clusterName: 'Hạ 1', areaName: 'Thôn Hạ' });
  });

  it('ONC-6: writes more than 500 deliveries in slices', async () => {
    const row = await s.db.selectFrom('clusters').selectAll().where('id', '=', c.lowerOne).executeTakeFirstOrThrow();
    for (let from = 0; from < 1100; from += 100) {
      await s.db
        .insertInto('clusters')
        .values(
          Array.from({ length: 100 }, (_, i) => {
            const digits = [...String(from + i)].map(digit => 'abcdefghij'[Number(digit)]).join('');
            return { ...row, id: `cl_x${digits}`, name: digits };
          }),
        )
        .execute();
    }
    const made = await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', { ...chime, targets: [c.lower] });
    expect(made.body.deliveries).toHaveLength(1101);
    expect(await rows('deliveries')).toBeLessThan(1101);
    await s.room.idle();
    expect(await rows('deliveries')).toBe(1101);
  });

  it('refuses places without a cluster, content that is not there, and content that is not ready', async () => {
    const empty = (
      await c.admin.post<{ id: string }>('/api/areas', { name: 'Mới', kind: 'village', parentId: c.commune })
    ).body.id;
    const send = (change: object) =>
      c.officer.caller.post<ErrorAnswer>('/api/broadcasts', { ...chime, targets: [c.upper], ...change });
    const processing = await s.recording(c.commune, { state: 'processing', sha256: null, title: 'Đang làm' });
    expect((await send({ targets: [empty] })).body.code).toBe('no_clusters');
    expect((await send({ targets: ['ar_nothing'] })).body.code).toBe('not_found');
    expect((await send({ content: [{ chime: 'nothing' }] })).body.code).toBe('not_found');
    expect((await send({ content: [{ recordingId: 're_nothing' }] })).body.code).toBe('not_found');
    expect((await send({ content: [{ recordingId: processing }] })).body).toMatchObject({
      code: 'not_ready',
      details: { titles: 'Đang làm' },
    });
    expect(s.plays()).toEqual([]);
  });

  it('refuses more parts than an order holds, and more than six hours', async () => {
    const items = Array.from({ length: 40 }, () => ({ part: 'item', chime: 'chime-open' }));
    const programme = await c.officer.caller.post<{ id: string }>('/api/programmes', { name: 'Dài', items });
    const twice = [{ programmeId: programme.body.id }, { programmeId: programme.body.id }];
    const recordingId = await s.recording(c.commune, { durationMs: 37 * 60_000 });
    const send = async (change: object) =>
      (await c.officer.caller.post<ErrorAnswer>('/api/broadcasts', { ...chime, targets: [c.upper], ...change })).body
        .code;
    expect(await send({ content: twice })).toBe('too_many_parts');
    expect(await send({ content: [{ recordingId }], repeat: 10 })).toBe('broadcast_too_long');
    expect(s.plays()).toEqual([]);
  });

  it('takes at most 64 targets', async () => {
    const targets = Array.from({ length: 65 }, () => c.upper);
    expect((await c.officer.caller.post('/api/broadcasts', { ...chime, targets })).status).toBe(400);
  });

  it('sends emergencies to their own screen, whoever asks and however', async () => {
    for (const { caller } of [c.officer, c.leader, { caller: c.admin }]) {
      for (const url of ['/api/broadcasts', '/api/broadcasts/check']) {
        const answer = await caller.post<ErrorAnswer>(url, { ...chime, class: 'emergency', targets: [c.upper] });
        expect([answer.status, answer.body.code]).toEqual([409, 'use_alerts']);
      }
    }
    expect(await rows('broadcasts')).toBe(0);
  });
});

describe('languages', () => {
  it('signs every version, the chosen first and one a language, and counts the longest reading', async () => {
    await c.admin.patch(`/api/areas/${c.upper}`, { languages: ['vi', 'nut'] });
    const vi = await s.recording(c.commune, { durationMs: 60_000 });
    await s.recording(c.commune, { groupId: vi, language: 'nut', durationMs: 30_000, title: 'cũ' });
    await s.clock.advance(1000);
    await s.recording(c.commune, { groupId: vi, language: 'nut', durationMs: 40_000, title: 'mới' });
    await s.recording(c.commune, { groupId: vi, language: 'tyz', state: 'failed', sha256: null });
    const made = await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', {
      title: 'Tin',
      class: 'normal',
      content: [{ recordingId: vi }],
      targets: [c.commune],
    });
    const [item] = s.plays()[0]!.content;
    expect(item?.type === 'recording' && item.versions.map(v => [v.language, v.durationMs])).toEqual([
      ['vi', 60_000],
      ['nut', 40_000],
    ]);
    expect(made.body.durationMs).toBe(100_000);
    expect(made.body.problems).toEqual([]);
  });

  it('names the versions that are missing and the clusters that lack them', async () => {
    await c.admin.patch(`/api/areas/${c.upper}`, { languages: ['vi', 'nut'] });
    const vi = await s.recording(c.commune);
    const check = await c.officer.caller.post<SendingCheck>('/api/broadcasts/check', {
      title: 'Tin',
      class: 'normal',
      content: [{ recordingId: vi }],
      targets: [c.commune],
    });
    expect(check.body.problems).toMatchObject([
      { code: 'language', areaId: c.upper, message: '“Bản tin” chưa có bản tiếng Nùng (2 cụm)' },
    ]);
  });
});
