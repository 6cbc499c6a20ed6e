// Turns the ids that a broadcast names into clusters, with names, villages and languages as they are at this moment.
import { LoaError } from '../errors.ts';
import { listAreas } from '../store/areas.ts';
import { listClusters, type StoredCluster } from '../store/clusters.ts';
import type { Queryable } from '../store/database.ts';
import { languagesOf } from './settings.ts';
import { type AreaTree, createTree } from './tree.ts';

export interface TargetVillage {
  id: string;
  name: string;
  households: number | null;
  people: number | null;
}

export interface TargetCluster extends StoredCluster {
  areaName: string;
  areaPath: string;
  /** Languages that it plays. */
  plays: string[];
  /** The villages that it serves. */
  villages: TargetVillage[];
}

export interface Target {
  /** As it was named; an area that was merged away keeps its old id here. */
  id: string;
  name: string;
  /** Where it stands now. */
  path: string;
}

export interface ResolvedTargets {
  targets: Target[];
  clusters: TargetCluster[];
  /** The lowest area that holds all targets: rights and rules are asked there. */
  area: { id: string; name: string; path: string };
  tree: AreaTree;
}

/** Throws `not_found` for an id that names nothing. `except` takes areas and clusters out again. */
export async function resolveTargets(
  db: Queryable,
  ids: readonly string[],
  except: readonly string[] = [],
): Promise<ResolvedTargets> {
  const tree = createTree(await listAreas(db));
  const clusters = await listClusters(db);
  const byId = new Map(clusters.map(cluster => [cluster.id, cluster]));
  const locate = (id: string): Target => {
    const cluster = byId.get(id);
    if (cluster) return { id, name: cluster.name, path: tree.get(cluster.areaId).path };
    const area = tree.get(id);
    return { id, name: area.name, path: area.path };
  };
  const targets = ids.map(locate);
  const excepted = except.map(locate);
  const named = (list: readonly Target[], cluster: StoredCluster, path: string) =>
    list.some(target => (target.id.startsWith('cl_') ? target.id === cluster.id : path.startsWith(target.path)));

  const area = tree.lowestCommon(targets.map(target => target.path));
  if (!area) throw new LoaError('not_found', { what: 'area' });
  return {
    targets,
    area: { id: area.id, name: area.name, path: area.path },
    tree,
    clusters: clusters
      .map(cluster => ({ cluster, place: tree.get(cluster.areaId) }))
      .filter(({ cluster, place }) => named(targets, cluster, place.path) && !named(excepted, cluster, place.path))
      .map(({ cluster, place }) => ({
        ...cluster,
        areaName: place.name,
        areaPath: place.path,
        plays: languagesOf(cluster, tree),
        villages: villagesOf(cluster, tree),
      })),
  };
}

/** The villages that a cluster serves, as they are now. */
export const villagesOf = (cluster: Pick<StoredCluster, 'serves'>, tree: AreaTree): TargetVillage[] =>
  cluster.serves.flatMap(id => {
    const village = tree.find(id);
    if (!village) return [];
    return [{ id: village.id, name: village.name, households: village.households, people: village.people }];
  });
