// Drives sending from a phone: how many taps it takes, an announcement that the machine speaks, and the stop of everything.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import type { Broadcast, BroadcastSummary } from '../../protocol/api/broadcasts.ts';
import { needs } from '../support/needs.ts';
import { openBrowser, openPhone } from './phone.ts';
import type { Pole } from './poles.ts';
import { openStation, type Station } from './station.ts';
import { until } from './until.ts';

vi.setConfig({ testTimeout: 90_000 });
const it = needs('chromium', 'ffmpeg', 'espeak-ng');
const LONG = 'Uỷ ban nhân dân xã thông báo lịch tiêm phòng cho đàn gia súc, gia cầm của bà con trong xã. '.repeat(8);
let station: Station;
let browser: Browser;
let pole: Pole;

beforeAll(async () => {
  station = await openStation();
  browser = await openBrowser();
  await station.admin.ask('PATCH', `/api/areas/${station.root}`, { name: 'Xã Bố Hạ' });
  pole = await station.pole('Cụm Phố Chợ', [await station.village('Phố Chợ', { households: 180 })]);
});
afterAll(async () => {
  await browser?.close();
  await station?.close();
});

const sent = async (title: string): Promise<BroadcastSummary[]> =>
  (await station.admin.ask<{ items: BroadcastSummary[] }>('GET', '/api/broadcasts')).items.filter(
    broadcast => broadcast.title === title,
  );

describe('sending from a phone', () => {
  it('takes three taps from the home page to an announcement that is ready', async () => {
    await station.speech('Nhắc đóng cống', 'Đề nghị bà con đóng cống trước năm giờ chiều.');
    const phone = await openPhone(browser, station.origin, { by: station.admin });
    await phone.page.goto('/');
    await phone.page.getByText('1/1 cụm sẵn sàng').waitFor();
    await phone.tap(phone.page.getByRole('link', { name: 'PHÁT NGAY' }));
    await phone.press(/Nhắc đóng cống/);
    expect(await phone.page.getByLabel('Toàn xã').isChecked()).toBe(true);
    await phone.page.getByText('Mọi cụm đã chọn đều nhận được lệnh.').waitFor();
    await phone.press('PHÁT NGAY – 1 cụm');
    await phone.page.getByText('1/1 cụm báo đã phát. 180/180 hộ (100 %)').waitFor();
    expect(phone.taps()).toBe(3);
    expect(await sent('Nhắc đóng cống')).toHaveLength(1);
    expect(phone.complaints).toEqual([]);
    await phone.close();
  });

  it('reads a typed text aloud, lets it be heard, sends it, and two taps silence everything', async () => {
    const phone = await openPhone(browser, station.origin, { by: station.admin });
    const { page } = phone;
    await page.goto('/phat/go-chu');
    await page.getByLabel('Nội dung').fill(`${LONG} Liên hệ UBND xã trước 17h30 ngày 21/11/2026.`);
    await page.getByLabel('Tên bản tin').fill('Tiêm phòng');
    await phone.press('Tạo tiếng');
    await page.getByText('giọng máy').waitFor({ timeout: 40_000 });
    expect(await page.getByRole('region', { name: 'Máy sẽ đọc' }).innerText()).toContain('mười bảy giờ');
    await phone.press('Nghe: Tiêm phòng');
    await until('the machine is heard on the phone', () =>
      page.evaluate<boolean>('document.querySelector("audio").currentTime > 0.2'),
    );
    await phone.press('Dùng bản đọc này');
    await phone.press('PHÁT NGAY – 1 cụm');
    await page.getByRole('heading', { name: 'Tiêm phòng' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Cụm Phố Chợ' }).getByText('Đang phát').waitFor();
    const [broadcast] = await sent('Tiêm phòng');
    const before = pole.heard.samples;
    await until('the loudspeaker sounds', () => pole.heard.samples > before);

    await page.goto('/');
    await phone.press('DỪNG TẤT CẢ');
    const asked = Date.now();
    await phone.press('CHẠM LẦN NỮA ĐỂ DỪNG');
    await page.getByText('Đã gửi lệnh dừng tới 1 cụm.').waitFor();
    const told = Date.now();
    const outcome = () => station.admin.ask<Broadcast>('GET', `/api/broadcasts/${broadcast?.id}`);
    await until('the device says that it was stopped', async () => (await outcome()).counts.interrupted === 1);
    expect((await outcome()).deliveries[0]).toMatchObject({ state: 'interrupted', reason: 'stopped' });
    expect((await outcome()).durationMs).toBeGreaterThan(30_000);
    // It fell silent between the second tap and a moment after the page said so.
    expect(pole.heard.lastAt).toBeGreaterThan(asked - 1000);
    expect(pole.heard.lastAt).toBeLessThan(told + 1000);
    await page.getByRole('button', { name: 'DỪNG TẤT CẢ' }).waitFor({ state: 'detached' });
    expect(phone.complaints).toEqual([]);
    await phone.close();
  });
});
