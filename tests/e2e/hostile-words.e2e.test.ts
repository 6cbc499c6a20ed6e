// Drives attack 16: whatever people and devices write anywhere, pages show it as text and run nothing of it.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { needs } from '../support/needs.ts';
import { walker, wordsOf } from './inspecting.ts';
import { openPeopled, type Peopled } from './peopled.ts';
import { openBrowser, openPhone } from './phone.ts';

vi.setConfig({ testTimeout: 120_000 });
const it = needs('chromium', 'ffmpeg', 'espeak-ng');
const PAYLOADS = [
  '<img src=x onerror=xss() data-xss>',
  '"><script data-xss>xss()</script>',
  '<svg/onload=xss() data-xss>',
  '<a data-xss href=javascript:xss()>tap</a>',
  `'"--><iframe data-xss srcdoc=x></iframe>`,
  '</title></textarea><b data-xss onmouseover=xss()>',
  'javascript:xss()',
];
/** Counts what ran. */
const TRAP = 'window.ran = 0; window.xss = () => { window.ran++; }';
let peopled: Peopled;
let browser: Browser;

beforeAll(async () => {
  let next = 0;
  const payload = () => PAYLOADS[next++ % PAYLOADS.length] ?? '';
  peopled = await openPeopled(payload, { software: PAYLOADS[0], describe: PAYLOADS[1] });
  await peopled.station.pole(payload(), [], { software: PAYLOADS[1], describe: PAYLOADS[0], fault: PAYLOADS[2] });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await peopled?.station.close();
});

it('shows payloads in every name, title, text and device string as text: none runs', async () => {
  const { station, addresses } = peopled;
  const phone = await openPhone(browser, station.origin, { by: station.admin });
  const { page } = phone;
  await phone.context.addInitScript(TRAP);
  const walk = walker(page);
  const showing: string[] = [];
  const harm: string[] = [];
  for (const address of addresses) {
    await walk(address);
    const found = await page.evaluate<number>(
      `window.ran + document.querySelectorAll('[data-xss], a[href^="javascript:" i]').length`,
    );
    if (found > 0) harm.push(address);
    if ((await wordsOf(page)).includes('data-xss')) showing.push(address);
  }
  expect(harm).toEqual([]);
  // The payloads did arrive: most pages show one, letter by letter.
  expect(showing.length).toBeGreaterThan(addresses.length / 2);
  await walk(`/cum/${peopled.pole.id}`);
  expect(await wordsOf(page)).toContain(PAYLOADS[0]);
  expect(await wordsOf(page)).toContain(PAYLOADS[1]);
  expect(phone.complaints).toEqual([]);

  // What the server says of a wrong address is never a page.
  for (const address of ['/api/%3Cscript%3Exss()%3C/script%3E', '/%3Cscript%3Exss()%3C/script%3E.html']) {
    const { status, headers } = await fetch(`${station.origin}${address}`);
    expect([status, headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
  await phone.close();
});
