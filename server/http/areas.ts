// The tree of areas: read as far as one may, made, changed, merged, and the words that machines mispronounce there.
import { z } from 'zod';
import { done, listOf } from '../../protocol/api/common.ts';
import { area, areaChange, mergeInto, newArea, pronunciations } from '../../protocol/api/places.ts';
import { id } from '../../protocol/id.ts';
import { may, requireMaySetRules } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import type { Clusters } from '../places/clusters.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';
import { type AreaAnswers, createAreaAnswers } from './area-answer.ts';

export interface AreaParts {
  areas: Areas;
  clusters: Clusters;
  contactsShown: AreaAnswers['contactsShown'];
}

const byId = z.object({ id: id('ar') });
const words = z.object({ items: pronunciations });

export function areaRoutes(app: App, parts: AreaParts): void {
  const { areas } = parts;
  const answers = createAreaAnswers(parts);
  const read = { access: 'read' } as const;
  const places = { access: 'places' } as const;
  const library = { access: 'library' } as const;

  app.get('/api/areas', { config: read, schema: { response: { 200: listOf(area) } } }, async request => {
    const actor = actorOf(request);
    const { living } = await areas.tree();
    return {
      items: await answers.list(
        living.filter(one => may(actor, 'read', one.path)),
        actor,
      ),
    };
  });
  app.post(
    '/api/areas',
    { config: places, schema: { body: newArea, response: { 201: area } } },
    async (request, reply) => {
      const tree = await areas.tree();
      const parent = request.body.parentId === undefined ? tree.top() : tree.get(request.body.parentId);
      const actor = parent ? requireAt(request, parent) : actorOf(request);
      return reply.code(201).send(await answers.one(await areas.create(actor, request.body), actor));
    },
  );
  app.get('/api/areas/:id', { config: read, schema: { params: byId, response: { 200: area } } }, async request => {
    const one = (await areas.tree()).get(request.params.id);
    return answers.one(one, requireAt(request, one));
  });
  app.patch(
    '/api/areas/:id',
    { config: places, schema: { params: byId, body: areaChange, response: { 200: area } } },
    async request => {
      const tree = await areas.tree();
      const before = tree.get(request.params.id);
      const actor = requireAt(request, before);
      requireMaySetRules(actor, request.body, before);
      if (request.body.parentId !== undefined) requireAt(request, tree.get(request.body.parentId));
      return answers.one(await areas.change(actor, before.id, request.body), actor);
    },
  );
  app.delete('/api/areas/:id', { config: places, schema: { params: byId, response: { 200: done } } }, async request => {
    const one = (await areas.tree()).get(request.params.id);
    await areas.remove(requireAt(request, one), one.id);
    return { ok: true as const };
  });
  app.post(
    '/api/areas/:id/merge',
    { config: places, schema: { params: byId, body: mergeInto, response: { 200: area } } },
    async request => {
      const tree = await areas.tree();
      const from = tree.get(request.params.id);
      requireAt(request, from);
      const actor = requireAt(request, tree.get(request.body.into));
      return answers.one(await areas.merge(actor, from.id, request.body.into), actor);
    },
  );
  app.get(
    '/api/areas/:id/pronunciations',
    { config: read, schema: { params: byId, response: { 200: words } } },
    async request => {
      const one = (await areas.tree()).get(request.params.id);
      requireAt(request, one);
      return { items: await areas.pronunciations(one.id) };
    },
  );
  app.put(
    '/api/areas/:id/pronunciations',
    { config: library, schema: { params: byId, body: words, response: { 200: words } } },
    async request => {
      const one = (await areas.tree()).get(request.params.id);
      await areas.setPronunciations(requireAt(request, one), one.id, request.body.items);
      return { items: await areas.pronunciations(one.id) };
    },
  );
}
