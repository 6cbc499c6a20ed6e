// Drives feeds by a fake clock: what they bring becomes proposals, each entry is fetched once, and one that fails says why.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CapFeed, Proposal } from '../../../../protocol/api/warnings.ts';
import { LoaError } from '../../../../server/errors.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { type WarningServer, warningServer } from '../../../support/warning.ts';
import { capXml, sender } from './messages.ts';

const FEED = 'https://pctt.example.vn/feed.atom';
let s: WarningServer;
let c: Awaited<ReturnType<WarningServer['commune']>>;
/** What stands at each address, and which were asked. */
let web: Map<string, string>;
let asked: string[];

beforeEach(async () => {
  web = new Map();
  asked = [];
  s = await warningServer({
    clock: fakeClock('2025-10-07T10:00:00.000Z'),
    async fetch(url) {
      asked.push(url);
      const text = web.get(url);
      if (text === undefined) throw new LoaError('fetch_refused', { host: 'pctt.example.vn', why: 'HTTP 404' });
      return { bytes: Buffer.from(text), url };
    },
  });
  c = await s.commune();
  await c.officer.caller.post('/api/cap/senders', { areaId: c.boHa, sender, name: 'PCTT' });
  await s.room.start();
});
afterEach(async () => {
  expect(s.errors).toEqual([]);
  await s.close();
});

const add = async (url = FEED, everyS = 60) =>
  (await c.officer.caller.post<CapFeed>('/api/cap/feeds', { areaId: c.boHa, url, everyS })).body;
const feeds = async () => (await c.officer.caller.get<{ items: CapFeed[] }>('/api/cap/feeds')).body.items;
const titles = async () =>
  (await c.officer.caller.get<{ items: Proposal[] }>('/api/proposals')).body.items.map(one => one.title);
const turn = async (ms = 60_000) => {
  await s.clock.advance(ms);
  await s.room.polling.idle();
};
const entry = (id: string, content: string, updated = '2025-10-07T10:00:00Z') =>
  `<entry><id>urn:${id}</id><title>${id}</title><updated>${updated}</updated>${content}</entry>`;
const atom = (...entries: string[]) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:f</id><title>f</title><updated>2025-10-07T10:00:00Z</updated>${entries.join('')}</feed>`;
const cap = (identifier: string) =>
  capXml({ identifier }).replace(/<headline>.*<\/headline>/, `<headline>${identifier}</headline>`);

describe('CAP-14 feeds', () => {
  it('linked entries are fetched once each, also by their relative address, and again when they change', async () => {
    await add();
    web.set('https://pctt.example.vn/1.cap', cap('A'));
    web.set('https://pctt.example.vn/2.cap', cap('B'));
    web.set(FEED, atom(entry('1', '<link href="https://pctt.example.vn/1.cap"/>')));
    await turn();
    web.set(FEED, atom(entry('1', '<link href="/1.cap"/>'), entry('2', '<link rel="alternate" href="2.cap"/>')));
    await turn();
    expect(asked.filter(url => url !== FEED)).toEqual([
      'https://pctt.example.vn/1.cap',
      'https://pctt.example.vn/2.cap',
    ]);
    expect((await titles()).sort()).toEqual(['A', 'B']);
    web.set(FEED, atom(entry('2', '<link href="2.cap"/>', '2025-10-07T11:00:00Z')));
    await turn();
    expect(asked.filter(url => url.endsWith('2.cap'))).toHaveLength(2);
    expect((await feeds())[0]).toMatchObject({ trouble: null, readAt: expect.any(String) });
  });

  it('messages inside the feed, RSS, and an address that holds the message itself', async () => {
    const bare = (xml: string) => xml.replace(/<\?xml[^>]*\?>\s*/, '');
    web.set(FEED, atom(entry('1', `<content type="text/xml">${bare(cap('A'))}</content>`)));
    web.set(
      'https://b.vn/rss',
      '<rss version="2.0"><channel><item><title>B</title><link>https://b.vn/b.cap</link></item></channel></rss>',
    );
    web.set('https://b.vn/b.cap', cap('B'));
    web.set('https://c.vn/now.cap', cap('C'));
    for (const url of [FEED, 'https://b.vn/rss', 'https://c.vn/now.cap']) await add(url);
    await turn();
    expect((await titles()).sort()).toEqual(['A', 'B', 'C']);
    await turn();
    expect(await titles()).toHaveLength(3);
  });

  it('each is read as often as it says', async () => {
    web.set(FEED, atom());
    await add(FEED, 120);
    await turn(30_000);
    await turn(90_000);
    expect(asked).toHaveLength(1);
    await turn(30_000);
    expect(asked).toHaveLength(2);
  });

  it('one that fails says why and is tried again; an entry that fails holds up no other', async () => {
    await add();
    await turn();
    expect((await feeds())[0]?.trouble).toContain('HTTP 404');
    web.set(FEED, '<html><body>Bảo trì</body></html>');
    await turn();
    expect((await feeds())[0]?.trouble).toBe('<html>');
    web.set(FEED, atom(entry('1', '<link href="/gone.cap"/>'), entry('2', '<link href="/2.cap"/>')));
    web.set('https://pctt.example.vn/2.cap', cap('B'));
    await turn();
    expect(await titles()).toEqual(['B']);
    expect((await feeds())[0]?.trouble).toContain('HTTP 404');
    web.set('https://pctt.example.vn/gone.cap', cap('A'));
    await turn();
    expect((await titles()).sort()).toEqual(['A', 'B']);
    expect((await feeds())[0]?.trouble).toBeNull();
  });

  it('what an entry holds is judged like any other: a stranger’s is shown, once, and another area’s is not ours', async () => {
    web.set(FEED, atom(entry('1', '<link href="/1.cap"/>')));
    web.set('https://pctt.example.vn/1.cap', cap('A').replace(sender, 'la@example.vn'));
    await c.admin.post('/api/cap/senders', { areaId: c.dongKy, sender: 'la@example.vn', name: 'Lạ' });
    await add();
    await turn();
    await turn();
    expect(await titles()).toEqual(['Bên gửi la@example.vn không có trong danh sách được nghe']);
  });

  it('are kept by those who keep places; only web addresses', async () => {
    const feed = await add();
    expect((await c.neighbour.caller.get<{ items: CapFeed[] }>('/api/cap/feeds')).body.items).toEqual([]);
    expect((await c.neighbour.caller.delete(`/api/cap/feeds/${feed.id}`)).status).toBe(403);
    const file = await c.officer.caller.post('/api/cap/feeds', { areaId: c.boHa, url: 'file:///etc/passwd' });
    expect(file.body.code).toBe('fetch_refused');
    expect((await c.officer.caller.delete(`/api/cap/feeds/${feed.id}`)).status).toBe(200);
    await turn();
    expect(asked).toEqual([]);
  });
});
