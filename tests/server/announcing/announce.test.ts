// Drives announcements over HTTP from the button to the signed order on the bus, under every way of approval.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BroadcastSummary, MadeBroadcast, SendingCheck } from '../../../protocol/api/broadcasts.ts';
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
    const first = await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', request);
    expect(s.plays()[0]?.startAt).toBe(s.clock.now() + 1500);
    const [delivery] = await deliveriesOf(s.db, first.body.id).then(async found => {
      await s.room.idle();
      return found.length > 0 ? found : deliveriesOf(s.db, first.body.id);
    });
    await c.officer.caller.post('/api/broadcasts', request);
    expect(s.plays()[1]?.startAt).toBe(s.clock.now() + 1500);
    for (const { broadcastId } of s.plays()) {
      await s.room.idle();
      const [one] = await deliveriesOf(s.db, broadcastId);
      await storeOutcomes(
        s.db,
        [
          {
            ...one!,
            outcome: {
              state: 'stored',
              revision: 1,
              startedAt: null,
              endedAt: null,
              reason: null,
              proof: null,
              missedMs: 0,
              uncertaintyMs: null,
              levelDbfs: null,
            },
          },
        ],
        s.clock.now(),
      );
    }
    await c.officer.caller.post('/api/broadcasts', request);
    expect(s.plays()[2]?.startAt).toBe(s.clock.now() + 300);
    expect(delivery?.clusterId).toBe(c.lowerOne);
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

  it('leaves nothing behind when any part of the transaction fails', async () => {
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

  it('plants the deliveries that a crash left out at the next start', async () => {
    await c.officer.caller.post('/api/broadcasts', { ...chime, targets: [c.commune] });
    await s.room.idle();
    await s.db.deleteFrom('deliveries').execute();
    const again = s.restarted();
    await again.dispatcher.start();
    again.dispatcher.stop();
    expect(await rows('deliveries')).toBe(3);
    expect(s.plays()).toHaveLength(1);
  });

  it('writes more than 500 deliveries in slices', async () => {
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

describe('approval', () => {
  beforeEach(() => c.admin.patch(`/api/areas/${c.commune}`, { approval: true }));
  const hand = (change: object = {}) =>
    c.officer.caller.post<MadeBroadcast>('/api/broadcasts', { ...chime, targets: [c.upper], ...change });

  it('waits for a leader where the area asks for one, and goes out with the leader’s word', async () => {
    const made = await hand();
    expect(made.body).toMatchObject({ state: 'awaiting', startAt: null, deliveries: [] });
    await s.room.dispatcher.run();
    expect(s.plays()).toEqual([]);
    expect((await c.officer.caller.post('/api/broadcasts/check', { ...chime, targets: [c.upper] })).body.maySend).toBe(
      false,
    );
    const approved = await c.leader.caller.post<MadeBroadcast>(`/api/broadcasts/${made.body.id}/approve`);
    expect(approved.body.state).toBe('approved');
    expect(s.plays()).toHaveLength(1);
    expect(await broadcastById(s.db, made.body.id)).toMatchObject({
      createdBy: c.officer.accountId,
      approvedBy: c.leader.accountId,
    });
    expect((await c.leader.caller.post<ErrorAnswer>(`/api/broadcasts/${made.body.id}/approve`)).body.code).toBe(
      'wrong_state',
    );
    expect(s.plays()).toHaveLength(1);
  });

  it('sends at once for a leader, and for the account of the set-up', async () => {
    for (const caller of [c.leader.caller, c.admin]) {
      const made = await caller.post<MadeBroadcast>('/api/broadcasts', { ...chime, targets: [c.upper] });
      expect(made.body.state).toBe('approved');
    }
    expect(s.plays()).toHaveLength(2);
  });

  it('lets nobody but a leader of the place approve or return', async () => {
    const made = await hand();
    const other = (
      await c.admin.post<{ id: string }>('/api/areas', { name: 'Xã bên', kind: 'commune', parentId: c.root })
    ).body.id;
    const neighbour = await s.as(c.admin, 'xaben', { role: 'leader', areaId: other });
    for (const { caller } of [c.officer, c.technician, neighbour]) {
      expect((await caller.post(`/api/broadcasts/${made.body.id}/approve`)).status).toBe(403);
      expect((await caller.post(`/api/broadcasts/${made.body.id}/return`, { reason: 'không' })).status).toBe(403);
    }
    expect(s.plays()).toEqual([]);
  });

  it('comes back with a reason, and is handed in again', async () => {
    const { id } = (await hand()).body;
    const back = await c.leader.caller.post<BroadcastSummary>(`/api/broadcasts/${id}/return`, { reason: 'Sửa ngày' });
    expect(back.body.state).toBe('returned');
    expect((await broadcastById(s.db, id))?.returnedReason).toBe('Sửa ngày');
    expect((await c.officer.caller.post<MadeBroadcast>(`/api/broadcasts/${id}/submit`)).body.state).toBe('awaiting');
    expect(s.plays()).toEqual([]);
  });

  it('keeps a draft until it is handed in', async () => {
    const made = await hand({ draft: true });
    expect(made.body.state).toBe('draft');
    await s.room.dispatcher.run();
    expect((await c.leader.caller.post<ErrorAnswer>(`/api/broadcasts/${made.body.id}/approve`)).body.code).toBe(
      'wrong_state',
    );
    expect((await c.officer.caller.post<MadeBroadcast>(`/api/broadcasts/${made.body.id}/submit`)).body.state).toBe(
      'awaiting',
    );
    expect(s.plays()).toEqual([]);
  });

  it('does not approve what has missed its time', async () => {
    const made = await hand({ startAt: new Date(s.clock.now() + 60_000).toISOString() });
    await s.clock.advance(20 * 60_000);
    const answer = await c.leader.caller.post<ErrorAnswer>(`/api/broadcasts/${made.body.id}/approve`);
    expect(answer.body.code).toBe('start_passed');
    expect((await broadcastById(s.db, made.body.id))?.state).toBe('awaiting');
  });

  it('does not approve what nobody can hear yet', async () => {
    const recordingId = await s.recording(c.commune, { state: 'processing', sha256: null });
    const startAt = new Date(s.clock.now() + 9 * 86_400_000).toISOString();
    const made = await hand({ content: [{ recordingId }], startAt });
    expect(made.body.problems.map(problem => problem.code)).toEqual(['notReady']);
    expect((await c.leader.caller.post<ErrorAnswer>(`/api/broadcasts/${made.body.id}/approve`)).body.code).toBe(
      'not_ready',
    );
  });

  it('asks again when the content changed between approval and signature', async () => {
    const recordingId = await s.recording(c.commune);
    const startAt = new Date(s.clock.now() + 9 * 86_400_000).toISOString();
    const { id } = (await hand({ content: [{ recordingId }], startAt })).body;
    await c.leader.caller.post(`/api/broadcasts/${id}/approve`);
    await s.recording(c.commune, { language: 'nut', groupId: recordingId });
    await s.clock.advance(3 * 86_400_000);
    await s.room.dispatcher.run();
    expect(s.plays()).toEqual([]);
    expect((await broadcastById(s.db, id))?.state).toBe('awaiting');
  });

  it('lets a delegation send its class and length without a leader, and no more', async () => {
    await c.admin.patch(`/api/areas/${c.commune}`, {
      delegations: [
        {
          accountId: c.officer.accountId,
          class: 'normal',
          maxMinutes: 1,
          hours: { from: '06:00', to: '18:00' },
          documentNo: '12/QĐ',
          documentDate: '2026-01-01',
          until: '2026-12-31',
        },
      ],
    });
    expect((await hand()).body.state).toBe('approved');
    expect((await hand({ class: 'priority' })).body.state).toBe('awaiting');
    const long = await s.recording(c.commune, { durationMs: 90_000 });
    expect((await hand({ content: [{ recordingId: long }] })).body.state).toBe('awaiting');
    expect((await hand({ startAt: '2026-11-22T14:00:00Z' })).body.state).toBe('awaiting');
  });
});

describe('tokens', () => {
  it('only propose, even where no approval is asked for', async () => {
    const made = await c.leader.caller.post<{ token: string }>('/api/tokens', {
      name: 'tỉnh',
      scopes: ['read', 'propose'],
    });
    const token = s.withToken(made.body.token);
    const { body } = await token.post<MadeBroadcast>('/api/broadcasts', { ...chime, targets: [c.upper] });
    expect(body.state).toBe('awaiting');
    expect(
      (await token.post<SendingCheck>('/api/broadcasts/check', { ...chime, targets: [c.upper] })).body.maySend,
    ).toBe(false);
    for (const step of ['approve', 'stop'])
      expect((await token.post(`/api/broadcasts/${body.id}/${step}`)).status).toBe(403);
    expect((await token.post('/api/stop', {})).status).toBe(403);
    expect((await token.post(`/api/clusters/${c.upperOne}/test`, { silent: true })).status).toBe(403);
    expect(s.plays()).toEqual([]);
  });
});

describe('rights', () => {
  it('holds in the place alone: a neighbour neither sends, nor checks, nor uses recordings', async () => {
    const other = (
      await c.admin.post<{ id: string }>('/api/areas', { name: 'Xã bên', kind: 'commune', parentId: c.root })
    ).body.id;
    await c.admin.post('/api/clusters', { name: 'Bên 1', areaId: other });
    const neighbour = await s.as(c.admin, 'xaben', { role: 'officer', areaId: other });
    const recordingId = await s.recording(c.commune);
    const post = (url: string, change: object) => neighbour.caller.post(url, { ...chime, targets: [other], ...change });
    for (const url of ['/api/broadcasts', '/api/broadcasts/check']) {
      expect((await post(url, { targets: [c.upper] })).status).toBe(403);
      expect((await post(url, { content: [{ recordingId }] })).status).toBe(403);
    }
    expect((await c.officer.caller.post('/api/broadcasts', { ...chime, targets: [c.upper, other] })).status).toBe(403);
    expect(s.plays()).toEqual([]);
    const own = await c.officer.caller.post<MadeBroadcast>('/api/broadcasts', { ...chime, targets: [c.upper] });
    const seen = await neighbour.caller.get<{ items: BroadcastSummary[] }>('/api/broadcasts');
    expect(seen.body.items).toEqual([]);
    const mine = await c.officer.caller.get<{ items: BroadcastSummary[] }>('/api/broadcasts');
    expect(mine.body.items.map(item => item.id)).toEqual([own.body.id]);
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
      { code: 'language', areaId: c.upper, message: '“Bản tin” chưa có bản tiếng Nùng: 2 cụm' },
    ]);
  });
});
