// The villages that a cluster serves, with their names and numbers as they are at this moment.
import type { StoredCluster } from '../store/clusters.ts';
import type { AreaTree } from './tree.ts';

export interface ServedVillage {
  id: string;
  name: string;
  households: number | null;
  people: number | null;
  /** Those that are spoken there. */
  languages: string[];
}

export const villagesOf = (cluster: Pick<StoredCluster, 'serves'>, tree: AreaTree): ServedVillage[] =>
  cluster.serves.flatMap(id => {
    const village = tree.find(id);
    if (!village) return [];
    const { languages } = tree.effective(village.id);
    return [{ id: village.id, name: village.name, households: village.households, people: village.people, languages }];
  });
