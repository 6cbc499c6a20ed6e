// Where each cluster stands in the tree, at hand without asking the store for every message that passes.
import { every, type Time } from '../../protocol/time.ts';
import { listAreas } from '../store/areas.ts';
import { listClusters } from '../store/clusters.ts';
import type { Database } from '../store/database.ts';
import { createTree } from './tree.ts';

const REFRESH_MS = 10_000;

export interface Whereabouts {
  /** The path of the cluster's area; null for one not known yet. At most some seconds old. */
  pathOf(clusterId: string): string | null;
  close(): void;
}

export async function createWhereabouts(parts: {
  db: Database;
  time: Time;
  onError(error: unknown): void;
}): Promise<Whereabouts> {
  let paths = new Map<string, string>();
  async function look(): Promise<void> {
    const tree = createTree(await listAreas(parts.db));
    const clusters = await listClusters(parts.db);
    paths = new Map(clusters.flatMap(({ id, areaId }) => [[id, tree.find(areaId)?.path ?? '']]));
  }
  await look();
  const close = every(parts.time, REFRESH_MS, () => {
    look().catch(parts.onError);
  });
  return { pathOf: clusterId => paths.get(clusterId) ?? null, close };
}
