// Drives `npm run demo` as a visitor would: the real program with its sixty agents and its report, the sound of single clusters
// over HTTP, and Ctrl-C; and its own small parts beside it.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isQuiet } from '../../agent/quiet.ts';
import { broadcast, broadcastSummary } from '../../protocol/api/broadcasts.ts';
import { type Door, listed, signIn } from './client.ts';
import { examHours, isIn, nextAt, quietNights, TIMEZONE } from './daytime.ts';
import { lanAddresses } from './lan.ts';
import { readOptions } from './options.ts';
import { asPasted, yenThe } from './yen-the.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const temporary = mkdtempSync(join(tmpdir(), 'loa-demo-test-'));
const kills = new Set<() => void>();
afterAll(() => {
  for (const kill of kills) kill();
  rmSync(temporary, { recursive: true, force: true });
});

/** The program, what it said so far, and its end. */
function visit(...args: string[]) {
  const own = mkdtempSync(join(temporary, 'visit-'));
  const env = { ...process.env, TMPDIR: own };
  const child = spawn(process.execPath, [MAIN, '--port', '0', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const listeners = new Set<() => void>();
  const hear = (data: unknown): void => {
    output += String(data);
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const kill = (): void => void child.kill('SIGKILL');
  kills.add(kill);
  const ended = new Promise<number | null>(resolve => {
    child.on('close', code => {
      kills.delete(kill);
      hear('');
      resolve(code);
    });
  });
  const line = (words: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const listener = (): void => {
        const found = words.exec(output);
        if (!found && child.exitCode === null) return;
        listeners.delete(listener);
        if (found) resolve(found);
        else reject(new Error(`it ended without ${words}:\n${output}`));
      };
      listeners.add(listener);
      listener();
    });
  /** Data that it left behind. */
  const left = (): string[] => readdirSync(own).filter(name => name.startsWith('loa-demo-'));
  return { child, line, ended, left, output: () => output };
}

/** The door and a session of this account, by what the program printed. */
async function enter(of: ReturnType<typeof visit>, name: string) {
  const [, origin = ''] = await of.line(/address: {2}(http:\S+)/);
  const [, password = ''] = await of.line(new RegExp(` ${name} +mật khẩu (\\S+)`));
  const door: Door = { base: origin.replace('localhost', '127.0.0.1'), origin };
  const answer = await fetch(`${door.base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ name, password }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { door, cookie, client: await signIn(door, { name, password }) };
}

/** Root mean square in dBFS of what is not stretches of digital silence: there nothing was there to play. */
function levelOf(samples: Int16Array): number {
  let squares = 0;
  let count = 0;
  let zeros = 0;
  for (const sample of samples) {
    zeros = sample === 0 ? zeros + 1 : 0;
    if (zeros > 960) continue;
    squares += sample * sample;
    count++;
  }
  return 10 * Math.log10(squares / count) - 20 * Math.log10(32768);
}

describe('npm run demo', () => {
  it('shows a first broadcast at sixty clusters, its report, a late report, and the days ahead', async () => {
    const demo = visit('--once');
    const { door, cookie, client } = await enter(demo, 'thanhtra');
    await demo.line(/gọi điện:/);

    const [first] = (await client.get('/api/broadcasts', listed(broadcastSummary))).items;
    const outcome = await client.get(`/api/broadcasts/${first?.id}`, broadcast);
    expect(outcome.deliveries).toHaveLength(60);
    const sounded = outcome.deliveries.filter(one => one.state === 'played' && one.proof === 'level');
    expect(sounded).toHaveLength(57);
    for (const delivery of sounded.slice(0, 3)) {
      const url = `${door.base}/api/demo/clusters/${delivery.clusterId}/sound`;
      expect((await fetch(url)).status, 'without a session').toBe(401);
      const answer = await fetch(url, { headers: { cookie } });
      expect(answer.headers.get('content-type')).toBe('audio/wav');
      const wav = await answer.arrayBuffer();
      const samples = new Int16Array(wav.slice(44));
      const tookMs = Date.parse(delivery.endedAt ?? '') - Date.parse(delivery.startedAt ?? '');
      // On a machine that is kept busy a silent loudspeaker drops time as a starved card does.
      const shareKept = samples.length / 48 / tookMs;
      expect(shareKept).toBeGreaterThan(0.8);
      expect(shareKept).toBeLessThan(1.03);
      expect(Math.abs(levelOf(samples) - (delivery.levelDbfs ?? 0))).toBeLessThan(2);
    }
    const silent = outcome.deliveries.find(one => one.state === 'refused');
    const none = await fetch(`${door.base}/api/demo/clusters/${silent?.clusterId}/sound`, { headers: { cookie } });
    expect(none.status).toBe(404);

    expect(await demo.ended).toBe(0);
    const said = demo.output();
    expect(said).toContain('13 xã, 76 thôn, 60 cụm, 150 loa (số liệu minh hoạ)');
    expect(said).toContain('57/60 cụm báo đã phát.');
    expect(said).toContain('Đã phát 57 · Bị ngắt 0 · Không phát 2 · Chưa xác nhận 1');
    expect(said).toContain('✗ Cụm Bản La Lanh, Xã Đồng Vương: chưa báo về');
    expect(said).toContain('✗ Cụm Cầu Đá, Xã Bố Hạ: hỏng (loa hoặc tăng âm hỏng)');
    expect(said).toContain('✗ Cụm Đồng Nhân, Xã Phồn Xương: không phát (thôn đang giờ yên tĩnh)');
    expect(said).toMatch(/Cụm Bản La Lanh có sóng lại, báo về lúc [\d:]+: đã phát lúc [\d:]+/);
    expect(said).toContain('58/60 cụm báo đã phát.');
    expect(said).toMatch(/Văn nghệ chào xuân · 60 cụm · chờ duyệt.*\n +! 0[13]:15 chạm giờ yên tĩnh/);
    expect(said).toMatch(/(17|05):00 {2}Bản tin \S+ · 60 cụm · đã tải về (60|59)\/60 cụm/);
    expect(demo.left(), 'its data is gone').toEqual([]);
  }, 150_000);

  it('ends all that it started and leaves nothing behind on Ctrl-C, even while it starts', async () => {
    const demo = visit();
    await demo.line(/13 xã/);
    demo.child.kill('SIGINT');
    expect(await demo.ended).toBe(0);
    expect(demo.output()).toContain('Đang dừng');
    expect(demo.left()).toEqual([]);
  }, 60_000);

  it('says which option is wrong', () => {
    expect(readOptions(['--port', '99999'])).toMatchObject({ ok: false, why: '--port N: 0–65535' });
    expect(readOptions(['--lan', '--port', '0'])).toMatchObject({ ok: false });
    expect(readOptions(['--sound'])).toMatchObject({ ok: false });
    expect(readOptions(['--lan'])).toMatchObject({ ok: true, options: { port: 8080, lan: true, once: false } });
  });
});

describe('the Yên Thế of the demonstration', () => {
  it('has thirteen communes, sixty clusters, a hundred and fifty loudspeakers, and is the same every time', () => {
    const communes = yenThe();
    const clusters = communes.flatMap(one => one.clusters);
    expect(communes).toHaveLength(13);
    expect(clusters).toHaveLength(60);
    expect(clusters.flatMap(one => one.speakers ?? [])).toHaveLength(150);
    expect(new Set(clusters.map(one => one.name)).size).toBe(60);
    expect(yenThe()).toEqual(communes);
    const [lats, lons] = [clusters.map(one => one.position?.lat ?? 0), clusters.map(one => one.position?.lon ?? 0)];
    expect([Math.min(...lats) > 21.4, Math.max(...lats) < 21.65]).toEqual([true, true]);
    expect([Math.min(...lons) > 106, Math.max(...lons) < 106.35]).toEqual([true, true]);
  });
  it('has telephones that nobody has, and leaves what is unknown empty', () => {
    const villages = yenThe().flatMap(one => one.villages);
    expect(villages.every(one => /^0900 000 \d{3}$/.test(one.headPhone))).toBe(true);
    expect(asPasted(villages.filter(one => one.households === null))).toMatch(/Cây Vối\t\t\t/);
  });
});

describe('the hours of the demonstration', () => {
  const hours = Array.from({ length: 48 }, (_, half) => Date.parse('2026-11-22T00:07:00Z') + half * 1_800_000);
  const law = (quietHours: ReturnType<typeof quietNights>['hours']) => ({
    timezone: TIMEZONE,
    quietHours,
    priorityIgnoresQuiet: false,
  });

  it('never keep the first broadcast from sounding, and always keep the rest of the night quiet', () => {
    for (const now of hours) {
      const { hours: quiet } = quietNights(now);
      for (const minutes of [-1, 0, 5, 10]) expect(isQuiet(law(quiet), now + minutes * 60_000)).toBe(false);
      const night = ['22:30', '00:30', '01:15', '03:15', '04:30'].filter(time => isIn(quiet, time));
      expect(night.length).toBeGreaterThanOrEqual(3);
    }
    expect(quietNights(Date.parse('2026-11-22T03:00:00Z'))).toEqual({
      hours: [{ from: '21:00', to: '05:00' }],
      opened: false,
    });
  });
  it('are quiet in the village with exams, whenever that is', () => {
    for (const now of hours) expect(isQuiet(law([examHours(now)]), now + 60_000)).toBe(true);
  });
  it('find the next time of a clock, tomorrow if today it is past or too close', () => {
    const now = Date.parse('2026-11-22T03:00:00Z');
    expect(new Date(nextAt(now, '11:00')).toISOString()).toBe('2026-11-22T04:00:00.000Z');
    expect(new Date(nextAt(now, '03:15')).toISOString()).toBe('2026-11-22T20:15:00.000Z');
    expect(new Date(nextAt(now, '10:10')).toISOString()).toBe('2026-11-23T03:10:00.000Z');
  });
});

describe('the address for a telephone', () => {
  it('is one of a private network before any other, never of this machine alone', () => {
    const one = (address: string, internal = false) => ({
      address,
      internal,
      netmask: '255.255.255.0',
      family: 'IPv4' as const,
      mac: '',
      cidr: null,
    });
    const found = lanAddresses({ lo: [one('127.0.0.1', true)], a: [one('100.64.0.2')], b: [one('192.168.1.7')] });
    expect(found).toEqual(['192.168.1.7', '100.64.0.2']);
  });
});
