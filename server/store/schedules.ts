// Schedules (rules that make dated broadcasts) as they lie in the store.
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { approvalState, contentItem } from '../../protocol/api/broadcasts.ts';
import { broadcastClass } from '../../protocol/class.ts';
import type { Queryable } from './database.ts';
import { underPaths } from './subtree.ts';
import type { Tables } from './tables.ts';

const routine = broadcastClass.exclude(['emergency']);
const texts = z.array(z.string());

export interface StoredSchedule {
  id: string;
  /** The lowest area that holds all targets; rights are asked there. */
  areaId: string;
  title: string;
  class: z.infer<typeof routine>;
  content: z.infer<typeof contentItem>[];
  targets: string[];
  volume: number;
  passes: number;
  /** ISO weekdays, Monday is 1. */
  days: number[];
  /** Local HH:MM. */
  time: string;
  from: string;
  to: string | null;
  exceptions: string[];
  paused: boolean;
  state: z.infer<typeof approvalState>;
  returnedReason: string | null;
  createdBy: string;
  createdAt: number;
  approvedBy: string | null;
  approvedAt: number | null;
  /** Of the content that was approved, where the area asks for approval. */
  approvedDigest: string | null;
  removedAt: number | null;
}

const parse = (row: Selectable<Tables['schedules']>): StoredSchedule => ({
  id: row.id,
  areaId: row.area_id,
  title: row.title,
  class: routine.parse(row.class),
  content: z.array(contentItem).parse(JSON.parse(row.content_json)),
  targets: texts.parse(JSON.parse(row.targets_json)),
  volume: row.volume,
  passes: row.passes,
  days: z.array(z.int()).parse(JSON.parse(row.days_json)),
  time: row.time,
  from: row.from_day,
  to: row.to_day,
  exceptions: texts.parse(JSON.parse(row.exceptions_json)),
  paused: row.paused === 1,
  state: approvalState.parse(row.state),
  returnedReason: row.returned_reason,
  createdBy: row.created_by,
  createdAt: row.created_at,
  approvedBy: row.approved_by,
  approvedAt: row.approved_at,
  approvedDigest: row.approved_digest,
  removedAt: row.removed_at,
});

/** Inserts it, or writes it over. */
export async function saveSchedule(db: Queryable, schedule: StoredSchedule): Promise<void> {
  const row = {
    area_id: schedule.areaId,
    title: schedule.title,
    class: schedule.class,
    content_json: JSON.stringify(schedule.content),
    targets_json: JSON.stringify(schedule.targets),
    volume: schedule.volume,
    passes: schedule.passes,
    days_json: JSON.stringify(schedule.days),
    time: schedule.time,
    from_day: schedule.from,
    to_day: schedule.to,
    exceptions_json: JSON.stringify(schedule.exceptions),
    paused: schedule.paused ? 1 : 0,
    state: schedule.state,
    returned_reason: schedule.returnedReason,
    approved_by: schedule.approvedBy,
    approved_at: schedule.approvedAt,
    approved_digest: schedule.approvedDigest,
    removed_at: schedule.removedAt,
  };
  await db
    .insertInto('schedules')
    .values({ id: schedule.id, ...row, created_by: schedule.createdBy, created_at: schedule.createdAt })
    .onConflict(conflict => conflict.column('id').doUpdateSet(row))
    .execute();
}

/** The schedule, also one that was removed. */
export async function scheduleById(db: Queryable, id: string): Promise<StoredSchedule | null> {
  const row = await db.selectFrom('schedules').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : parse(row);
}

/** Standing schedules of the areas at or below these paths; without paths, all of them. */
export async function schedulesUnder(db: Queryable, paths: readonly string[] | null): Promise<StoredSchedule[]> {
  let query = db
    .selectFrom('schedules')
    .selectAll('schedules')
    .innerJoin('areas', 'areas.id', 'schedules.area_id')
    .where('schedules.removed_at', 'is', null)
    .orderBy('schedules.time')
    .orderBy('schedules.id');
  if (paths !== null) query = query.where(eb => underPaths(eb, paths));
  return (await query.execute()).map(parse);
}
