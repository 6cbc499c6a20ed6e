// Addresses that people or feeds name flow in, bytes flow out: by http or https alone, from machines that `addresses` leaves open,
// at exactly the address that was judged, within limits of size and time, every redirect judged anew.
import { lookup as systemLookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { LoaError } from '../errors.ts';
import { openHosts } from './addresses.ts';

const LIMIT_MS = 15_000;
const MOST_BYTES = 5 * 1024 * 1024;
const MOST_REDIRECTS = 5;

export interface Fetched {
  bytes: Uint8Array;
  /** Where it came from in the end. */
  url: string;
}

/** Throws `fetch_refused` where it may not go or what came is not as it should be, and the network's own errors. */
export type GuardedFetch = (url: string) => Promise<Fetched>;

export interface GuardParts {
  /** Host names, addresses and networks that are open besides the public Internet. */
  allow: readonly string[];
  /** All addresses of a name. */
  lookup?: (host: string) => Promise<readonly { address: string }[]>;
  limitMs?: number;
  mostBytes?: number;
}

export function createGuardedFetch(parts: GuardParts): GuardedFetch {
  const open = openHosts(parts.allow);
  const lookup = parts.lookup ?? (host => systemLookup(host, { all: true, verbatim: true }));
  const { limitMs = LIMIT_MS, mostBytes = MOST_BYTES } = parts;

  const refused = (host: string, why: string): LoaError => new LoaError('fetch_refused', { host, why });

  function read(text: string, before: URL | null): URL {
    const url = URL.parse(text, before?.href);
    if (!url) throw refused(text.slice(0, 100), 'URL');
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused(url.host, url.protocol);
    if (url.username !== '' || url.password !== '') throw refused(url.host, 'user:password@');
    if (before?.protocol === 'https:' && url.protocol === 'http:') throw refused(url.host, 'https → http');
    return url;
  }

  /** The address to connect to; whatever else the name may answer later does not matter any more. */
  async function judge(url: URL): Promise<string> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const found = isIP(host) === 0 ? await lookup(host) : [{ address: host }];
    if (!open.name(host))
      for (const { address } of found) if (!open.address(address)) throw refused(url.hostname, address);
    const [first] = found;
    if (!first) throw refused(url.hostname, 'DNS');
    return first.address;
  }

  function ask(url: URL, address: string, signal: AbortSignal): Promise<IncomingMessage> {
    const secure = url.protocol === 'https:';
    const named = isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0;
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const request = (secure ? httpsRequest : httpRequest)(
      {
        host: address,
        port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host, accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Loa' },
        ...(secure && named ? { servername: url.hostname } : {}),
        agent: false,
        signal,
      },
      resolve,
    );
    request.on('error', reject);
    request.end();
    return promise;
  }

  async function body(answer: IncomingMessage, url: URL): Promise<Uint8Array> {
    if ((answer.headers['content-encoding'] ?? 'identity') !== 'identity')
      throw refused(url.host, answer.headers['content-encoding'] ?? '');
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of answer) {
      size += (piece as Buffer).length;
      if (size > mostBytes) throw refused(url.host, `> ${mostBytes} B`);
      pieces.push(piece as Buffer);
    }
    return Buffer.concat(pieces);
  }

  return async address => {
    const signal = AbortSignal.timeout(limitMs);
    let url = read(address, null);
    for (let hops = 0; ; hops++) {
      const answer = await ask(url, await judge(url), signal);
      const status = answer.statusCode ?? 0;
      const { location } = answer.headers;
      try {
        if (status >= 300 && status < 400 && location !== undefined) {
          if (hops === MOST_REDIRECTS) throw refused(url.host, `> ${MOST_REDIRECTS} redirects`);
          url = read(location, url);
          continue;
        }
        if (status !== 200) throw refused(url.host, `HTTP ${status}`);
        return { bytes: await body(answer, url), url: url.href };
      } finally {
        answer.destroy();
      }
    }
  };
}
