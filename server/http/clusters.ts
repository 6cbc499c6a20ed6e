// Clusters of loudspeakers: listed with their presence and health, made, changed, enrolled and revoked.
import { z } from 'zod';
import { done, listOf } from '../../protocol/api/common.ts';
import { type Cluster, cluster, clusterChange, enrolment, newCluster } from '../../protocol/api/places.ts';
import { id } from '../../protocol/id.ts';
import { may } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import type { Clusters } from '../places/clusters.ts';
import { languagesOf } from '../places/settings.ts';
import { villagesOf } from '../places/targets.ts';
import type { AreaTree } from '../places/tree.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';

const byId = z.object({ id: id('cl') });
const where = z.object({ areaId: id('ar').optional() });

export function clusterRoutes(app: App, { areas, clusters }: { areas: Areas; clusters: Clusters }): void {
  const read = { access: 'read' } as const;
  const install = { access: 'install' } as const;

  app.get(
    '/api/clusters',
    { config: read, schema: { querystring: where, response: { 200: listOf(cluster) } } },
    async request => {
      const actor = actorOf(request);
      const tree = await areas.tree();
      const within = request.query.areaId === undefined ? null : tree.get(request.query.areaId);
      if (within) requireAt(request, within);
      const seen = (await clusters.list()).filter(one => {
        const { path } = tree.get(one.areaId);
        return path.startsWith(within?.path ?? '/') && may(actor, 'read', path);
      });
      return { items: seen.map(one => answer(one, tree)) };
    },
  );
  app.post(
    '/api/clusters',
    { config: install, schema: { body: newCluster, response: { 201: cluster } } },
    async (request, reply) => {
      const tree = await areas.tree();
      const actor = requireAt(request, tree.get(request.body.areaId));
      for (const village of request.body.serves ?? []) requireAt(request, tree.get(village));
      return reply.code(201).send(answer(await clusters.create(actor, request.body), tree));
    },
  );
  app.get(
    '/api/clusters/:id',
    { config: read, schema: { params: byId, response: { 200: cluster } } },
    async request => {
      const tree = await areas.tree();
      const one = await clusters.get(request.params.id);
      requireAt(request, tree.get(one.areaId));
      return answer(one, tree);
    },
  );
  app.patch(
    '/api/clusters/:id',
    { config: install, schema: { params: byId, body: clusterChange, response: { 200: cluster } } },
    async request => {
      const tree = await areas.tree();
      const before = await clusters.get(request.params.id);
      const actor = requireAt(request, tree.get(before.areaId));
      if (request.body.areaId !== undefined) requireAt(request, tree.get(request.body.areaId));
      for (const village of request.body.serves ?? [])
        if (!before.serves.includes(village)) requireAt(request, tree.get(village));
      return answer(await clusters.change(actor, before.id, request.body), tree);
    },
  );
  app.delete(
    '/api/clusters/:id',
    { config: install, schema: { params: byId, response: { 200: done } } },
    async request => {
      const one = await clusters.get(request.params.id);
      await clusters.remove(requireAt(request, (await areas.tree()).get(one.areaId)), one.id);
      return { ok: true as const };
    },
  );
  app.post(
    '/api/clusters/:id/enrolment',
    { config: install, schema: { params: byId, response: { 201: enrolment } } },
    async (request, reply) => {
      const one = await clusters.get(request.params.id);
      const actor = requireAt(request, (await areas.tree()).get(one.areaId));
      const { code, expiresAt } = await clusters.enrol(actor, one.id);
      return reply.code(201).send({ code, expiresAt: new Date(expiresAt).toISOString() });
    },
  );
  app.post(
    '/api/clusters/:id/revoke',
    { config: install, schema: { params: byId, response: { 200: done } } },
    async request => {
      const one = await clusters.get(request.params.id);
      await clusters.revoke(requireAt(request, (await areas.tree()).get(one.areaId)), one.id);
      return { ok: true as const };
    },
  );
}

const instant = (at: number): string => new Date(at).toISOString();

function answer(one: Awaited<ReturnType<Clusters['get']>>, tree: AreaTree): Cluster {
  const area = tree.get(one.areaId);
  return {
    id: one.id,
    name: one.name,
    areaId: area.id,
    areaName: area.name,
    kind: one.kind,
    position: one.position,
    speakers: one.speakers,
    languages: one.languages,
    serves: villagesOf(one, tree).map(({ id: villageId, name, households }) => ({ id: villageId, name, households })),
    plays: languagesOf(one, tree),
    enrolled: one.enrolled,
    revoked: one.revokedAt !== null,
    presence: { state: one.presence, since: one.presenceSince === null ? null : instant(one.presenceSince) },
    health: one.health && { ...one.health, at: instant(one.health.at) },
    fault: one.fault && { ...one.fault, since: instant(one.fault.since) },
    settings: { version: one.settingsVersion, acknowledged: one.settingsAcknowledged },
  };
}
