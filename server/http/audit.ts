// The audit log: pages for the screen, and the whole as JSON lines for the verifier. It tells of every place, so it is for
// those who may read it from the top.
import { Readable } from 'node:stream';
import { z } from 'zod';
import { listOf } from '../../protocol/api/common.ts';
import { auditEntry } from '../../protocol/api/people.ts';
import { LoaError } from '../errors.ts';
import type { AuditLog } from '../people/audit.ts';
import type { Areas } from '../places/areas.ts';
import { requireAt } from './access.ts';
import type { App } from './api.ts';

const asked = z.object({
  /** Only entries before this one. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  format: z.enum(['json', 'jsonl']).default('json'),
});

export function auditRoutes(app: App, { log, areas }: { log: AuditLog; areas: Areas }): void {
  const answer = {
    200: {
      description: 'Newest first; as JSON lines oldest first, whole, closed by its head',
      content: {
        'application/json': { schema: listOf(auditEntry) },
        // A stream passes by the serializer; as a shape it would only be called text.
        'application/x-ndjson': { schema: z.unknown() },
      },
    },
  };
  app.get(
    '/api/audit',
    { config: { access: 'audit' }, schema: { querystring: asked, response: answer } },
    async (request, reply) => {
      const top = (await areas.tree()).top();
      if (!top) throw new LoaError('not_found', { what: 'area' });
      requireAt(request, top);
      if (request.query.format === 'json')
        return reply.send({ items: await log.page(request.query.before, request.query.limit) });
      reply.header('content-disposition', 'attachment; filename="loa-audit.jsonl"');
      return reply.type('application/x-ndjson').send(Readable.from(log.lines()));
    },
  );
}
