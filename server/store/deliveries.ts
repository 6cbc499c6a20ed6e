// One row for each broadcast at each cluster. Rows may be born from planning, from a hand-over or from an early report:
// whichever comes first makes the row, the others add what they know.
import type { DeliveryOutcome, DeliveryState } from '../../protocol/delivery.ts';
import { deliveryId } from '../../protocol/id.ts';
import type { Queryable } from './database.ts';

export interface FrozenVillage {
  id: string;
  name: string;
  households: number | null;
  people: number | null;
  /** Those that were spoken there; not known of what was accepted before they were kept. */
  languages?: string[];
}

/** What is frozen when a broadcast is accepted, so that later renaming and moving cannot change a report. */
export interface PlantedDelivery {
  clusterId: string;
  clusterName: string;
  areaName: string;
  villages: FrozenVillage[];
  languages: string[];
}

export interface StoredDelivery extends PlantedDelivery {
  id: string;
  broadcastId: string;
  revision: number;
  state: DeliveryState;
  startedAt: number | null;
  endedAt: number | null;
  /** When any revision was first heard here. */
  soundedAt: number | null;
  reason: string | null;
  proof: string | null;
  missedMs: number;
  uncertaintyMs: number | null;
  levelDbfs: number | null;
  reportedAt: number | null;
}

const UNNAMED = { cluster_name: '', area_name: '', villages_json: '[]', languages_json: '[]' };
/** SQLite binds at most 32,766 values a statement; 500 rows of 9 stay far below and keep one commit short. */
export const SLICE = 500;

/** Makes the rows of a broadcast, `planned`, or adds names to rows that a hand-over or a report made before. At most SLICE at once. */
export async function plantDeliveries(
  db: Queryable,
  broadcastId: string,
  revision: number,
  planted: readonly PlantedDelivery[],
): Promise<void> {
  if (planted.length === 0) return;
  await db
    .insertInto('deliveries')
    .values(
      planted.map(delivery => ({
        id: deliveryId(broadcastId, delivery.clusterId),
        broadcast_id: broadcastId,
        cluster_id: delivery.clusterId,
        revision,
        state: 'planned',
        cluster_name: delivery.clusterName,
        area_name: delivery.areaName,
        villages_json: JSON.stringify(delivery.villages),
        languages_json: JSON.stringify(delivery.languages),
      })),
    )
    .onConflict(conflict =>
      conflict.column('id').doUpdateSet(eb => ({
        cluster_name: eb.ref('excluded.cluster_name'),
        area_name: eb.ref('excluded.area_name'),
        villages_json: eb.ref('excluded.villages_json'),
        languages_json: eb.ref('excluded.languages_json'),
      })),
    )
    .execute();
}

/** `planned → sent` for these clusters; what a device has said since is left alone. At most SLICE at once. */
export async function markSent(
  db: Queryable,
  broadcastId: string,
  revision: number,
  clusterIds: readonly string[],
  at: number,
): Promise<void> {
  if (clusterIds.length === 0) return;
  await db
    .insertInto('deliveries')
    .values(
      clusterIds.map(clusterId => ({
        id: deliveryId(broadcastId, clusterId),
        broadcast_id: broadcastId,
        cluster_id: clusterId,
        revision,
        state: 'sent',
        sent_at: at,
        ...UNNAMED,
      })),
    )
    .onConflict(conflict =>
      conflict.column('id').doUpdateSet({ state: 'sent', sent_at: at }).where('deliveries.state', '=', 'planned'),
    )
    .execute();
}

/** Writes what the facts of each delivery add up to, making rows where the report came before them. Each delivery at most once. */
export async function storeOutcomes(
  db: Queryable,
  outcomes: readonly { id: string; broadcastId: string; clusterId: string; outcome: DeliveryOutcome }[],
  reportedAt: number,
): Promise<void> {
  const known = outcomes.flatMap(({ id, broadcastId, clusterId, outcome }) => {
    if (outcome.state === null) return [];
    return {
      id,
      broadcast_id: broadcastId,
      cluster_id: clusterId,
      revision: outcome.revision,
      state: outcome.state,
      started_at: outcome.startedAt,
      ended_at: outcome.endedAt,
      sounded_at: outcome.soundedAt,
      reason: outcome.reason,
      proof: outcome.proof,
      missed_ms: outcome.missedMs,
      uncertainty_ms: outcome.uncertaintyMs,
      level_dbfs: outcome.levelDbfs,
      reported_at: reportedAt,
      ...UNNAMED,
    };
  });
  for (let from = 0; from < known.length; from += SLICE) {
    await db
      .insertInto('deliveries')
      .values(known.slice(from, from + SLICE))
      .onConflict(conflict =>
        conflict.column('id').doUpdateSet(eb => ({
          revision: eb.ref('excluded.revision'),
          state: eb.ref('excluded.state'),
          started_at: eb.ref('excluded.started_at'),
          ended_at: eb.ref('excluded.ended_at'),
          sounded_at: eb.ref('excluded.sounded_at'),
          reason: eb.ref('excluded.reason'),
          proof: eb.ref('excluded.proof'),
          missed_ms: eb.ref('excluded.missed_ms'),
          uncertainty_ms: eb.ref('excluded.uncertainty_ms'),
          level_dbfs: eb.ref('excluded.level_dbfs'),
          reported_at: eb.ref('excluded.reported_at'),
        })),
      )
      .execute();
  }
}

/** Server-side end of a delivery that was never handed over: the only state besides `planned` and `sent` that the server sets. */
export async function cancelPlanned(
  db: Queryable,
  broadcastId: string,
  state: 'cancelled' | 'expired',
): Promise<number> {
  const result = await db
    .updateTable('deliveries')
    .set({ state })
    .where('broadcast_id', '=', broadcastId)
    .where('state', '=', 'planned')
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export async function deliveriesOf(db: Queryable, broadcastId: string): Promise<StoredDelivery[]> {
  const rows = await db.selectFrom('deliveries').selectAll().where('broadcast_id', '=', broadcastId).execute();
  return rows.map(row => ({
    id: row.id,
    broadcastId: row.broadcast_id,
    clusterId: row.cluster_id,
    revision: row.revision,
    state: row.state as DeliveryState,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    soundedAt: row.sounded_at,
    reason: row.reason,
    proof: row.proof,
    missedMs: row.missed_ms,
    uncertaintyMs: row.uncertainty_ms,
    levelDbfs: row.level_dbfs,
    reportedAt: row.reported_at,
    clusterName: row.cluster_name,
    areaName: row.area_name,
    villages: JSON.parse(row.villages_json),
    languages: JSON.parse(row.languages_json),
  }));
}

/** How many deliveries of each broadcast have their names; a row that a hand-over or a report made has none yet. */
export async function countPlanted(db: Queryable, broadcastIds: readonly string[]): Promise<Map<string, number>> {
  if (broadcastIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('deliveries')
    .select(eb => ['broadcast_id', eb.fn.countAll().as('number')])
    .where('broadcast_id', 'in', broadcastIds)
    .where('cluster_name', '!=', UNNAMED.cluster_name)
    .groupBy('broadcast_id')
    .execute();
  return new Map(rows.map(row => [row.broadcast_id, Number(row.number)]));
}

/** The clusters that have said nothing of this order yet: those that must be told it again when they come back. */
export async function untold(
  db: Queryable,
  broadcastId: string,
  revision: number,
  clusterIds: readonly string[],
): Promise<string[]> {
  const heard = await db
    .selectFrom('deliveries')
    .select('cluster_id')
    .where('broadcast_id', '=', broadcastId)
    // What it said of an older revision does not show that it knows of this one.
    .where(eb =>
      eb.or([
        eb.and([eb('state', 'not in', ['planned', 'sent']), eb('revision', '=', revision)]),
        eb('revision', '>', revision),
      ]),
    )
    .execute();
  const said = new Set(heard.map(row => row.cluster_id));
  return clusterIds.filter(clusterId => !said.has(clusterId));
}

/** Routine broadcasts that have ended at a cluster, among `broadcastIds`. */
export async function finishedAt(db: Queryable, clusterId: string, broadcastIds: readonly string[]): Promise<string[]> {
  if (broadcastIds.length === 0) return [];
  const rows = await db
    .selectFrom('deliveries')
    .select('broadcast_id')
    .where('cluster_id', '=', clusterId)
    .where('broadcast_id', 'in', broadcastIds)
    .where('state', 'in', ['playing', 'played', 'interrupted', 'failed', 'refused', 'expired', 'cancelled'])
    .execute();
  return rows.map(row => row.broadcast_id);
}

/** A newer order is about to go out: what has not ended waits for it, also what the server had cancelled itself. */
export async function replanDeliveries(db: Queryable, broadcastId: string, revision: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'planned', revision })
    .where('broadcast_id', '=', broadcastId)
    .where(eb =>
      eb.or([
        eb('state', 'in', ['planned', 'sent', 'stored']),
        eb.and([eb('state', '=', 'cancelled'), eb('reported_at', 'is', null)]),
      ]),
    )
    .execute();
}

/** Server-side end of a broadcast's deliveries at some of its clusters, where they were never handed over. */
export async function cancelPlannedAt(
  db: Queryable,
  broadcastId: string,
  clusterIds: readonly string[],
): Promise<void> {
  for (let from = 0; from < clusterIds.length; from += SLICE) {
    await db
      .updateTable('deliveries')
      .set({ state: 'cancelled' })
      .where('broadcast_id', '=', broadcastId)
      .where('state', '=', 'planned')
      .where('cluster_id', 'in', clusterIds.slice(from, from + SLICE))
      .execute();
  }
}

/** Clusters that have had the whole audio of this broadcast. */
export async function holdersOf(db: Queryable, broadcastId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('deliveries')
    .select('cluster_id')
    .where('broadcast_id', '=', broadcastId)
    .where('state', 'in', ['stored', 'played'])
    .execute();
  return new Set(rows.map(row => row.cluster_id));
}
