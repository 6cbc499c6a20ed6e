// Drives proposals of gauges from reading to decision over HTTP: what is proposed when, who decides, and that each is decided once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Home } from '../../../protocol/api/boards.ts';
import type { Gauge, Proposal } from '../../../protocol/api/warnings.ts';
import { LoaError } from '../../../server/errors.ts';
import { gaugeOf, measure, type WarningServer, warningServer } from '../../support/warning.ts';

let s: WarningServer;
let c: Awaited<ReturnType<WarningServer['commune']>>;
let gauge: Gauge;
beforeEach(async () => {
  s = await warningServer();
  c = await s.commune();
  gauge = (await c.officer.caller.post<Gauge>('/api/gauges', gaugeOf([c.boHa]))).body;
});
afterEach(() => {
  expect(s.errors).toEqual([]);
  return s.close();
});

const PIN = { proof: { pin: '246810' } };
/** The water at the next quarter of an hour. */
async function water(levelM: number): Promise<string[]> {
  await s.clock.advance(15 * 60_000);
  return (await measure(c.program, gauge, s.clock.now(), levelM)).body.proposals;
}
const all = async () => (await c.officer.caller.get<{ items: Proposal[] }>('/api/proposals')).body.items;
const open = async () => (await all()).filter(one => one.state === 'open');
const accept = (id: string, body: object = PIN, by = c.officer) =>
  by.caller.post<Proposal & { code?: string; details?: object }>(`/api/proposals/${id}/accept`, body);
const actions = async (subject: string) =>
  (await c.admin.get<{ items: { action: string; subject: string }[] }>('/api/audit')).body.items
    .filter(one => one.subject === subject)
    .map(one => one.action)
    .reverse();

describe('PRO-1 a rise over a level proposes', () => {
  it('that level’s warning, filled in, to the gauge’s areas; nothing sounds', async () => {
    expect(await water(13.9)).toEqual([]);
    const [id = ''] = await water(14.02);
    expect(await all()).toMatchObject([
      {
        id,
        source: 'gauge',
        title: 'Sông Thương tại Cầu Sơn: báo động 1',
        reason: 'Cầu Sơn 14,02 m, trên báo động 1 (14,00 m), vượt 0,02 m; đang lên 0,48 m/giờ',
        template: 'flood-1',
        level: 1,
        targets: [{ id: c.boHa, name: 'Xã Bố Hạ' }],
        slots: { river: 'Thương', station: 'Cầu Sơn', waterLevel: '14,02 m', time: '16 giờ 30', over: '0,02 m' },
        siren: false,
        status: 'actual',
        state: 'open',
        alertId: null,
        plays: null,
        warnings: [],
      },
    ]);
    expect(s.alerts.asked).toEqual([]);
  });

  it('once for each level of a flood, however the water wavers', async () => {
    await water(14.1);
    expect(await water(13.9)).toEqual([]);
    expect(await water(14.1)).toEqual([]);
    expect(await water(15.2)).toHaveLength(1);
    expect(await water(14.5)).toEqual([]);
    expect(await water(15.3)).toEqual([]);
    expect(await water(16.1)).toHaveLength(1);
    expect(await water(17.5)).toEqual([]);
    expect((await all()).map(one => [one.template, one.state, one.siren])).toEqual([
      ['flood-3', 'open', true],
      ['flood-2', 'replaced', true],
      ['flood-1', 'replaced', false],
    ]);
  });

  it('the highest alone where several are passed at once, and a level that is not known is passed over', async () => {
    await water(16.5);
    expect((await open()).map(one => one.template)).toEqual(['flood-3']);
    const lone = (await c.officer.caller.post<Gauge>('/api/gauges', gaugeOf([c.boHa], { levelsM: { 3: 6.3 } }))).body;
    expect((await measure(c.program, lone, s.clock.now(), 6.29)).body.proposals).toEqual([]);
    expect((await measure(c.program, lone, s.clock.now() + 60_000, 6.3)).body.proposals).toHaveLength(1);
  });
});

describe('PRO-2 when the flood is over', () => {
  it('three readings below level I end it; without an alert nothing is proposed, and the next flood begins anew', async () => {
    await water(14.2);
    await water(13.9);
    await water(13.8);
    expect(await open()).toHaveLength(1);
    expect(await water(13.7)).toEqual([]);
    expect((await all()).map(one => one.state)).toEqual(['outdated']);
    expect(await water(14.2)).toHaveLength(1);
  });

  it('where level I is not known, 0.1 m under the lowest that is', async () => {
    await c.officer.caller.patch(`/api/gauges/${gauge.id}`, { levelsM: { 3: 16 } });
    await water(16.2);
    for (const level of [15.95, 15.95, 15.95, 15.89, 15.89]) await water(level);
    expect(await open()).toHaveLength(1);
    await water(15.89);
    expect(await open()).toHaveLength(0);
  });

  it('proposes the all-clear for the alert that lives, and accepting it takes that alert back', async () => {
    const [id = ''] = await water(14.2);
    const alertId = (await accept(id)).body.alertId;
    for (const level of [13.9, 13.8]) await water(level);
    await water(13.7);
    const [allClear] = await open();
    expect(allClear).toMatchObject({ template: 'all-clear', alertId, siren: false, level: null });
    expect(allClear?.title).toBe('Sông Thương tại Cầu Sơn: nước đã xuống');
    expect((await accept(allClear?.id ?? '')).body).toMatchObject({ state: 'accepted', alertId });
    expect(s.alerts.asked.map(one => [one.what, one.request])).toEqual([
      ['issue', expect.objectContaining({ id: alertId })],
      ['withdraw', { alertId }],
    ]);
  });
});

describe('PRO-3 a rise while the flood’s alert lives', () => {
  it('proposes to bring that alert up to date, not a second one', async () => {
    const [first = ''] = await water(14.2);
    const alertId = (await accept(first)).body.alertId;
    const [second = ''] = await water(16.2);
    expect(await open()).toMatchObject([{ id: second, template: 'flood-3', alertId }]);
    expect((await accept(second, { ...PIN, siren: true })).body).toMatchObject({ state: 'accepted', alertId });
    expect(s.alerts.asked.at(-1)).toMatchObject({
      what: 'update',
      request: { alertId, level: 3, siren: true, pin: '246810', slots: { waterLevel: '16,20 m' } },
    });
  });

  it('proposes an alert of its own where that one cannot be changed: it has run out, or waits for a second person', async () => {
    const [first = ''] = await water(14.2);
    await accept(first);
    await s.db.updateTable('alerts').set({ state: 'awaiting' }).execute();
    await water(15.2);
    expect(await open()).toMatchObject([{ template: 'flood-2', alertId: null }]);
    await s.db.updateTable('alerts').set({ state: 'live', repeat_until: s.clock.now() }).execute();
    await water(16.2);
    expect(await open()).toMatchObject([{ template: 'flood-3', alertId: null }]);
  });
});

describe('PRO-4 each is decided once', () => {
  it('accepting makes the alert, with its source and its proposal', async () => {
    const [id = ''] = await water(16.2);
    const answer = await accept(id, { ...PIN, siren: true, orderedBy: 'Chủ tịch UBND xã', voiceFirst: true });
    expect(answer.body).toMatchObject({ state: 'accepted', decidedBy: 'canbo', decidedAt: expect.any(String) });
    expect(s.alerts.asked).toEqual([
      {
        what: 'issue',
        by: 'canbo',
        phone: expect.any(String),
        request: {
          id: answer.body.alertId,
          template: 'flood-3',
          status: 'actual',
          siren: true,
          level: 3,
          targets: [c.boHa],
          slots: expect.objectContaining({ waterLevel: '16,20 m' }),
          orderedBy: 'Chủ tịch UBND xã',
          proof: { pin: '246810' },
          voiceFirst: true,
          proposalId: id,
          source: 'gauge',
          sirenAllowed: true,
        },
      },
    ]);
    expect(await actions(id)).toEqual(['proposal.make', 'proposal.accept']);
  });

  it('no siren comes unasked, and none of a proposal that has none', async () => {
    const [low = ''] = await water(14.2);
    expect((await accept(low, { ...PIN, siren: true })).body.code).toBe('no_siren');
    const [high = ''] = await water(16.2);
    await accept(high);
    expect(s.alerts.asked).toMatchObject([{ request: { siren: false } }]);
  });

  it('of two people at once one wins and the other is told by whom', async () => {
    const [id = ''] = await water(16.2);
    const letGo = s.alerts.hold();
    const both = [accept(id, PIN, c.officer), accept(id, PIN, c.leader)];
    await s.clock.advance(0);
    letGo();
    const answers = await Promise.all(both);
    expect(answers.map(one => one.status).sort()).toEqual([200, 409]);
    const winner = answers.find(one => one.status === 200)?.body.decidedBy;
    expect(answers.find(one => one.status === 409)?.body).toMatchObject({
      code: 'proposal_decided',
      details: { by: winner },
    });
    expect(s.alerts.asked).toHaveLength(1);
    const late = await c.leader.caller.post(`/api/proposals/${id}/reject`, { reason: 'không cần' });
    expect([late.status, late.body.code]).toEqual([409, 'proposal_decided']);
  });

  it('an alert that is refused leaves it open, and that is on record', async () => {
    const [id = ''] = await water(16.2);
    s.alerts.refuse(new LoaError('wrong_pin'));
    expect((await accept(id)).body.code).toBe('wrong_pin');
    expect(await open()).toMatchObject([{ id, alertId: null, decidedBy: null }]);
    expect(await actions(id)).toEqual(['proposal.make', 'proposal.accept', 'proposal.reopen']);
    s.alerts.refuse(null);
    expect((await accept(id)).status).toBe(200);
  });

  it('one that was cut off by the end of the program waits again', async () => {
    const [id = ''] = await water(16.2);
    s.alerts.hold();
    void accept(id);
    await s.clock.advance(0);
    expect((await all()).map(one => one.state)).toEqual(['accepted']);
    const room = s.restarted();
    await room.start();
    await room.close();
    expect((await all()).map(one => one.state)).toEqual(['open']);
  });
});

describe('PRO-5 turning it down', () => {
  it('needs a reason, which stays on record', async () => {
    const [id = ''] = await water(16.2);
    const url = `/api/proposals/${id}/reject`;
    expect((await c.leader.caller.post(url, { reason: ' ' })).status).toBe(400);
    const answer = await c.leader.caller.post<Proposal>(url, { reason: 'Trạm đo hỏng' });
    expect(answer.body).toMatchObject({ state: 'rejected', rejectReason: 'Trạm đo hỏng', decidedBy: 'lanhdao' });
    expect(await actions(id)).toEqual(['proposal.make', 'proposal.reject']);
    expect((await accept(id)).status).toBe(409);
    expect(s.alerts.asked).toEqual([]);
  });
});

describe('PRO-6 who hears of it', () => {
  it('those who may send alerts there decide; it is a task of theirs and open pages hear of it', async () => {
    const [id = ''] = await water(16.2);
    expect(s.told).toEqual([{ t: 'proposal', proposalId: id }, { t: 'tasks' }]);
    const tasks = async (by = c.officer) => (await by.caller.get<Home>('/api/home')).body.tasks;
    expect((await tasks()).filter(one => one.kind === 'proposal')).toEqual([
      { kind: 'proposal', title: 'Sông Thương tại Cầu Sơn: báo động 3', id, at: '2026-11-22T09:15:00.000Z' },
    ]);
    expect(await tasks(c.neighbour)).toEqual([]);
    expect((await c.neighbour.caller.get<{ items: Proposal[] }>('/api/proposals')).body.items).toEqual([]);
    expect((await accept(id, PIN, c.neighbour)).status).toBe(403);
    // A program only hands in: it neither takes up nor turns down.
    expect((await c.program.post(`/api/proposals/${id}/accept`, PIN)).status).toBe(403);
    // The administrator keeps machines and people, and sends no alerts.
    await c.leader.caller.post(`/api/proposals/${id}/reject`, { reason: 'đã báo' });
    expect((await tasks()).filter(one => one.kind === 'proposal')).toEqual([]);
  });

  it('whoever is warned sees it, though it is decided above them', async () => {
    const wide = (await c.admin.post<Gauge>('/api/gauges', gaugeOf([c.boHa, c.dongKy]))).body;
    const { body } = await measure(c.admin, wide, s.clock.now(), 16.2);
    const seen = await c.neighbour.caller.get<{ items: Proposal[] }>('/api/proposals');
    expect(seen.body.items.map(one => one.id)).toEqual(body.proposals);
    expect((await accept(body.proposals[0] ?? '', PIN, c.neighbour)).status).toBe(403);
  });
});
