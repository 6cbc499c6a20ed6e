// "Khẩn cấp": checked, sent, confirmed by a second person, changed, silenced, taken back; and the same as a CAP message. Rights are
// asked inside, at every target: `access` here only says who may come this far.
import { z } from 'zod';
import { alertCheck, alertUpdate, confirmAlert, madeAlert, newAlert } from '../../protocol/api/alerts.ts';
import { pin } from '../../protocol/api/people.ts';
import { id } from '../../protocol/id.ts';
import type { Alerts } from '../announcing/alerts/alerts.ts';
import { LoaError } from '../errors.ts';
import type { Actor } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import { alertById } from '../store/alerts.ts';
import type { Database } from '../store/database.ts';
import { actorOf, requireAt } from './access.ts';
import { capOf } from './alert-cap.ts';
import type { App } from './api.ts';

export interface AlertParts {
  alerts: Alerts;
  areas: Areas;
  db: Database;
  /** The address that browsers use; its host names us to other systems. */
  publicUrl: string | null;
  /** Writes down that a person was shown telephone numbers. */
  contactsShown(actor: Actor, areaId: string): Promise<void>;
}

const byId = z.object({ id: id('al') });
/** A button that says nothing more may come without a body. */
const nothing = z.object({}).nullish();

export function alertRoutes(app: App, parts: AlertParts): void {
  const { alerts, areas, db } = parts;
  const alert = { access: 'alert' } as const;
  const made = { 200: madeAlert };

  app.post(
    '/api/alerts',
    { config: alert, schema: { body: newAlert, response: { ...made, 201: madeAlert } } },
    async (request, reply) => {
      const actor = actorOf(request);
      const again = request.body.id !== undefined && (await alertById(db, request.body.id)) !== null;
      const sent = await alerts.issue(actor, actor.phone ?? null, request.body);
      return reply.code(again ? 200 : 201).send(sent);
    },
  );
  app.post(
    '/api/alerts/check',
    { config: alert, schema: { body: newAlert, response: { 200: alertCheck } } },
    async request => {
      const actor = actorOf(request);
      const checked = await alerts.check(actor, request.body);
      if (checked.notHeard.some(village => village.head !== null || village.deputy !== null))
        await parts.contactsShown(actor, request.body.targets[0] ?? '');
      return checked;
    },
  );
  app.post(
    '/api/alerts/:id/confirm',
    { config: { access: 'confirm' }, schema: { params: byId, body: confirmAlert, response: made } },
    async request => {
      const actor = actorOf(request);
      return alerts.confirm(actor, actor.phone ?? null, request.params.id, request.body);
    },
  );
  app.post(
    '/api/alerts/:id/voice',
    {
      config: alert,
      schema: { params: byId, body: z.object({ pin: pin.optional() }).nullish(), response: made },
    },
    async request => alerts.voice(actorOf(request), request.params.id, request.body?.pin),
  );
  app.post(
    '/api/alerts/:id/update',
    { config: alert, schema: { params: byId, body: alertUpdate, response: made } },
    async request => {
      const actor = actorOf(request);
      return alerts.update(actor, actor.phone ?? null, request.params.id, request.body);
    },
  );
  for (const act of ['silence', 'withdraw', 'correct'] as const) {
    app.post(
      `/api/alerts/:id/${act}`,
      { config: alert, schema: { params: byId, body: nothing, response: made } },
      async request => alerts[act](actorOf(request), request.params.id),
    );
  }

  app.get(
    '/api/alerts/:id/cap',
    { config: { access: 'read' }, schema: { params: byId, response: { 200: z.string() } } },
    async (request, reply) => {
      const standing = await alerts.standing(request.params.id);
      const tree = await areas.tree();
      requireAt(request, tree.get(standing.broadcast.areaId));
      const authority = tree.find(standing.alert.authorityPath.split('/').at(-2) ?? '');
      const emitted = capOf(standing, {
        sender: parts.publicUrl === null ? 'loa' : new URL(parts.publicUrl).hostname,
        senderName: authority?.name ?? standing.alert.orderedBy,
        areas: standing.broadcast.targets.map((target, i) => {
          const place = tree.find(target);
          const communeCode = (place && tree.effective(place.id).communeCode) ?? undefined;
          return { name: standing.broadcast.targetNames[i] ?? target, communeCode };
        }),
      });
      if (!emitted) throw new LoaError('wrong_state', { state: standing.alert.state });
      if (!emitted.ok) throw new Error(`no valid CAP of ${standing.alert.id}: ${JSON.stringify(emitted.errors)}`);
      return reply.type('application/cap+xml; charset=utf-8').send(emitted.xml);
    },
  );
}
