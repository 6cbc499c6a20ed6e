// Clusters in the store: what people say of them, what devices hold, and which villages they serve.
import type { Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import { clusterKind, speaker } from '../../protocol/api/places.ts';
import { type Health, health } from '../../protocol/device.ts';
import { presenceState } from '../../protocol/feed.ts';
import { language } from '../../protocol/order.ts';
import type { Queryable } from './database.ts';
import type { Tables } from './tables.ts';

export interface StoredCluster {
  id: string;
  name: string;
  areaId: string;
  kind: z.infer<typeof clusterKind>;
  position: { lat: number; lon: number } | null;
  speakers: z.infer<typeof speaker>[];
  languages: string[] | null;
  enrolled: boolean;
  revokedAt: number | null;
  presence: z.infer<typeof presenceState>;
  presenceSince: number | null;
  health: (Health & { at: number }) | null;
  fault: { part: string; detail: string; since: number } | null;
  settingsVersion: number;
  settingsAcknowledged: number;
  settingsDigest: string | null;
  /** Ids of the villages that it serves. */
  serves: string[];
}

const speakers = z.array(speaker);
const languages = z.array(language).nullable();

/** Everything but the signed bytes, which are long and wanted by the link alone. */
const COLUMNS = [
  'id',
  'name',
  'area_id',
  'kind',
  'lat',
  'lon',
  'speakers_json',
  'languages_json',
  'device_key',
  'revoked_at',
  'presence',
  'presence_since',
  'health_json',
  'health_at',
  'fault_part',
  'fault_detail',
  'fault_since',
  'settings_version',
  'settings_acknowledged',
  'settings_digest',
] as const;

function fromRow(row: Pick<Selectable<Tables['clusters']>, (typeof COLUMNS)[number]>, serves: string[]): StoredCluster {
  return {
    id: row.id,
    name: row.name,
    areaId: row.area_id,
    kind: clusterKind.parse(row.kind),
    position: row.lat !== null && row.lon !== null ? { lat: row.lat, lon: row.lon } : null,
    speakers: speakers.parse(JSON.parse(row.speakers_json)),
    languages: languages.parse(row.languages_json === null ? null : JSON.parse(row.languages_json)),
    enrolled: row.device_key !== null,
    revokedAt: row.revoked_at,
    presence: presenceState.parse(row.presence),
    presenceSince: row.presence_since,
    health:
      row.health_json !== null && row.health_at !== null
        ? { ...health.parse(JSON.parse(row.health_json)), at: row.health_at }
        : null,
    fault:
      row.fault_part !== null
        ? { part: row.fault_part, detail: row.fault_detail ?? '', since: row.fault_since ?? 0 }
        : null,
    settingsVersion: row.settings_version,
    settingsAcknowledged: row.settings_acknowledged,
    settingsDigest: row.settings_digest,
    serves,
  };
}

const present = (db: Queryable) => db.selectFrom('clusters').select(COLUMNS).where('removed_at', 'is', null);

/** All clusters that are not removed, by name. */
export async function listClusters(db: Queryable): Promise<StoredCluster[]> {
  const rows = await present(db).orderBy('name').execute();
  const served = await villagesServed(db);
  return rows.map(row => fromRow(row, served.get(row.id) ?? []));
}

/** How a cluster stands in the tree, without what only pages show. */
export type ClusterOutline = Pick<StoredCluster, 'id' | 'name' | 'areaId' | 'languages' | 'serves' | 'revokedAt'>;
/** What changes with every connection: whether it is there, and whether it obeys its newest settings. */
export type ClusterStanding = Pick<StoredCluster, 'presence' | 'presenceSince'> & { settled: boolean };

/** All clusters that are not removed, by name. */
export async function outlineClusters(db: Queryable): Promise<ClusterOutline[]> {
  const rows = await db
    .selectFrom('clusters')
    .select(['id', 'name', 'area_id', 'languages_json', 'revoked_at'])
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
  const served = await villagesServed(db);
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    areaId: row.area_id,
    languages: row.languages_json === null ? null : languages.parse(JSON.parse(row.languages_json)),
    serves: served.get(row.id) ?? [],
    revokedAt: row.revoked_at,
  }));
}

/** Rises whenever the tree, the clusters in it or whom they serve have changed. */
export async function placesVersion(db: Queryable): Promise<number> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', 'places').executeTakeFirstOrThrow();
  return Number(row.value);
}

export async function clusterStandings(db: Queryable): Promise<Map<string, ClusterStanding>> {
  const rows = await db
    .selectFrom('clusters')
    .select(['id', 'presence', 'presence_since', 'settings_version', 'settings_acknowledged'])
    .where('removed_at', 'is', null)
    .execute();
  return new Map(
    rows.map(row => [
      row.id,
      {
        presence: presenceState.parse(row.presence),
        presenceSince: row.presence_since,
        settled: row.settings_acknowledged >= row.settings_version,
      },
    ]),
  );
}

async function villagesServed(db: Queryable): Promise<Map<string, string[]>> {
  const served = new Map<string, string[]>();
  for (const { cluster_id, village_id } of await db.selectFrom('serves').selectAll().orderBy('village_id').execute()) {
    const villages = served.get(cluster_id);
    if (villages) villages.push(village_id);
    else served.set(cluster_id, [village_id]);
  }
  return served;
}

/** The path in the tree at which each cluster stands, by its id. */
export async function clusterPaths(db: Queryable): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('clusters')
    .innerJoin('areas', 'areas.id', 'clusters.area_id')
    .select(['clusters.id', 'areas.path'])
    .where('clusters.removed_at', 'is', null)
    .execute();
  return new Map(rows.map(row => [row.id, row.path]));
}

/** The next clusters by id after `after`, for those who go through all of them without holding others up. */
export async function clustersAfter(db: Queryable, after: string, limit: number): Promise<StoredCluster[]> {
  const rows = await present(db).where('id', '>', after).orderBy('id').limit(limit).execute();
  const ids = rows.map(row => row.id);
  const served =
    ids.length === 0
      ? []
      : await db.selectFrom('serves').selectAll().where('cluster_id', 'in', ids).orderBy('village_id').execute();
  const byCluster = Map.groupBy(served, line => line.cluster_id);
  return rows.map(row =>
    fromRow(
      row,
      (byCluster.get(row.id) ?? []).map(line => line.village_id),
    ),
  );
}

/** How many clusters stand on each area itself. */
export async function countClusters(db: Queryable): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('clusters')
    .select(['area_id', eb => eb.fn.countAll().as('clusters')])
    .where('removed_at', 'is', null)
    .groupBy('area_id')
    .execute();
  return new Map(rows.map(row => [row.area_id, Number(row.clusters)]));
}

export async function clusterById(db: Queryable, id: string): Promise<StoredCluster | null> {
  const row = await present(db).where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const serves = await db
    .selectFrom('serves')
    .select('village_id')
    .where('cluster_id', '=', id)
    .orderBy('village_id')
    .execute();
  return fromRow(
    row,
    serves.map(line => line.village_id),
  );
}

type Said = Pick<StoredCluster, 'name' | 'areaId' | 'kind' | 'position' | 'speakers' | 'languages' | 'serves'>;

const columns = (said: Said) => ({
  name: said.name,
  area_id: said.areaId,
  kind: said.kind,
  lat: said.position?.lat ?? null,
  lon: said.position?.lon ?? null,
  speakers_json: JSON.stringify(said.speakers),
  languages_json: said.languages && JSON.stringify(said.languages),
});

export async function insertCluster(db: Queryable, id: string, said: Said, at: number): Promise<void> {
  await db
    .insertInto('clusters')
    .values({ id, created_at: at, ...columns(said) })
    .execute();
  await setServes(db, id, said.serves);
}

export async function updateCluster(db: Queryable, id: string, said: Said): Promise<void> {
  await db.updateTable('clusters').set(columns(said)).where('id', '=', id).execute();
  await setServes(db, id, said.serves);
}

async function setServes(db: Queryable, clusterId: string, villageIds: readonly string[]): Promise<void> {
  await db.deleteFrom('serves').where('cluster_id', '=', clusterId).execute();
  if (villageIds.length > 0)
    await db
      .insertInto('serves')
      .values([...new Set(villageIds)].map(village_id => ({ cluster_id: clusterId, village_id })))
      .execute();
}

export async function removeCluster(db: Queryable, id: string, at: number): Promise<void> {
  await db.deleteFrom('serves').where('cluster_id', '=', id).execute();
  await db.updateTable('clusters').set({ removed_at: at, device_key: null }).where('id', '=', id).execute();
}

export async function revokeCluster(db: Queryable, id: string, at: number): Promise<void> {
  // Whoever holds the old box must not know the next one's codes.
  const change: Updateable<Tables['clusters']> = { revoked_at: at, device_key: null, on_site_secret: null };
  await db.updateTable('clusters').set(change).where('id', '=', id).execute();
}

/** Moves the clusters and ticks of one area to another. */
export async function moveClusters(db: Queryable, from: string, to: string): Promise<void> {
  await db.updateTable('clusters').set({ area_id: to }).where('area_id', '=', from).execute();
  const servedBoth = db.selectFrom('serves').select('cluster_id').where('village_id', '=', to);
  await db.deleteFrom('serves').where('village_id', '=', from).where('cluster_id', 'in', servedBoth).execute();
  await db.updateTable('serves').set({ village_id: to }).where('village_id', '=', from).execute();
}

export interface SignedSettings {
  version: number;
  bytes: Uint8Array;
  digest: string;
}

export async function storeSettings(db: Queryable, id: string, signed: SignedSettings): Promise<void> {
  await db
    .updateTable('clusters')
    .set({ settings_version: signed.version, settings_bytes: signed.bytes, settings_digest: signed.digest })
    .where('id', '=', id)
    .execute();
}
