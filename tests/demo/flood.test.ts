// Drives `npm run demo -- --flood` as a visitor would, from the gauges' first word to the report; and its own small parts beside it.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../protocol/api/alerts.ts';
import { floodReport } from './flood-report.ts';
import { gaugeClock, NIGHT, theNight } from './replay.ts';

const own = mkdtempSync(join(tmpdir(), 'loa-flood-test-'));
afterAll(() => rmSync(own, { recursive: true, force: true }));

describe('the night of the flood', () => {
  it('runs 600 times as fast once it is started, and ends at six', () => {
    let real = 0;
    const clock = gaugeClock(() => real);
    real = 5_000;
    expect(clock.now()).toBe(NIGHT.from);
    clock.start();
    real = 6_000;
    expect(clock.now()).toBe(NIGHT.from + 600_000);
    expect(clock.untilShows(NIGHT.from + 1_200_000)).toBe(1_000);
    expect(clock.untilShows(NIGHT.from)).toBe(0);
    real = 5_000 + 72_000;
    expect(clock.now()).toBe(NIGHT.to);
    real += 10_000;
    expect(clock.now()).toBe(NIGHT.to);
  });

  it('begins with readings that are old news, and has both measured peaks in it', () => {
    for (const { before, during } of theNight()) {
      expect(Date.parse(before.at(-1)?.at ?? '')).toBeLessThan(NIGHT.from - 3_600_000);
      expect(Date.parse(during[0]?.at ?? '')).toBe(NIGHT.from);
      expect(during.filter(one => one.interpolated === undefined)).toHaveLength(1);
    }
  });
});

describe('the report', () => {
  it('names who has not been told, and never calls an interpolated figure measured', () => {
    const none = { clusters: [], head: null, deputy: null, claim: null, told: null, people: null };
    const village = {
      ...none,
      villageId: 'ar_a',
      name: 'Thôn Ven',
      households: 197,
      state: 'open',
      why: 'noCluster',
    } as const;
    const of = {
      ...{
        id: 'al_a',
        title: 'Lũ trên sông – báo động 3',
        orderedBy: 'Chủ tịch UBND',
        createdBy: 'Hoa',
        confirmedBy: null,
      },
      ...{ createdAt: '2026-11-22T06:06:57.000Z', siren: null, sounded: 1, clusters: 2, soundedAfterMs: 1400 },
      households: { total: 300, confirmed: 103, told: null, left: 197 },
      clusterList: [{ name: 'Cụm Ven', area: 'Thôn Ven', sounded: false, state: 'unconfirmed' }],
      villageList: [village],
      calls: [],
    } as unknown as Alert;
    const at = (hour: string) => `2025-10-08T${hour}:00.000Z`;
    const readings = [
      { at: at('12:00'), levelM: 7.5, interpolated: true as const },
      { at: at('19:50'), levelM: 7.6, interpolated: true as const },
      { at: at('20:00'), levelM: 7.6 },
    ];
    const lines = floodReport(of, [{ name: 'Phủ Lạng Thương', readings }], Date.parse('2026-11-22T06:08:05Z')).join(
      '\n',
    );
    expect(lines).toContain('đỉnh 7,60 m lúc 03:00 (số đo công bố)');
    expect(lines).toContain('1/2 cụm báo đã kêu; cụm cuối cùng sau 1,4 giây.');
    expect(lines).toContain('Cụm Ven (Thôn Ven): chưa kêu, chưa báo về');
    expect(lines).toContain('chưa rõ hộ được báo cách khác; còn 197 hộ chưa ai báo');
    expect(lines).toContain('Thôn Ven, 197 hộ – ngoài vùng nghe: chưa ai báo');
    const made = floodReport(of, [{ name: 'X', readings: readings.slice(0, 2) }], 0).join('\n');
    expect(made).toContain('(nội suy)');
    expect(lines).not.toMatch(/đã nghe/);
  });
});

describe('npm run demo -- --flood', () => {
  it('proposes, is decided by two people, sounds, calls those who are left, and reports', {
    timeout: 400_000,
  }, async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), '--port', '0', '--flood', '--once'], {
      env: { ...process.env, TMPDIR: own },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', data => (output += String(data)));
    child.stderr.on('data', data => (output += String(data)));
    const code = await new Promise(resolve => child.on('close', resolve));
    expect([code, output]).toEqual([0, expect.stringContaining('BÁO CÁO CẢNH BÁO LŨ')]);
    expect(output).toMatch(/Tin đến: Sông Thương tại Cầu Sơn: báo động 3/);
    expect(output).toMatch(/Lãnh đạo không dùng “Sông Thương tại Phủ Lạng Thương/);
    expect(output).toContain('Người thứ hai đồng ý: Giáp Văn Bình · có còi');
    expect(output).toContain('đỉnh 18,37 m lúc 02:00 (số đo công bố)');
    const [, sounded] = /\n {2}(\d+)\/60 cụm báo đã kêu;/.exec(output) ?? [];
    expect(Number(sounded)).toBeGreaterThanOrEqual(58);
    expect(output).toMatch(/Cụm Bản La Lanh .*chưa kêu, chưa báo về/);
    expect(output).toMatch(/đã báo cách khác \d+, còn 1:/);
    expect(output).toMatch(/không nghe máy; .*đang cử người tới/);
  });
});
