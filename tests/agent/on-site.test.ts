// Drives a whole agent by hand: button, keypad and the page on its own network, with and without a server and the time.
import { describe, expect, it } from 'vitest';
import { localWay } from '../../agent/local.ts';
import type { OnSitePreset } from '../../protocol/order.ts';
import { type AlarmHouse, alarmHouse } from '../support/alarm-house.ts';
import { type AtTheBox, atTheBox, codeOf, onSiteSettings } from '../support/at-the-box.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const clips = (...names: string[]) => names.map(name => ({ type: 'clip' as const, name, durationMs: 1000 }));
const presets: OnSitePreset[] = [
  { number: 1, title: 'Lũ khẩn cấp', content: clips('flood-3'), siren: 'siren-hue-flood3', passes: 2 },
  { number: 2, title: 'Báo yên', content: clips('chime-alert', 'all-clear'), passes: 1 },
];
const TODAY = '2026-11-22';

type Site = AlarmHouse & { box: AtTheBox; press: (ms?: number) => Promise<void> };
async function site(settings: Record<string, unknown> = {}): Promise<Site> {
  const box = atTheBox();
  const home = await alarmHouse({ ways: box.ways }, { settings: { ...onSiteSettings(presets), ...settings } });
  return Object.assign(home, { box, press: (ms?: number) => box.press(home.clock.advance, ms) });
}
const told = (home: AlarmHouse) =>
  home.server.facts.flatMap(fact => ('broadcastId' in fact && fact.broadcastId.startsWith('al_') ? [fact] : []));

describe('the button', () => {
  it('LOC-1: sounds the first preset at once without a server, and it is told when the line is back', async () => {
    const home = await site();
    const { clock, cable, server, heard } = home;
    cable.cut();
    await clock.advance(10_000);
    const pressed = clock.now();
    await home.press();
    await clock.advance(MINUTE);
    expect(heard()).toHaveLength(1);
    expect(heard()[0]!.from - pressed).toBeLessThan(2000);
    expect(heard()[0]!.to - heard()[0]!.from).toBeCloseTo(14_000, -2);
    expect(told(home)).toEqual([]);
    cable.heal();
    await clock.advance(MINUTE);
    expect(told(home).map(fact => fact.kind)).toEqual(['onSite', 'playing', 'played']);
    expect(told(home)[0]).toMatchObject({ preset: 1, title: 'Lũ khẩn cấp', how: 'button', revision: 1 });
    expect(new Set(told(home).map(fact => fact.deliveryId)).size).toBe(1);
    expect(server.facts.filter(fact => fact.kind === 'fault')).toEqual([]);
  });

  it('LOC-2: a touch, a spark and one that is stuck since the power came back sound nothing', async () => {
    const home = await site();
    const { clock, heard, box } = home;
    for (let i = 0; i < 20; i++) await home.press(900);
    for (let i = 0; i < 100; i++) {
      box.button.isDown = i % 7 !== 0;
      await clock.advance(100);
    }
    box.button.isDown = true;
    home.kill();
    await home.again();
    await clock.advance(2 * MINUTE);
    expect(heard()).toEqual([]);
    expect(home.server.facts.findLast(fact => fact.kind === 'fault')).toMatchObject({ part: 'button' });
    box.button.isDown = false;
    await clock.advance(1000);
    expect(home.server.facts.findLast(fact => fact.kind === 'mended')).toMatchObject({ part: 'button' });
    await home.press();
    await clock.advance(MINUTE);
    expect(heard()).toHaveLength(1);
  });

  it('LOC-2: held for ever it sounds once, and is a fault; a line that cannot be read is one too', async () => {
    const home = await site();
    const { clock, heard, box } = home;
    box.button.isDown = true;
    await clock.advance(10 * MINUTE);
    expect(heard()).toHaveLength(1);
    expect(home.last(told(home)[0]!.broadcastId)).toMatchObject({ kind: 'played' });
    box.button.isDown = false;
    await clock.advance(1000);
    box.button.broken = 'no such line';
    await clock.advance(1000);
    const faults = home.server.facts.filter(fact => fact.kind === 'fault');
    expect(faults).toMatchObject([
      { detail: 'the button is stuck' },
      { detail: expect.stringContaining('no such line') },
    ]);
  });

  it('LOC-3: the next press stops what it started, but not in the first seconds, and nothing of the server’s', async () => {
    const home = await site();
    const { clock, heard, server } = home;
    await home.press();
    await home.press(1000);
    await clock.advance(2000);
    expect(heard()).toHaveLength(1);
    const stopped = clock.now();
    await home.press();
    await clock.advance(MINUTE);
    expect(heard()[0]!.to - stopped).toBeLessThan(1300);
    expect(told(home).at(-1)).toMatchObject({ kind: 'interrupted', reason: 'stopped' });
    server.send(home.alert(['flood-3'], { passes: 20 }));
    await clock.advance(3000);
    await home.press();
    await clock.advance(10_000);
    await home.press();
    await clock.advance(2 * MINUTE);
    expect(home.last('al_a')).toMatchObject({ kind: 'played', rounds: 20 });
  });

  it('LOC-4: it takes turns with an alert of the server, and a stop of the server silences it', async () => {
    const home = await site();
    const { clock, server, heard } = home;
    await home.press();
    server.send(home.alert(['flood-3'], { passes: 3 }));
    await clock.advance(MINUTE);
    const total = heard().reduce((sum, each) => sum + each.to - each.from, 0);
    expect(total).toBeCloseTo(14_000 + 9000, -3);
    expect(told(home).filter(fact => fact.kind === 'played')).toHaveLength(2);
    await home.press();
    await clock.advance(3000);
    const at = clock.now();
    server.send(server.stop());
    await clock.advance(MINUTE);
    expect(heard().at(-1)!.to - at).toBeLessThan(60);
    expect(told(home).at(-1)).toMatchObject({ kind: 'interrupted', reason: 'stopped' });
  });

  it('LOC-4: cut off by a restart it goes on, as the same delivery, and the button still stops it', async () => {
    const home = await site();
    const { clock, heard } = home;
    await home.press();
    await clock.advance(2000);
    home.kill();
    await clock.advance(500);
    await home.again();
    await clock.advance(3000);
    expect(heard()).toHaveLength(2);
    const at = clock.now();
    await home.press();
    await clock.advance(MINUTE);
    expect(heard()[1]!.to - at).toBeLessThan(1300);
    expect(told(home).map(fact => fact.kind)).toEqual(['onSite', 'playing', 'playing', 'interrupted']);
    expect(told(home).at(-1)).toMatchObject({ resumes: 1 });
  });

  it('LOC-4: sounded before the time is known, it goes on when the time is told', async () => {
    const home = await site();
    const { clock, cable, heard } = home;
    cable.cut();
    // The card has kept no time: the device wakes in 1970, or at the last signed time that it knew.
    home.rtcOffMs = -20 * 365 * DAY;
    await clock.advance(30 * MINUTE);
    await home.again();
    await home.press();
    await clock.advance(3000);
    cable.heal();
    await clock.advance(MINUTE);
    expect(home.agent.status()?.isUp).toBe(true);
    expect(heard()).toHaveLength(1);
    expect(heard()[0]!.to - heard()[0]!.from).toBeCloseTo(14_000, -2);
    const played = told(home).at(-1);
    expect(played).toMatchObject({ kind: 'played', rounds: 2 });
    expect(played && 'startedAt' in played && Math.abs(played.startedAt - heard()[0]!.from)).toBeLessThan(100);
  });

  it('LOC-1: where nothing is set up it sounds nothing', async () => {
    const home = await site({ onSite: null });
    await home.press();
    home.box.type('1');
    await home.clock.advance(10_000);
    expect(home.heard()).toEqual([]);
  });
});

describe('the keypad', () => {
  it('LOC-5: a line with the number of a preset sounds it, the same line stops it, others do nothing', async () => {
    const home = await site();
    const { clock, heard, box } = home;
    for (const line of ['', '7', '12', 'x', '0']) box.type(line);
    await clock.advance(5000);
    expect(heard()).toEqual([]);
    box.type('2');
    await clock.advance(10_000);
    expect(heard()[0]!.to - heard()[0]!.from).toBeCloseTo(3000, -2);
    box.type('1');
    await clock.advance(4000);
    const at = clock.now();
    box.type('1');
    await clock.advance(10_000);
    expect(heard()[1]!.to - at).toBeLessThan(100);
    expect(told(home).filter(fact => fact.kind === 'onSite')).toMatchObject([
      { how: 'key', preset: 2 },
      { how: 'key', preset: 1 },
    ]);
  });
});

describe('the page on the device’s own network', () => {
  async function page(settings: Record<string, unknown> = {}) {
    let port = 0;
    const way = localWay({ host: '127.0.0.1', port: 0 }, at => {
      port = at;
    });
    const home = await alarmHouse({ ways: [way] }, { settings: { ...onSiteSettings(presets), ...settings } });
    const url = () => `http://127.0.0.1:${port}/`;
    const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
      fetch(url(), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers });
    const enter = async (code: string, preset = '1') => (await post({ code, preset, do: 'start' })).status;
    return Object.assign(home, {
      url,
      post,
      enter,
      async end() {
        const stopped = home.agent.stop('test');
        await home.clock.advance(1000);
        await stopped;
      },
    });
  }

  it('LOC-6: preset and the day’s code sound it, and stop it', async () => {
    const home = await page({ name: '<b>Bản Mạn</b> & "x"' });
    const { clock, heard } = home;
    const shown = await fetch(home.url());
    const html = await shown.text();
    expect(html).toContain('PHÁT RA LOA');
    expect(html).toContain('1. Lũ khẩn cấp');
    expect(html).not.toContain('<b>');
    expect(html).not.toContain('<script');
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    const answer = await home.post(
      { code: codeOf(TODAY), preset: '1', do: 'start' },
      { origin: home.url().slice(0, -1) },
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/?da=started']);
    await clock.advance(3000);
    expect((await home.post({ code: codeOf(TODAY), preset: '1', do: 'start' })).headers.get('location')).toBe(
      '/?da=already',
    );
    const at = clock.now();
    expect((await home.post({ code: codeOf(TODAY), do: 'stop' })).headers.get('location')).toBe('/?da=stopped');
    await clock.advance(MINUTE);
    expect(heard()).toHaveLength(1);
    expect(heard()[0]!.to - at).toBeLessThan(60);
    expect(told(home)[0]).toMatchObject({ kind: 'onSite', how: 'code', preset: 1 });
    await home.end();
  });

  it('LOC-6: yesterday’s code is good, others are not; where the time is unknown those of a week are', async () => {
    const home = await page();
    expect(await home.enter(codeOf('2026-11-21'), '2')).toBe(303);
    for (const day of ['2026-11-20', '2026-11-23']) expect(await home.enter(codeOf(day))).toBe(403);
    home.cable.cut();
    await home.again();
    for (const day of ['2026-11-19', '2026-11-25']) expect(await home.enter(codeOf(day), '2'), day).toBe(303);
    for (const day of ['2026-11-18', '2026-11-26']) expect(await home.enter(codeOf(day)), day).toBe(403);
    await home.end();
  });

  it('LOC-7: after five wrong codes none is taken for a minute, then for longer after each, and the server is told', async () => {
    const home = await page();
    const { clock, server } = home;
    for (let i = 0; i < 5; i++) expect(await home.enter('000000')).toBe(403);
    expect(await home.enter(codeOf(TODAY))).toBe(429);
    await clock.advance(500);
    expect(server.facts.findLast(fact => fact.kind === 'fault')).toMatchObject({ part: 'codes' });
    await clock.advance(MINUTE);
    expect(await home.enter('000000')).toBe(403);
    await clock.advance(MINUTE + 1000);
    expect(await home.enter(codeOf(TODAY))).toBe(429);
    await clock.advance(MINUTE);
    expect(await home.enter(codeOf(TODAY))).toBe(303);
    for (let i = 0; i < 9; i++) {
      expect(await home.enter('000000')).toBe(403);
      await clock.advance(15 * MINUTE);
    }
    expect(await home.enter(codeOf(TODAY))).toBe(303);
    await home.end();
  });

  it('LOC-7: large forms, other paths and methods, and forms of other sites are turned away', async () => {
    const home = await page();
    expect((await fetch(`${home.url()}etc/passwd`)).status).toBe(404);
    expect((await fetch(home.url(), { method: 'DELETE' })).status).toBe(405);
    const good = { code: codeOf(TODAY), preset: '1', do: 'start' };
    expect((await home.post({ ...good, more: 'x'.repeat(2000) })).status).toBe(413);
    expect((await home.post(good, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await home.post(good, { origin: 'null' })).status).toBe(403);
    expect((await home.post({ ...good, preset: '9' })).status).toBe(400);
    expect((await home.post({ ...good, code: '' })).status).toBe(403);
    await home.clock.advance(10_000);
    expect(home.heard()).toEqual([]);
    await home.end();
  });

  it('LOC-6: a port that is taken is a fault, and the device runs on', async () => {
    const first = await page();
    const port = Number(new URL(first.url()).port);
    const second = await alarmHouse({ ways: [localWay({ host: '127.0.0.1', port })] });
    await second.clock.advance(1000);
    expect(second.server.facts.find(fact => fact.kind === 'fault')).toMatchObject({ part: 'onSite' });
    second.server.send(second.alert(['flood-3']));
    await second.clock.advance(10_000);
    expect(second.heard()).toHaveLength(1);
    await first.end();
  });
});
