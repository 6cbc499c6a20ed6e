// Where each cluster stands in the tree, at hand without asking the store for every message that passes.
import { every, type Time } from '../../protocol/time.ts';
import { clusterPaths } from '../store/clusters.ts';
import type { Database } from '../store/database.ts';

const REFRESH_MS = 10_000;

export interface Whereabouts {
  /** The path of the cluster's area, at most some seconds old; of one made since then once it has been read. Null: there is none. */
  pathOf(clusterId: string): string | Promise<string | null>;
  close(): void;
}

export async function createWhereabouts(parts: {
  db: Database;
  time: Time;
  onError(error: unknown): void;
}): Promise<Whereabouts> {
  let paths: Awaited<ReturnType<typeof clusterPaths>> = new Map();
  /** Messages about a cluster that is new come in a rush; one look serves them all. */
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    paths = await clusterPaths(parts.db);
    looking = null;
  }
  await look();
  const close = every(parts.time, REFRESH_MS, () => {
    look().catch(parts.onError);
  });

  return {
    close,
    pathOf(clusterId) {
      const path = paths.get(clusterId);
      if (path !== undefined) return path;
      looking ??= look();
      return looking.then(() => paths.get(clusterId) ?? null);
    },
  };
}
