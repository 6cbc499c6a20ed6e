// Setting up, signing in and out, one's own account and tokens.
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { codeKey } from '../../protocol/api/alerts.ts';
import { done, listOf } from '../../protocol/api/common.ts';
import { madeToken, me, newToken, pin, selfChange, setup, signIn, token } from '../../protocol/api/people.ts';
import { id } from '../../protocol/id.ts';
import { LoaError } from '../errors.ts';
import type { Accounts } from '../people/accounts.ts';
import type { Codes } from '../people/codes.ts';
import { ABSOLUTE_MS, type Opened, type Sessions } from '../people/sessions.ts';
import type { Setup } from '../people/setup.ts';
import { actorOf, PHONE_COOKIE, PHONE_S, SESSION_COOKIE } from './access.ts';
import type { App } from './api.ts';

export interface SessionParts {
  setup: Setup;
  sessions: Sessions;
  accounts: Accounts;
  codes: Codes;
  /** Whether browsers reach the server by https: the cookie then travels by nothing else. */
  secure: boolean;
}

export function sessionRoutes(app: App, { setup: first, sessions, accounts, codes, secure }: SessionParts): void {
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  const give = (reply: FastifyReply, { cookie, phone }: Opened) =>
    reply
      .setCookie(SESSION_COOKIE, cookie, { ...options, maxAge: ABSOLUTE_MS / 1000 })
      .setCookie(PHONE_COOKIE, phone, { ...options, maxAge: PHONE_S });
  const signedIn = { access: 'signedIn' } as const;
  const anybody = { access: 'public' } as const;

  app.post(
    '/api/setup',
    { config: anybody, schema: { body: setup, response: { 201: me } } },
    async (request, reply) => {
      const { code, ...account } = request.body;
      const accountId = await first.setUp(code, account, request.ip);
      const actor = await sessions.actorFor(accountId);
      if (!actor) throw new LoaError('internal');
      give(reply, await sessions.open(accountId, request.cookies[PHONE_COOKIE]));
      return reply.code(201).send(await accounts.me(actor));
    },
  );

  app.post(
    '/api/session',
    { config: anybody, schema: { body: signIn, response: { 201: me } } },
    async (request, reply) => {
      const { name, password } = request.body;
      const opened = await sessions.signIn(name, password, request.ip, request.cookies[PHONE_COOKIE]);
      give(reply, opened);
      return reply.code(201).send(await accounts.me(opened.actor));
    },
  );

  app.get('/api/session', { config: signedIn, schema: { response: { 200: me } } }, async request =>
    accounts.me(actorOf(request)),
  );

  app.patch(
    '/api/session',
    { config: signedIn, schema: { body: selfChange, response: { 200: me } } },
    async (request, reply) => {
      const actor = actorOf(request);
      await accounts.changeSelf(actor, request.body);
      // A new password ends every session; this one goes on under a new cookie.
      if (request.body.password !== undefined) give(reply, await sessions.open(actor.accountId, actor.phone));
      return accounts.me(actor);
    },
  );

  app.delete('/api/session', { config: signedIn, schema: { response: { 200: done } } }, async (request, reply) => {
    if (actorOf(request).kind === 'token') throw new LoaError('session_only');
    await sessions.signOut(request.cookies[SESSION_COOKIE] ?? '');
    reply.clearCookie(SESSION_COOKIE, options);
    return { ok: true as const };
  });

  app.post(
    '/api/me/code-key',
    { config: signedIn, schema: { body: z.object({ pin }), response: { 201: codeKey } } },
    async (request, reply) => {
      const actor = actorOf(request);
      if (actor.kind === 'token') throw new LoaError('session_only');
      if (!(await sessions.checkPin(actor.accountId, request.body.pin))) throw new LoaError('wrong_pin');
      return reply.code(201).send(await codes.makeKey(actor));
    },
  );
  app.delete('/api/me/code-key', { config: signedIn, schema: { response: { 200: done } } }, async request => {
    await codes.removeKey(actorOf(request));
    return { ok: true as const };
  });

  app.get('/api/tokens', { config: signedIn, schema: { response: { 200: listOf(token) } } }, async request => ({
    items: await sessions.listTokens(actorOf(request)),
  }));
  app.post(
    '/api/tokens',
    { config: signedIn, schema: { body: newToken, response: { 201: madeToken } } },
    async (request, reply) =>
      reply.code(201).send(await sessions.makeToken(actorOf(request), request.body.name, request.body.scopes)),
  );
  app.delete(
    '/api/tokens/:id',
    { config: signedIn, schema: { params: z.object({ id: id('to') }), response: { 200: done } } },
    async request => {
      await sessions.removeToken(actorOf(request), request.params.id);
      return { ok: true as const };
    },
  );
}
