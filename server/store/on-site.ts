// The key of each cluster's daily on-site codes: made once, kept here and in the cluster's signed settings, shown to nobody.
import type { Queryable } from './database.ts';

/** Keys of those clusters that have one. */
export async function onSiteSecrets(db: Queryable, clusterIds: readonly string[]): Promise<Map<string, Uint8Array>> {
  if (clusterIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('clusters')
    .select(['id', 'on_site_secret'])
    .where('id', 'in', clusterIds)
    .where('on_site_secret', 'is not', null)
    .execute();
  return new Map(rows.flatMap(row => (row.on_site_secret ? [[row.id, row.on_site_secret]] : [])));
}

export async function storeOnSiteSecret(db: Queryable, clusterId: string, secret: Uint8Array): Promise<void> {
  await db.updateTable('clusters').set({ on_site_secret: secret }).where('id', '=', clusterId).execute();
}
