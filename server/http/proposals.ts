// "Tin đến" over HTTP: what gauges and messages propose, taken up or turned down by those who may send alerts.
import { z } from 'zod';
import type { AlertUpdate, NewAlert } from '../../protocol/api/alerts.ts';
import { listOf } from '../../protocol/api/common.ts';
import { acceptProposal, type Proposal, proposal, rejectProposal } from '../../protocol/api/warnings.ts';
import { id } from '../../protocol/id.ts';
import { type Actor, may } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import type { Clusters } from '../places/clusters.ts';
import type { StoredProposal } from '../store/proposals.ts';
import type { Given, Proposals } from '../warning/proposals.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';

/** The room of alerts, as far as proposals need it. `phone` names the phone of the caller's session. */
export interface AlertMakers {
  issue(actor: Actor, phone: string | null, request: NewAlert, given: Given): Promise<unknown>;
  update(actor: Actor, phone: string | null, alertId: string, change: AlertUpdate): Promise<unknown>;
  withdraw(actor: Actor, alertId: string): Promise<unknown>;
}

export interface ProposalParts {
  proposals: Proposals;
  areas: Areas;
  clusters: Clusters;
  alerts: AlertMakers;
}

interface Spot {
  name: string;
  path: string;
}
type PlaceOf = (target: string) => Spot | null;

const byId = z.object({ id: id('po') });

export function proposalRoutes(app: App, { proposals, areas, clusters, alerts }: ProposalParts): void {
  const decide = { access: 'alert' } as const;

  async function look() {
    const tree = await areas.tree();
    const known = new Map((await clusters.list()).map(one => [one.id, one]));
    const placeOf = (target: string): Spot | null => {
      const cluster = known.get(target);
      const area = tree.find(cluster?.areaId ?? target);
      return area && { name: cluster?.name ?? area.name, path: area.path };
    };
    return { tree, placeOf };
  }

  app.get(
    '/api/proposals',
    { config: { access: 'read' }, schema: { response: { 200: listOf(proposal) } } },
    async request => {
      const actor = actorOf(request);
      const { placeOf } = await look();
      const seen = (await proposals.list()).filter(one => seenBy(actor, one, placeOf));
      return { items: seen.map(one => shown(one, placeOf)) };
    },
  );
  app.post(
    '/api/proposals/:id/accept',
    { config: decide, schema: { params: byId, body: acceptProposal, response: { 200: proposal } } },
    async request => {
      const { tree, placeOf } = await look();
      const one = await proposals.get(request.params.id);
      const actor = requireAt(request, tree.get(one.areaId));
      const phone = actor.phone ?? null;
      const decided = await proposals.accept(actor, one.id, request.body, {
        issue: (alert, given) => alerts.issue(actor, phone, alert, given),
        update: (alertId, change) => alerts.update(actor, phone, alertId, change),
        withdraw: alertId => alerts.withdraw(actor, alertId),
      });
      return shown(decided, placeOf);
    },
  );
  app.post(
    '/api/proposals/:id/reject',
    { config: decide, schema: { params: byId, body: rejectProposal, response: { 200: proposal } } },
    async request => {
      const { tree, placeOf } = await look();
      const one = await proposals.get(request.params.id);
      const actor = requireAt(request, tree.get(one.areaId));
      return shown(await proposals.reject(actor, one.id, request.body.reason), placeOf);
    },
  );
}

/** By those who read where it is decided, and by those whom it would warn. */
const seenBy = (actor: Actor, one: StoredProposal, placeOf: PlaceOf): boolean =>
  [one.areaId, ...one.targets].some(target => {
    const place = placeOf(target);
    return place !== null && may(actor, 'read', place.path);
  });

const shown = (one: StoredProposal, placeOf: PlaceOf): Proposal => ({
  id: one.id,
  at: new Date(one.at).toISOString(),
  source: one.source,
  title: one.title,
  reason: one.reason,
  template: one.template,
  level: one.level,
  targets: one.targets.map(target => ({ id: target, name: placeOf(target)?.name ?? target })),
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
