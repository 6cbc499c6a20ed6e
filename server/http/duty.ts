// "Sổ trực không cần mạng": what duty phones keep, encrypted, for the hour without a link.
import { z } from 'zod';
import { dutyPack } from '../../protocol/api/alerts.ts';
import { id } from '../../protocol/id.ts';
import type { Duty } from '../announcing/duty.ts';
import { requireRight } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';
import { homeOf } from './grants.ts';

export function dutyRoutes(app: App, parts: { duty: Duty; areas: Areas }): void {
  app.get(
    '/api/duty',
    {
      config: { access: 'alert' },
      schema: { querystring: z.object({ areaId: id('ar').optional() }), response: { 200: dutyPack } },
    },
    async request => {
      const tree = await parts.areas.tree();
      const area = tree.get(request.query.areaId ?? homeOf(actorOf(request), 'alert'));
      const actor = requireAt(request, area);
      requireRight(actor, 'contacts', area);
      return parts.duty.pack(tree, actor, area);
    },
  );
}
