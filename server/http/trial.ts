// The test of one cluster, aloud but low, or silent.
import { z } from 'zod';
import { broadcastSummary } from '../../protocol/api/broadcasts.ts';
import { clusterTest } from '../../protocol/api/places.ts';
import { id } from '../../protocol/id.ts';
import type { AnnouncingRoom } from '../announcing/room.ts';
import type { Areas } from '../places/areas.ts';
import type { Clusters } from '../places/clusters.ts';
import type { Outcomes } from '../tracking/outcomes.ts';
import { requireAt } from './access.ts';
import type { App } from './api.ts';

export interface TrialParts {
  room: AnnouncingRoom;
  outcomes: Outcomes;
  areas: Areas;
  clusters: Clusters;
}

export function trialRoutes(app: App, { room, outcomes, areas, clusters }: TrialParts): void {
  app.post(
    '/api/clusters/:id/test',
    {
      config: { access: 'install' },
      schema: { params: z.object({ id: id('cl') }), body: clusterTest, response: { 201: broadcastSummary } },
    },
    async (request, reply) => {
      const cluster = await clusters.get(request.params.id);
      const actor = requireAt(request, (await areas.tree()).get(cluster.areaId));
      const [summary] = await outcomes.summarise([await room.trial.test(actor, cluster.id, request.body.silent)]);
      if (!summary) throw new Error('one broadcast has one summary');
      return reply.code(201).send(summary);
    },
  );
}
