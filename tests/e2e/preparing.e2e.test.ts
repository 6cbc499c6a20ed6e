// Drives what is prepared from a phone: villages pasted from a sheet, a box let in by the code on the page, a schedule with its
// seven days, a village's evacuation plan in a person's voice.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import type { Sentence } from '../../protocol/api/alerts.ts';
import type { Area } from '../../protocol/api/places.ts';
import { needs } from '../support/needs.ts';
import { faultsOf } from './inspecting.ts';
import { openBrowser, openPhone } from './phone.ts';
import { openStation, type Station } from './station.ts';

vi.setConfig({ testTimeout: 60_000 });
const it = needs('chromium', 'ffmpeg', 'espeak-ng');
let station: Station;
let browser: Browser;

beforeAll(async () => {
  station = await openStation();
  browser = await openBrowser();
  await station.admin.ask('PATCH', `/api/areas/${station.root}`, { name: 'Xã Bố Hạ' });
});
afterAll(async () => {
  await browser?.close();
  await station?.close();
});

describe('preparing from a phone', () => {
  it('takes villages from a sheet, and names the line that it cannot read', async () => {
    const phone = await openPhone(browser, station.origin, { by: station.admin });
    const { page } = phone;
    await page.goto('/thon/dan');
    const list = page.getByLabel('Danh sách thôn');
    await list.fill('Đồng Quán\tba mươi\nGia Lâm\t96');
    await page.getByText('Dòng 1: “ba mươi” không phải là số').waitFor();
    await list.fill('Đồng Quán\t1.204\t4.816\tNguyễn Văn Bình\t0900 000 001\nGia Lâm\t96\nVàng Ngoài');
    await phone.press('Lưu 3 thôn');
    await page.getByRole('heading', { name: 'Thôn, bản' }).waitFor();
    await page.getByText('Vàng Ngoài').waitFor();
    const { items } = await station.admin.ask<{ items: Area[] }>('GET', '/api/villages');
    const saved = items.map(({ name, households, head }) => [name, households, head?.phone ?? null]);
    expect(saved.sort()).toEqual([
      ['Gia Lâm', 96, null],
      ['Vàng Ngoài', null, null],
      ['Đồng Quán', 1204, '0900 000 001'],
    ]);
    expect(phone.complaints).toEqual([]);
    await phone.close();
  });

  it('shows a code and its picture, and says ready when a box has come in with it', async () => {
    const id = await station.cluster('Cụm Đồng Quán');
    const phone = await openPhone(browser, station.origin, { by: station.admin });
    const { page } = phone;
    await page.goto(`/cum/${id}`);
    await page.getByText('Chưa kết nối').first().waitFor();
    await phone.press('Lấy mã kết nối');
    await page.getByRole('img', { name: 'Mã QR của mã kết nối' }).waitFor();
    await page.getByRole('timer').getByText('Hết hạn sau 9:').waitFor();
    const code = /[A-Z2-7-]{20,}/.exec(await page.locator('.code').innerText())?.[0] ?? '';
    await station.connect(id, 'Cụm Đồng Quán', code);
    await page.getByText('Sẵn sàng', { exact: true }).waitFor();
    await page.getByText('Đã kết nối', { exact: true }).waitFor();
    await page.getByText('đã nhận bản mới nhất').waitFor();
    expect(phone.complaints).toEqual([]);
    // Once is once: the code lets nobody else in.
    const other = await station.cluster('Cụm Khác');
    await expect(station.connect(other, 'Cụm Khác', code)).rejects.toThrow(/does not take this code/);
    await phone.close();
  });

  it('makes a schedule and shows the seven days that come of it', async () => {
    await station.speech('Bản tin xã', 'Bản tin xã Bố Hạ, thứ hai.');
    await station.cluster('Cụm Gia Lâm');
    const phone = await openPhone(browser, station.origin, { by: station.admin });
    const { page } = phone;
    await page.goto('/lich');
    await phone.tap(page.getByRole('link', { name: 'Tạo lịch phát' }));
    await page.getByLabel('Bản ghi').first().check({ force: true });
    await page.getByRole('combobox', { name: 'Bản ghi' }).selectOption({ index: 1 });
    await page.getByLabel('Tên buổi phát').fill('Bản tin 17 giờ');
    await page.getByLabel('Giờ', { exact: true }).fill('17:00');
    await page.getByLabel('Chủ nhật').uncheck({ force: true });
    await phone.press('Lưu');
    await page.getByRole('heading', { name: 'Lịch phát' }).waitFor();
    await page.getByText('Bản tin 17 giờ').first().waitFor();
    // Seven days without their Sunday; today's is still to come, because it is morning.
    const shown = page.getByRole('listitem').filter({ hasText: 'Bản tin 17 giờ' });
    await shown.nth(5).waitFor();
    expect(await shown.count()).toBe(6);
    expect(await shown.filter({ hasText: '17:00' }).count()).toBe(6);
    expect(phone.complaints).toEqual([]);
    await phone.close();
  });

  it('records the plan of a village once it is written, for somebody else to find clear', async () => {
    const village = await station.village('Cầu Gụ', { households: 87 });
    const other = await station.person('canbo', 'Nguyễn Thị Hoa', 'officer');
    const phone = await openPhone(browser, station.origin, { by: station.admin });
    const { page } = phone;
    await page.goto('/chuan-bi/phuong-an');
    await page.getByLabel('Thôn', { exact: true }).selectOption(village);
    await page.getByText('Ghi và lưu phương án trước').waitFor();
    await page.getByLabel('Nơi sơ tán đến').fill('Nhà văn hoá thôn');
    await phone.press('Lưu');
    await phone.press('Thu lời này');
    await page.locator('.prompter', { hasText: 'Nơi sơ tán: Nhà văn hoá thôn.' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await phone.press('Bắt đầu ghi âm');
    await page.getByRole('timer').filter({ hasText: '0:02' }).waitFor();
    await phone.press('Dừng ghi âm');
    await phone.press('Giữ lời này');
    await page.getByText('chờ người thứ hai nghe', { exact: true }).waitFor();
    await page.getByText('Người thu không tự kiểm tra được').waitFor();
    expect(phone.complaints).toEqual([]);

    const listener = await openPhone(browser, station.origin, { by: other });
    await listener.page.goto('/chuan-bi/phuong-an');
    await listener.page.getByLabel('Thôn', { exact: true }).selectOption(village);
    await listener.page.getByRole('button', { name: 'NGHE RÕ' }).waitFor();
    expect(await listener.page.getByRole('button', { name: 'NGHE RÕ' }).isDisabled()).toBe(true);
    await listener.press(/^Nghe/);
    await listener.press('NGHE RÕ');
    await listener.press('CHẠM LẦN NỮA: NGHE RÕ');
    await listener.page.getByText('giọng người', { exact: true }).waitFor();
    expect(await faultsOf(listener.page)).toEqual([]);
    const { items } = await station.admin.ask<{ items: Sentence[] }>('GET', `/api/sentences?areaId=${village}`);
    expect(items.find(({ name }) => name === 'plan')).toMatchObject({ voice: 'human', checkedBy: 'Nguyễn Thị Hoa' });
    await Promise.all([phone.close(), listener.close()]);
  });
});
