// Readings of rivers flow in; where the water stands flows out, and a proposal when it has come over an alarm level or a flood
// is over. Gauges are made and changed here, every change on record.
import type { GaugeChange, NewGauge } from '../../protocol/api/warnings.ts';
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database, Queryable } from '../store/database.ts';
import {
  addReadings,
  gaugeById,
  insertGauge,
  latestReadings,
  listGauges,
  readingsBetween,
  removeGauge,
  type StoredGauge,
  type StoredReading,
  updateGauge,
} from '../store/gauges.ts';
import { proposalsOf } from '../store/proposals.ts';
import { isStale, risePerHour, standing, turnOf } from './flood.ts';
import { allClearDraft, riseDraft } from './flood-words.ts';
import { isChangeable, livingAlert } from './living.ts';
import type { Draft, Person, Proposals } from './proposals.ts';

/** A gauge's clock may be a little fast. */
const AHEAD_MS = 5 * 60_000;
/** What standing and rise are told from. */
const LOOKED_AT = 24;
const MOST_READINGS = 5000;

export interface GaugeStanding {
  gauge: StoredGauge;
  latest: (StoredReading & { alarmLevel: 0 | 1 | 2 | 3; overM: number | null }) | null;
  riseMPerHour: number | null;
  stale: boolean;
}

export interface Gauges {
  list(): Promise<GaugeStanding[]>;
  /** Throws `not_found`. */
  get(id: string): Promise<StoredGauge>;
  standing(id: string): Promise<GaugeStanding>;
  create(by: Person, gauge: NewGauge): Promise<StoredGauge>;
  change(by: Person, id: string, change: GaugeChange): Promise<StoredGauge>;
  remove(by: Person, id: string): Promise<void>;
  /** Oldest first; at most 5,000, the newest of the span. */
  readings(id: string, span: { from: number; to: number }): Promise<StoredReading[]>;
  /** All of them or none. Throws `reading_ahead`. */
  take(
    by: Person,
    id: string,
    readings: readonly StoredReading[],
  ): Promise<{ taken: number; known: number; proposals: string[] }>;
}

export function createGauges(parts: {
  db: Database;
  time: Time;
  random: (bytes: number) => Uint8Array;
  /** The clock of the readings, UTC ms: the wall clock but where a flood of the past is replayed. */
  now: () => number;
  timezone: string;
  /** The lowest area that holds all of these; throws `not_found`. */
  areaOver: (areaIds: readonly string[]) => Promise<string>;
  proposals: Proposals;
}): Gauges {
  const { db, time, proposals } = parts;

  async function get(id: string, q: Queryable = db): Promise<StoredGauge> {
    const found = await gaugeById(q, id);
    if (!found) throw new LoaError('not_found', { what: id });
    return found;
  }

  async function standingOf(gauge: StoredGauge): Promise<GaugeStanding> {
    const newest = await latestReadings(db, gauge.id, LOOKED_AT);
    const [latest] = newest;
    const now = standing(gauge.levelsM, latest?.levelM ?? 0);
    return {
      gauge,
      latest: latest ? { ...latest, alarmLevel: now.level, overM: now.overM } : null,
      riseMPerHour: risePerHour(newest),
      stale: isStale(latest, parts.now()),
    };
  }

  /** A newer word of the same flood takes the place of what nobody has decided yet. */
  async function replace(trx: Queryable, gauge: StoredGauge, state: 'replaced' | 'outdated'): Promise<string[]> {
    const settled: string[] = [];
    for (const id of gauge.event?.proposals ?? []) if (await proposals.settle(trx, id, state)) settled.push(id);
    return settled;
  }

  /** What the newest readings propose; the ids of all proposals that changed. */
  async function follow(
    trx: Queryable,
    gauge: StoredGauge,
    areaId: string,
  ): Promise<{ made: string[]; changed: string[] }> {
    const newest = await latestReadings(trx, gauge.id, LOOKED_AT);
    const turn = turnOf(gauge, newest, parts.now());
    const [latest] = newest;
    if (!turn || !latest) return { made: [], changed: [] };
    const alert = await livingAlert(trx, await proposalsOf(trx, gauge.event?.proposals ?? []));
    const told = { gauge, latest, rise: risePerHour(newest), timezone: parts.timezone };
    const changed = await replace(trx, gauge, turn.turn === 'rise' ? 'replaced' : 'outdated');
    let draft: Omit<Draft, 'areaId' | 'alertId'> | null = null;
    if (turn.turn === 'rise') draft = riseDraft({ ...told, level: turn.level, overM: turn.overM });
    else if (alert) draft = allClearDraft(told);
    const about =
      alert && (turn.turn === 'over' || isChangeable(alert, draft?.template ?? null, time.now())) ? alert.id : null;
    const made = draft ? [(await proposals.put(trx, { ...draft, areaId, alertId: about })).id] : [];
    await updateGauge(trx, {
      ...gauge,
      event:
        turn.turn === 'over'
          ? null
          : {
              startedAt: gauge.event?.startedAt ?? latest.at,
              highest: turn.level,
              proposals: [...(gauge.event?.proposals ?? []), ...made],
            },
    });
    return { made, changed: [...changed, ...made] };
  }

  return {
    get: id => get(id),
    standing: async id => standingOf(await get(id)),
    list: async () => Promise.all((await listGauges(db)).map(standingOf)),

    async create(by, said) {
      const gauge: StoredGauge = {
        id: makeId('ga', parts.random(8)),
        ...said,
        areaId: await parts.areaOver(said.areas),
        ...{ armed: null, event: null, createdBy: by.accountId, createdAt: time.now() },
      };
      await db.transaction().execute(async trx => {
        await insertGauge(trx, gauge);
        await appendAudit(trx, {
          ...{ at: time.now(), actor: by, action: 'gauge.create', subject: gauge.id },
          detail: said,
        });
      });
      return gauge;
    },

    async change(by, id, change) {
      const areaId = change.areas && (await parts.areaOver(change.areas));
      return db.transaction().execute(async trx => {
        const before = await get(id, trx);
        const after: StoredGauge = {
          ...before,
          ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
          areaId: areaId ?? before.areaId,
          // What was armed was armed for these levels and these people.
          armed: change.levelsM || change.areas ? null : before.armed,
        };
        await updateGauge(trx, after);
        await appendAudit(trx, {
          ...{ at: time.now(), actor: by, action: 'gauge.change', subject: id },
          detail: change,
        });
        return after;
      });
    },

    async remove(by, id) {
      await db.transaction().execute(async trx => {
        const gauge = await get(id, trx);
        await removeGauge(trx, id, time.now());
        await appendAudit(trx, {
          ...{ at: time.now(), actor: by, action: 'gauge.remove', subject: id },
          detail: { name: gauge.name },
        });
      });
    },

    async readings(id, { from, to }) {
      await get(id);
      return readingsBetween(db, id, { from, to, limit: MOST_READINGS });
    },

    async take(by, id, readings) {
      const ahead = readings.find(one => one.at > parts.now() + AHEAD_MS);
      if (ahead) throw new LoaError('reading_ahead', { at: new Date(ahead.at).toISOString() });
      // Asked before: inside a transaction nothing else reaches the store.
      const areaId = await parts.areaOver((await get(id)).areas);
      const { taken, made, changed } = await db.transaction().execute(async trx => {
        const gauge = await get(id, trx);
        const fresh = await addReadings(trx, id, readings, { by: by.accountId, at: time.now() });
        return { taken: fresh, ...(fresh > 0 ? await follow(trx, gauge, areaId) : { made: [], changed: [] }) };
      });
      proposals.told(changed);
      return { taken, known: readings.length - taken, proposals: made };
    },
  };
}
