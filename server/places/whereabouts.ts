// Where each cluster stands in the tree, at hand without asking the store for every message that passes.
import { every, type Time } from '../../protocol/time.ts';
import type { Bus } from '../bus/bus.ts';
import { clusterPaths } from '../store/clusters.ts';
import type { Database } from '../store/database.ts';

const REFRESH_MS = 10_000;

export interface Whereabouts {
  /** The path of the cluster's area; null for one not known yet. At most some seconds old. */
  pathOf(clusterId: string): string | null;
  close(): void;
}

export async function createWhereabouts(parts: {
  db: Database;
  bus: Bus;
  time: Time;
  onError(error: unknown): void;
}): Promise<Whereabouts> {
  let paths = await clusterPaths(parts.db);
  function look(): void {
    clusterPaths(parts.db).then(found => {
      paths = found;
    }, parts.onError);
  }
  const stop = [
    every(parts.time, REFRESH_MS, look),
    // A new cluster's first settings: its place is to be known before its first word comes.
    parts.bus.subscribe('order', ({ kind, clusterIds }) => {
      if (kind === 'settings' && clusterIds.some(id => !paths.has(id))) look();
    }),
  ];
  return {
    pathOf: clusterId => paths.get(clusterId) ?? null,
    close() {
      for (const end of stop) end();
    },
  };
}
