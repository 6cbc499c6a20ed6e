// Drives what signed settings hold for emergencies: sirens of the code that a commune has picked, presets for the person at the
// box, and the key of the daily codes, which is made once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorAnswer } from '../../../protocol/api/common.ts';
import { bodyJson, readEnvelope } from '../../../protocol/envelope.ts';
import { onSitePreset, type Settings, settings as settingsBody } from '../../../protocol/order.ts';
import type { Messages } from '../../../server/bus/bus.ts';
import type { Caller } from '../../support/api.ts';
import { shelf, type TestServer, templates, testServer } from '../../support/server.ts';

let server: TestServer;
let admin: Caller;
let commune: string;
let village: string;
let cluster: string;
let sent: Messages['order'][];
const last = (clusterId = cluster): Settings => {
  const order = sent.findLast(one => one.orderId === clusterId);
  return settingsBody.parse(bodyJson(readEnvelope(order?.bytes ?? new Uint8Array())?.body ?? new Uint8Array()));
};
const presets = () => last().onSite?.presets ?? [];

beforeEach(async () => {
  server = await testServer();
  admin = (await server.setUp()).caller;
  sent = [];
  server.bus.subscribe('order', order => sent.push(order));
  commune = (await server.areas.create('loa', { name: 'Xã Bố Hạ', kind: 'commune' })).id;
  village = (await server.areas.create('loa', { name: 'Thôn Chùa', kind: 'village', parentId: commune })).id;
  cluster = (await server.clusters.create('loa', { name: 'Cụm 1', areaId: village })).id;
});
afterEach(() => server.close());

describe('LIB-8: the siren code of a commune', () => {
  it('brings its sirens to the devices, and takes them away with it', async () => {
    expect(last().clips).toEqual([]);
    const changed = await admin.patch(`/api/areas/${commune}`, { sirenCode: 'hue' });
    expect(changed.body).toMatchObject({ sirenCode: 'hue', effective: { sirenCode: 'hue' } });
    expect(last().clips.map(clip => [clip.name, clip.number, clip.durationMs])).toEqual([
      ['siren-hue-storm', 201, 81_000],
      ['siren-hue-flood2', 202, 31_000],
      ['siren-hue-flood3', 203, 171_000],
    ]);
    await admin.patch(`/api/areas/${commune}`, { sirenCode: null });
    expect(last().clips).toEqual([]);
  });

  it('must be one that is shipped', async () => {
    const refused = await admin.patch<ErrorAnswer>(`/api/areas/${commune}`, { sirenCode: 'somewhere' });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'unknown_siren_code', details: { code: 'somewhere', known: 'hue' } });
    expect(refused.body.message).toContain('hue');
    expect((await server.areas.tree()).effective(commune).sirenCode).toBeNull();
  });
});

describe('LIB-15: what a person at the box may sound', () => {
  it('is numbered alike everywhere, in voice, with the siren where the commune has picked a code', async () => {
    expect(presets().map(preset => [preset.number, preset.title])).toEqual([
      [1, 'Lũ báo động 3, sơ tán'],
      [2, 'Lũ quét, sạt lở'],
      [3, 'Bão, lốc'],
      [4, 'Cháy'],
      [5, 'Xả lũ hồ chứa'],
      [6, 'Sơ tán ngay'],
      [7, 'Lũ báo động 2'],
      [8, 'Đính chính: phát nhầm'],
      [9, 'Báo yên'],
    ]);
    for (const preset of presets()) {
      expect(() => onSitePreset.parse(preset)).not.toThrow();
      expect(preset.siren).toBeUndefined();
      expect(preset.content[0]?.name).toBe('chime-alert');
      expect(preset.passes).toBe(3);
    }
    expect(presets()[0]?.content.map(item => [item.name, item.optional ?? false])).toEqual([
      ['chime-alert', false],
      ['flood-3', false],
      ['plan', true],
    ]);
    await admin.patch(`/api/areas/${commune}`, { sirenCode: 'hue' });
    expect(presets().map(preset => preset.siren ?? null)).toEqual([
      'siren-hue-flood3',
      'siren-hue-flood3',
      'siren-hue-storm',
      null,
      null,
      null,
      'siren-hue-flood2',
      null,
      null,
    ]);
    expect(presets()[0]?.content.map(item => item.name)).toEqual(['flood-3', 'plan']);
    for (const preset of presets())
      if (preset.siren !== undefined)
        expect(preset.passes).toBeLessThanOrEqual(templates.siren('hue', preset.siren)?.most ?? 0);
  });

  it('names only sounds that are shipped', () => {
    for (const code of [null, ...shelf.codes])
      for (const { content, siren } of shelf.presetsOf(code))
        for (const name of [...content.map(item => item.name), ...(siren === undefined ? [] : [siren])])
          expect(shelf.numberOf(name), name).not.toBeNull();
  });
});

describe('LIB-16: the key of the on-site codes', () => {
  it('is 32 bytes, made once for each cluster', async () => {
    const secret = last().onSite?.secret ?? '';
    expect(Buffer.from(secret, 'base64')).toHaveLength(32);
    const second = (await server.clusters.create('loa', { name: 'Cụm 2', areaId: village })).id;
    expect(last(second).onSite?.secret).not.toBe(secret);
    await server.clusters.change('loa', cluster, { name: 'Cụm một' });
    expect(last()).toMatchObject({ name: 'Cụm một', onSite: { secret } });
    expect(await server.settings.refresh()).toBe(0);
  });

  it('is another one after a box was revoked', async () => {
    const secret = last().onSite?.secret;
    await server.clusters.revoke('loa', cluster);
    expect(last().onSite?.secret).not.toBe(secret);
  });

  it('is shown on no page', async () => {
    const secret = last().onSite?.secret ?? 'none';
    for (const url of ['/api/clusters', `/api/clusters/${cluster}`, '/api/areas', '/api/audit'])
      expect((await admin.get(url)).text).not.toContain(secret);
  });
});
