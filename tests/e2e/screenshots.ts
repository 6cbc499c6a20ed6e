// The pictures of the README: the demonstration on a free port, its pages in headless Chromium, PNG files in docs/screens.
// Run by `node tests/e2e/screenshots.ts`; needs chromium, and ffmpeg to make the files small.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { Alert } from '../../protocol/api/alerts.ts';
import type { BroadcastSummary } from '../../protocol/api/broadcasts.ts';
import { showDemo } from '../demo/show.ts';
import { openSession, type Session } from './asking.ts';
import { walker } from './inspecting.ts';
import { openBrowser, openPhone } from './phone.ts';
import { until } from './until.ts';

const SCREENS = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const MOST_BYTES = 150_000;
const COLOURS = 200;
const PIN = '123456';
/** The demonstration has clusters that are broken or cannot be reached. */
const MOST = 0.85;
const PATIENCE_MS = 60_000;

/** Fewer colours, the same picture. */
function shrink(from: string, name: string): void {
  const to = join(SCREENS, `${name}.png`);
  const palette = `split[a][b];[a]palettegen=max_colors=${COLOURS}:stats_mode=single[p];[b][p]paletteuse=dither=none`;
  const args = ['-v', 'error', '-y', '-i', from, '-vf', palette, '-compression_level', '100', to];
  const { status, stderr } = spawnSync('ffmpeg', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  const { size } = statSync(to);
  process.stdout.write(`${name}.png ${Math.round(size / 1000)} kB\n`);
  if (size > MOST_BYTES) throw new Error(`${name}.png is larger than ${MOST_BYTES} bytes`);
}

const folder = mkdtempSync(join(tmpdir(), 'loa-screens-'));
mkdirSync(join(folder, 'demo'));
mkdirSync(SCREENS, { recursive: true });
const said: string[] = [];
const ending = new AbortController();
const demo = showDemo({
  options: { port: 0, lan: false, flood: false, once: false, help: false },
  folder: join(folder, 'demo'),
  say: () => undefined,
  write: line => void said.push(line),
  signal: ending.signal,
  digits: count => '1234567890'.slice(0, count),
});
await demo.shown;
const browser = await openBrowser();
try {
  const origin = /http:\/\/localhost:\d+/.exec(said.join('\n'))?.[0] ?? '';
  const enter = (name: string) => openSession({ base: origin, origin }, name, 'yenthe-123456');
  const [leader, officer] = [await enter('lanhdao'), await enter('canbo')];
  const { items } = await leader.ask<{ items: BroadcastSummary[] }>('GET', '/api/broadcasts');
  const first = items.find(({ phase }) => phase === 'over')?.id ?? '';

  async function picture(name: string, by: Session, address: string, options = {}, go?: (page: Page) => Promise<void>) {
    const phone = await openPhone(browser, origin, { by, ...options });
    await walker(phone.page)(address);
    await go?.(phone.page);
    await phone.page.evaluate('document.fonts.ready');
    const path = join(folder, `${name}.png`);
    await phone.page.screenshot({ path });
    await phone.close();
    shrink(path, name);
  }
  await picture('home', leader, '/');
  await picture('send', officer, '/phat', {}, async page => {
    await page.getByRole('button', { name: /Bản tin Yên Thế/ }).tap();
    await page.getByRole('button', { name: 'GỬI DUYỆT' }).waitFor();
  });
  await picture('report', leader, `/buoi-phat/${first}`);
  await picture('clusters', leader, '/cum', {}, async page => page.getByText(/^Tất cả/).tap());
  await picture('schedule', leader, '/lich');
  await picture('dark', leader, '/', { colorScheme: 'dark' });

  // An emergency from the choice of words to the villages that must be called; the strip stays on every page while it lives.
  const root = officer.me.area.id;
  await picture('alarm-check', officer, '/khan-cap/flood', {}, async page => {
    await page.getByRole('button', { name: /báo động 3/ }).tap();
    await page.getByText(/^KHÔNG NGHE ĐƯỢC/).waitFor();
  });
  const what = { template: 'flood-3', status: 'actual', siren: true, voiceFirst: true, targets: [root] };
  const asked = { ...what, orderedBy: 'Chủ tịch UBND xã', proof: { pin: PIN } };
  const { id } = await officer.ask<{ id: string }>('POST', '/api/alerts', asked);
  await picture('alarm-wait', officer, `/canh-bao/${id}`, {}, page => page.getByRole('timer').waitFor());
  await picture('alarm-second', leader, `/canh-bao/${id}`, {}, page =>
    page.getByRole('button', { name: 'ĐỒNG Ý' }).waitFor(),
  );
  await leader.ask('POST', `/api/alerts/${id}/confirm`, { pin: PIN });
  await until(
    'most clusters have sounded',
    async () => {
      const { sounded, clusters } = await officer.ask<Alert>('GET', `/api/alerts/${id}`);
      return sounded > clusters * MOST;
    },
    PATIENCE_MS,
  );
  await picture('alarm-live', officer, `/canh-bao/${id}`);
  await picture('alarm-calls', officer, `/canh-bao/${id}/goi`);
  await picture('alarm-strip', leader, '/');
  const wide = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, isMobile: false };
  await picture('wide', leader, `/buoi-phat/${first}`, wide);
} finally {
  await browser.close();
  ending.abort();
  await demo.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
