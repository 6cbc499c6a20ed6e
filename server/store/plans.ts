// The signed plan of each cluster, and the orders of the coming days that plans are made of.
import { type BroadcastClass, broadcastClass } from '../../protocol/class.ts';
import type { Queryable } from './database.ts';

export interface StoredPlan {
  version: number;
  digest: string | null;
}

/** Where the plans of these clusters stand; all clusters that are not removed without `clusterIds`. */
export async function findPlans(db: Queryable, clusterIds: readonly string[] | null): Promise<Map<string, StoredPlan>> {
  const rows = await db
    .selectFrom('clusters')
    .select(['id', 'plan_version', 'plan_digest'])
    .where('removed_at', 'is', null)
    .execute();
  const wanted = clusterIds && new Set(clusterIds);
  return new Map(
    rows
      .filter(row => wanted?.has(row.id) ?? true)
      .map(row => [row.id, { version: row.plan_version, digest: row.plan_digest }]),
  );
}

export async function storePlan(
  db: Queryable,
  clusterId: string,
  plan: { version: number; bytes: Uint8Array; digest: string },
): Promise<void> {
  await db
    .updateTable('clusters')
    .set({ plan_version: plan.version, plan_bytes: plan.bytes, plan_digest: plan.digest })
    .where('id', '=', clusterId)
    .execute();
}

export interface ComingOrder {
  broadcastId: string;
  revision: number;
  class: BroadcastClass;
  startAt: number;
  keepUntil: number;
  clusterIds: string[];
}

const DAY_MS = 86_400_000;

/** The newest order of every standing broadcast that starts before `until` and may still start or sound at `now`, soonest first. */
export async function comingOrders(db: Queryable, now: number, until: number): Promise<ComingOrder[]> {
  const rows = await db
    .selectFrom('broadcasts')
    .innerJoin('orders', join =>
      join
        .onRef('orders.order_id', '=', 'broadcasts.id')
        .onRef('orders.revision', '=', 'broadcasts.revision')
        .on('orders.kind', '=', 'play'),
    )
    .select(['broadcasts.id', 'broadcasts.revision', 'broadcasts.class'])
    .select(['orders.start_at', 'orders.keep_until', 'orders.clusters_json'])
    .where('broadcasts.state', '=', 'approved')
    .where('broadcasts.stopped_at', 'is', null)
    .where('broadcasts.frozen_json', 'is not', null)
    // Nothing is longer than a day: older starts need not be looked at, however long the history is.
    .where('broadcasts.start_at', '>', now - DAY_MS)
    .where('broadcasts.start_at', '<', until)
    .where('orders.keep_until', '>', now)
    .orderBy('broadcasts.start_at')
    .orderBy('broadcasts.id')
    .execute();
  return rows.map(row => ({
    broadcastId: row.id,
    revision: row.revision,
    class: broadcastClass.parse(row.class),
    startAt: row.start_at,
    keepUntil: row.keep_until,
    clusterIds: JSON.parse(row.clusters_json),
  }));
}

/** Where every cluster stands in the tree, as one text: when it differs, orders may be for other clusters than before. */
export async function whereClustersStand(db: Queryable): Promise<string> {
  const rows = await db
    .selectFrom('clusters')
    .innerJoin('areas', 'areas.id', 'clusters.area_id')
    .select(['clusters.id', 'areas.path'])
    .where('clusters.removed_at', 'is', null)
    .orderBy('clusters.id')
    .execute();
  return rows.map(row => `${row.id} ${row.path}`).join('\n');
}
