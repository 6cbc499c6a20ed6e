// Drives the main journey as people do, in browsers against the real server and real agents: first run, recording, approval,
// sound at the clusters, and a report that fills itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import type { Area } from '../../protocol/api/places.ts';
import { needs } from '../support/needs.ts';
import { speechlike, wav } from '../support/tone.ts';
import { faultsOf } from './inspecting.ts';
import { openBrowser, openPhone, type Phone } from './phone.ts';
import { openStation, PASSWORD, PIN, type Station } from './station.ts';
import { until } from './until.ts';

vi.setConfig({ testTimeout: 90_000 });
const it = needs('chromium', 'ffmpeg');
const folder = mkdtempSync(join(tmpdir(), 'loa-microphone-'));
let station: Station;
let browser: Browser;

beforeAll(async () => {
  const microphone = join(folder, 'officer.wav');
  writeFileSync(microphone, wav([speechlike(6)]));
  station = await openStation({ bare: true });
  browser = await openBrowser(microphone);
});
afterAll(async () => {
  await browser?.close();
  await station?.close();
  rmSync(folder, { recursive: true });
});

async function signIn({ page, press }: Phone, name: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Tên đăng nhập').fill(name);
  await page.getByLabel('Mật khẩu').first().fill(PASSWORD);
  await press('Đăng nhập');
  await page.getByRole('heading', { name: 'Đài truyền thanh xã Bố Hạ' }).waitFor();
}

describe('from the first run to a report', () => {
  it('sets up with the printed code and proposes quiet hours and approval', async () => {
    const first = await openPhone(browser, station.origin);
    const { page, press } = first;
    await page.goto('/');
    await page.getByRole('heading', { name: 'Thiết lập lần đầu' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('Mã thiết lập').fill(station.setupCode ?? '');
    await page.getByLabel('Tên đăng nhập').fill('quantri');
    await page.getByLabel('Mật khẩu').fill(PASSWORD);
    await page.getByLabel('Mã PIN 6 số').fill(PIN);
    await press('Tạo tài khoản quản trị');
    await page.getByRole('heading', { name: 'Quy định ban đầu' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(await page.getByLabel('Từ', { exact: true }).inputValue()).toBe('21:00');
    expect(await page.getByLabel('Đến', { exact: true }).inputValue()).toBe('05:00');
    await page.getByLabel('Tên khu vực').fill('Xã Bố Hạ');
    await press('Áp dụng và vào trang chủ');
    await page.getByRole('heading', { name: 'Đài truyền thanh xã Bố Hạ' }).waitFor();
    await station.enter('quantri', PASSWORD);
    const { items } = await station.admin.ask<{ items: Area[] }>('GET', '/api/areas');
    expect(items[0]).toMatchObject({ quietHours: [{ from: '21:00', to: '05:00' }], approval: true });
    expect(first.complaints).toEqual([]);
    await first.close();
  });

  it('an officer records, a leader hears and approves, clusters sound, the report fills itself', async () => {
    const [phoCho, tanXuan, cauDa] = [
      await station.village('Phố Chợ', { households: 180 }),
      await station.village('Tân Xuân', { households: 120 }),
      await station.village('Cầu Đá', { households: 143 }),
    ];
    const poles = [await station.pole('Cụm Phố Chợ', [phoCho]), await station.pole('Cụm Tân Xuân', [tanXuan])];
    await station.cluster('Cụm Cầu Đá', [cauDa]);
    await station.person('canbo', 'Nguyễn Thị Hoa', 'officer');
    await station.person('lanhdao', 'Giáp Văn Bình', 'leader');
    const officer = await openPhone(browser, station.origin);
    const leader = await openPhone(browser, station.origin);
    await Promise.all([signIn(officer, 'canbo'), signIn(leader, 'lanhdao')]);

    await officer.tap(officer.page.getByRole('link', { name: 'PHÁT NGAY' }));
    await officer.tap(officer.page.getByRole('link', { name: /Ghi âm/ }));
    await officer.press('Bắt đầu ghi âm');
    await officer.page.getByRole('timer').getByText('0:03').waitFor();
    await officer.press('Dừng ghi âm');
    await officer.page.getByLabel('Tên bản tin').fill('Lịch tiêm phòng gia súc');
    await officer.press('Dùng bản ghi này');
    await officer.page.getByText('Không nghe được: 1 cụm, 143 hộ').waitFor();
    expect(await officer.page.getByLabel('Toàn xã').isChecked()).toBe(true);
    await officer.press('GỬI DUYỆT');
    await officer.page.getByRole('heading', { name: 'Lịch tiêm phòng gia súc' }).waitFor();
    await officer.page.getByText('Chờ duyệt', { exact: true }).waitFor();
    // Lost if the page were loaded anew.
    await officer.page.evaluate('document.body.dataset.kept = "yes"');

    // The leader's page has been open all the time.
    await leader.page.getByRole('heading', { name: 'Việc cần làm (1)' }).waitFor();
    await leader.tap(leader.page.getByRole('link', { name: /Lịch tiêm phòng gia súc/ }));
    await leader.page.getByText('Bạn chưa nghe bản ghi.').waitFor();
    await leader.press(/^Nghe: /);
    await leader.page.getByText('Bạn chưa nghe bản ghi.').waitFor({ state: 'detached' });
    await until('the recording sounds at the leader’s', () =>
      leader.page.evaluate<boolean>('document.querySelector("audio").currentTime > 0.2'),
    );
    await leader.press('DUYỆT');
    await leader.press('CHẠM LẦN NỮA ĐỂ DUYỆT');

    const rows = officer.page.getByRole('listitem');
    for (const { name } of poles) await rows.filter({ hasText: name }).getByText('Đã phát', { exact: true }).waitFor();
    await officer.page
      .getByText('2/3 cụm báo đã phát. 300/443 hộ (68 %) ở thôn có cụm đã xác nhận phát (cách tính: theo thôn).')
      .waitFor();
    expect(await rows.filter({ hasText: 'Cụm Cầu Đá' }).getByText('Đã phát', { exact: true }).count()).toBe(0);
    expect(await officer.page.evaluate('document.body.dataset.kept')).toBe('yes');
    // More than the chime alone, which is the same at both.
    for (const { heard } of poles) expect(heard.samples).toBeGreaterThan(48_000);
    expect([...officer.complaints, ...leader.complaints]).toEqual([]);
    await Promise.all([officer.close(), leader.close()]);
  });
});
