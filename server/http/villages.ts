// Villages, the ground of every report: listed, and pasted or sent as a list.
import { z } from 'zod';
import { listOf } from '../../protocol/api/common.ts';
import { area, importedVillages, newVillages, type VillageLine } from '../../protocol/api/places.ts';
import { id } from '../../protocol/id.ts';
import { LoaError } from '../errors.ts';
import { may } from '../people/rights.ts';
import { readVillageList } from '../places/village-list.ts';
import type { Villages } from '../places/villages.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';
import { createAreaAnswers } from './area-answer.ts';
import type { AreaParts } from './areas.ts';

/** JSON, or the list itself as text/csv with its area in the address. */
const listed = z.union([...newVillages.options, z.string().min(1)]);
const where = z.object({ areaId: id('ar').optional() });

export function villageRoutes(app: App, parts: AreaParts & { villages: Villages }): void {
  const { areas, villages } = parts;
  const answers = createAreaAnswers(parts);

  app.get(
    '/api/villages',
    { config: { access: 'read' }, schema: { querystring: where, response: { 200: listOf(area) } } },
    async request => {
      const actor = actorOf(request);
      const tree = await areas.tree();
      const within = request.query.areaId === undefined ? null : tree.get(request.query.areaId);
      if (within) requireAt(request, within);
      const seen = tree.living.filter(
        one => one.kind === 'village' && one.path.startsWith(within?.path ?? '/') && may(actor, 'read', one.path),
      );
      return { items: await answers.list(seen, actor) };
    },
  );
  app.post(
    '/api/villages',
    {
      config: { access: 'places' },
      schema: { querystring: where, body: listed, response: { 201: importedVillages } },
    },
    async (request, reply) => {
      const { areaId, lines } = asLines(request.body, request.query.areaId);
      const parent = (await areas.tree()).get(areaId);
      const actor = requireAt(request, parent);
      const put = await villages.put(actor, parent.id, lines);
      return reply.code(201).send({ ...put, villages: await answers.list(put.villages, actor) });
    },
  );
}

function asLines(body: z.infer<typeof listed>, asked: string | undefined): { areaId: string; lines: VillageLine[] } {
  if (typeof body !== 'string')
    return { areaId: body.areaId, lines: 'text' in body ? readVillageList(body.text) : body.villages };
  if (asked === undefined) throw new LoaError('bad_request', { where: 'querystring.areaId', why: '?areaId=ar_…' });
  return { areaId: asked, lines: readVillageList(body) };
}
