// The page on the device's own network: plain HTTP for a phone beside the box, with the day's code; off unless it is asked for.
// What it takes is one small form; what it answers is one small page.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isNotice, localPage, type Notice, PAGE_POLICY } from './local-page.ts';
import type { OnSite, Way } from './on-site.ts';

const LARGEST_FORM = 1024;
const PATIENCE_MS = 5000;
const MOST_CONNECTIONS = 16;
const LARGEST_HEAD = 8 * 1024;

const STATUS: Record<Notice, number> = {
  started: 303,
  already: 303,
  stopped: 303,
  nothing: 303,
  wrong: 403,
  locked: 429,
  unknown: 400,
};

export interface LocalPlace {
  host: string;
  /** 0 is any free port. */
  port: number;
}

/** `listening` is told the port. */
export function localWay(place: LocalPlace, listening?: (port: number) => void): Way {
  return async ({ site, log, name }) => {
    const server = createServer({ maxHeaderSize: LARGEST_HEAD }, (request, response) => {
      answer(request, response, site, name()).catch((error: unknown) => {
        log.debug({ why: String(error) }, 'a request on site was broken off');
        request.destroy();
      });
    });
    server.maxConnections = MOST_CONNECTIONS;
    server.headersTimeout = PATIENCE_MS;
    server.requestTimeout = PATIENCE_MS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(place.port, place.host, resolve);
    });
    server.on('error', error => log.error({ why: error.message }, 'the page on site failed'));
    const { port } = server.address() as AddressInfo;
    log.info({ host: place.host, port }, 'the page on site is open');
    listening?.(port);
    return () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, site: OnSite, name: string): Promise<void> {
  const url = URL.parse(request.url ?? '/', 'http://box');
  response.setHeader('content-security-policy', PAGE_POLICY);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('connection', 'close');
  const end = (status: number, notice: Notice | null): void => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
    response.end(request.method === 'HEAD' ? undefined : localPage(name, site.presets(), notice));
  };
  if (url?.pathname !== '/') return end(404, null);
  if (request.method === 'GET' || request.method === 'HEAD') {
    const said = url.searchParams.get('da') ?? '';
    return end(200, isNotice(said) ? said : null);
  }
  if (request.method !== 'POST') return end(405, null);
  // Another site's page must not guess codes by the phones that look at it.
  if (!isOwn(request)) return end(403, null);
  const form = await readForm(request);
  if (form === null) return end(413, null);
  const notice = act(form, site);
  if (STATUS[notice] !== 303) return end(STATUS[notice], notice);
  // A page that is loaded anew must not press a second time.
  response.writeHead(303, { location: `/?da=${notice}` });
  response.end();
}

function isOwn({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  return origin === undefined || URL.parse(origin)?.host === host;
}

/** Null if it is larger than any form of ours. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_FORM) return null;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > LARGEST_FORM) return null;
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

function act(form: URLSearchParams, site: OnSite): Notice {
  const checked = site.codes.check(form.get('code') ?? '');
  if (checked !== 'good') return checked;
  if (form.get('do') === 'stop') return site.stop('code') ? 'stopped' : 'nothing';
  return site.start(Number(form.get('preset')), 'code');
}
