// The device's side of a cluster's row: its key, its connection number, and the signed sentences that wait for it.
import type { Health } from '../../protocol/device.ts';
import type { PresenceState } from '../../protocol/feed.ts';
import type { Queryable } from './database.ts';

export interface Device {
  clusterId: string;
  key: Uint8Array;
  connection: number;
  settings: { version: number; bytes: Uint8Array } | null;
  plan: { version: number; bytes: Uint8Array } | null;
}

/** The enrolled, unrevoked device of a cluster; null if there is none. */
export async function findDevice(db: Queryable, clusterId: string): Promise<Device | null> {
  const row = await db
    .selectFrom('clusters')
    .select(['device_key', 'connection', 'settings_version', 'settings_bytes', 'plan_version', 'plan_bytes'])
    .where('id', '=', clusterId)
    .where('removed_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row?.device_key) return null;
  return {
    clusterId,
    key: row.device_key,
    connection: row.connection,
    settings: row.settings_bytes && { version: row.settings_version, bytes: row.settings_bytes },
    plan: row.plan_bytes && { version: row.plan_version, bytes: row.plan_bytes },
  };
}

/** Whether this cluster once had a device whose key was taken back. */
export async function isRevoked(db: Queryable, clusterId: string): Promise<boolean> {
  const row = await db
    .selectFrom('clusters')
    .select(['revoked_at', 'removed_at'])
    .where('id', '=', clusterId)
    .executeTakeFirst();
  return row !== undefined && (row.revoked_at !== null || row.removed_at !== null);
}

/** Keeps the connection number if it is higher than all before. */
export async function keepConnection(db: Queryable, clusterId: string, connection: number): Promise<void> {
  await db
    .updateTable('clusters')
    .set({ connection })
    .where('id', '=', clusterId)
    .where('connection', '<', connection)
    .execute();
}

export async function findEnrolment(
  db: Queryable,
  codeId: string,
  now: number,
): Promise<{ clusterId: string; secret: Uint8Array } | null> {
  const row = await db
    .selectFrom('enrolments')
    .select(['cluster_id', 'secret'])
    .where('code_id', '=', codeId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row ? { clusterId: row.cluster_id, secret: row.secret } : null;
}

/** Uses up the code and gives the cluster its new device; false if the code was used meanwhile. */
export async function completeEnrolment(
  db: Queryable,
  codeId: string,
  clusterId: string,
  key: Uint8Array,
  now: number,
): Promise<boolean> {
  const used = await db
    .updateTable('enrolments')
    .set({ used_at: now })
    .where('code_id', '=', codeId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (used.numUpdatedRows === 0n) return false;
  await db
    .updateTable('clusters')
    .set({
      device_key: key,
      revoked_at: null,
      connection: 0,
      settings_acknowledged: 0,
      plan_acknowledged: 0,
      library_acknowledged: 0,
    })
    .where('id', '=', clusterId)
    .execute();
  return true;
}

export async function storePresence(
  db: Queryable,
  clusterId: string,
  state: PresenceState,
  since: number,
): Promise<void> {
  await db
    .updateTable('clusters')
    .set({ presence: state, presence_since: since })
    .where('id', '=', clusterId)
    .execute();
}

/** Clusters that were thought to be in contact when the last program ended. */
export async function presentClusters(
  db: Queryable,
): Promise<{ clusterId: string; state: PresenceState; since: number }[]> {
  const rows = await db
    .selectFrom('clusters')
    .select(['id', 'presence', 'presence_since'])
    .where('presence', 'in', ['online', 'silent'])
    .execute();
  return rows.map(row => ({ clusterId: row.id, state: row.presence as PresenceState, since: row.presence_since ?? 0 }));
}

export async function storeHealth(db: Queryable, clusterId: string, health: Health, at: number): Promise<void> {
  await db
    .updateTable('clusters')
    .set({ health_json: JSON.stringify(health), health_at: at })
    .where('id', '=', clusterId)
    .execute();
}

export async function storeApplied(
  db: Queryable,
  clusterId: string,
  applied: { settingsVersion: number; planVersion: number; libraryVersion: number },
): Promise<void> {
  await db
    .updateTable('clusters')
    .set({
      settings_acknowledged: applied.settingsVersion,
      plan_acknowledged: applied.planVersion,
      library_acknowledged: applied.libraryVersion,
    })
    .where('id', '=', clusterId)
    .execute();
}

/** The fault that a cluster shows until it is mended. */
export async function storeFault(
  db: Queryable,
  clusterId: string,
  fault: { part: string; detail: string; since: number },
): Promise<void> {
  await db
    .updateTable('clusters')
    .set({ fault_part: fault.part, fault_detail: fault.detail, fault_since: fault.since })
    .where('id', '=', clusterId)
    .execute();
}

/** Takes the fault away if it is of this part. */
export async function clearFault(db: Queryable, clusterId: string, part: string): Promise<void> {
  await db
    .updateTable('clusters')
    .set({ fault_part: null, fault_detail: null, fault_since: null })
    .where('id', '=', clusterId)
    .where('fault_part', '=', part)
    .execute();
}
