// Drives villages, clusters and enrolment codes through HTTP, as the first half hour of a commune goes: paste, tick, enrol.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Area, Cluster } from '../../../protocol/api/places.ts';
import { codeIdOf, fingerprintOf, readCode } from '../../../protocol/device.ts';
import type { Caller } from '../../support/api.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { type TestServer, testServer } from '../../support/server.ts';

const time = fakeClock();
let server: TestServer;
let admin: Caller;
let commune: string;
beforeEach(async () => {
  server = await testServer({ time });
  admin = (await server.setUp()).caller;
  commune = (await admin.post<Area>('/api/areas', { name: 'Xã Bố Hạ', kind: 'commune' })).body.id;
});
afterEach(() => server.close());

interface Put {
  made: number;
  changed: number;
  villages: Area[];
}
const paste = (text: string) => admin.post<Put>('/api/villages', { areaId: commune, text });

describe('the pasted list', () => {
  it('adds villages, brings known ones up to date, and leaves alone what it does not say', async () => {
    const first = await paste('Thôn\tSố hộ\tSố khẩu\tTrưởng thôn\tSĐT\nChùa\t1.143\t4.612\tBình\t0912\nĐình\t98');
    expect([first.status, first.body.made, first.body.changed]).toEqual([201, 2, 0]);
    const again = await paste('Tên thôn;Số hộ\nCHÙA;1.150\nĐình;98\nGụ;7');
    expect([again.body.made, again.body.changed]).toEqual([1, 1]);
    const { items } = (await admin.get<{ items: Area[] }>(`/api/villages?areaId=${commune}`)).body;
    expect(items.map(one => [one.name, one.households, one.people, one.head?.name ?? null]).sort()).toEqual([
      ['CHÙA', 1150, 4612, 'Bình'],
      ['Gụ', 7, null, null],
      ['Đình', 98, null, null],
    ]);
    expect(items.every(one => one.parentId === commune && one.kind === 'village')).toBe(true);
  });

  it('is imported whole or not at all, and comes as JSON and as CSV too', async () => {
    const bad = await paste('Chùa\t5\nĐình\tnhiều');
    expect([bad.status, bad.body]).toMatchObject([
      400,
      { code: 'bad_list', message: 'Danh sách sai ở dòng 2, cột số hộ: không phải là số' },
    ]);
    expect((await admin.get('/api/villages')).body.items).toEqual([]);
    const twice = { areaId: commune, villages: [{ name: 'A' }, { name: 'a' }] };
    expect((await admin.post('/api/villages', twice)).body.code).toBe('bad_list');
    expect(
      (await admin.post('/api/villages', { areaId: commune, villages: [{ name: 'A', households: 3 }] })).status,
    ).toBe(201);
    const csv = { headers: { 'content-type': 'text/csv' } };
    expect((await admin.post<Put>(`/api/villages?areaId=${commune}`, 'Chùa,5\nĐình,6', csv)).body.made).toBe(2);
    expect((await admin.post('/api/villages', 'Chùa,5', csv)).body.code).toBe('bad_request');
  });
});

describe('a cluster', () => {
  it('needs a name and an area alone; the rest is unknown, and unknown is null', async () => {
    const made = await admin.post<Cluster>('/api/clusters', { name: 'Cụm 1', areaId: commune });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      position: null,
      speakers: [],
      languages: null,
      serves: [],
      plays: ['vi'],
      enrolled: false,
      presence: { state: 'never', since: null },
      health: null,
      fault: null,
    });
  });

  it('in a village serves it; ticks say more', async () => {
    const { villages } = (await paste('Chùa\t143\nĐình\t98')).body;
    const [chua, dinh] = villages.map(one => one.id);
    const made = (await admin.post<Cluster>('/api/clusters', { name: 'Cụm 1', areaId: chua })).body;
    expect(made.serves).toEqual([{ id: chua, name: 'Chùa', households: 143 }]);
    const speakers = [{ bearingDeg: 45, powerW: 50 }];
    const changed = await admin.patch<Cluster>(`/api/clusters/${made.id}`, { serves: [chua, dinh], speakers });
    expect(changed.body.serves.map(one => one.name)).toEqual(expect.arrayContaining(['Chùa', 'Đình']));
    expect(changed.body.speakers).toEqual(speakers);
    const { items } = (await admin.get<{ items: Area[] }>('/api/areas')).body;
    expect(items.find(one => one.id === commune)?.clusters).toBe(1);
    expect((await admin.delete(`/api/clusters/${made.id}`)).status).toBe(200);
    expect((await admin.get(`/api/clusters/${made.id}`)).status).toBe(404);
  });

  it('cannot be put into or made to serve a neighbour’s commune', async () => {
    const other = (await admin.post<Area>('/api/areas', { name: 'Xã khác', kind: 'commune' })).body.id;
    const theirs = await server.areas.create('loa', { name: 'Thôn họ', kind: 'village', parentId: other });
    const technician = (await server.as(admin, 'kỹ thuật', { role: 'technician', areaId: commune })).caller;
    const made = (await technician.post<Cluster>('/api/clusters', { name: 'Cụm 1', areaId: commune })).body;
    for (const change of [{ areaId: other }, { serves: [theirs.id] }])
      expect((await technician.patch(`/api/clusters/${made.id}`, change)).status).toBe(403);
  });
});

describe('an enrolment code', () => {
  it('carries the root’s fingerprint, is kept by its id, lasts ten minutes and ends older ones', async () => {
    const { id } = (await admin.post<Cluster>('/api/clusters', { name: 'Cụm 1', areaId: commune })).body;
    const ask = async () =>
      (await admin.post<{ code: string; expiresAt: string }>(`/api/clusters/${id}/enrolment`)).body;
    const old = readCode((await ask()).code);
    const { code, expiresAt } = await ask();
    const read = readCode(code);
    expect(Buffer.from(read?.fingerprint ?? [])).toEqual(Buffer.from(fingerprintOf(server.signing.rootPublicKey)));
    expect(Date.parse(expiresAt)).toBe(time.now() + 600_000);
    const rows = await server.db.selectFrom('enrolments').select(['code_id', 'cluster_id', 'used_at']).execute();
    expect(rows).toEqual([{ code_id: codeIdOf(read?.secret ?? new Uint8Array()), cluster_id: id, used_at: null }]);
    expect(codeIdOf(old?.secret ?? new Uint8Array())).not.toBe(rows[0]?.code_id);
    expect((await admin.get('/api/audit')).text).not.toContain(code);
  });

  it('and the device’s key are gone once the cluster is revoked, and its session is closed', async () => {
    const { id } = (await admin.post<Cluster>('/api/clusters', { name: 'Cụm 1', areaId: commune })).body;
    await admin.post(`/api/clusters/${id}/enrolment`);
    await server.db
      .updateTable('clusters')
      .set({ device_key: Buffer.alloc(32, 1) })
      .where('id', '=', id)
      .execute();
    const closed: string[] = [];
    server.bus.subscribe('close', message => closed.push(message.clusterId));
    expect((await admin.get<Cluster>(`/api/clusters/${id}`)).body).toMatchObject({ enrolled: true, revoked: false });
    expect((await admin.post(`/api/clusters/${id}/revoke`)).status).toBe(200);
    expect((await admin.get<Cluster>(`/api/clusters/${id}`)).body).toMatchObject({ enrolled: false, revoked: true });
    expect(closed).toEqual([id]);
    expect(await server.db.selectFrom('enrolments').selectAll().execute()).toEqual([]);
  });
});
