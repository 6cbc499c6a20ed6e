// Drives accounts and roles through HTTP: who may appoint whom, that nobody raises themselves, and that the log knows.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../support/api.ts';
import { PASSWORD, PIN, type TestServer, testServer } from '../../support/server.ts';

let server: TestServer;
let admin: Caller;
let root: string;
let commune: string;
let other: string;
let communeAdmin: Caller;
beforeEach(async () => {
  server = await testServer();
  ({ caller: admin, root } = await server.setUp());
  commune = (await server.areas.create('loa', { name: 'Xã Bố Hạ', kind: 'commune' })).id;
  other = (await server.areas.create('loa', { name: 'Xã Đồng Kỳ', kind: 'commune' })).id;
  communeAdmin = (await server.as(admin, 'quản trị xã', { role: 'admin', areaId: commune })).caller;
});
afterEach(() => server.close());

const person = (name: string, ...held: { role: string; areaId: string }[]) => ({
  name,
  password: PASSWORD,
  pin: PIN,
  roles: held,
});

describe('an administrator of a commune', () => {
  it('appoints in the commune, nobody above or beside it, and nobody for the province', async () => {
    const give = async (role: string, areaId: string, name = 'mới') =>
      (await communeAdmin.post('/api/people', person(name, { role, areaId }))).status;
    expect(await give('leader', commune)).toBe(201);
    expect(await give('admin', root, 'b')).toBe(403);
    expect(await give('officer', other, 'c')).toBe(403);
    expect(await give('province', commune, 'd')).toBe(403);
    expect((await admin.post('/api/people', person('e', { role: 'province', areaId: root }))).status).toBe(201);
    const mixed = person('f', { role: 'officer', areaId: commune }, { role: 'officer', areaId: other });
    expect((await communeAdmin.post('/api/people', mixed)).status).toBe(403);
  });

  it('cannot take over somebody who holds a role elsewhere, nor give a role away that they hold there', async () => {
    const both = await server.as(
      admin,
      'hai xã',
      { role: 'officer', areaId: commune },
      { role: 'leader', areaId: other },
    );
    expect(
      (await communeAdmin.patch(`/api/people/${both.accountId}`, { password: 'chiếm lấy tài khoản' })).status,
    ).toBe(403);
    expect((await communeAdmin.patch(`/api/people/${both.accountId}`, { roles: [] })).status).toBe(400);
    const own = await server.as(admin, 'một xã', { role: 'officer', areaId: commune });
    const moved = { roles: [{ role: 'officer', areaId: other }] };
    expect((await communeAdmin.patch(`/api/people/${own.accountId}`, moved)).status).toBe(403);
    const inside = { roles: [{ role: 'leader', areaId: commune }] };
    expect((await communeAdmin.patch(`/api/people/${own.accountId}`, inside)).body.roles).toMatchObject([
      { role: 'leader' },
    ]);
  });

  it('sees the people of the commune alone', async () => {
    await server.as(admin, 'người khác', { role: 'officer', areaId: other });
    const { items } = (await communeAdmin.get<{ items: { name: string }[] }>('/api/people')).body;
    expect(items.map(one => one.name)).toEqual(['quản trị xã']);
  });
});

it('takes a name once, however it is typed', async () => {
  expect((await admin.post('/api/people', person('Lan Anh', { role: 'officer', areaId: commune }))).status).toBe(201);
  const again = await admin.post(
    '/api/people',
    person(' LAN ANH'.normalize('NFD'), { role: 'officer', areaId: commune }),
  );
  expect([again.status, again.body.code]).toEqual([409, 'name_taken']);
});

it('a role grows with its area when communes merge', async () => {
  const officer = await server.as(admin, 'cán bộ', { role: 'officer', areaId: other });
  const village = await server.areas.create('loa', { name: 'Thôn 1', kind: 'village', parentId: commune });
  expect((await officer.caller.get(`/api/areas/${village.id}`)).status).toBe(403);
  expect((await admin.post(`/api/areas/${other}/merge`, { into: commune })).status).toBe(200);
  expect((await officer.caller.get(`/api/areas/${village.id}`)).status).toBe(200);
  expect((await officer.caller.get('/api/session')).body.roles).toEqual([
    { role: 'officer', areaId: commune, areaName: 'Xã Bố Hạ' },
  ]);
});

it('an officer cannot do away with approval or delegate to themselves', async () => {
  const officer = await server.as(admin, 'cán bộ', { role: 'officer', areaId: commune });
  expect((await officer.caller.patch(`/api/areas/${commune}`, { quietHours: [] })).status).toBe(200);
  expect((await officer.caller.patch(`/api/areas/${commune}`, { approval: false })).status).toBe(403);
  const delegations = [
    {
      accountId: officer.accountId,
      class: 'normal',
      maxMinutes: 10,
      hours: { from: '06:00', to: '20:00' },
      documentNo: '12/QĐ-UBND',
      documentDate: '2026-01-01',
      until: '2026-12-31',
    },
  ];
  expect((await officer.caller.patch(`/api/areas/${commune}`, { delegations })).status).toBe(403);
  expect((await admin.patch(`/api/areas/${commune}`, { delegations })).body.delegations).toEqual(delegations);
});

it('every change is in the log, without any secret', async () => {
  const lan = await server.as(admin, 'lan', { role: 'officer', areaId: commune });
  await admin.patch(`/api/people/${lan.accountId}`, { password: 'bí mật vô cùng', pin: '998877', disabled: true });
  const { items } = (await admin.get<{ items: { action: string; subject: string; actor: string }[] }>('/api/audit'))
    .body;
  expect(items.filter(entry => entry.subject === lan.accountId).map(entry => entry.action)).toEqual([
    'account.change',
    'account.create',
  ]);
  expect(items[0]?.actor).toMatch(/^quantri \(ac_/);
  expect(JSON.stringify(items)).not.toMatch(/bí mật|998877|argon2/);
});

it('PPL-3: passwords and PINs are kept as Argon2id hashes alone', async () => {
  const kept = await server.db.selectFrom('accounts').select(['password_hash', 'pin_hash']).execute();
  const hashes = kept.flatMap(({ password_hash, pin_hash }) => [password_hash, pin_hash]);
  expect(hashes.length).toBeGreaterThan(3);
  for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(new Set(hashes).size).toBe(hashes.length);
});
