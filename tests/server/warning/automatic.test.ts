// Drives automatic play from arming to sound and to every way of not sounding: conditions as a table, the countdown over HTTP on
// a fake clock.
import { afterEach, describe, expect, it } from 'vitest';
import type { Gauge, Proposal } from '../../../protocol/api/warnings.ts';
import { LoaError } from '../../../server/errors.ts';
import type { StoredReading } from '../../../server/store/gauges.ts';
import { reasonToPlay } from '../../../server/warning/armed.ts';
import { gaugeOf, measure, type WarningServer, warningServer } from '../../support/warning.ts';

const MINUTE = 60_000;

describe('PRO-8 the conditions', () => {
  const NOW = Date.parse('2026-11-22T09:00:00Z');
  const levelsM = { 1: 14, 2: 15, 3: 16 };
  /** Newest last, ten minutes apart. */
  const sensor = (
    levels: number[],
    change: (one: StoredReading, i: number) => Partial<StoredReading> = () => ({}),
  ) => ({
    gauge: { id: 'ga_a', levelsM },
    newest: levels
      .map((levelM, i) => ({ at: NOW - (levels.length - 1 - i) * 10 * MINUTE, levelM, interpolated: false }))
      .map((one, i) => ({ ...one, ...change(one, levels.length - 1 - i) }))
      .reverse(),
  });
  const arming = { marginM: 0.5 };
  const over = sensor([15.9, 16.1, 16.2, 16.3]);
  const farOver = sensor([16.3, 16.5, 16.6, 16.7]);
  const reason = (own: ReturnType<typeof sensor>, other: ReturnType<typeof sensor> | null = null) =>
    reasonToPlay(own, other, arming, NOW);

  it('two gauges over level III, or one over it by the margin, three times in a row', () => {
    expect(reason(over)).toBeNull();
    expect(reason(over, over)).toBe('twoGauges');
    expect(reason(farOver)).toBe('margin');
    expect(reason(farOver, sensor([12, 12, 12, 12]))).toBe('margin');
    expect(reason(over, sensor([12, 12, 12, 12]))).toBeNull();
    expect(reason(sensor([16.3, 16.5, 16.49, 16.7]))).toBeNull();
    expect(reason(sensor([16.1, 15.9, 16.2, 16.3]), over)).toBeNull();
    expect(reason(over, sensor([16.1, 16.2, 15.99, 16.3]))).toBeNull();
  });

  it('with three fresh readings and the one before them', () => {
    expect(reason(sensor([16.5, 16.6, 16.7]))).toBeNull();
    expect(reason(sensor([16.3, 16.5, 16.6, 16.7], one => ({ at: one.at - 21 * MINUTE })))).toBe(null);
    expect(
      reason(sensor([16.3, 16.5, 16.6, 16.7], (one, i) => (i >= 2 ? { at: one.at - 41 * MINUTE } : {}))),
    ).toBeNull();
    expect(reason(sensor([16.3, 16.5, 16.6, 16.7], (_, i) => (i === 1 ? { interpolated: true } : {})))).toBeNull();
  });

  it('with steps that a river makes', () => {
    expect(reason(sensor([15.98, 16.51, 16.6, 16.7]))).toBe('margin');
    expect(reason(sensor([15.95, 16.55, 16.6, 16.7]))).toBeNull();
    expect(reason(sensor([12, 17, 17, 17]))).toBeNull();
    expect(reason(sensor([17.5, 16.6, 16.6, 16.6]))).toBeNull();
    expect(reason(sensor([21, 21, 21, 21]))).toBe('margin');
    expect(reason(sensor([21.01, 21.01, 21.01, 21.01]))).toBeNull();
    expect(reason(over, sensor([12, 17, 17, 17]))).toBeNull();
  });
});

describe('automatic play', () => {
  let s: WarningServer;
  let c: Awaited<ReturnType<WarningServer['commune']>>;
  let gauge: Gauge;
  async function open(automatic = true) {
    s = await warningServer({ automatic });
    c = await s.commune();
    gauge = (await c.officer.caller.post<Gauge>('/api/gauges', gaugeOf([c.boHa]))).body;
  }
  afterEach(() => s.close());

  const until = (days: number) => new Date(s.clock.now() + days * 86_400_000).toISOString();
  const arm = (change: object = {}, by = c.leader) =>
    by.caller.post<Gauge & { code?: string }>(`/api/gauges/${gauge.id}/arm`, {
      ...{ until: until(1), marginM: 0.5, vetoS: 60, pin: '246810' },
      ...change,
    });
  const water = async (...levels: number[]) => {
    await s.clock.advance(10 * MINUTE);
    await measure(c.program, gauge, s.clock.now(), ...levels);
  };
  const flood = () => water(15.9, 16.4, 16.55, 16.7, 16.8);
  const proposal = async () =>
    (await c.officer.caller.get<{ items: Proposal[] }>('/api/proposals')).body.items.find(one => one.level === 3);
  const played = () => s.alerts.asked.filter(one => (one.request as { proven?: true }).proven);
  const steps = async () =>
    (await c.admin.get<{ items: { action: string; actor: string }[] }>('/api/audit?limit=1000')).body.items
      .filter(one => /^(automatic|proposal)\./.test(one.action))
      .map(one => one.action)
      .reverse();

  it('PRO-7: is off and hidden unless the server allows it', async () => {
    await open(false);
    expect((await arm()).body.code).toBe('not_automatic');
    await flood();
    expect((await proposal())?.plays).toBeNull();
    await s.clock.advance(5 * MINUTE);
    expect(played()).toEqual([]);
  });

  it('PRO-7: is armed by a person with the right, by PIN, for at most 30 days', async () => {
    await open();
    expect((await arm({ pin: '111111' })).body.code).toBe('wrong_pin');
    expect((await arm({ until: until(31) })).body.code).toBe('arming_too_long');
    expect((await arm({ until: until(-1) })).status).toBe(409);
    expect((await arm({ withGaugeId: gauge.id })).body.code).toBe('arming_alone');
    expect((await arm({ withGaugeId: 'ga_a' })).status).toBe(404);
    expect((await arm({ vetoS: 59 })).status).toBe(400);
    expect((await arm({ vetoS: 121 })).status).toBe(400);
    expect((await arm({}, c.neighbour)).status).toBe(403);
    expect((await c.program.post(`/api/gauges/${gauge.id}/arm`, {})).status).toBe(403);
    const armed = await arm({ until: until(30) });
    expect([armed.status, armed.body.armed]).toEqual([
      201,
      { by: 'lanhdao', until: until(30), marginM: 0.5, withGaugeId: null, vetoS: 60 },
    ]);
    // Other levels or other people are not what was armed.
    await c.officer.caller.patch(`/api/gauges/${gauge.id}`, { levelsM: { 3: 16.5 } });
    expect((await c.officer.caller.get<{ items: Gauge[] }>('/api/gauges')).body.items[0]?.armed).toBeNull();
    expect((await steps())[0]).toBe('automatic.arm');
  });

  it('PRO-9: counts down before everybody’s eyes, then sends the voice alone, in the name of whoever armed it', async () => {
    await open();
    await arm();
    await flood();
    const counting = await proposal();
    expect(counting?.plays).toEqual({ at: new Date(s.clock.now() + 60_000).toISOString() });
    expect(s.told).toContainEqual({ t: 'proposal', proposalId: counting?.id });
    await s.clock.advance(59_999);
    expect(played()).toEqual([]);
    await s.clock.advance(1);
    expect(played()).toEqual([
      {
        what: 'issue',
        by: 'lanhdao',
        phone: null,
        request: expect.objectContaining({
          ...{ template: 'flood-3', status: 'actual', siren: false, level: 3, targets: [c.boHa] },
          ...{ proof: {}, proposalId: counting?.id, source: 'gauge', sirenAllowed: false, proven: true },
        }),
      },
    ]);
    expect(await proposal()).toMatchObject({ state: 'accepted', decidedBy: 'lanhdao (tự phát)', plays: null });
    // Once in a flood.
    await water(16.9);
    await s.clock.advance(5 * MINUTE);
    expect(played()).toHaveLength(1);
    expect(await steps()).toEqual(['automatic.arm', 'proposal.make', 'automatic.countdown', 'automatic.play']);
  });

  it('PRO-9: anybody with the right stops it with a reason, for this flood', async () => {
    await open();
    await arm();
    await flood();
    const one = await proposal();
    await s.clock.advance(30_000);
    await c.officer.caller.post(`/api/proposals/${one?.id}/reject`, { reason: 'Trạm đo hỏng' });
    await s.clock.advance(5 * MINUTE);
    await water(16.9);
    await s.clock.advance(5 * MINUTE);
    expect(played()).toEqual([]);
    expect((await steps()).slice(-2)).toEqual(['automatic.countdown', 'proposal.reject']);
  });

  it('PRO-9: a person who accepts is before it', async () => {
    await open();
    await arm();
    await flood();
    const one = await proposal();
    await c.officer.caller.post(`/api/proposals/${one?.id}/accept`, { proof: { pin: '246810' } });
    await s.clock.advance(5 * MINUTE);
    expect(s.alerts.asked.map(asked => asked.what)).toEqual(['issue']);
  });

  it('PRO-9: asks once more at the end: falling water, the end of the arming and disarming stop it', async () => {
    await open();
    await arm();
    await flood();
    await measure(c.program, gauge, s.clock.now() + 30_000, 15.95);
    await s.clock.advance(5 * MINUTE);
    expect([played(), (await proposal())?.plays]).toEqual([[], null]);
    await s.clock.advance(60 * MINUTE);
    await water(16.2, 16.5, 16.6, 16.7, 16.8);
    expect((await proposal())?.plays).not.toBeNull();
    await c.leader.caller.delete(`/api/gauges/${gauge.id}/arm`);
    expect((await proposal())?.plays).toBeNull();
    await s.clock.advance(5 * MINUTE);
    expect(played()).toEqual([]);
    expect((await steps()).slice(-4)).toEqual([
      'automatic.drop',
      'automatic.countdown',
      'automatic.disarm',
      'automatic.drop',
    ]);
    await arm({ until: new Date(s.clock.now() + 10 * MINUTE + 30_000).toISOString() });
    await water(16.85);
    expect((await proposal())?.plays).not.toBeNull();
    await s.clock.advance(5 * MINUTE);
    expect(played()).toEqual([]);
  });

  it('PRO-9: two gauges agree, whichever of them speaks last', async () => {
    await open();
    const lower = (
      await c.officer.caller.post<Gauge>('/api/gauges', gaugeOf([c.boHa], { name: 'Hạ lưu', levelsM: { 3: 6.3 } }))
    ).body;
    await arm({ withGaugeId: lower.id, marginM: 3 });
    await flood();
    expect((await proposal())?.plays).toBeNull();
    await measure(c.program, lower, s.clock.now(), 6.35, 6.4, 6.45, 6.5);
    const list = (await c.officer.caller.get<{ items: Proposal[] }>('/api/proposals')).body.items;
    expect(list.filter(one => one.plays !== null).map(one => one.slots.station)).toEqual(['Cầu Sơn']);
    await s.clock.advance(60_000);
    expect(played()).toHaveLength(1);
  });

  it('PRO-10: a countdown that a restart cut off begins anew, in full', async () => {
    await open();
    await arm();
    await flood();
    await s.room.close();
    await s.clock.advance(10 * MINUTE);
    expect(played()).toEqual([]);
    const room = s.restarted();
    await room.start();
    expect((await proposal())?.plays).toEqual({ at: new Date(s.clock.now() + 60_000).toISOString() });
    await s.clock.advance(60_000);
    expect(played()).toHaveLength(1);
    await room.close();
  });

  it('PRO-10: what is refused at the last gate waits for a person again', async () => {
    await open();
    await arm();
    await flood();
    s.alerts.refuse(new LoaError('forbidden', { what: 'alert', where: 'x' }));
    await s.clock.advance(60_000);
    expect(await proposal()).toMatchObject({ state: 'open', plays: null });
    expect((await steps()).slice(-2)).toEqual(['automatic.play', 'proposal.reopen']);
    expect(s.errors).toMatchObject([{ code: 'forbidden' }]);
  });
});
