// Drives what somebody sounded at a box without a server: the device's facts alone make an alert that lists and reports know.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Home, PlaybackReport } from '../../../../protocol/api/boards.ts';
import type { Broadcast } from '../../../../protocol/api/broadcasts.ts';
import type { FeedMessage } from '../../../../protocol/feed.ts';
import { deliveryId } from '../../../../protocol/id.ts';
import { auditBefore } from '../../../../server/store/audit.ts';
import { type AlertingServer, alertingServer, type Commune } from '../../../support/alerting.ts';

let s: AlertingServer;
let c: Commune;
beforeAll(async () => {
  s = await alertingServer();
  c = await s.commune();
});
afterAll(() => s.close());

const pressed = { kind: 'onSite', preset: 1, title: 'Còi lũ', how: 'code' };

it('CAL-9: the first fact makes a live alert of that cluster alone, and its villages count as confirmed', async () => {
  const heard: FeedMessage[] = [];
  const stop = s.bus.subscribe('board', message => heard.push(message));
  await s.say(c.clusters.lower, 'al_onsite', pressed, { kind: 'playing', startedAt: s.clock.now() });
  stop();
  expect(heard).toContainEqual({ t: 'alert', alertId: 'al_onsite' });
  await s.clock.advance(1000);
  const alert = await s.read(c.officer.caller, 'al_onsite');
  expect(alert).toMatchObject({
    ...{ state: 'live', source: 'onSite', template: 'onSite', hazard: 'other', title: 'Còi lũ', text: 'Còi lũ' },
    ...{ createdBy: 'Tại chỗ, Hạ', revision: 1, clusters: 1, sounded: 1, villages: 1, villagesLeft: 0 },
    ...{ targets: [{ id: c.clusters.lower, name: 'Hạ' }], households: { total: 80, confirmed: 80, left: 0 } },
    ...{ acts: [{ act: 'issue', by: 'Tại chỗ, Hạ', detail: 'mã trong ngày' }] },
  });
  expect(alert.villageList).toMatchObject([{ name: 'Thôn Hạ', state: 'confirmed' }]);
  const home = await c.officer.caller.get<Home>(`/api/home?areaId=${c.commune}`);
  expect(home.body.alerts).toMatchObject([{ id: 'al_onsite', source: 'onSite', sounded: 1 }]);
  expect(home.body.sounding).toEqual([]);
  const lines = await auditBefore(s.db, Number.MAX_SAFE_INTEGER, 5);
  expect(lines).toContainEqual(expect.objectContaining({ action: 'alert.onSite', subject: 'al_onsite', actor: 'loa' }));
});

it('CAL-9: it is as long as the device says, and stands in the log as an emergency on site', async () => {
  const from = s.clock.now();
  await s.say(c.clusters.upperOne, 'al_siren', pressed);
  await s.clock.advance(90_000);
  await s.say(c.clusters.upperOne, 'al_siren', {
    ...{ kind: 'played', startedAt: from, endedAt: from + 75_000, rounds: 3, proof: 'level' },
  });
  const page = await c.officer.caller.get<Broadcast>('/api/broadcasts/al_siren');
  expect(page.body).toMatchObject({
    ...{ title: 'Còi lũ', durationMs: 75_000, phase: 'over', reach: { households: 120, householdsTotal: 120 } },
    deliveries: [{ cluster: 'Thượng 1', area: 'Thôn Thượng', state: 'played', proof: 'level' }],
  });
  const span = `from=${new Date(from - 1).toISOString()}&to=${new Date(from + 90_000).toISOString()}`;
  const log = await c.officer.caller.get<PlaybackReport>(`/api/reports/playback?${span}&areaId=${c.commune}`);
  expect(log.body.lines.find(line => line.broadcastId === 'al_siren')).toMatchObject({
    ...{ source: 'onSite', class: 'emergency', drill: false, clusters: 1, played: 1, households: 120 },
  });
});

it('CAL-9: facts that come days later make it too, as ended; said again they change nothing', async () => {
  const at = s.clock.now();
  await s.clock.advance(3 * 86_400_000);
  const officer = await s.signedIn(c.officer);
  const late = [
    { ...pressed, at },
    { kind: 'played', at: at + 30_000, startedAt: at, endedAt: at + 30_000, rounds: 1, proof: 'device' },
  ];
  await s.say(c.clusters.far, 'al_late', ...late);
  await s.say(c.clusters.far, 'al_late', ...late);
  expect(await s.read(officer, 'al_late')).toMatchObject({
    ...{ state: 'ended', createdAt: new Date(at).toISOString(), sounded: 1, villagesLeft: 0 },
  });
  const rows = await s.db.selectFrom('alerts').select('id').where('id', '=', 'al_late').execute();
  expect(rows).toHaveLength(1);
  const never = { ...pressed, at: 60_000, uncertaintyMs: null };
  await s.say(c.clusters.far, 'al_clockless', never);
  expect((await s.read(officer, 'al_clockless')).createdAt).toBe(new Date(s.clock.now()).toISOString());
});

it('CAL-9: a device makes no alert of what is there, nor for another cluster, nor by another name', async () => {
  const officer = await s.signedIn(c.officer);
  const sent = await s.alert({ targets: [c.commune], by: c.officer.accountId });
  await s.say(c.clusters.tay, sent, { ...pressed, title: 'Giả' });
  expect(await s.read(officer, sent)).toMatchObject({ title: 'Lũ báo động 3', source: 'own', clusters: 5 });
  await s.say(c.clusters.tay, 'al_foreign', { ...pressed, deliveryId: deliveryId('al_foreign', c.clusters.far) });
  await s.say(c.clusters.tay, 'br_foreign', pressed);
  const made = await s.db.selectFrom('alerts').select('id').where('id', 'in', ['al_foreign', 'br_foreign']).execute();
  expect(made).toEqual([]);
});
