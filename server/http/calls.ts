// "Tôi gọi", "Đã báo", "Không nghe máy", "Đang cử người": what people did for the villages that no loudspeaker reached, and one-time
// addresses for whoever goes there.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { call, madeCall, newCall } from '../../protocol/api/alerts.ts';
import { listOf } from '../../protocol/api/common.ts';
import { id } from '../../protocol/id.ts';
import { LoaError } from '../errors.ts';
import { type Actor, requireRight } from '../people/rights.ts';
import type { Calls } from '../tracking/alerts/calls.ts';
import type { Links } from '../tracking/alerts/links.ts';
import { type AlertViewParts, openAlert } from './alert-view.ts';
import type { App } from './api.ts';

export interface CallParts extends AlertViewParts {
  calls: Calls;
  links: Links;
  /** The address that browsers use; null: the one that this request came by. */
  publicUrl: string | null;
}

const byId = z.object({ id: id('al') });

export function callRoutes(app: App, parts: CallParts): void {
  const { outcomes, calls, links } = parts;
  const read = { access: 'read' } as const;

  app.get(
    '/api/alerts/:id/calls',
    { config: read, schema: { params: byId, response: { 200: listOf(call) } } },
    async request => {
      const open = await openAlert(request, request.params.id, parts);
      const told = await outcomes.describe(open.known, open.view);
      return { items: told?.alert.calls ?? [] };
    },
  );

  app.post(
    '/api/alerts/:id/calls',
    { config: read, schema: { params: byId, body: newCall, response: { 201: madeCall } } },
    async (request, reply) => {
      const { known, view, tree, actor } = await openAlert(request, request.params.id, parts);
      const told = await outcomes.describe(known, view);
      const line = told?.lines.find(({ village }) => village.id === request.body.villageId);
      if (!line) throw new LoaError('not_found', { what: 'village' });
      const { village } = line;
      requireMayCall(actor, tree.find(village.id) ?? tree.get(known.broadcast.areaId));
      const { act, ...said } = request.body;
      if (act !== 'link')
        return reply.code(201).send(await calls.add(known.alert.id, village, actor, { act, ...said }));
      const made = await links.make(actor, { kind: 'report', alertId: known.alert.id, villageId: village.id });
      return reply.code(201).send({
        url: `${addressOf(request, parts.publicUrl)}/bao/${made.token}`,
        expiresAt: new Date(made.expiresAt).toISOString(),
      });
    },
  );
}

/** Where the pages are: the public address, or the one that this request came by. */
export const addressOf = (request: FastifyRequest, publicUrl: string | null): string =>
  publicUrl ?? request.headers.origin ?? `${request.protocol}://${request.host}`;

/** Whoever sends alerts there, or the village's own head. */
function requireMayCall(actor: Actor, village: { path: string; name: string }): void {
  const head = actor.grants.some(grant => grant.role === 'villageHead' && village.path.startsWith(grant.areaPath));
  if (actor.kind === 'token' || !head) requireRight(actor, 'alert', village);
}
