// A broadcast's deliveries as the log counts them: three columns of each, so that a month of a province is read in a second.
import type { DeliveryState } from '../../protocol/delivery.ts';
import type { Queryable } from './database.ts';
import type { StoredDelivery } from './deliveries.ts';

/** What a log counts of a delivery. */
export type CountedDelivery = Pick<StoredDelivery, 'state' | 'startedAt' | 'villages'>;

/** Reads one broadcast's deliveries after the other; a cluster's villages are the same text every day and are read once. */
export function createDeliveryCounter(db: Queryable): (broadcastId: string) => Promise<CountedDelivery[]> {
  const known = new Map<string, StoredDelivery['villages']>();
  const villagesIn = (text: string): StoredDelivery['villages'] => {
    const villages = known.get(text) ?? JSON.parse(text);
    known.set(text, villages);
    return villages;
  };
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
