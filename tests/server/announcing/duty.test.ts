// Drives the duty pack over HTTP: whom to call, the presets and codes of every box for seven local days, who may have it, and
// that it is written down.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DutyPack } from '../../../protocol/api/alerts.ts';
import type { AuditEntry } from '../../../protocol/api/people.ts';
import { bodyJson, readEnvelope } from '../../../protocol/envelope.ts';
import { onSiteCode } from '../../../protocol/on-site.ts';
import { settings as settingsBody } from '../../../protocol/order.ts';
import { replaceShifts } from '../../../server/store/rosters.ts';
import type { Caller } from '../../support/api.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { type SendingServer, sendingServer } from '../../support/sending.ts';

let s: SendingServer;
let c: Awaited<ReturnType<SendingServer['commune']>>;
const open = async (start?: string) => {
  s = await sendingServer(start === undefined ? {} : { clock: fakeClock(start) });
  c = await s.commune();
};
beforeEach(() => open());
afterEach(() => s.close());

const pack = (by: Caller = c.officer.caller, areaId?: string) =>
  by.get<DutyPack>(`/api/duty${areaId === undefined ? '' : `?areaId=${areaId}`}`);
const deviceSecret = (clusterId: string): Buffer => {
  const order = s.sent.findLast(sent => sent.kind === 'settings' && sent.orderId === clusterId);
  const body = readEnvelope(order?.bytes ?? new Uint8Array())?.body ?? new Uint8Array();
  return Buffer.from(settingsBody.parse(bodyJson(body)).onSite?.secret ?? '', 'base64');
};

describe('LIB-17: the duty pack', () => {
  it('names the people to call and the clusters of each village', async () => {
    await c.admin.patch(`/api/areas/${c.upper}`, {
      head: { name: 'Ông Bình', phone: '0912 345 678' },
      deputy: { name: 'Bà Hoa', phone: '' },
    });
    const { body } = await pack();
    expect(body.area).toBe('Bố Hạ');
    expect(body.villages.find(village => village.villageId === c.upper)).toEqual({
      villageId: c.upper,
      name: 'Thôn Thượng',
      households: 120,
      head: { name: 'Ông Bình', phone: '0912 345 678' },
      deputy: { name: 'Bà Hoa', phone: '' },
      clusters: ['Thượng 1', 'Thượng 2'],
    });
    expect(body.villages.map(village => village.head?.name ?? null)).toContain(null);
  });

  it('has the codes that the boxes themselves reckon, today first, for seven local days', async () => {
    const { clusters } = (await pack()).body;
    expect(clusters.map(one => one.name).sort()).toEqual(['Hạ 1', 'Thượng 1', 'Thượng 2']);
    for (const { clusterId, codes, presets } of clusters) {
      expect(codes.map(code => code.day)).toEqual([
        '2026-11-22',
        '2026-11-23',
        '2026-11-24',
        '2026-11-25',
        '2026-11-26',
        '2026-11-27',
        '2026-11-28',
      ]);
      for (const { day, code } of codes) expect(code).toBe(onSiteCode(deviceSecret(clusterId), day));
      expect(presets.map(preset => preset.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    expect(new Set(clusters.flatMap(one => one.codes.map(code => code.code))).size).toBeGreaterThan(15);
  });

  it('names who is on the roster of these days first, then who else may confirm', async () => {
    expect((await pack()).body.roster).toEqual([
      { name: 'canbo', phone: null },
      { name: 'lanhdao', phone: null },
      { name: 'quantri', phone: null },
    ]);
    const shift = { accountId: c.leader.accountId, deputyId: null };
    await replaceShifts(s.db, c.commune, [
      { ...shift, from: '2026-11-24', to: '2026-11-25' },
      { ...shift, accountId: c.technician.accountId, from: '2026-11-29', to: '2026-11-30' },
    ]);
    await s.db
      .updateTable('accounts')
      .set({ phone_number: '0987 654 321' })
      .where('id', '=', c.leader.accountId)
      .execute();
    expect((await pack()).body.roster).toEqual([
      { name: 'lanhdao', phone: '0987 654 321' },
      { name: 'canbo', phone: null },
      { name: 'quantri', phone: null },
    ]);
  });

  it('begins at the day of the place, not of Greenwich', async () => {
    await s.close();
    await open('2026-11-22T18:30:00.000Z');
    expect((await pack()).body.clusters[0]?.codes[0]?.day).toBe('2026-11-23');
  });

  it('is for those who may send alerts and see numbers there, and each opening is on record', async () => {
    expect((await pack(c.technician.caller)).status).toBe(403);
    expect((await pack(c.officer.caller, c.root)).status).toBe(403);
    const head = await s.as(c.admin, 'truongthon', { role: 'villageHead', areaId: c.upper });
    expect((await pack(head.caller)).status).toBe(403);
    for (let i = 0; i < 2; i++) expect((await pack(c.leader.caller)).status).toBe(200);
    const log = (await c.admin.get<{ items: AuditEntry[] }>('/api/audit')).body.items;
    const opened = log.filter(entry => entry.action === 'duty.open');
    expect(opened).toHaveLength(2);
    expect(opened[0]).toMatchObject({
      subject: c.commune,
      detail: { villages: 2, clusters: 3, from: '2026-11-22', days: 7 },
    });
    expect(opened[0]?.actor).toContain('lanhdao');
  });
});
