// "Phát ngay": checked, sent or handed in, approved, returned, stopped; and the lists of what was, is and will be.
import { z } from 'zod';
import {
  approvalState,
  broadcastSummary,
  madeBroadcast,
  newBroadcast,
  returned,
  sendingCheck,
  stopAll,
  stopped,
} from '../../protocol/api/broadcasts.ts';
import { instant, listOf } from '../../protocol/api/common.ts';
import { id } from '../../protocol/id.ts';
import type { AnnouncingRoom } from '../announcing/room.ts';
import { findBroadcasts, type StoredBroadcast } from '../store/broadcasts.ts';
import type { Database } from '../store/database.ts';
import type { Outcomes } from '../tracking/outcomes.ts';
import { actorOf } from './access.ts';
import type { App } from './api.ts';
import { pathsWith } from './grants.ts';

export interface BroadcastParts {
  room: AnnouncingRoom;
  outcomes: Outcomes;
  db: Database;
}

const byId = z.object({ id: id('br') });
const span = z.object({ from: instant.optional(), to: instant.optional(), state: approvalState.optional() });
/** As many as a page can show; narrower times find the rest. */
const MOST = 500;

/** Rights are asked inside, at the lowest area of the targets: `access` here only says who may come this far. */
export function broadcastRoutes(app: App, { room, outcomes, db }: BroadcastParts): void {
  const { announcing, stopping } = room;
  const announce = { access: 'announce' } as const;

  const summary = async (broadcast: StoredBroadcast) => {
    const [one] = await outcomes.summarise([broadcast]);
    if (!one) throw new Error('one broadcast has one summary');
    return one;
  };

  app.post(
    '/api/broadcasts',
    { config: announce, schema: { body: newBroadcast, response: { 201: madeBroadcast } } },
    async (request, reply) => reply.code(201).send(await announcing.create(actorOf(request), request.body)),
  );
  app.post(
    '/api/broadcasts/check',
    { config: announce, schema: { body: newBroadcast, response: { 200: sendingCheck } } },
    async request => announcing.check(actorOf(request), request.body),
  );
  app.get(
    '/api/broadcasts',
    { config: { access: 'read' }, schema: { querystring: span, response: { 200: listOf(broadcastSummary) } } },
    async request => {
      const { from, to, state } = request.query;
      const found = await findBroadcasts(db, {
        paths: pathsWith(actorOf(request), 'read'),
        from: from === undefined ? undefined : Date.parse(from),
        to: to === undefined ? undefined : Date.parse(to),
        states: state && [state],
        limit: MOST,
      });
      return { items: await outcomes.summarise(found) };
    },
  );
  app.post(
    '/api/broadcasts/:id/submit',
    { config: announce, schema: { params: byId, response: { 200: madeBroadcast } } },
    async request => announcing.submit(actorOf(request), request.params.id),
  );
  app.post(
    '/api/broadcasts/:id/approve',
    { config: { access: 'approve' }, schema: { params: byId, response: { 200: madeBroadcast } } },
    async request => announcing.approve(actorOf(request), request.params.id),
  );
  app.post(
    '/api/broadcasts/:id/return',
    { config: { access: 'approve' }, schema: { params: byId, body: returned, response: { 200: broadcastSummary } } },
    async request => summary(await announcing.sendBack(actorOf(request), request.params.id, request.body.reason)),
  );
  app.post(
    '/api/broadcasts/:id/stop',
    { config: { access: 'stop' }, schema: { params: byId, response: { 200: broadcastSummary } } },
    async request => summary(await stopping.stop(actorOf(request), request.params.id)),
  );
  app.post(
    '/api/stop',
    { config: { access: 'stop' }, schema: { body: stopAll, response: { 200: stopped } } },
    async request => stopping.stopAll(actorOf(request), request.body.areaId),
  );
}
