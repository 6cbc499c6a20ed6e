// Drives every page with something on it, in both languages: for whom it can be read, whether it fits, and what it complains about.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { needs } from '../support/needs.ts';
import { faultsOf, walker, wordsOf } from './inspecting.ts';
import { openPeopled, type Peopled } from './peopled.ts';
import { openBrowser, openPhone } from './phone.ts';

vi.setConfig({ testTimeout: 180_000 });
const it = needs('chromium', 'ffmpeg', 'espeak-ng');
/** Letters that English does not have; what a language calls itself stays as it is, and an example of Vietnamese words. */
const VIETNAMESE = /^.*[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ].*$/gimu;
let peopled: Peopled;
let browser: Browser;

beforeAll(async () => {
  peopled = await openPeopled(what => `The ${what}`);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await peopled?.station.close();
});

describe('every page', () => {
  it('has nothing that axe finds serious, fits 360 pixels, and complains of nothing', async () => {
    const { station, addresses } = peopled;
    const phone = await openPhone(browser, station.origin, { by: station.admin });
    const walk = walker(phone.page);
    const faults: string[] = [];
    const seen: string[] = [];
    for (const address of addresses) {
      await walk(address);
      for (const fault of await faultsOf(phone.page)) faults.push(`${address}: ${fault}`);
      seen.push(await phone.page.locator('h1').innerText());
    }
    expect(faults).toEqual([]);
    // Every address was a page of its own kind; only the last of them is none.
    expect(seen.filter(title => title === 'Không có trang này.')).toHaveLength(1);
    expect(new Set(seen).size).toBeGreaterThan(25);
    expect(phone.complaints).toEqual([]);
    await phone.close();
  });

  it('stands for somebody who has not signed in as well', async () => {
    const phone = await openPhone(browser, peopled.station.origin);
    await walker(phone.page)('/');
    await phone.page.getByRole('heading', { name: 'Đăng nhập' }).waitFor();
    expect(await faultsOf(phone.page)).toEqual([]);
    expect(phone.complaints).toEqual([]);
    await phone.close();
  });

  it('speaks English throughout once English is chosen', async () => {
    const { station, addresses } = peopled;
    const phone = await openPhone(browser, station.origin, { by: station.admin });
    const { page } = phone;
    await page.goto('/them');
    await phone.tap(page.getByText('English'));
    await page.getByRole('heading', { name: 'More' }).waitFor();
    const walk = walker(page);
    const left: string[] = [];
    for (const address of addresses) {
      await walk(address);
      for (const [line] of (await wordsOf(page)).matchAll(VIETNAMESE)) left.push(`${address}: ${line}`);
    }
    expect(left.filter(line => !/: (Tiếng Việt|For example: .*|.* of Huế)$/.test(line))).toEqual([]);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    await phone.close();
  });
});
