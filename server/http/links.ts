// One-time addresses, opened without a session: whoever went to a village says what came of it, and a second person gives their word
// with their PIN. What is unknown, used up or out of date answers alike.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ConfirmAlert, type LinkedTask, linkedAnswer, linkedTask } from '../../protocol/api/alerts.ts';
import { done } from '../../protocol/api/common.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import { countAttempts } from '../people/attempts.ts';
import type { StoredLink } from '../store/alert-links.ts';
import type { Database } from '../store/database.ts';
import { accountNames } from '../store/names.ts';
import type { Links } from '../tracking/alerts/links.ts';
import type { AlertOutcomes } from '../tracking/alerts/outcome.ts';
import { PHONE_COOKIE, PHONE_S } from './access.ts';
import type { App } from './api.ts';

/** Wrong tokens that one address may try in a quarter of an hour. */
const TRIES = 20;
const WINDOW_MS = 15 * 60_000;

/** The second word of an account, given on this phone. Throws what the gate refuses. */
export type Confirm = (
  accountId: string,
  phone: string,
  alertId: string,
  answer: Pick<ConfirmAlert, 'pin' | 'refuse'>,
) => Promise<unknown>;

export interface LinkParts {
  db: Database;
  time: Time;
  random: (bytes: number) => Uint8Array;
  links: Links;
  outcomes: AlertOutcomes;
  confirm: Confirm;
  /** Whether browsers reach the server by https: the phone's name then travels by nothing else. */
  secure: boolean;
}

const byToken = z.object({ token: z.string().max(100) });

export function linkRoutes(app: App, parts: LinkParts): void {
  const { links, outcomes } = parts;
  const tries = countAttempts({ time: parts.time, limit: TRIES, windowMs: WINDOW_MS });
  const anybody = { access: 'public' } as const;

  async function open(request: FastifyRequest, token: string): Promise<{ link: StoredLink; task: LinkedTask }> {
    if (!tries.take(request.ip)) throw new LoaError('too_many_requests');
    const link = await links.find(token);
    const task = link && (await taskOf(link));
    if (!link || !task) throw new LoaError('not_found', { what: 'link' });
    tries.forgive(request.ip);
    return { link, task };
  }

  async function taskOf(link: StoredLink): Promise<LinkedTask | null> {
    const known = await outcomes.find(link.alertId);
    const told = known && (await outcomes.describe(known, 'whole'));
    if (!told) return null;
    const { alert, lines } = told;
    const about = { alertId: alert.id, title: alert.title };
    if (link.kind === 'report') {
      const village = lines.find(line => line.village.id === link.villageId)?.village;
      return village ? { kind: 'report', ...about, village: village.name, households: village.households } : null;
    }
    const { asked } = known.alert;
    if (!asked || link.accountId === null) return null;
    const nameOf = await accountNames(parts.db);
    return {
      kind: 'confirm',
      ...about,
      by: nameOf(asked.by),
      what: asked.what,
      siren: asked.siren,
      text: alert.text,
      villages: alert.villages,
      households: alert.households.total,
      person: nameOf(link.accountId),
      state: alert.state,
      until: new Date(asked.until).toISOString(),
    };
  }

  app.get(
    '/api/links/:token',
    { config: anybody, schema: { params: byToken, response: { 200: linkedTask } } },
    async request => (await open(request, request.params.token)).task,
  );

  app.post(
    '/api/links/:token',
    { config: anybody, schema: { params: byToken, body: linkedAnswer, response: { 200: done } } },
    async (request, reply) => {
      const { token } = request.params;
      const { link, task } = await open(request, token);
      const { pin, refuse, act, ...said } = request.body;
      if (task.kind === 'report') {
        if (act === undefined)
          throw new LoaError('bad_request', { where: 'body.act', why: 'told | noAnswer | sending' });
        if (!(await links.report(token, `Qua đường dẫn, ${task.village}`, { act, ...said })))
          throw new LoaError('not_found', { what: 'link' });
      } else {
        if (pin === undefined && refuse === undefined)
          throw new LoaError('bad_request', { where: 'body.pin', why: 'pin | refuse' });
        await parts.confirm(link.accountId ?? '', phoneOf(request, reply), link.alertId, { pin, refuse });
        await links.close(token);
      }
      return { ok: true as const };
    },
  );

  /** The browser's phone by its cookie, or a new name for it. */
  function phoneOf(request: FastifyRequest, reply: FastifyReply): string {
    const known = request.cookies[PHONE_COOKIE];
    if (known !== undefined && /^[\w-]{22}$/.test(known)) return known;
    const phone = Buffer.from(parts.random(16)).toString('base64url');
    reply.setCookie(PHONE_COOKIE, phone, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: parts.secure,
      maxAge: PHONE_S,
    });
    return phone;
  }
}
