// Drives lịch trực through HTTP and asks who is on duty: the nearest list that names anybody for the day speaks.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ShownRoster } from '../../../protocol/api/alerts.ts';
import { rosterRoutes } from '../../../server/http/roster.ts';
import { createRosters, onDuty } from '../../../server/people/roster.ts';
import { auditBefore } from '../../../server/store/audit.ts';
import type { Caller } from '../../support/api.ts';
import { type TestServer, testServer } from '../../support/server.ts';

let server: TestServer;
let admin: Caller;
let root: string;
let commune: string;
let village: string;
const ids: Record<string, string> = {};
const callers: Record<string, Caller> = {};

beforeEach(async () => {
  server = await testServer({
    rooms: async ({ db, time, areas }) => [api => rosterRoutes(api, { rosters: createRosters({ db, time }), areas })],
  });
  ({ caller: admin, root } = await server.setUp());
  commune = (await server.areas.create('loa', { name: 'Xã Bố Hạ', kind: 'commune' })).id;
  village = (await server.areas.create('loa', { name: 'Thôn Thượng', kind: 'village', parentId: commune })).id;
  const people = {
    officer: ['officer', commune],
    leader: ['leader', commune],
    head: ['villageHead', village],
    technician: ['technician', commune],
    province: ['province', root],
  } as const;
  for (const [name, [role, areaId]] of Object.entries(people)) {
    const person = await server.as(admin, name, { role, areaId });
    ids[name] = person.accountId;
    callers[name] = person.caller;
  }
});
afterEach(() => server.close());

const shift = (from: string, to: string, who: string, deputy: string | null = null) => ({
  from,
  to,
  accountId: ids[who],
  deputyId: deputy && ids[deputy],
});
const put = (areaId: string, who: string, ...shifts: unknown[]) =>
  callers[who]!.put<ShownRoster>(`/api/areas/${areaId}/roster`, { shifts });

it('CAL-7: on duty are those of the nearest area whose list has anybody for the day, each followed by the deputy', async () => {
  await put(root, 'province', shift('2026-11-01', '2026-11-30', 'province'));
  const written = await put(
    commune,
    'officer',
    shift('2026-11-22', '2026-11-22', 'leader', 'officer'),
    shift('2026-11-20', '2026-11-23', 'officer'),
  );
  expect(written.status).toBe(200);
  expect(await onDuty(server.db, village, '2026-11-22')).toEqual([ids.leader, ids.officer]);
  expect(await onDuty(server.db, commune, '2026-11-23')).toEqual([ids.officer]);
  expect(await onDuty(server.db, commune, '2026-11-24')).toEqual([ids.province]);
  expect(await onDuty(server.db, commune, '2026-12-01')).toEqual([]);

  await admin.patch(`/api/people/${ids.officer}`, { disabled: true });
  expect(await onDuty(server.db, commune, '2026-11-22')).toEqual([ids.leader]);
  expect(await onDuty(server.db, commune, '2026-11-23')).toEqual([ids.province]);
});

it('CAL-7: the list is read by name, offers those who may act, is written by officers and leaders, and the log knows', async () => {
  expect((await put(commune, 'leader', shift('2026-11-22', '2026-11-23', 'leader', 'officer'))).status).toBe(200);
  const { body } = await callers.technician!.get<ShownRoster>(`/api/areas/${commune}/roster`);
  expect(body.shifts).toMatchObject([{ from: '2026-11-22', to: '2026-11-23', name: 'leader', deputy: 'officer' }]);
  expect(body.people.map(person => person.name)).toEqual(expect.arrayContaining(['leader', 'officer', 'province']));
  expect(body.people.map(person => person.name)).not.toEqual(expect.arrayContaining(['technician']));
  const [line] = await auditBefore(server.db, Number.MAX_SAFE_INTEGER, 1);
  expect(line).toMatchObject({ action: 'roster.set', subject: commune });

  expect((await put(commune, 'technician')).status).toBe(403);
  expect((await put(commune, 'head')).status).toBe(403);
  expect((await put(root, 'officer')).status).toBe(403);
  const token = await callers.officer!.post<{ token: string }>('/api/tokens', { name: 'máy', scopes: ['read'] });
  const byToken = await server.withToken(token.body.token).put(`/api/areas/${commune}/roster`, { shifts: [] });
  expect(byToken.status).toBe(403);
});

it('CAL-7: a list with a stranger on it, or a shift that ends before it begins, changes nothing', async () => {
  await put(commune, 'officer', shift('2026-11-22', '2026-11-23', 'leader'));
  const backwards = await put(commune, 'officer', shift('2026-11-22', '2026-11-21', 'leader'));
  expect([backwards.status, backwards.body]).toMatchObject([400, { code: 'bad_request' }]);
  const stranger = { ...shift('2026-11-22', '2026-11-23', 'leader'), deputyId: 'ac_nobody' };
  expect((await put(commune, 'officer', stranger)).status).toBe(404);
  expect(await onDuty(server.db, commune, '2026-11-22')).toEqual([ids.leader]);
});
