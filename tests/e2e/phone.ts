// A phone of 360 × 780 in headless Chromium, with everything noted that its pages complain about, and taps that are counted.
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';
import type { Session } from './asking.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--mute-audio',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];
const PATIENCE_MS = 15_000;
/** Whoever is not signed in asks who he is, and is told that nobody is. */
const NOBODY_YET = /status of 401 .*\/api\/session$/;

/** `microphone`: a WAV file that is heard over and over. */
export async function openBrowser(microphone?: string): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [...FLAGS, ...(microphone ? [`--use-file-for-fake-audio-capture=${microphone}`] : [])],
  });
  return browser;
}

export interface Phone {
  page: Page;
  context: BrowserContext;
  /** Errors on the console, uncaught ones, and what the pages' policy refused. */
  complaints: string[];
  taps(): number;
  tap(what: Locator): Promise<void>;
  /** Asks for a button by its words and taps it. */
  press(words: string | RegExp): Promise<void>;
  close(): Promise<void>;
}

const REFUSALS = `addEventListener('securitypolicyviolation', event =>
  console.error('policy: ' + event.violatedDirective + ' refuses ' + event.blockedURI + ' at ' + event.sourceFile))`;

/** `by`: whose session it carries; nobody's unless given. */
export async function openPhone(
  browser: Browser,
  origin: string,
  { by, ...options }: { by?: Session } & BrowserContextOptions = {},
): Promise<Phone> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 360, height: 780 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: 'vi-VN',
    permissions: ['microphone', 'clipboard-write'],
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(REFUSALS);
  if (by) {
    const [name = '', value = ''] = by.cookie.split('=');
    await context.addCookies([{ name, value, url: origin, httpOnly: true, sameSite: 'Strict' }]);
  }
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', message => {
    const told = `${message.text()} ${message.location().url}`;
    if (message.type() === 'error' && !NOBODY_YET.test(told)) complaints.push(told);
  });
  page.on('pageerror', error => complaints.push(`uncaught: ${error.stack ?? error.message}`));
  let taps = 0;
  const phone: Phone = {
    page,
    context,
    complaints,
    taps: () => taps,
    async tap(what) {
      await what.tap();
      taps++;
    },
    press: words => phone.tap(page.getByRole('button', { name: words })),
    close: () => context.close(),
  };
  return phone;
}
