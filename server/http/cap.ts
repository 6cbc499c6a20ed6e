// CAP over HTTP: messages handed in, whom an area listens to, and the feeds that it reads.
import { z } from 'zod';
import { done, listOf } from '../../protocol/api/common.ts';
import {
  type CapFeed,
  capAnswer,
  capFeed,
  capRefused,
  capSender,
  newCapFeed,
  newCapSender,
} from '../../protocol/api/warnings.ts';
import { id } from '../../protocol/id.ts';
import { LoaError } from '../errors.ts';
import { type Actor, may } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import type { StoredCapFeed } from '../store/cap.ts';
import type { Finding } from '../warning/cap/findings.ts';
import type { Intake } from '../warning/cap/intake.ts';
import type { CapLists } from '../warning/cap/lists.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';
import { homeOf } from './grants.ts';

const MEDIA = ['application/cap+xml', 'application/xml', 'text/xml'];
const LONGEST_BYTES = 5 * 1024 * 1024;

export interface CapParts {
  intake: Intake;
  lists: CapLists;
  areas: Areas;
}

export function capRoutes(app: App, { intake, lists, areas }: CapParts): void {
  const signal = { access: 'signal' } as const;
  const places = { access: 'places' } as const;
  const senderId = z.object({ id: id('cs') });
  const feedId = z.object({ id: id('cf') });

  app.addContentTypeParser(MEDIA, { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => body);
  app.post(
    '/api/cap',
    {
      config: signal,
      bodyLimit: LONGEST_BYTES,
      schema: { response: { 200: capAnswer, 201: capAnswer, 422: capRefused } },
    },
    async (request, reply) => {
      const { body } = request;
      if (!Buffer.isBuffer(body))
        throw new LoaError('unsupported_media', { type: request.headers['content-type'] ?? '' });
      const actor = actorOf(request);
      const taken = await intake.take(body, {
        by: actor,
        mayAt: path => may(actor, 'signal', path),
        homeId: homeOf(actor, 'signal'),
      });
      const warnings = taken.warnings.map(one => told(one, actor));
      if (taken.kind === 'refused') {
        const { code } = taken.error;
        const errors = taken.errors.map(one => told(one, actor));
        return reply.code(422).send({ code, message: taken.error.say(actor.language), errors, warnings });
      }
      const { proposalId, identifier, sender, sent } = taken;
      return reply.code(taken.kind === 'taken' ? 201 : 200).send({ proposalId, identifier, sender, sent, warnings });
    },
  );

  app.get('/api/cap/senders', { config: places, schema: { response: { 200: listOf(capSender) } } }, async request => {
    const actor = actorOf(request);
    const tree = await areas.tree();
    const seen = (await lists.senders()).filter(one => may(actor, 'places', tree.find(one.areaId)?.path ?? ''));
    return { items: seen };
  });
  app.post(
    '/api/cap/senders',
    { config: places, schema: { body: newCapSender, response: { 201: capSender } } },
    async (request, reply) => {
      const area = (await areas.tree()).get(request.body.areaId);
      const actor = requireAt(request, area);
      return reply.code(201).send(await lists.addSender(actor, { ...request.body, areaId: area.id }));
    },
  );
  app.delete(
    '/api/cap/senders/:id',
    { config: places, schema: { params: senderId, response: { 200: done } } },
    async request => {
      const one = await lists.sender(request.params.id);
      await lists.removeSender(requireAt(request, (await areas.tree()).get(one.areaId)), one.id);
      return { ok: true as const };
    },
  );

  app.get('/api/cap/feeds', { config: places, schema: { response: { 200: listOf(capFeed) } } }, async request => {
    const actor = actorOf(request);
    const tree = await areas.tree();
    const seen = (await lists.feeds()).filter(one => may(actor, 'places', tree.find(one.areaId)?.path ?? ''));
    return { items: seen.map(shownFeed) };
  });
  app.post(
    '/api/cap/feeds',
    { config: places, schema: { body: newCapFeed, response: { 201: capFeed } } },
    async (request, reply) => {
      const area = (await areas.tree()).get(request.body.areaId);
      const actor = requireAt(request, area);
      return reply.code(201).send(shownFeed(await lists.addFeed(actor, { ...request.body, areaId: area.id })));
    },
  );
  app.delete(
    '/api/cap/feeds/:id',
    { config: places, schema: { params: feedId, response: { 200: done } } },
    async request => {
      const one = await lists.feed(request.params.id);
      await lists.removeFeed(requireAt(request, (await areas.tree()).get(one.areaId)), one.id);
      return { ok: true as const };
    },
  );
}

const told = ({ code, path, message, en }: Finding, actor: Actor) => ({
  code,
  path,
  message: actor.language === 'en' ? en : message,
});

const shownFeed = ({ id: feedId, areaId, url, everyS, readAt, trouble }: StoredCapFeed): CapFeed => ({
  ...{ id: feedId, areaId, url, everyS, trouble },
  readAt: readAt === null ? null : new Date(readAt).toISOString(),
});
