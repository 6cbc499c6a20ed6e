// A flood with the whole system in one process: the river rises, what the gauge proposes is taken up, sounds at the loudspeakers,
// and is taken back; and a gauge that was armed sends its warning by itself.
import { afterEach, expect, it } from 'vitest';
import type { MadeAlert } from '../../protocol/api/alerts.ts';
import type { Gauge, Proposal } from '../../protocol/api/warnings.ts';
import { PIN } from '../support/server.ts';
import { openVillage, type Village } from '../support/village.ts';
import { gaugeOf, measure } from '../support/warning.ts';

let v: Village;
afterEach(() => v.close());

async function river() {
  const gauge = (await v.admin.post<Gauge>('/api/gauges', gaugeOf([v.root]))).body;
  return {
    gauge,
    async water(...levels: number[]) {
      await v.pass(60_000);
      await measure(v.admin, gauge, v.clock.now(), ...levels);
      await v.pass(500);
    },
  };
}
const open = async () =>
  (await v.admin.get<{ items: Proposal[] }>('/api/proposals')).body.items.filter(one => one.state === 'open');
const accept = async (id: string) => {
  const answer = await v.admin.post<Proposal>(`/api/proposals/${id}/accept`, { proof: { pin: PIN } });
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.body;
};

it('PRO-1, PRO-2: what the gauge proposes sounds when a person takes it up, and the all-clear takes it back', async () => {
  v = await openVillage();
  const cluster = await v.cluster('Cụm Cầu Sơn');
  const { water } = await river();
  await water(13.8, 14.1);
  await v.pass(10_000);
  expect(cluster.heard).toEqual([]);

  const [rise] = await open();
  const { alertId } = await accept(rise?.id ?? '');
  await v.pass(5_000);
  expect(cluster.heard.length).toBeGreaterThan(0);
  expect(await v.outcome(alertId ?? '')).toMatchObject({
    source: 'gauge',
    level: 1,
    state: 'live',
    sounded: 1,
    slots: { river: 'Thương', station: 'Cầu Sơn', waterLevel: '14,10 m' },
  });

  await v.pass(40 * 60_000);
  await water(14.1, 13.9, 13.8, 13.7);
  const [over] = await open();
  expect(over).toMatchObject({ template: 'all-clear', alertId });
  await accept(over?.id ?? '');
  await v.pass(5_000);
  expect((await v.outcome(alertId ?? '')).state).toBe('withdrawn');
});

it('PRO-3: a higher level brings the alert that lives up to date', async () => {
  v = await openVillage();
  await v.cluster('Cụm Cầu Sơn');
  const { water } = await river();
  await water(13.8, 14.1);
  const { alertId } = await accept((await open())[0]?.id ?? '');
  await v.pass(60_000);
  await water(15.3);
  const [higher] = await open();
  expect(higher).toMatchObject({ template: 'flood-2', alertId });
  await accept(higher?.id ?? '');
  expect(await v.outcome(alertId ?? '')).toMatchObject({ template: 'flood-2', level: 2, revision: expect.any(Number) });
  expect((await v.admin.get<{ items: MadeAlert[] }>('/api/alerts')).body.items).toHaveLength(1);
});

it('PRO-9: an armed gauge sounds after its countdown, through the one gate, by voice alone', async () => {
  v = await openVillage(undefined, { automatic: true });
  const cluster = await v.cluster('Cụm Cầu Sơn');
  const { gauge, water } = await river();
  const until = new Date(v.clock.now() + 86_400_000).toISOString();
  const armed = await v.admin.post(`/api/gauges/${gauge.id}/arm`, { until, marginM: 0.5, vetoS: 60, pin: PIN });
  expect(armed.status).toBe(201);
  await water(15.9, 16.4, 16.55, 16.7, 16.8);
  await v.pass(58_000);
  expect(cluster.heard).toEqual([]);
  await v.pass(7_000);
  expect(cluster.heard.length).toBeGreaterThan(0);
  const [alert] = (await v.admin.get<{ items: { id: string }[] }>('/api/alerts')).body.items;
  expect(await v.outcome(alert?.id ?? '')).toMatchObject({ source: 'gauge', siren: null, level: 3, sounded: 1 });
});
