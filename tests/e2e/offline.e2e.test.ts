// Drives a phone that loses the server: the age of the figures, an announcement that waits, and its one way out when the link is
// back.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, vi } from 'vitest';
import type { BroadcastSummary } from '../../protocol/api/broadcasts.ts';
import { needs } from '../support/needs.ts';
import { type Line, openLine } from './line.ts';
import { openBrowser, openPhone, type Phone } from './phone.ts';
import { openStation, type Station } from './station.ts';
import { until } from './until.ts';

vi.setConfig({ testTimeout: 90_000 });
const it = needs('chromium', 'ffmpeg', 'espeak-ng');
/** The page promises 5 s; a loaded machine may draw a little later. */
const LOST_SHOWN_MS = 5_000 + 1_500;
let line: Line;
let station: Station;
let browser: Browser;

beforeAll(async () => {
  line = await openLine();
  station = await openStation({ publicUrl: line.origin });
  line.to(station.port);
  browser = await openBrowser();
  await station.admin.ask('PATCH', `/api/areas/${station.root}`, { name: 'Xã Bố Hạ' });
  await station.pole('Cụm Phố Chợ', [await station.village('Phố Chợ', { households: 180 })]);
  await Promise.all([
    station.speech('Cắt điện', 'Chiều nay cắt điện.'),
    station.speech('Họp thôn', 'Tối nay họp thôn.'),
  ]);
});
afterEach(() => line.find());
afterAll(async () => {
  await browser?.close();
  await station?.close();
  await line?.close();
});

const sent = async (title: string): Promise<BroadcastSummary[]> =>
  (await station.admin.ask<{ items: BroadcastSummary[] }>('GET', '/api/broadcasts')).items.filter(
    broadcast => broadcast.title === title,
  );

/** The line under the title that says how old the figures are. */
const ageOf = ({ page }: Phone, words: RegExp) => page.locator('header .freshness', { hasText: words });

/** Where to send, with everything read that is needed to decide. */
async function chooseOnline(title: string): Promise<Phone> {
  const phone = await openPhone(browser, station.origin, { by: station.admin });
  await phone.page.goto('/');
  await until('the pages are kept on the phone', () =>
    phone.page.evaluate<boolean>('navigator.serviceWorker.controller !== null'),
  );
  await phone.tap(phone.page.getByRole('link', { name: 'PHÁT NGAY' }));
  await phone.press(new RegExp(title));
  await phone.page.getByRole('button', { name: 'PHÁT NGAY – 1 cụm' }).waitFor();
  await ageOf(phone, /^Cập nhật/).waitFor();
  return phone;
}

async function waitsUnsent({ page, press }: Phone, title: string): Promise<void> {
  await press('GIỮ LẠI, GỬI KHI CÓ MẠNG');
  await page.getByRole('heading', { name: 'Chưa gửi' }).waitFor();
  await page.getByRole('listitem').filter({ hasText: title }).getByText('Chưa gửi – đợi có mạng').waitFor();
}

describe('without a link', () => {
  it('says so within 5 s, keeps what was meant, and sends it once when the link is back', async () => {
    const phone = await chooseOnline('Cắt điện');
    const { page } = phone;
    line.lose();
    const lostAt = performance.now();
    const shown = await ageOf(phone, /^MẤT KẾT NỐI/).innerText();
    const shownAfter = performance.now() - lostAt;
    process.stdout.write(`a lost link shows after ${Math.round(shownAfter)} ms\n`);
    expect(shownAfter).toBeLessThan(LOST_SHOWN_MS);
    const clock = new Intl.DateTimeFormat('vi-VN', { timeZone: station.timezone, timeStyle: 'short' });
    const minutes = [Date.now(), Date.now() - 60_000].map(at => `MẤT KẾT NỐI – số liệu lúc ${clock.format(at)}`);
    expect(minutes).toContain(shown);
    await waitsUnsent(phone, 'Cắt điện');
    expect(await sent('Cắt điện')).toEqual([]);
    // A page opened anew without a link still stands, and still knows what waits.
    await page.goto('/');
    await page.getByText('1 bản tin chưa gửi').waitFor();

    line.find();
    await until('it went out', async () => (await sent('Cắt điện')).length > 0);
    await page.getByText('1 bản tin chưa gửi').waitFor({ state: 'detached' });
    line.lose();
    await ageOf(phone, /^MẤT KẾT NỐI/).waitFor();
    line.find();
    await ageOf(phone, /^Cập nhật/).waitFor();
    await page.goto('/chua-gui');
    await page.getByText('Không có gì chưa gửi.').waitFor();
    expect(await sent('Cắt điện')).toHaveLength(1);
    await phone.close();
  });

  it('does the same when the server is gone and comes back', async () => {
    const phone = await chooseOnline('Họp thôn');
    const { page } = phone;
    await station.serverOff();
    await ageOf(phone, /^MẤT KẾT NỐI/).waitFor();
    await waitsUnsent(phone, 'Họp thôn');
    await station.serverOn();
    await until('it went out', async () => (await sent('Họp thôn')).length > 0);
    await page.getByText('Không có gì chưa gửi.').waitFor();
    expect(await sent('Họp thôn')).toHaveLength(1);
    await phone.close();
  });
});
