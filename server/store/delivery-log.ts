// A broadcast's deliveries as logs and strips count them: a few columns of each, so that a month of a province is read in a second
// and an alert to all of it can be asked for again and again.
import type { DeliveryState } from '../../protocol/delivery.ts';
import type { Queryable } from './database.ts';
import type { StoredDelivery } from './deliveries.ts';

/** How many deliveries of each broadcast stand in each state. */
export async function countStates(
  db: Queryable,
  broadcastIds: readonly string[],
): Promise<Map<string, Partial<Record<DeliveryState, number>>>> {
  const counts = new Map<string, Partial<Record<DeliveryState, number>>>();
  if (broadcastIds.length === 0) return counts;
  const rows = await db
    .selectFrom('deliveries')
    .select(['broadcast_id', 'state', eb => eb.fn.countAll<number>().as('number')])
    .where('broadcast_id', 'in', broadcastIds)
    .groupBy(['broadcast_id', 'state'])
    .execute();
  for (const row of rows) {
    const states = counts.get(row.broadcast_id) ?? {};
    states[row.state as DeliveryState] = Number(row.number);
    counts.set(row.broadcast_id, states);
  }
  return counts;
}

/** What a log counts of a delivery. */
export type CountedDelivery = Pick<StoredDelivery, 'state' | 'startedAt' | 'villages'>;

/** Reads one broadcast's deliveries after the other; a cluster's villages are the same text every day and are read once. */
export function createDeliveryCounter(db: Queryable): (broadcastId: string) => Promise<CountedDelivery[]> {
  const villagesIn = remembering<StoredDelivery['villages']>();
  return async broadcastId => {
    const rows = await db
      .selectFrom('deliveries')
      .select(['state', 'started_at', 'villages_json'])
      .where('broadcast_id', '=', broadcastId)
      .execute();
    return rows.map(row => ({
      state: row.state as DeliveryState,
      startedAt: row.started_at,
      villages: villagesIn(row.villages_json),
    }));
  };
}

/** What an alert's outcome counts of a delivery. */
export type HeardDelivery = Pick<
  StoredDelivery,
  'clusterId' | 'clusterName' | 'state' | 'startedAt' | 'soundedAt' | 'villages' | 'languages'
>;

/** Texts that are remembered: those of some ten thousand clusters, which every poll reads again. */
const REMEMBERED = 50_000;

/** Reads one alert's deliveries; what was frozen with them is the same text at every poll and is read once. */
export function createHeardReader(db: Queryable): (broadcastId: string) => Promise<HeardDelivery[]> {
  const villages = remembering<StoredDelivery['villages']>();
  const languages = remembering<StoredDelivery['languages']>();
  return async broadcastId => {
    const rows = await db
      .selectFrom('deliveries')
      .select(['cluster_id', 'cluster_name', 'state', 'started_at', 'sounded_at', 'villages_json', 'languages_json'])
      .where('broadcast_id', '=', broadcastId)
      .execute();
    return rows.map(row => ({
      clusterId: row.cluster_id,
      clusterName: row.cluster_name,
      state: row.state as DeliveryState,
      startedAt: row.started_at,
      soundedAt: row.sounded_at,
      villages: villages(row.villages_json),
      languages: languages(row.languages_json),
    }));
  };
}

function remembering<T>(): (text: string) => T {
  const known = new Map<string, T>();
  return text => {
    const found: T = known.get(text) ?? JSON.parse(text);
    if (known.size >= REMEMBERED) known.clear();
    known.set(text, found);
    return found;
  };
}
