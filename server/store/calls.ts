// Who was called about an alert, village by village, as people wrote it down: lines are added and never changed.
import { z } from 'zod';
import { call, toldHow } from '../../protocol/api/alerts.ts';
import type { Queryable } from './database.ts';

export interface StoredCall {
  id: string;
  alertId: string;
  villageId: string;
  /** UTC ms. */
  at: number;
  /** Account id; null for somebody with a one-time address. */
  by: string | null;
  byName: string;
  act: z.infer<typeof call.shape.act>;
  how: z.infer<typeof toldHow> | null;
  /** Of how many households somebody says that they know. */
  households: number | null;
  note: string | null;
}

export async function insertCall(db: Queryable, made: StoredCall): Promise<void> {
  await db
    .insertInto('calls')
    .values({
      id: made.id,
      alert_id: made.alertId,
      village_id: made.villageId,
      at: made.at,
      by: made.by,
      by_name: made.byName,
      act: made.act,
      how: made.how,
      households: made.households,
      note: made.note,
    })
    .execute();
}

/** `now`, or the next moment after the last call: no two calls about an alert are at once, so that their order is their time. */
export async function nextCallAt(db: Queryable, alertId: string, now: number): Promise<number> {
  const last = await db
    .selectFrom('calls')
    .select(eb => eb.fn.max<number | null>('at').as('at'))
    .where('alert_id', '=', alertId)
    .executeTakeFirst();
  return Math.max(now, (last?.at ?? 0) + 1);
}

const row = z.object({ act: call.shape.act, how: toldHow.nullable() });

/** In the order in which they were written. */
export async function callsOf(db: Queryable, alertId: string): Promise<StoredCall[]> {
  const rows = await db.selectFrom('calls').selectAll().where('alert_id', '=', alertId).orderBy('at').execute();
  return rows.map(one => ({
    id: one.id,
    alertId: one.alert_id,
    villageId: one.village_id,
    at: one.at,
    by: one.by,
    byName: one.by_name,
    ...row.parse({ act: one.act, how: one.how }),
    households: one.households,
    note: one.note,
  }));
}
