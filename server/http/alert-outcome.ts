// What became of alerts: the list, one alert village by village, and the same as a table for whoever has to answer for it.
import { z } from 'zod';
import { alert, alertSummary } from '../../protocol/api/alerts.ts';
import { listOf } from '../../protocol/api/common.ts';
import { id } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import { alertCsv } from '../tracking/report/alert.ts';
import { actorOf } from './access.ts';
import type { AlertAnswers } from './alert-answer.ts';
import { type AlertViewParts, createViews, openAlert } from './alert-view.ts';
import type { App } from './api.ts';
import { pathsWith } from './grants.ts';

const RECENT_MS = 7 * 86_400_000;
const byId = z.object({ id: id('al') });
const format = z.object({ format: z.literal('csv').default('csv') });

export interface AlertOutcomeParts extends AlertViewParts {
  answers: AlertAnswers;
  time: Time;
  timezone: string;
}

export function alertOutcomeRoutes(app: App, parts: AlertOutcomeParts): void {
  const { outcomes, answers, time } = parts;
  const read = { access: 'read' } as const;

  app.get('/api/alerts', { config: read, schema: { response: { 200: listOf(alertSummary) } } }, async request => {
    const actor = actorOf(request);
    const tree = await parts.areas.tree();
    const viewOf = createViews(parts.db, tree, pathsWith(actor, 'read'));
    const items: z.infer<typeof alertSummary>[] = [];
    for (const known of await outcomes.recent(time.now() - RECENT_MS)) {
      const view = await viewOf(known.broadcast.areaId);
      const summary = view && (await answers.summary({ known, view, tree, actor }));
      if (summary) items.push(summary);
      // An alert to a whole province takes some milliseconds: what cannot wait gets its turn between two.
      await new Promise<void>(resolve => setImmediate(resolve));
    }
    return { items };
  });

  app.get('/api/alerts/:id', { config: read, schema: { params: byId, response: { 200: alert } } }, async request => {
    const open = await openAlert(request, request.params.id, parts);
    const whole = await answers.whole(open);
    if (!whole) throw new LoaError('forbidden', { what: 'read', where: request.params.id });
    return whole;
  });

  app.get(
    '/api/alerts/:id/report',
    { config: read, schema: { params: byId, querystring: format, response: { 200: z.string() } } },
    async (request, reply) => {
      const open = await openAlert(request, request.params.id, parts);
      const told = await outcomes.describe(open.known, open.view);
      if (!told) throw new LoaError('forbidden', { what: 'read', where: request.params.id });
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="canh-bao-${told.alert.createdAt.slice(0, 10)}.csv"`)
        .send(alertCsv(told.lines, parts.timezone));
    },
  );
}
