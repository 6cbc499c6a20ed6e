// "Kết quả buổi phát" and the weekly "Sổ nhật ký phát thanh".
import { z } from 'zod';
import { playbackReport } from '../../protocol/api/boards.ts';
import { broadcast } from '../../protocol/api/broadcasts.ts';
import { instant } from '../../protocol/api/common.ts';
import { id } from '../../protocol/id.ts';
import { LoaError } from '../errors.ts';
import type { Areas } from '../places/areas.ts';
import type { Outcomes } from '../tracking/outcomes.ts';
import { playbackCsv } from '../tracking/report/playback.ts';
import { requireAt } from './access.ts';
import type { App } from './api.ts';

/** A year and a day: the longest log that is asked for at once. */
const LONGEST_MS = 367 * 86_400_000;

const span = z
  .object({ from: instant, to: instant, areaId: id('ar'), format: z.enum(['json', 'csv']).default('json') })
  .refine(query => Date.parse(query.to) > Date.parse(query.from), { path: ['to'], message: 'must be after from' })
  .refine(query => Date.parse(query.to) - Date.parse(query.from) <= LONGEST_MS, {
    path: ['to'],
    message: 'is more than a year after from',
  });

/** An alert is a broadcast too. */
const byId = z.object({ id: z.union([id('br'), id('al')]) });

export function outcomeRoutes(app: App, parts: { outcomes: Outcomes; areas: Areas; timezone: string }): void {
  const { outcomes, areas } = parts;

  app.get(
    '/api/broadcasts/:id',
    { config: { access: 'read' }, schema: { params: byId, response: { 200: broadcast } } },
    async request => {
      const found = await outcomes.find(request.params.id);
      if (!found) throw new LoaError('not_found', { what: request.params.id });
      requireAt(request, (await areas.tree()).get(found.areaId));
      return found.broadcast;
    },
  );

  app.get(
    '/api/reports/playback',
    {
      config: { access: 'read' },
      schema: { querystring: span, response: { 200: z.union([playbackReport, z.string()]) } },
    },
    async (request, reply) => {
      const { from, to, areaId, format } = request.query;
      const area = (await areas.tree()).get(areaId);
      requireAt(request, area);
      const lines = await outcomes.playback([area.path], Date.parse(from), Date.parse(to));
      const report = { from, to, area: area.name, lines };
      if (format === 'json') return report;
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="so-nhat-ky-${from.slice(0, 10)}.csv"`)
        .send(playbackCsv(report, parts.timezone));
    },
  );
}
