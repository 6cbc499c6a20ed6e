// "Thu giọng câu khẩn cấp": the sentences of the emergency library as they stand in an area, recorded by one person and found
// clear by another; and a village's evacuation plan in words.
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type EvacuationPlan,
  evacuationPlan,
  newSentence,
  sentence,
  sentenceCheck,
} from '../../protocol/api/alerts.ts';
import { listOf } from '../../protocol/api/common.ts';
import { id } from '../../protocol/id.ts';
import type { Sentences } from '../announcing/sentences.ts';
import type { Library } from '../audio/library.ts';
import { type Actor, may, requireRight } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import type { Evacuation } from '../places/evacuation.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';
import { homeOf } from './grants.ts';

export interface SentenceParts {
  sentences: Sentences;
  evacuation: Evacuation;
  library: Pick<Library, 'get'>;
  areas: Areas;
  contactsShown(actor: Actor, areaId: string): Promise<void>;
}

const where = z.object({ areaId: id('ar').optional() });
const which = where.extend({ name: z.string().max(40), language: z.string().max(40) });
const byId = z.object({ id: id('ar') });

export function sentenceRoutes(app: App, parts: SentenceParts): void {
  const { sentences, evacuation, areas } = parts;
  const read = { access: 'read' } as const;
  const change = { access: 'library' } as const;

  /** The area that is meant, with a caller who holds the route's right there. */
  async function place(request: FastifyRequest, areaId: string | undefined, right: 'read' | 'library') {
    const tree = await areas.tree();
    const area = tree.get(areaId ?? homeOf(actorOf(request), right));
    return { tree, area, actor: requireAt(request, area) };
  }

  app.get(
    '/api/sentences',
    { config: read, schema: { querystring: where, response: { 200: listOf(sentence) } } },
    async request => {
      const { tree, area } = await place(request, request.query.areaId, 'read');
      return { items: await sentences.list(tree, area) };
    },
  );
  app.post(
    '/api/sentences',
    { config: change, schema: { body: newSentence, response: { 201: sentence } } },
    async (request, reply) => {
      const { areaId, recordingId, ...key } = request.body;
      const { tree, area, actor } = await place(request, areaId, 'library');
      requireRight(actor, 'read', tree.get((await parts.library.get(recordingId)).areaId));
      return reply.code(201).send(await sentences.record(tree, actor, area, key, recordingId));
    },
  );
  app.post(
    '/api/sentences/check',
    { config: change, schema: { body: sentenceCheck, response: { 200: sentence } } },
    async request => {
      const { areaId, clear, recordingId, ...key } = request.body;
      const { tree, area, actor } = await place(request, areaId, 'library');
      return sentences.check(tree, actor, area, key, { clear, heard: recordingId });
    },
  );
  app.delete(
    '/api/sentences',
    { config: change, schema: { querystring: which, response: { 200: sentence } } },
    async request => {
      const { areaId, ...key } = request.query;
      const { tree, area, actor } = await place(request, areaId, 'library');
      return sentences.remove(tree, actor, area, key);
    },
  );

  /** The guide's telephone number is for those alone who may see numbers, and that they saw it is written down. */
  async function shown(plan: EvacuationPlan, actor: Actor, village: { id: string; path: string }) {
    if (plan.leaderPhone === '') return plan;
    if (!may(actor, 'contacts', village.path)) return { ...plan, leaderPhone: '' };
    await parts.contactsShown(actor, village.id);
    return plan;
  }
  app.get(
    '/api/areas/:id/plan',
    { config: read, schema: { params: byId, response: { 200: evacuationPlan } } },
    async request => {
      const { area, actor } = await place(request, request.params.id, 'read');
      return shown(await evacuation.plan(area), actor, area);
    },
  );
  app.put(
    '/api/areas/:id/plan',
    { config: { access: 'places' }, schema: { params: byId, body: evacuationPlan, response: { 200: evacuationPlan } } },
    async request => {
      const area = (await areas.tree()).get(request.params.id);
      const actor = requireAt(request, area);
      return shown(await evacuation.setPlan(actor, area, request.body), actor, area);
    },
  );
}
