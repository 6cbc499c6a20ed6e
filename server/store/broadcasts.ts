// Broadcasts as they lie in the store: what was asked for, what was frozen when it was signed, and where it stands.
import type { Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import { approvalState, contentItem, unreachable } from '../../protocol/api/broadcasts.ts';
import { broadcastClass } from '../../protocol/class.ts';
import { play } from '../../protocol/order.ts';
import type { Queryable } from './database.ts';
import { underPaths } from './subtree.ts';
import type { Tables } from './tables.ts';

/** What was signed, and the titles and texts as they were then. */
export const frozen = z.object({
  /** Empty for what somebody sounded at a box: there was no order. */
  content: z.array(play.shape.content.element),
  items: z.array(
    z.object({
      title: z.string(),
      recordingId: z.string().nullable(),
      /** One pass of it in its longest reading. */
      durationMs: z.int(),
      text: z.string().nullable(),
      languages: z.array(z.string()),
    }),
  ),
  /** Villages in the targets that no cluster serves. */
  unserved: z.array(
    z.object({ id: z.string(), name: z.string(), households: z.int().nullable(), people: z.int().nullable() }),
  ),
});
export type Frozen = z.infer<typeof frozen>;

export interface StoredBroadcast {
  id: string;
  title: string;
  class: z.infer<typeof broadcastClass>;
  state: z.infer<typeof approvalState>;
  /** The lowest area that holds all targets; rights are asked there. */
  areaId: string;
  content: z.infer<typeof contentItem>[];
  /** Null until an order for it is signed, and again when a change asks for a new one. */
  frozen: Frozen | null;
  targets: string[];
  targetNames: string[];
  /** Null: at once, when it is accepted. */
  startAt: number | null;
  /** The longest that any of its clusters plays, all passes. */
  durationMs: number;
  expiresAt: number | null;
  volume: number;
  passes: number;
  /** Of the newest signed order; 0 while there is none. */
  revision: number;
  scheduleId: string | null;
  /** The local day for which the schedule made it. */
  scheduleDay: string | null;
  createdBy: string;
  createdAt: number;
  approvedBy: string | null;
  approvedAt: number | null;
  /** Of the content that was approved, where the area asks for approval. */
  approvedDigest: string | null;
  returnedReason: string | null;
  acceptedAt: number | null;
  stoppedAt: number | null;
  stoppedBy: string | null;
  clusters: number;
  unreachable: z.infer<typeof unreachable>[];
}

/** An alert or a drill lies here too; only its own room changes it. */
export const isAlertId = (id: string): boolean => id.startsWith('al_');

const texts = z.array(z.string());

const parse = (row: Selectable<Tables['broadcasts']>): StoredBroadcast => ({
  id: row.id,
  title: row.title,
  class: broadcastClass.parse(row.class),
  state: approvalState.parse(row.state),
  areaId: row.area_id,
  content: z.array(contentItem).parse(JSON.parse(row.content_json)),
  frozen: row.frozen_json === null ? null : frozen.parse(JSON.parse(row.frozen_json)),
  targets: texts.parse(JSON.parse(row.targets_json)),
  targetNames: texts.parse(JSON.parse(row.target_names_json)),
  startAt: row.start_at,
  durationMs: row.duration_ms,
  expiresAt: row.expires_at,
  volume: row.volume,
  passes: row.passes,
  revision: row.revision,
  scheduleId: row.schedule_id,
  scheduleDay: row.schedule_day,
  createdBy: row.created_by,
  createdAt: row.created_at,
  approvedBy: row.approved_by,
  approvedAt: row.approved_at,
  approvedDigest: row.approved_digest,
  returnedReason: row.returned_reason,
  acceptedAt: row.accepted_at,
  stoppedAt: row.stopped_at,
  stoppedBy: row.stopped_by,
  clusters: row.clusters,
  unreachable: z.array(unreachable).parse(JSON.parse(row.unreachable_json)),
});

/** Only what is named: Kysely leaves out what is undefined, and null is a value. */
const write = (change: Partial<StoredBroadcast>): Updateable<Tables['broadcasts']> => ({
  title: change.title,
  class: change.class,
  state: change.state,
  area_id: change.areaId,
  content_json: change.content && JSON.stringify(change.content),
  frozen_json: change.frozen && JSON.stringify(change.frozen),
  targets_json: change.targets && JSON.stringify(change.targets),
  target_names_json: change.targetNames && JSON.stringify(change.targetNames),
  start_at: change.startAt,
  duration_ms: change.durationMs,
  expires_at: change.expiresAt,
  volume: change.volume,
  passes: change.passes,
  revision: change.revision,
  approved_by: change.approvedBy,
  approved_at: change.approvedAt,
  approved_digest: change.approvedDigest,
  returned_reason: change.returnedReason,
  accepted_at: change.acceptedAt,
  stopped_at: change.stoppedAt,
  stopped_by: change.stoppedBy,
  clusters: change.clusters,
  unreachable_json: change.unreachable && JSON.stringify(change.unreachable),
});

/** False if the schedule already has one for that day: nothing was inserted. */
export async function insertBroadcast(db: Queryable, made: StoredBroadcast): Promise<boolean> {
  const result = await db
    .insertInto('broadcasts')
    .values({
      id: made.id,
      title: made.title,
      class: made.class,
      state: made.state,
      area_id: made.areaId,
      content_json: JSON.stringify(made.content),
      frozen_json: made.frozen && JSON.stringify(made.frozen),
      targets_json: JSON.stringify(made.targets),
      target_names_json: JSON.stringify(made.targetNames),
      start_at: made.startAt,
      duration_ms: made.durationMs,
      expires_at: made.expiresAt,
      volume: made.volume,
      passes: made.passes,
      revision: made.revision,
      schedule_id: made.scheduleId,
      schedule_day: made.scheduleDay,
      created_by: made.createdBy,
      created_at: made.createdAt,
      approved_by: made.approvedBy,
      approved_at: made.approvedAt,
      approved_digest: made.approvedDigest,
      returned_reason: made.returnedReason,
      accepted_at: made.acceptedAt,
      stopped_at: made.stoppedAt,
      stopped_by: made.stoppedBy,
      clusters: made.clusters,
      unreachable_json: JSON.stringify(made.unreachable),
    })
    .onConflict(conflict =>
      conflict.columns(['schedule_id', 'schedule_day']).where('schedule_id', 'is not', null).doNothing(),
    )
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Changes what is named and leaves the rest. */
export async function changeBroadcast(db: Queryable, id: string, change: Partial<StoredBroadcast>): Promise<void> {
  await db.updateTable('broadcasts').set(write(change)).where('id', '=', id).execute();
}

/** Changes it only if it still is as it was read; false if somebody was faster. */
export async function changeUnchanged(
  db: Queryable,
  read: StoredBroadcast,
  change: Partial<StoredBroadcast>,
): Promise<boolean> {
  const result = await db
    .updateTable('broadcasts')
    .set(write(change))
    .where('id', '=', read.id)
    .where('state', '=', read.state)
    .where('revision', '=', read.revision)
    .where('stopped_at', read.stoppedAt === null ? 'is' : '=', read.stoppedAt)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function broadcastById(db: Queryable, id: string): Promise<StoredBroadcast | null> {
  const row = await db.selectFrom('broadcasts').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : parse(row);
}

export interface BroadcastFilter {
  /** Areas at or below these; null: everywhere. */
  paths: readonly string[] | null;
  /** By start, or by creation where the start is not known yet; from inclusive, to exclusive. */
  from?: number | undefined;
  to?: number | undefined;
  states?: readonly StoredBroadcast['state'][] | undefined;
  /** Leaves out what was stopped. */
  standing?: boolean | undefined;
  limit?: number | undefined;
}

/** Broadcasts that fit, latest start first. */
export async function findBroadcasts(db: Queryable, filter: BroadcastFilter): Promise<StoredBroadcast[]> {
  let query = db
    .selectFrom('broadcasts')
    .selectAll('broadcasts')
    .orderBy('start_at', 'desc')
    .orderBy('broadcasts.created_at', 'desc')
    .orderBy('broadcasts.id');
  // An alert that nobody has heard yet is no broadcast.
  query = query.where(eb => eb.or([eb('revision', '>', 0), eb('broadcasts.id', 'not like', 'al_%')]));
  const { paths, from, to, states, standing, limit } = filter;
  if (paths !== null) {
    query = query.where(
      'area_id',
      'in',
      db
        .selectFrom('areas')
        .select('id')
        .where(eb => underPaths(eb, paths)),
    );
  }
  if (from !== undefined) {
    query = query.where(eb =>
      eb.or([eb('start_at', '>=', from), eb.and([eb('start_at', 'is', null), eb('created_at', '>=', from)])]),
    );
  }
  if (to !== undefined) {
    query = query.where(eb =>
      eb.or([eb('start_at', '<', to), eb.and([eb('start_at', 'is', null), eb('created_at', '<', to)])]),
    );
  }
  if (states) query = query.where('state', 'in', states);
  if (standing) query = query.where('stopped_at', 'is', null);
  if (limit !== undefined) query = query.limit(limit);
  return (await query.execute()).map(parse);
}

/** Approved ones that start up to `until`, are not over at `now`, and have no order that stands signed; soonest first. */
export async function unsignedBroadcasts(db: Queryable, now: number, until: number): Promise<StoredBroadcast[]> {
  const rows = await db
    .selectFrom('broadcasts')
    .selectAll()
    .where('state', '=', 'approved')
    .where('id', 'not like', 'al_%')
    .where('frozen_json', 'is', null)
    .where('stopped_at', 'is', null)
    .where(eb => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .where('start_at', '<=', until)
    .orderBy('start_at')
    .execute();
  return rows.map(parse);
}

/** What a schedule has made for starts at or after `from`, stopped ones too. */
export async function madeBySchedule(db: Queryable, scheduleId: string, fromDay: string): Promise<StoredBroadcast[]> {
  const rows = await db
    .selectFrom('broadcasts')
    .selectAll()
    .where('schedule_id', '=', scheduleId)
    .where('schedule_day', '>=', fromDay)
    .orderBy('schedule_day')
    .execute();
  return rows.map(parse);
}
