// "Chuyện gì?": what may be warned of in an area, in which words, with which siren, and whose voice it is.
import { z } from 'zod';
import { templates } from '../../protocol/api/alerts.ts';
import { id } from '../../protocol/id.ts';
import type { Sentences } from '../announcing/sentences.ts';
import type { AlertTemplates } from '../announcing/templates.ts';
import type { Areas } from '../places/areas.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';
import { homeOf } from './grants.ts';

export interface TemplateParts {
  templates: AlertTemplates;
  sentences: Pick<Sentences, 'human'>;
  areas: Areas;
}

export function templateRoutes(app: App, parts: TemplateParts): void {
  app.get(
    '/api/templates',
    {
      config: { access: 'read' },
      schema: { querystring: z.object({ areaId: id('ar').optional() }), response: { 200: templates } },
    },
    async request => {
      const tree = await parts.areas.tree();
      const area = tree.get(request.query.areaId ?? homeOf(actorOf(request), 'read'));
      requireAt(request, area);
      const { sirenCode } = tree.effective(area.id);
      return parts.templates.templatesFor({ sirenCode, human: await parts.sentences.human(tree, area.id) });
    },
  );
}
