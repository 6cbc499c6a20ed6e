// "Tin đến" over HTTP: what gauges and messages propose, taken up or turned down by those who may send alerts.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AlertUpdate, NewAlert } from '../../protocol/api/alerts.ts';
import { listOf } from '../../protocol/api/common.ts';
import { acceptProposal, type Proposal, proposal, rejectProposal } from '../../protocol/api/warnings.ts';
import { id } from '../../protocol/id.ts';
import { type Actor, may } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import type { AreaTree } from '../places/tree.ts';
import type { StoredProposal } from '../store/proposals.ts';
import type { Proposals } from '../warning/proposals.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';

/** The room of alerts, as far as proposals need it. `phone` names the phone of the caller's session. */
export interface AlertMakers {
  issue(actor: Actor, phone: string | null, request: NewAlert, source: 'gauge' | 'cap'): Promise<unknown>;
  update(actor: Actor, phone: string | null, alertId: string, change: AlertUpdate): Promise<unknown>;
  withdraw(actor: Actor, phone: string | null, alertId: string, proof: { pin?: string | undefined }): Promise<unknown>;
}

export interface ProposalParts {
  proposals: Proposals;
  areas: Areas;
  alerts: AlertMakers;
  phoneOf(request: FastifyRequest): string | null;
}

const byId = z.object({ id: id('po') });

export function proposalRoutes(app: App, { proposals, areas, alerts, phoneOf }: ProposalParts): void {
  const decide = { access: 'alert' } as const;

  app.get(
    '/api/proposals',
    { config: { access: 'read' }, schema: { response: { 200: listOf(proposal) } } },
    async request => {
      const actor = actorOf(request);
      const tree = await areas.tree();
      const seen = (await proposals.list()).filter(one => seenBy(actor, one, tree));
      return { items: seen.map(one => shown(one, tree)) };
    },
  );
  app.post(
    '/api/proposals/:id/accept',
    { config: decide, schema: { params: byId, body: acceptProposal, response: { 200: proposal } } },
    async request => {
      const tree = await areas.tree();
      const one = await proposals.get(request.params.id);
      const actor = requireAt(request, tree.get(one.areaId));
      const phone = phoneOf(request);
      const decided = await proposals.accept(actor, one.id, request.body, {
        issue: (alert, source) => alerts.issue(actor, phone, alert, source),
        update: (alertId, change) => alerts.update(actor, phone, alertId, change),
        withdraw: (alertId, proof) => alerts.withdraw(actor, phone, alertId, proof),
      });
      return shown(decided, tree);
    },
  );
  app.post(
    '/api/proposals/:id/reject',
    { config: decide, schema: { params: byId, body: rejectProposal, response: { 200: proposal } } },
    async request => {
      const tree = await areas.tree();
      const one = await proposals.get(request.params.id);
      const actor = requireAt(request, tree.get(one.areaId));
      return shown(await proposals.reject(actor, one.id, request.body.reason), tree);
    },
  );
}

/** By those who read where it is decided, and by those whom it would warn. */
function seenBy(actor: Actor, one: StoredProposal, tree: AreaTree): boolean {
  const paths = [one.areaId, ...one.targets].flatMap(place => tree.find(place)?.path ?? []);
  return paths.some(path => may(actor, 'read', path));
}

const shown = (one: StoredProposal, tree: AreaTree): Proposal => ({
  id: one.id,
  at: new Date(one.at).toISOString(),
  source: one.source,
  title: one.title,
  reason: one.reason,
  template: one.template,
  level: one.level,
  targets: one.targets.map(place => ({ id: place, name: tree.find(place)?.name ?? place })),
  slots: one.slots,
  siren: one.siren,
  status: one.status,
  state: one.state,
  decidedBy: one.decidedName,
  decidedAt: one.decidedAt === null ? null : new Date(one.decidedAt).toISOString(),
  rejectReason: one.rejectReason,
  alertId: one.alertId,
  expiresAt: one.expiresAt === null ? null : new Date(one.expiresAt).toISOString(),
  plays: one.playsAt === null ? null : { at: new Date(one.playsAt).toISOString() },
  raw: one.raw,
  warnings: one.warnings,
});
