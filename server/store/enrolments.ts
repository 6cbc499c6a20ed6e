// Enrolment codes that wait for a device: one live code a cluster.
import type { Insertable } from 'kysely';
import type { Queryable } from './database.ts';
import type { Tables } from './tables.ts';

/** Stores a code and ends the cluster's unused older ones. */
export async function insertEnrolment(
  db: Queryable,
  enrolment: Omit<Insertable<Tables['enrolments']>, 'used_at'>,
): Promise<void> {
  await db
    .deleteFrom('enrolments')
    .where('cluster_id', '=', enrolment.cluster_id)
    .where('used_at', 'is', null)
    .execute();
  await db
    .insertInto('enrolments')
    .values({ ...enrolment, used_at: null })
    .execute();
}

export async function endEnrolments(db: Queryable, clusterId: string): Promise<void> {
  await db.deleteFrom('enrolments').where('cluster_id', '=', clusterId).where('used_at', 'is', null).execute();
}
