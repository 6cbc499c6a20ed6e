// "Lịch" and "Chương trình": what plays again and again, of what, and the preview of who hears what and when.
import { z } from 'zod';
import {
  madeSchedule,
  newProgramme,
  newSchedule,
  preview,
  programme,
  returned,
  schedule,
  scheduleChange,
  sendingCheck,
} from '../../protocol/api/broadcasts.ts';
import { done, instant, listOf } from '../../protocol/api/common.ts';
import { id } from '../../protocol/id.ts';
import type { AnnouncingRoom } from '../announcing/room.ts';
import type { Areas } from '../places/areas.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';
import { homeOf, pathsWith } from './grants.ts';

export interface ScheduleParts {
  room: AnnouncingRoom;
  areas: Areas;
}

const scheduleId = z.object({ id: id('sc') });
const programmeId = z.object({ id: id('pr') });
const span = z.object({
  from: instant.optional(),
  days: z.coerce.number().int().min(1).max(31).default(7),
  areaId: id('ar').optional(),
});

export function scheduleRoutes(app: App, { room, areas }: ScheduleParts): void {
  const { schedules, programmes } = room;
  const read = { access: 'read' } as const;
  const announce = { access: 'announce' } as const;
  const approve = { access: 'approve' } as const;
  const library = { access: 'library' } as const;

  app.get('/api/schedules', { config: read, schema: { response: { 200: listOf(schedule) } } }, async request => ({
    items: await schedules.list(pathsWith(actorOf(request), 'read')),
  }));
  app.post(
    '/api/schedules',
    { config: announce, schema: { body: newSchedule, response: { 201: madeSchedule } } },
    async (request, reply) => reply.code(201).send(await schedules.create(actorOf(request), request.body)),
  );
  app.post(
    '/api/schedules/check',
    { config: announce, schema: { body: newSchedule, response: { 200: sendingCheck } } },
    async request => schedules.check(actorOf(request), request.body),
  );
  app.patch(
    '/api/schedules/:id',
    { config: announce, schema: { params: scheduleId, body: scheduleChange, response: { 200: madeSchedule } } },
    async request => schedules.change(actorOf(request), request.params.id, request.body),
  );
  app.delete(
    '/api/schedules/:id',
    { config: announce, schema: { params: scheduleId, response: { 200: done } } },
    async request => {
      await schedules.remove(actorOf(request), request.params.id);
      return { ok: true as const };
    },
  );
  app.post(
    '/api/schedules/:id/submit',
    { config: announce, schema: { params: scheduleId, response: { 200: madeSchedule } } },
    async request => schedules.submit(actorOf(request), request.params.id),
  );
  app.post(
    '/api/schedules/:id/approve',
    { config: approve, schema: { params: scheduleId, response: { 200: madeSchedule } } },
    async request => schedules.approve(actorOf(request), request.params.id),
  );
  app.post(
    '/api/schedules/:id/return',
    { config: approve, schema: { params: scheduleId, body: returned, response: { 200: madeSchedule } } },
    async request => schedules.sendBack(actorOf(request), request.params.id, request.body.reason),
  );

  app.get(
    '/api/preview',
    { config: read, schema: { querystring: span, response: { 200: preview } } },
    async request => {
      const actor = actorOf(request);
      const { from, days, areaId } = request.query;
      const area = (await areas.tree()).get(areaId ?? homeOf(actor, 'read'));
      requireAt(request, area);
      return room.preview({
        from: from === undefined ? undefined : Date.parse(from),
        days,
        areaId: area.id,
        language: actor.language,
      });
    },
  );

  app.get('/api/programmes', { config: read, schema: { response: { 200: listOf(programme) } } }, async request => ({
    items: await programmes.list(pathsWith(actorOf(request), 'read')),
  }));
  app.post(
    '/api/programmes',
    { config: library, schema: { body: newProgramme, response: { 201: programme } } },
    async (request, reply) => {
      const area = (await areas.tree()).get(request.body.areaId ?? homeOf(actorOf(request), 'library'));
      const actor = requireAt(request, area);
      return reply.code(201).send(await programmes.create(actor, area.id, request.body));
    },
  );
  app.patch(
    '/api/programmes/:id',
    {
      config: library,
      schema: {
        params: programmeId,
        body: newProgramme.omit({ areaId: true }).partial(),
        response: { 200: programme },
      },
    },
    async request => {
      const { id: one, areaId } = await programmes.get(request.params.id);
      const actor = requireAt(request, (await areas.tree()).get(areaId));
      return programmes.change(actor, one, request.body);
    },
  );
  app.delete(
    '/api/programmes/:id',
    { config: library, schema: { params: programmeId, response: { 200: done } } },
    async request => {
      const { id: one, areaId } = await programmes.get(request.params.id);
      await programmes.remove(requireAt(request, (await areas.tree()).get(areaId)), one);
      return { ok: true as const };
    },
  );
}
