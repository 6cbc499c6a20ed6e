// Makes the delivery rows of accepted broadcasts, off the path of the order, in slices so small that nothing else waits.
// What a crash left unplanted is planted at the next start.
import type { StoredBroadcast } from '../store/broadcasts.ts';
import type { Database } from '../store/database.ts';
import {
  cancelPlanned,
  cancelPlannedAt,
  deliveriesOf,
  type PlantedDelivery,
  plantDeliveries,
  SLICE,
} from '../store/deliveries.ts';
import type { Audience, Listener } from './audience.ts';

export interface Planting {
  /** Returns at once; `state` is what the server says of deliveries that were never handed over. */
  plant(broadcast: StoredBroadcast, audience: Audience, state?: 'expired' | 'cancelled'): void;
  /** Resolves when all rows are there. */
  idle(): Promise<void>;
}

/** What is frozen of a cluster. */
export const plantedOf = ({ id, name, areaName, villages, languages }: Listener): PlantedDelivery => ({
  clusterId: id,
  clusterName: name,
  areaName,
  villages,
  languages,
});

export function createPlanting({ db, onError }: { db: Database; onError(error: unknown): void }): Planting {
  let last: Promise<void> = Promise.resolve();

  async function plant(broadcast: StoredBroadcast, audience: Audience, state?: 'expired' | 'cancelled'): Promise<void> {
    const rows = audience.clusters.map(plantedOf);
    for (let from = 0; from < rows.length; from += SLICE) {
      await plantDeliveries(db, broadcast.id, broadcast.revision, rows.slice(from, from + SLICE));
      await new Promise<void>(resolve => setImmediate(resolve));
    }
    if (state) await cancelPlanned(db, broadcast.id, state);
    if (broadcast.revision > 1) await dropOthers(broadcast.id, new Set(rows.map(row => row.clusterId)));
  }

  /** A newer order may be for fewer clusters: those that it left out and that were never told the old one are done with. */
  async function dropOthers(broadcastId: string, kept: ReadonlySet<string>): Promise<void> {
    const left = (await deliveriesOf(db, broadcastId)).filter(delivery => !kept.has(delivery.clusterId));
    const clusterIds = left.map(delivery => delivery.clusterId);
    await cancelPlannedAt(db, broadcastId, clusterIds);
  }

  return {
    plant(broadcast, audience, state) {
      last = last.then(() => plant(broadcast, audience, state)).catch(onError);
    },
    idle: () => last,
  };
}
