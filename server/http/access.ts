// Who is calling, and may they come in at all: every route says whom it lets in, and this hook asks before anything is parsed.
// Where exactly a right must be held is asked again with the area in hand (`requireAt`), because only the request names it.
import type { FastifyRequest } from 'fastify';
import { LoaError } from '../errors.ts';
import { type Actor, holdsAnywhere, requireRight } from '../people/rights.ts';
import type { App } from './api.ts';
import type { Origins } from './origin.ts';

export const SESSION_COOKIE = 'loa_session';
/** Names a phone, whoever signs in on it. */
export const PHONE_COOKIE = 'loa_phone';
/** As long as browsers keep anything. */
export const PHONE_S = 400 * 86_400;

export interface Credentials {
  cookie?: string | undefined;
  bearer?: string | undefined;
}
/** The person behind a cookie or a token; null if it is unknown, out of date or belongs to nobody any more. */
export type Identify = (credentials: Credentials) => Promise<Actor | null>;

const READS = ['GET', 'HEAD', 'OPTIONS'];

export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];

/** Lets requests in by their route's `access`, for all routes of `app` that are added after it. */
export function guard(app: App, parts: { identify: Identify; origins: Origins }): void {
  app.addHook('onRoute', route => {
    if (route.config?.access === undefined)
      throw new Error(`${route.method} ${route.url} does not say who may call it`);
  });
  app.addHook('onRequest', async request => {
    const access = request.routeOptions.config.access ?? 'signedIn';
    const write = !READS.includes(request.method);
    const foreign = write && !parts.origins.allows(request.headers.origin);
    if (request.headers.authorization !== undefined) {
      // Whoever shows a token wants to be known by it, not by a cookie that happens to travel along.
      const bearer = bearerOf(request.headers.authorization);
      request.actor = bearer === undefined ? null : await parts.identify({ bearer });
    } else {
      const cookie = request.cookies[SESSION_COOKIE];
      request.actor = cookie === undefined ? null : await parts.identify({ cookie });
      if (request.actor && foreign && access !== 'public') throw new LoaError('foreign_origin');
    }
    // A page elsewhere may not sign its visitor in under another name; programs without an origin may.
    if (access === 'public' && foreign && request.headers.origin !== undefined) throw new LoaError('foreign_origin');
    if (access === 'public') return;
    if (!request.actor) throw new LoaError('sign_in_required');
    if (access !== 'signedIn' && !holdsAnywhere(request.actor, access))
      throw new LoaError('forbidden', { what: access, where: '*' });
  });
}

/** The caller of a route that is not public. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw new LoaError('sign_in_required');
  return request.actor;
}

/** The caller, who holds the right that the route names at this area; else throws `forbidden`. */
export function requireAt(request: FastifyRequest, area: { path: string; name: string }): Actor {
  const actor = actorOf(request);
  const access = request.routeOptions.config.access;
  if (access === undefined || access === 'public' || access === 'signedIn')
    throw new Error(`${request.routeOptions.url} names no right`);
  requireRight(actor, access, area);
  return actor;
}
