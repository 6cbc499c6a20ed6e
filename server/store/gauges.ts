// River gauges and their readings in the store: rows in, what the rooms work with out.
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { alarmLevel } from '../../protocol/api/alerts.ts';
import { gauge as shownGauge } from '../../protocol/api/warnings.ts';
import type { Queryable } from './database.ts';
import type { Tables } from './tables.ts';

const levels = shownGauge.shape.levelsM;
const areaIds = z.array(z.string());

/** Automatic play as it was armed; times are UTC ms. */
const storedArming = z.object({
  by: z.string(),
  byName: z.string(),
  until: z.int(),
  marginM: z.number(),
  withGaugeId: z.string().nullable(),
  vetoS: z.int(),
});
export type StoredArming = z.infer<typeof storedArming>;

/** A flood as its gauge tells it: from the first level that was proposed until the water is back below the lowest. */
const gaugeEvent = z.object({ startedAt: z.int(), highest: alarmLevel, proposals: z.array(z.string()) });
export type GaugeEvent = z.infer<typeof gaugeEvent>;

export interface StoredGauge {
  id: string;
  name: string;
  river: string;
  levelsM: z.infer<typeof levels>;
  datum: string | null;
  decree: string;
  decreeDate: string | null;
  /** Who is warned. */
  areas: string[];
  /** The lowest area that holds all of them. */
  areaId: string;
  position: { lat: number; lon: number } | null;
  armed: StoredArming | null;
  event: GaugeEvent | null;
  createdBy: string;
  createdAt: number;
}

export interface StoredReading {
  at: number;
  levelM: number;
  interpolated: boolean;
}

const jsonOrNull = <T>(schema: z.ZodType<T>, text: string | null): T | null =>
  text === null ? null : schema.parse(JSON.parse(text));

const parse = (row: Selectable<Tables['gauges']>): StoredGauge => ({
  id: row.id,
  name: row.name,
  river: row.river,
  levelsM: levels.parse(JSON.parse(row.levels_json)),
  datum: row.datum,
  decree: row.decree,
  decreeDate: row.decree_date,
  areas: areaIds.parse(JSON.parse(row.areas_json)),
  areaId: row.area_id,
  position: row.lat !== null && row.lon !== null ? { lat: row.lat, lon: row.lon } : null,
  armed: jsonOrNull(storedArming, row.armed_json),
  event: jsonOrNull(gaugeEvent, row.event_json),
  createdBy: row.created_by,
  createdAt: row.created_at,
});

const write = (gauge: StoredGauge): Omit<Tables['gauges'], 'removed_at'> => ({
  id: gauge.id,
  name: gauge.name,
  river: gauge.river,
  levels_json: JSON.stringify(gauge.levelsM),
  datum: gauge.datum,
  decree: gauge.decree,
  decree_date: gauge.decreeDate,
  areas_json: JSON.stringify(gauge.areas),
  area_id: gauge.areaId,
  lat: gauge.position?.lat ?? null,
  lon: gauge.position?.lon ?? null,
  armed_json: gauge.armed && JSON.stringify(gauge.armed),
  event_json: gauge.event && JSON.stringify(gauge.event),
  created_by: gauge.createdBy,
  created_at: gauge.createdAt,
});

export async function insertGauge(db: Queryable, gauge: StoredGauge): Promise<void> {
  await db
    .insertInto('gauges')
    .values({ ...write(gauge), removed_at: null })
    .execute();
}

export async function updateGauge(db: Queryable, gauge: StoredGauge): Promise<void> {
  await db.updateTable('gauges').set(write(gauge)).where('id', '=', gauge.id).execute();
}

export async function removeGauge(db: Queryable, id: string, at: number): Promise<void> {
  await db.updateTable('gauges').set({ removed_at: at }).where('id', '=', id).execute();
}

export async function gaugeById(db: Queryable, id: string): Promise<StoredGauge | null> {
  const row = await db
    .selectFrom('gauges')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ? parse(row) : null;
}

/** All that are not removed, by river and name. */
export async function listGauges(db: Queryable): Promise<StoredGauge[]> {
  const rows = await db
    .selectFrom('gauges')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('river')
    .orderBy('name')
    .execute();
  return rows.map(parse);
}

/** How many of these were new; a moment that has a reading keeps it. */
export async function addReadings(
  db: Queryable,
  gaugeId: string,
  list: readonly StoredReading[],
  from: { by: string; at: number },
): Promise<number> {
  let taken = 0n;
  // SQLite binds a bounded number of values in one statement.
  for (let i = 0; i < list.length; i += 100) {
    const result = await db
      .insertInto('readings')
      .values(
        list.slice(i, i + 100).map(one => ({
          gauge_id: gaugeId,
          at: one.at,
          level_m: one.levelM,
          interpolated: one.interpolated ? 1 : 0,
          received_at: from.at,
          by: from.by,
        })),
      )
      .onConflict(conflict => conflict.columns(['gauge_id', 'at']).doNothing())
      .executeTakeFirst();
    taken += result.numInsertedOrUpdatedRows ?? 0n;
  }
  return Number(taken);
}

const reading = (row: Pick<Tables['readings'], 'at' | 'level_m' | 'interpolated'>): StoredReading => ({
  at: row.at,
  levelM: row.level_m,
  interpolated: row.interpolated === 1,
});

/** The last readings, newest first. */
export async function latestReadings(db: Queryable, gaugeId: string, limit: number): Promise<StoredReading[]> {
  const rows = await db
    .selectFrom('readings')
    .select(['at', 'level_m', 'interpolated'])
    .where('gauge_id', '=', gaugeId)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(reading);
}

/** Readings of a span, oldest first; of more than `limit` the newest. */
export async function readingsBetween(
  db: Queryable,
  gaugeId: string,
  span: { from: number; to: number; limit: number },
): Promise<StoredReading[]> {
  const rows = await db
    .selectFrom('readings')
    .select(['at', 'level_m', 'interpolated'])
    .where('gauge_id', '=', gaugeId)
    .where('at', '>=', span.from)
    .where('at', '<=', span.to)
    .orderBy('at', 'desc')
    .limit(span.limit)
    .execute();
  return rows.map(reading).reverse();
}
