// Drives signed settings and mergers through the rooms: signed only when they say something new, versions that rise, bytes
// that a device can verify, and a history that survives when areas move, merge and go.

import { createPublicKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCertificate } from '../../../protocol/certificate.ts';
import { bodyJson, ed25519PublicKey, isSignedBy, readEnvelope } from '../../../protocol/envelope.ts';
import { isTarget, type Settings, settings as settingsBody } from '../../../protocol/order.ts';
import type { Messages } from '../../../server/bus/bus.ts';
import { shelf, type TestServer, testServer } from '../../support/server.ts';

let server: TestServer;
let root: string;
let commune: string;
let village: string;
let sent: Messages['order'][];

const area = async (name: string, kind: string, parentId?: string) =>
  (await server.areas.create('loa', { name, kind, parentId })).id;
const cluster = async (name: string, areaId: string) => (await server.clusters.create('loa', { name, areaId })).id;
const last = (clusterId: string): Settings => {
  const order = sent.findLast(one => one.orderId === clusterId);
  return settingsBody.parse(bodyJson(readEnvelope(order?.bytes ?? new Uint8Array())?.body ?? new Uint8Array()));
};

beforeEach(async () => {
  server = await testServer();
  ({ root } = await server.setUp());
  sent = [];
  server.bus.subscribe('order', order => sent.push(order));
  commune = await area('Xã Bố Hạ', 'commune');
  village = await area('Thôn Chùa', 'village', commune);
});
afterEach(() => server.close());

describe('settings', () => {
  it('go out signed when a cluster is made, and a device can verify them by the root alone', async () => {
    const id = await cluster('Cụm 1', village);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ kind: 'settings', orderId: id, revision: 1, clusterIds: [id] });
    const envelope = readEnvelope(sent[0]?.bytes ?? new Uint8Array());
    const certificate = openCertificate(server.signing.certificate, ed25519PublicKey(server.signing.rootPublicKey));
    const key = ed25519PublicKey(Buffer.from(certificate?.publicKey ?? '', 'hex'));
    expect(createPublicKey({ key: key.export({ format: 'jwk' }), format: 'jwk' }).asymmetricKeyType).toBe('ed25519');
    expect(envelope && isSignedBy(key, 'settings', envelope.body, envelope.signature)).toBe(true);
    expect(last(id)).toEqual({
      clusterId: id,
      version: 1,
      name: 'Cụm 1',
      areas: [root, commune, village],
      languages: ['vi'],
      timezone: 'Asia/Ho_Chi_Minh',
      quietHours: [],
      priorityIgnoresQuiet: false,
      volumeCeiling: 100,
      emergencyCeiling: 100,
      clips: [],
      onSite: { secret: expect.any(String), presets: shelf.presetsOf(null) },
    });
  });

  it('are signed again only when they say something else', async () => {
    const id = await cluster('Cụm 1', village);
    const quietHours = [{ from: '21:00', to: '05:00' }];
    await server.areas.change('loa', root, { quietHours });
    expect(last(id)).toMatchObject({ version: 2, quietHours });
    for (const change of [{ quietHours }, { name: 'Xã Bố Hạ mới' }, { households: 5 }, { approval: true }])
      await server.areas.change('loa', commune, change);
    expect(await server.settings.refresh()).toBe(0);
    expect(sent).toHaveLength(2);
    await server.clusters.change('loa', id, { name: 'Cụm 1 cũ' });
    expect(last(id)).toMatchObject({ version: 3, name: 'Cụm 1 cũ' });
    const row = await server.clusters.get(id);
    expect([row.settingsVersion, row.settingsAcknowledged]).toEqual([3, 0]);
  });

  it('speak the languages of the villages served, wherever the pole stands; its own choice goes before', async () => {
    const far = await area('Thôn Đồng', 'village', commune);
    const { id } = await server.clusters.create('loa', { name: 'Cụm xã', areaId: commune, serves: [village, far] });
    expect(last(id).languages).toEqual(['vi']);
    await server.areas.change('loa', far, { languages: ['nut', 'vi'] });
    expect(last(id).languages).toEqual(['vi', 'nut']);
    await server.clusters.change('loa', id, { languages: ['nut'] });
    expect(last(id).languages).toEqual(['nut']);
    await expect(server.clusters.change('loa', id, { serves: [commune] })).rejects.toMatchObject({
      code: 'not_a_village',
    });
  });

  it('of many clusters are signed in slices, each version once though two changes race', async () => {
    for (let i = 0; i < 450; i++) {
      await server.db
        .insertInto('clusters')
        .values({
          id: `cl_${i.toString(36).replace(/[0189]/g, 'x')}${'abcdefgh'[i % 8]}${'abcdefgh'[(i >> 3) % 8]}${'abcdefgh'[(i >> 6) % 8]}`,
          name: `c${i}`,
          area_id: village,
          kind: 'pole',
          speakers_json: '[]',
          created_at: 0,
        })
        .execute();
    }
    const both = await Promise.all([server.settings.refresh(), server.settings.refresh({ areaId: commune })]);
    expect(both).toEqual([450, 0]);
    await Promise.all([
      server.areas.change('loa', root, { volumeCeiling: 80 }),
      server.areas.change('loa', commune, { emergencyCeiling: 90 }),
    ]);
    const keys = sent.map(order => `${order.orderId} ${order.revision}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { id } of await server.clusters.list())
      expect(last(id)).toMatchObject({ volumeCeiling: 80, emergencyCeiling: 90 });
  });
});

describe('mergers', () => {
  it('keep the old id as an alias: old targets, reports and rights still find their place', async () => {
    const other = await area('Xã Đồng Kỳ', 'commune');
    const theirs = await area('Thôn Gụ', 'village', other);
    const id = await cluster('Cụm Gụ', theirs);
    await server.areas.merge('loa', other, commune);
    const tree = await server.areas.tree();
    expect(tree.get(theirs).path).toBe(`/${root}/${commune}/${theirs}/`);
    expect(tree.get(other).id).toBe(commune);
    expect(tree.living.map(one => one.id)).not.toContain(other);
    expect(last(id).areas).toEqual([root, commune, theirs, other]);
    for (const target of [other, commune, theirs])
      expect(isTarget({ targets: [target] }, id, last(id).areas)).toBe(true);
    const stored = await server.db.selectFrom('areas').selectAll().where('id', '=', other).executeTakeFirst();
    expect(stored).toMatchObject({ name: 'Xã Đồng Kỳ', merged_into: commune, path: `/${root}/${commune}/` });

    // And again: what took others in is taken in itself, then moves.
    const third = await area('Xã Hợp Nhất', 'commune');
    await server.areas.merge('loa', commune, third);
    expect((await server.areas.tree()).get(other).id).toBe(third);
    const district = await area('Vùng', 'district');
    await server.areas.change('loa', third, { parentId: district });
    expect((await server.areas.tree()).get(other).path).toBe(`/${root}/${district}/${third}/`);
    expect(last(id).areas).toEqual(expect.arrayContaining([root, district, third, theirs, other, commune]));
  });

  it('of villages bring their clusters, ticks and households along', async () => {
    const second = await area('Thôn Đình', 'village', commune);
    await server.areas.change('loa', village, { households: 100, people: 400 });
    await server.areas.change('loa', second, { households: 43 });
    const { id } = await server.clusters.create('loa', { name: 'Cả hai', areaId: second, serves: [village, second] });
    const merged = await server.areas.merge('loa', second, village);
    expect(merged).toMatchObject({ households: 143, people: null });
    expect(await server.clusters.get(id)).toMatchObject({ areaId: village, serves: [village] });
  });

  it('and moves into themselves are refused, and nothing is deleted while something stands in it', async () => {
    await expect(server.areas.merge('loa', commune, village)).rejects.toMatchObject({ code: 'area_in_itself' });
    await expect(server.areas.merge('loa', commune, commune)).rejects.toMatchObject({ code: 'area_in_itself' });
    await expect(server.areas.change('loa', commune, { parentId: village })).rejects.toMatchObject({
      code: 'area_in_itself',
    });
    await expect(server.areas.remove('loa', commune)).rejects.toMatchObject({ code: 'area_not_empty' });
    const id = await cluster('Cụm 1', village);
    await expect(server.areas.remove('loa', village)).rejects.toMatchObject({ code: 'area_not_empty' });
    await server.clusters.remove('loa', id);
    await server.areas.remove('loa', village);
    await server.areas.remove('loa', commune);
    expect((await server.areas.tree()).living.map(one => one.id)).toEqual([root]);
    await expect(area('Lạc', 'village', commune)).rejects.toMatchObject({ code: 'not_found' });
  });
});
