// River gauges over HTTP: what they are, where the water stands, and readings from people and programs.
import { z } from 'zod';
import { done, instant, listOf } from '../../protocol/api/common.ts';
import {
  arm,
  type Gauge,
  gauge,
  gaugeChange,
  newGauge,
  newReadings,
  type Reading,
  reading,
  takenReadings,
} from '../../protocol/api/warnings.ts';
import { id } from '../../protocol/id.ts';
import { LoaError } from '../errors.ts';
import { type Actor, may } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import type { AreaTree } from '../places/tree.ts';
import type { StoredArea } from '../store/areas.ts';
import type { StoredGauge, StoredReading } from '../store/gauges.ts';
import type { Automatic } from '../warning/automatic.ts';
import type { GaugeStanding, Gauges } from '../warning/gauges.ts';
import { readReadings } from '../warning/reading-list.ts';
import { actorOf, requireAt } from './access.ts';
import type { App } from './api.ts';

const byId = z.object({ id: id('ga') });
const span = z.object({ from: instant.optional(), to: instant.optional() });

export interface GaugeParts {
  gauges: Gauges;
  automatic: Automatic;
  areas: Areas;
  /** Throws `too_many_requests`. */
  checkPin(accountId: string, pin: string): Promise<boolean>;
}

export function gaugeRoutes(app: App, { gauges, automatic, areas, checkPin }: GaugeParts): void {
  const shown = (one: GaugeStanding, tree: AreaTree): Gauge => gaugeAnswer(one, tree, automatic.allowed);
  const read = { access: 'read' } as const;
  const places = { access: 'places' } as const;
  const signal = { access: 'signal' } as const;
  const alert = { access: 'alert' } as const;

  const answer = async (gaugeId: string): Promise<Gauge> => shown(await gauges.standing(gaugeId), await areas.tree());

  app.get('/api/gauges', { config: read, schema: { response: { 200: listOf(gauge) } } }, async request => {
    const actor = actorOf(request);
    const tree = await areas.tree();
    const seen = (await gauges.list()).filter(one => seenIn(actor, warned(one.gauge, tree)));
    return { items: seen.map(one => shown(one, tree)) };
  });
  app.post(
    '/api/gauges',
    { config: places, schema: { body: newGauge, response: { 201: gauge } } },
    async (request, reply) => {
      const tree = await areas.tree();
      for (const areaId of request.body.areas) requireAt(request, tree.get(areaId));
      const made = await gauges.create(actorOf(request), request.body);
      return reply.code(201).send(await answer(made.id));
    },
  );
  app.patch(
    '/api/gauges/:id',
    { config: places, schema: { params: byId, body: gaugeChange, response: { 200: gauge } } },
    async request => {
      const tree = await areas.tree();
      const before = await gauges.get(request.params.id);
      for (const area of warned(before, tree)) requireAt(request, area);
      for (const areaId of request.body.areas ?? []) requireAt(request, tree.get(areaId));
      await gauges.change(actorOf(request), before.id, request.body);
      return answer(before.id);
    },
  );
  app.delete(
    '/api/gauges/:id',
    { config: places, schema: { params: byId, response: { 200: done } } },
    async request => {
      const one = await gauges.get(request.params.id);
      for (const area of warned(one, await areas.tree())) requireAt(request, area);
      await gauges.remove(actorOf(request), one.id);
      return { ok: true as const };
    },
  );
  app.get(
    '/api/gauges/:id/readings',
    { config: read, schema: { params: byId, querystring: span, response: { 200: listOf(reading) } } },
    async request => {
      const one = await gauges.get(request.params.id);
      const tree = await areas.tree();
      if (!seenIn(actorOf(request), warned(one, tree))) requireAt(request, placeOf(one, tree));
      const { from, to } = request.query;
      const list = await gauges.readings(one.id, {
        from: from === undefined ? 0 : Date.parse(from),
        to: to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(to),
      });
      return { items: list.map(shownReading) };
    },
  );
  app.post(
    '/api/gauges/:id/readings',
    {
      config: signal,
      schema: {
        params: byId,
        body: z.union([newReadings, z.string().min(1)]),
        response: { 201: takenReadings },
      },
    },
    async (request, reply) => {
      const one = await gauges.get(request.params.id);
      const actor = requireAt(request, placeOf(one, await areas.tree()));
      return reply.code(201).send(await gauges.take(actor, one.id, readReadings(request.body)));
    },
  );

  app.post(
    '/api/gauges/:id/arm',
    { config: alert, schema: { params: byId, body: arm, response: { 201: gauge } } },
    async (request, reply) => {
      const one = await gauges.get(request.params.id);
      const actor = requireAt(request, placeOf(one, await areas.tree()));
      if (!automatic.allowed) throw new LoaError('not_automatic');
      const { pin, ...said } = request.body;
      if (!(await checkPin(actor.accountId, pin))) throw new LoaError('wrong_pin');
      await automatic.arm(actor, one.id, said);
      return reply.code(201).send(await answer(one.id));
    },
  );
  app.delete(
    '/api/gauges/:id/arm',
    { config: alert, schema: { params: byId, response: { 200: gauge } } },
    async request => {
      const one = await gauges.get(request.params.id);
      await automatic.disarm(requireAt(request, placeOf(one, await areas.tree())), one.id);
      return answer(one.id);
    },
  );
}

/** The areas that it warns, as they stand: merged ones are those that took them in. */
const warned = (one: StoredGauge, tree: AreaTree): StoredArea[] => one.areas.flatMap(areaId => tree.find(areaId) ?? []);

const seenIn = (actor: Actor, list: readonly StoredArea[]): boolean => list.some(area => may(actor, 'read', area.path));

/** Where a right over the whole gauge is asked: the lowest area that holds all that it warns. */
function placeOf(one: StoredGauge, tree: AreaTree): StoredArea {
  const place = tree.lowestCommon(warned(one, tree).map(area => area.path));
  if (!place) throw new LoaError('not_found', { what: one.areaId });
  return place;
}

const shownReading = (one: StoredReading): Reading => ({
  at: new Date(one.at).toISOString(),
  levelM: one.levelM,
  ...(one.interpolated ? { interpolated: true as const } : {}),
});

const gaugeAnswer = (
  { gauge: one, latest, riseMPerHour, stale }: GaugeStanding,
  tree: AreaTree,
  automatic: boolean,
): Gauge => ({
  id: one.id,
  name: one.name,
  river: one.river,
  levelsM: one.levelsM,
  datum: one.datum,
  decree: one.decree,
  decreeDate: one.decreeDate,
  areas: warned(one, tree).map(area => ({ id: area.id, name: area.name })),
  position: one.position,
  latest: latest && { ...shownReading(latest), alarmLevel: latest.alarmLevel, overM: latest.overM },
  riseMPerHour,
  stale,
  armed:
    automatic && one.armed
      ? {
          by: one.armed.byName,
          until: new Date(one.armed.until).toISOString(),
          marginM: one.armed.marginM,
          withGaugeId: one.armed.withGaugeId,
          vetoS: one.armed.vetoS,
        }
      : null,
});
