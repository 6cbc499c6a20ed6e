// Drives river gauges over HTTP: what they know, who may change them, readings as JSON and CSV, and where the water stands.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Gauge } from '../../../protocol/api/warnings.ts';
import { newGauge } from '../../../protocol/api/warnings.ts';
import { october2025 } from '../../../server/warning/october-2025.ts';
import { gaugeOf, measure, type WarningServer, warningServer } from '../../support/warning.ts';

let s: WarningServer;
let c: Awaited<ReturnType<WarningServer['commune']>>;
beforeEach(async () => {
  s = await warningServer();
  c = await s.commune();
});
afterEach(() => s.close());

const made = async (change: object = {}) =>
  (await c.officer.caller.post<Gauge>('/api/gauges', gaugeOf([c.boHa], change))).body;
const csv = (body: string) => ({ headers: { 'content-type': 'text/csv' }, body });
const gaugeNow = async (id: string) =>
  (await c.officer.caller.get<{ items: Gauge[] }>('/api/gauges')).body.items.find(one => one.id === id);

describe('GAU-1 alarm levels', () => {
  it('level III is needed, the others are null where nobody says them', async () => {
    const gauge = await made({ levelsM: { 3: 6.3 } });
    expect(gauge).toMatchObject({
      levelsM: { 1: null, 2: null, 3: 6.3 },
      river: 'Sông Thương',
      stale: true,
      latest: null,
    });
    const without = await c.officer.caller.post('/api/gauges', gaugeOf([c.boHa], { levelsM: { 1: 4, 2: 5 } }));
    expect([without.status, without.body.code]).toEqual([400, 'bad_request']);
  });

  it('those that are known rise', async () => {
    for (const levelsM of [
      { 1: 15, 2: 14, 3: 16 },
      { 1: 16, 3: 16 },
    ]) {
      const answer = await c.officer.caller.post('/api/gauges', gaugeOf([c.boHa], { levelsM }));
      expect(answer.status).toBe(400);
    }
  });

  it('changes of it are on record, and what is not named stays', async () => {
    const gauge = await made({ datum: 'cao độ quốc gia' });
    const changed = await c.officer.caller.patch<Gauge>(`/api/gauges/${gauge.id}`, { name: 'Trạm Cầu Sơn' });
    expect(changed.body).toMatchObject({
      name: 'Trạm Cầu Sơn',
      datum: 'cao độ quốc gia',
      levelsM: { 1: 14, 2: 15, 3: 16 },
    });
    await c.officer.caller.delete(`/api/gauges/${gauge.id}`);
    expect(await gaugeNow(gauge.id)).toBeUndefined();
    expect((await c.officer.caller.patch(`/api/gauges/${gauge.id}`, { name: 'x' })).status).toBe(404);
    const log = await c.admin.get<{ items: { action: string; subject: string }[] }>('/api/audit');
    expect(log.body.items.filter(one => one.subject === gauge.id).map(one => one.action)).toEqual([
      'gauge.remove',
      'gauge.change',
      'gauge.create',
    ]);
  });
});

describe('GAU-2 readings', () => {
  it('are taken once, whole, and told back as they came', async () => {
    const gauge = await made();
    const first = await measure(c.program, gauge, s.clock.now(), 12, 12.1);
    expect([first.status, first.body]).toEqual([201, { taken: 2, known: 0, proposals: [] }]);
    const again = await measure(c.program, gauge, s.clock.now(), 11.9, 12, 12.1);
    expect(again.body).toEqual({ taken: 1, known: 2, proposals: [] });
    const list = await c.officer.caller.get<{ items: { at: string; levelM: number }[] }>(
      `/api/gauges/${gauge.id}/readings`,
    );
    expect(list.body.items.map(one => one.levelM)).toEqual([11.9, 12, 12.1]);
    const from = list.body.items[1]?.at;
    const span = await c.officer.caller.get<{ items: unknown[] }>(`/api/gauges/${gauge.id}/readings?from=${from}`);
    expect(span.body.items).toHaveLength(2);
  });

  it('come as CSV too, with local times', async () => {
    const gauge = await made();
    const url = `/api/gauges/${gauge.id}/readings`;
    const text = '\uFEFFat,levelM\r\n2026-11-22T15:00:00+07:00,12.50\r\n2026-11-22T08:30:00Z,12.60\r\n';
    const answer = await c.program.call('POST', url, csv(text));
    expect([answer.status, answer.body]).toEqual([201, { taken: 2, known: 0, proposals: [] }]);
    expect((await gaugeNow(gauge.id))?.latest).toMatchObject({ at: '2026-11-22T08:30:00.000Z', levelM: 12.6 });
  });

  it.each([
    ['at,levelM\n2026-11-22T08:00:00Z,12\n2026-11-22T08:10:00Z;twelve', 3, 'twelve'],
    ['at,levelM\n\n2026-11-22 08:00,12', 3, '2026-11-22 08:00'],
    ['2026-11-22T08:00:00Z,12,5', 1, 'at,levelM'],
    ['at,levelM\n2026-11-22T08:00:00Z,1e3', 2, '1e3'],
    ['at,levelM\n', 1, 'at,levelM'],
  ])('a wrong line is named, and nothing of the list is taken: %j', async (text, line, word) => {
    const gauge = await made();
    const answer = await c.program.call('POST', `/api/gauges/${gauge.id}/readings`, csv(text));
    expect(answer.body).toMatchObject({ code: 'bad_readings', details: { line } });
    expect(answer.body.message).toContain(word);
    expect((await gaugeNow(gauge.id))?.latest).toBeNull();
  });

  it('from the future are refused, all of them; a clock that is a little fast is not', async () => {
    const gauge = await made();
    const ahead = await measure(c.program, gauge, s.clock.now() + 5 * 60_000 + 1, 12, 13);
    expect([ahead.status, ahead.body]).toMatchObject([400, { code: 'reading_ahead' }]);
    expect((await gaugeNow(gauge.id))?.latest).toBeNull();
    expect((await measure(c.program, gauge, s.clock.now() + 4 * 60_000, 12)).status).toBe(201);
  });

  it('are 5,000 at most at once', async () => {
    const gauge = await made();
    const list = Array.from({ length: 5000 }, (_, i) => ({
      at: new Date(s.clock.now() - i * 60_000).toISOString(),
      levelM: 12,
    }));
    const url = `/api/gauges/${gauge.id}/readings`;
    expect((await c.program.post(url, [...list, { at: '2020-01-01T00:00:00Z', levelM: 1 }])).status).toBe(400);
    expect((await c.program.post(url, list)).body).toMatchObject({ taken: 5000, known: 0 });
    const lines = ['at,levelM', ...list.map(one => `${one.at},${one.levelM}`), '2020-01-01T00:00:00Z,1'];
    const tooMany = await c.program.call('POST', url, csv(lines.join('\n')));
    expect(tooMany.body).toMatchObject({ code: 'bad_readings', details: { line: 5002 } });
  });
});

describe('GAU-3 where the water stands', () => {
  it('is told against the levels, with how far over and how fast it rises', async () => {
    const gauge = await made();
    await measure(c.program, gauge, s.clock.now(), 13.2, 13.4, 13.6, 13.8, 14, 14.2, 14.4, 14.6);
    expect(await gaugeNow(gauge.id)).toMatchObject({
      latest: { levelM: 14.6, alarmLevel: 1, overM: 0.6 },
      riseMPerHour: 1.2,
      stale: false,
    });
    await measure(c.program, gauge, s.clock.now() + 60_000, 16);
    expect((await gaugeNow(gauge.id))?.latest).toMatchObject({ alarmLevel: 3, overM: 0 });
  });

  it('below all levels that are known it is 0 and over nothing', async () => {
    const gauge = await made({ levelsM: { 3: 6.3 } });
    await measure(c.program, gauge, s.clock.now(), 6.29);
    expect(await gaugeNow(gauge.id)).toMatchObject({ latest: { alarmLevel: 0, overM: null }, riseMPerHour: null });
  });

  it('is stale after an hour, and nothing is concluded from old readings', async () => {
    const gauge = await made();
    await measure(c.program, gauge, s.clock.now(), 12);
    await s.clock.advance(60 * 60_000);
    expect((await gaugeNow(gauge.id))?.stale).toBe(false);
    await s.clock.advance(1);
    expect((await gaugeNow(gauge.id))?.stale).toBe(true);
    const late = await measure(c.program, gauge, s.clock.now() - 2 * 60 * 60_000, 17);
    expect(late.body).toMatchObject({ taken: 1, proposals: [] });
    // Two readings seven hours apart tell no rise.
    await s.clock.advance(6 * 60 * 60_000);
    await measure(c.program, gauge, s.clock.now(), 12.2);
    expect((await gaugeNow(gauge.id))?.riseMPerHour).toBeNull();
  });
});

describe('GAU-4 who may', () => {
  it('places in all its areas to make or change it, signal over all of it to hand in readings', async () => {
    const both = gaugeOf([c.boHa, c.dongKy]);
    expect((await c.officer.caller.post('/api/gauges', both)).status).toBe(403);
    const wide = (await c.admin.post<Gauge>('/api/gauges', both)).body;
    expect((await c.officer.caller.patch(`/api/gauges/${wide.id}`, { areas: [c.boHa] })).status).toBe(403);
    expect((await measure(c.program, wide, s.clock.now(), 12)).status).toBe(403);
    expect((await measure(c.admin, wide, s.clock.now(), 12)).status).toBe(201);
    // It is seen by those whom it warns.
    expect(await gaugeNow(wide.id)).toMatchObject({ areas: [{ name: 'Xã Bố Hạ' }, { name: 'Xã Đồng Kỳ' }] });

    const own = await made();
    expect((await c.officer.caller.patch(`/api/gauges/${own.id}`, { areas: [c.dongKy] })).status).toBe(403);
    expect((await measure(c.program, own, s.clock.now(), 12)).status).toBe(201);
    const seen = await c.neighbour.caller.get<{ items: Gauge[] }>('/api/gauges');
    expect(seen.body.items.map(one => one.id)).toEqual([wide.id]);
    expect((await c.neighbour.caller.get(`/api/gauges/${own.id}/readings`)).status).toBe(403);
    expect((await c.program.post('/api/gauges', gaugeOf([c.boHa]))).status).toBe(403);
  });

  it('a merged area stays warned under its new name', async () => {
    const gauge = await made({ areas: [c.upper] });
    await s.areas.merge('loa', c.upper, c.lower);
    expect((await gaugeNow(gauge.id))?.areas).toEqual([{ id: c.lower, name: 'Thôn Hạ' }]);
    expect((await measure(c.program, gauge, s.clock.now(), 12)).status).toBe(201);
  });
});

describe('GAU-5 the flood of October 2025', () => {
  it('has its public figures as measured, and everything else marked as interpolated', async () => {
    const past = october2025();
    expect(past.map(one => [one.gauge.name, one.gauge.levelsM])).toEqual([
      ['Cầu Sơn', { 1: null, 2: 15, 3: 16 }],
      ['Phủ Lạng Thương', { 1: null, 2: null, 3: 6.3 }],
    ]);
    const measured = past.map(one => one.readings(600_000).filter(reading => reading.interpolated === undefined));
    expect(measured).toEqual([
      [{ at: '2025-10-08T19:00:00.000Z', levelM: 18.37 }],
      [{ at: '2025-10-08T20:00:00.000Z', levelM: 7.6 }],
    ]);
    const readings = past[0]?.readings(600_000) ?? [];
    expect(readings.length).toBeGreaterThan(500);
    expect(Math.max(...readings.map(one => one.levelM))).toBe(18.37);
    expect(readings.every((one, i) => i === 0 || Date.parse(one.at) > Date.parse(readings[i - 1]?.at ?? ''))).toBe(
      true,
    );
  });

  it('can be entered, and its proposal says that the figure is no measurement', async () => {
    const [cauSon] = october2025();
    if (!cauSon) throw new Error('there are two gauges');
    expect(newGauge.parse({ ...cauSon.gauge, areas: [c.boHa] }).levelsM[3]).toBe(16);
    const gauge = (await c.officer.caller.post<Gauge>('/api/gauges', { ...cauSon.gauge, areas: [c.boHa] })).body;
    const at = new Date(s.clock.now()).toISOString();
    await c.program.post(`/api/gauges/${gauge.id}/readings`, [{ at, levelM: 17.9, interpolated: true }]);
    expect((await gaugeNow(gauge.id))?.latest).toMatchObject({ interpolated: true, overM: 1.9 });
    const [proposal] = await s.room.proposals.list();
    expect(proposal?.warnings[0]).toContain('nội suy');
  });
});
