// Drives the guarded fetch against servers on loopback: what is not the public Internet is reached only where it was opened, by
// whatever spelling, name or redirect it is asked for, and what comes is bounded.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isHostOrNetwork, openHosts } from '../../../server/warning/addresses.ts';
import { createGuardedFetch, type GuardParts } from '../../../server/warning/guarded-fetch.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
});

/** A machine inside, and what it was asked. */
async function inside(answer: RequestListener = (_, reply) => reply.end('bí mật')) {
  const asked: string[] = [];
  const server = createServer((request, reply) => {
    asked.push(`${request.headers.host} ${request.url}`);
    answer(request, reply);
  });
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { asked, port: (server.address() as AddressInfo).port };
}

const names: Record<string, string[]> = {
  'public.example.vn': ['93.184.216.34'],
  'inner.example.vn': ['127.0.0.1'],
  'other.example.vn': ['127.0.0.2'],
  'half.example.vn': ['93.184.216.34', '10.0.0.5'],
};
const fetcher = (allow: string[] = [], change: Partial<GuardParts> = {}) =>
  createGuardedFetch({
    allow,
    lookup: async host => (names[host] ?? []).map(address => ({ address })),
    limitMs: 2_000,
    ...change,
  });
const text = async (answer: Promise<{ bytes: Uint8Array }>) => Buffer.from((await answer).bytes).toString('utf8');

describe('FET-1 nothing inside is reached', () => {
  it('by no spelling of its address', async () => {
    const { asked, port } = await inside();
    const spellings = [
      '127.0.0.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '127.1',
      '0.0.0.0',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[0:0:0:0:0:ffff:127.0.0.1]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '[fe80::1]',
      '[fd00::1]',
      '[ff02::1]',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '224.0.0.1',
      '255.255.255.255',
      'inner.example.vn',
      'half.example.vn',
      'unknown.example.vn',
    ];
    for (const host of spellings)
      await expect(fetcher()(`http://${host}:${port}/`), host).rejects.toMatchObject({ code: 'fetch_refused' });
    expect(asked).toEqual([]);
  });

  it('by no other scheme, and by nobody’s password', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://93.184.216.34/', 'gopher://x/', 'data:text/plain,x', 'x'])
      await expect(fetcher()(url), url).rejects.toMatchObject({ code: 'fetch_refused' });
    const { asked, port } = await inside();
    const open = fetcher(['127.0.0.1']);
    await expect(open(`http://a:b@127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'fetch_refused' });
    await expect(open(`http://public.example.vn@127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'fetch_refused' });
    expect(asked).toEqual([]);
  });

  it('by no redirect, of which each is judged anew', async () => {
    const secret = await inside();
    for (const location of [
      `http://127.0.0.2:${secret.port}/`,
      `http://other.example.vn:${secret.port}/`,
      'file:///x',
    ]) {
      const { port } = await inside((_, reply) => reply.writeHead(302, { location }).end());
      await expect(fetcher(['127.0.0.1/32', 'opened.vn'])(`http://127.0.0.1:${port}/`), location).rejects.toMatchObject(
        {
          code: 'fetch_refused',
        },
      );
    }
    const round = await inside((_, reply) => reply.writeHead(302, { location: '/again' }).end());
    await expect(fetcher(['127.0.0.1'])(`http://127.0.0.1:${round.port}/`)).rejects.toMatchObject({
      details: { why: '> 5 redirects' },
    });
    expect(round.asked).toHaveLength(6);
  });

  it('by no name that answers otherwise the second time: the address that was judged is the one that is called', async () => {
    const { asked, port } = await inside();
    let times = 0;
    const rebinding = fetcher(['127.0.0.1'], {
      lookup: async () => [{ address: times++ === 0 ? '127.0.0.1' : '10.0.0.1' }],
    });
    expect(await text(rebinding(`http://feed.example.vn:${port}/a?b`))).toBe('bí mật');
    expect(times).toBe(1);
    expect(asked).toEqual([`feed.example.vn:${port} /a?b`]);
  });
});

describe('FET-2 what was opened is reached', () => {
  it('as a host, an address or a network, and follows a redirect there', async () => {
    const { port } = await inside((request, reply) =>
      request.url === '/old' ? reply.writeHead(301, { location: '/new' }).end() : reply.end(request.url),
    );
    expect(await text(fetcher(['inner.example.vn'])(`http://inner.example.vn:${port}/old`))).toBe('/new');
    expect(await text(fetcher(['127.0.0.0/8'])(`http://inner.example.vn:${port}/x`))).toBe('/x');
    expect((await fetcher(['127.0.0.1'])(`http://127.0.0.1:${port}/old`)).url).toBe(`http://127.0.0.1:${port}/new`);
  });

  it('the public Internet is open by itself, the rest by its list alone', () => {
    const none = openHosts([]);
    for (const address of ['93.184.216.34', '8.8.8.8', '2606:2800:220:1::1']) expect(none.address(address)).toBe(true);
    for (const address of ['192.0.2.1', '198.18.0.1', '2001:db8::1', '3fff::1', 'fec0::1', '2001::1', 'x', ''])
      expect(none.address(address), address).toBe(false);
    const some = openHosts(['10.1.0.0/16', 'fd00::/8', 'Hydro.Local']);
    expect([some.address('10.1.2.3'), some.address('10.2.0.1'), some.address('::ffff:10.1.2.3')]).toEqual([
      true,
      false,
      true,
    ]);
    expect([some.address('fd12::1'), some.name('hydro.local'), some.name('a.hydro.local')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('what may stand in the list', () => {
    for (const good of ['10.0.0.0/8', '127.0.0.1', 'fd00::/8', '[::1]', 'hydro.local', 'localhost'])
      expect(isHostOrNetwork(good), good).toBe(true);
    for (const bad of ['10.0.0.0/33', '256.1.1.1', 'http://x', 'a b', 'fd00::/129', '*', '10.1'])
      expect(isHostOrNetwork(bad), bad).toBe(false);
  });
});

describe('FET-3 what comes is bounded', () => {
  it('in size, whatever the header says, and in time', async () => {
    const endless = await inside((_, reply) => {
      const pour = () => {
        while (!reply.destroyed && reply.write(Buffer.alloc(65_536)));
      };
      reply.on('drain', pour);
      pour();
    });
    await expect(
      fetcher(['127.0.0.1'], { mostBytes: 1_000_000 })(`http://127.0.0.1:${endless.port}/`),
    ).rejects.toMatchObject({ details: { why: '> 1000000 B' } });
    const mute = await inside(() => undefined);
    const begun = performance.now();
    await expect(fetcher(['127.0.0.1'], { limitMs: 200 })(`http://127.0.0.1:${mute.port}/`)).rejects.toThrow();
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('an answer that is no success, or packed, is refused', async () => {
    const missing = await inside((_, reply) => reply.writeHead(404).end());
    await expect(fetcher(['127.0.0.1'])(`http://127.0.0.1:${missing.port}/`)).rejects.toMatchObject({
      details: { why: 'HTTP 404' },
    });
    const packed = await inside((_, reply) => reply.writeHead(200, { 'content-encoding': 'gzip' }).end('x'));
    await expect(fetcher(['127.0.0.1'])(`http://127.0.0.1:${packed.port}/`)).rejects.toMatchObject({
      details: { why: 'gzip' },
    });
  });
});
