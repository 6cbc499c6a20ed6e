// Lịch trực of an area: read by whoever may read there, written by those who keep its places or send its alerts.
import { z } from 'zod';
import { roster, shownRoster } from '../../protocol/api/alerts.ts';
import { id } from '../../protocol/id.ts';
import { may, requireRight } from '../people/rights.ts';
import type { Rosters } from '../people/roster.ts';
import type { Areas } from '../places/areas.ts';
import { requireAt } from './access.ts';
import type { App } from './api.ts';

const byId = z.object({ id: id('ar') });

export function rosterRoutes(app: App, { rosters, areas }: { rosters: Rosters; areas: Areas }): void {
  const read = { access: 'read' } as const;

  app.get(
    '/api/areas/:id/roster',
    { config: read, schema: { params: byId, response: { 200: shownRoster } } },
    async request => {
      const area = (await areas.tree()).get(request.params.id);
      requireAt(request, area);
      return rosters.read(area);
    },
  );
  app.put(
    '/api/areas/:id/roster',
    { config: read, schema: { params: byId, body: roster, response: { 200: shownRoster } } },
    async request => {
      const area = (await areas.tree()).get(request.params.id);
      const actor = requireAt(request, area);
      if (!may(actor, 'places', area.path)) requireRight(actor, 'alert', area);
      return rosters.write(actor, area, request.body);
    },
  );
}
