// One cluster with its area and the villages that it serves, as they are named now: what is frozen of it where no planning is.
import type { Queryable } from './database.ts';
import type { PlantedDelivery } from './deliveries.ts';

/** Also of one that was taken down since; null if there never was such a cluster. */
export async function clusterPlace(
  db: Queryable,
  clusterId: string,
): Promise<(PlantedDelivery & { area: { id: string; path: string } }) | null> {
  const cluster = await db
    .selectFrom('clusters')
    .innerJoin('areas', 'areas.id', 'clusters.area_id')
    .select(['clusters.name', 'areas.id', 'areas.path', 'areas.name as area_name'])
    .where('clusters.id', '=', clusterId)
    .executeTakeFirst();
  if (!cluster) return null;
  const villages = await db
    .selectFrom('serves')
    .innerJoin('areas', 'areas.id', 'serves.village_id')
    .select(['areas.id', 'areas.name', 'areas.households', 'areas.people'])
    .where('serves.cluster_id', '=', clusterId)
    .orderBy('areas.id')
    .execute();
  return {
    clusterId,
    clusterName: cluster.name,
    areaName: cluster.area_name,
    area: { id: cluster.id, path: cluster.path },
    villages,
    // Nothing is known of the words of a preset, so languages are not asked for.
    languages: [],
  };
}
