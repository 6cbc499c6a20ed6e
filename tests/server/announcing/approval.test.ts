// Drives the ways by which a broadcast is approved or is not: leaders, delegations, tokens, and the edges of a place.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BroadcastSummary, MadeBroadcast, SendingCheck } from '../../../protocol/api/broadcasts.ts';
import type { ErrorAnswer } from '../../../protocol/api/common.ts';
import { broadcastById } from '../../../server/store/broadcasts.ts';
import { type SendingServer, sendingServer } from '../../support/sending.ts';

let s: SendingServer;
let c: Awaited<ReturnType<SendingServer['commune']>>;
beforeEach(async () => {
  s = await sendingServer();
  c = await s.commune();
});
afterEach(() => s.close());

const chime = { title: 'Nhạc hiệu', class: 'normal', content: [{ chime: 'chime-open' }] };

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
