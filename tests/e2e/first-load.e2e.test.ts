// Drives the first visit of a phone: what it fetches before the home page stands, and, told but not judged, how long that takes on
// a processor slowed to a quarter.
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { firstLoad } from '../support/first-load.ts';
import { needs } from '../support/needs.ts';
import { openBrowser, openPhone } from './phone.ts';
import { openStation, type Station } from './station.ts';

vi.setConfig({ testTimeout: 60_000 });
const it = needs('chromium');
const MOST_BYTES = 80_000;
let station: Station;
let browser: Browser;

beforeAll(async () => {
  station = await openStation();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await station?.close();
});

it('the home page stands on at most 80 kB of script', async () => {
  const { scripts } = await firstLoad(station.pages);
  expect(scripts).toBeLessThanOrEqual(MOST_BYTES);

  // Without the worker, which fetches the other pages as well once this one stands.
  const phone = await openPhone(browser, station.origin, { by: station.admin, serviceWorkers: 'block' });
  const fetched: Promise<number>[] = [];
  phone.page.on('response', response => {
    if (response.url().endsWith('.js')) fetched.push(response.body().then(script => gzipSync(script).length));
  });
  const slow = await phone.context.newCDPSession(phone.page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await phone.page.goto('/', { waitUntil: 'commit' });
  await phone.page.getByRole('link', { name: 'PHÁT NGAY' }).waitFor();
  const ms = await phone.page.evaluate<number>('performance.now()');
  const bytes = (await Promise.all(fetched)).reduce((sum, one) => sum + one, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  process.stdout.write(
    `first load: ${(bytes / 1000).toFixed(1)} kB of script, gzip; home page after ${Math.round(ms)} ms on a quarter of this processor\n`,
  );
  await phone.close();
});
