// Drives those who answer from somewhere else: the second person by a one-time address or by six digits read over the telephone, and
// a village that reports by an address of its own. Browsers without a session stand for the phones that opened an address.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import type { Alert } from '../../protocol/api/alerts.ts';
import { needs } from '../support/needs.ts';
import type { Session } from './asking.ts';
import { faultsOf } from './inspecting.ts';
import { openBrowser, openPhone, type Phone } from './phone.ts';
import type { Pole } from './poles.ts';
import { openStation, PIN, type Station } from './station.ts';
import { until } from './until.ts';

vi.setConfig({ testTimeout: 60_000 });
const it = needs('chromium', 'ffmpeg');
let station: Station;
let browser: Browser;
let officer: Session;
let leader: Session;
let pole: Pole;

beforeAll(async () => {
  station = await openStation();
  browser = await openBrowser();
  await station.admin.ask('PATCH', `/api/areas/${station.root}`, { name: 'Xã Bố Hạ', sirenCode: 'hue' });
  pole = await station.pole('Cụm Phố Chợ', [await station.village('Phố Chợ', { households: 180 })]);
  const head = { name: 'Lý Văn Sáng', phone: '0987 654 321' };
  await station.village('Cầu Đá', { households: 143, head });
  officer = await station.person('canbo', 'Nguyễn Thị Hoa', 'officer');
  leader = await station.person('lanhdao', 'Giáp Văn Bình', 'leader');
  await until('the box holds the emergency library', () => pole.library() > 0, 60_000);
});
afterAll(async () => {
  await browser?.close();
  await station?.close();
});

/** The voice goes out at once; the siren waits for somebody else. */
async function ask(): Promise<string> {
  const what = { template: 'flood-3', status: 'actual', siren: true, voiceFirst: true, targets: [station.root] };
  return (await officer.ask<{ id: string }>('POST', '/api/alerts', { ...what, proof: { pin: PIN } })).id;
}
const told = (id: string): Promise<Alert> => station.admin.ask<Alert>('GET', `/api/alerts/${id}`);

async function typePin({ page, tap }: Phone): Promise<void> {
  for (const digit of PIN) await tap(page.getByRole('button', { name: digit, exact: true }));
}

/** Makes a one-time address on the page and opens it on a phone that nobody has signed in on. */
async function handOver(from: Phone, label: string | RegExp): Promise<Phone> {
  await from.press(label);
  const address = await from.page.locator('code.command').innerText();
  const other = await openPhone(browser, station.origin);
  await other.page.goto(address);
  return other;
}

describe('somebody who answers from afar', () => {
  it('CAL-5 ALR-2 agrees by a one-time address while the voice already sounds, once', async () => {
    const id = await ask();
    const asking = await openPhone(browser, station.origin, { by: officer });
    await asking.page.goto(`/canh-bao/${id}`);
    await asking.page.getByText('Lời nói đang phát trong lúc chờ.').waitFor();
    await asking.tap(asking.page.getByText('Gửi đường dẫn', { exact: true }));
    const second = await handOver(asking, 'Gửi cho Giáp Văn Bình');
    await second.page.getByRole('heading', { name: /Nguyễn Thị Hoa xin phát CÒI: Lũ/ }).waitFor();
    expect((await told(id)).state).toBe('live');
    expect(await faultsOf(second.page)).toEqual([]);
    await typePin(second);
    await second.press('ĐỒNG Ý');
    await second.page.getByText('Đã ghi nhận ĐỒNG Ý.').waitFor();
    await asking.page.getByRole('heading', { name: 'Chờ người thứ hai' }).waitFor({ state: 'detached' });
    expect(await told(id)).toMatchObject({ confirmedBy: 'Giáp Văn Bình', aloneReason: null, awaiting: null });

    await second.page.reload();
    await second.page.getByText('Đường dẫn này đã dùng hoặc đã hết hạn.').waitFor();
    expect(await second.page.getByRole('button', { name: 'ĐỒNG Ý' }).count()).toBe(0);
    await Promise.all([asking.close(), second.close()]);
  });

  it('PHN-3 ALR-2 agrees by six digits that a phone without a link shows and the asker types', async () => {
    const away = await openPhone(browser, station.origin, { by: leader });
    await away.page.goto('/ma-xac-nhan');
    await typePin(away);
    await away.press('Tạo mã trên máy này');
    const digits = away.page.locator('.digits', { hasText: /^\d{3} \d{3}$/ });
    await digits.waitFor();
    await away.context.setOffline(true);
    await away.tap(away.page.getByRole('link', { name: 'Quay lại' }));
    await away.page.goBack();
    await typePin(away);
    await away.press('Hiện mã');
    await digits.waitFor();
    expect(await faultsOf(away.page)).toEqual([]);

    const id = await ask();
    const asking = await openPhone(browser, station.origin, { by: officer });
    const { page } = asking;
    await page.goto(`/canh-bao/${id}`);
    await asking.tap(page.getByText('Nhập mã 6 số', { exact: true }));
    await page.getByLabel('Mã của ai').selectOption({ label: 'Giáp Văn Bình' });
    await page.getByLabel('Mã 6 số', { exact: true }).fill(await digits.innerText());
    await asking.press('Xác nhận bằng mã này');
    await page.getByRole('heading', { name: 'Chờ người thứ hai' }).waitFor({ state: 'detached' });
    expect(await told(id)).toMatchObject({ confirmedBy: 'Giáp Văn Bình', awaiting: null });
    expect(asking.complaints).toEqual([]);
    await Promise.all([asking.close(), away.close()]);
  });

  it('CAL-5 reports from a village by an address of its own', async () => {
    const id = await ask();
    const asking = await openPhone(browser, station.origin, { by: officer });
    await asking.page.goto(`/canh-bao/${id}/goi`);
    const village = asking.page.locator('main').getByRole('listitem').filter({ hasText: 'Cầu Đá' }).first();
    await asking.tap(village.getByRole('button', { name: 'Tôi gọi' }));
    const there = await handOver(asking, 'Đường dẫn cho người đi');
    await there.page.getByText('Cầu Đá').first().waitFor();
    expect(await faultsOf(there.page)).toEqual([]);
    await there.press('Đã báo');
    await there.page.getByLabel(/hộ/).fill('120');
    await there.press('Ghi: đã báo');
    await there.page.getByText('Đã ghi lại. Cảm ơn.').waitFor();
    const { calls } = await told(id);
    expect(calls.find(({ act }) => act === 'told')).toMatchObject({ households: 120 });
    expect(there.complaints).toEqual([]);
    await Promise.all([asking.close(), there.close()]);
  });
});
