// What devices said, word for word, once: (clusterId, journalId, seq) is a fact's identity.
import { type DeliveryFact, type Fact, fact, type JournalledFact } from '../../protocol/delivery.ts';
import type { Queryable } from './database.ts';

export interface ReportedFact {
  clusterId: string;
  journalId: string;
  fact: Fact;
}

/** Rows of a statement: below what SQLite binds (32,766 values), and long enough that its reading costs little a row. */
const SLICE = 500;

const slices = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / SLICE) }, (_, index) => all.slice(index * SLICE, (index + 1) * SLICE));

/** Stores facts; those already there are passed over. */
export async function insertFacts(db: Queryable, reported: readonly ReportedFact[], receivedAt: number): Promise<void> {
  for (const slice of slices(reported)) {
    await db
      .insertInto('facts')
      .values(
        slice.map(({ clusterId, journalId, fact: said }) => ({
          cluster_id: clusterId,
          journal_id: journalId,
          seq: said.seq,
          delivery_id: 'deliveryId' in said ? said.deliveryId : null,
          kind: said.kind,
          body_json: JSON.stringify(said),
          received_at: receivedAt,
        })),
      )
      .onConflict(conflict => conflict.doNothing())
      .execute();
  }
}

/** All that the clusters of these deliveries have said of them, by delivery id. */
export async function factsOf(
  db: Queryable,
  deliveries: readonly { id: string; clusterId: string }[],
): Promise<Map<string, JournalledFact[]>> {
  const clusterOf = new Map(deliveries.map(({ id, clusterId }) => [id, clusterId]));
  const found = new Map<string, JournalledFact[]>();
  for (const slice of slices([...clusterOf.keys()])) {
    const rows = await db
      .selectFrom('facts')
      .select(['delivery_id', 'cluster_id', 'journal_id', 'body_json'])
      .where('delivery_id', 'in', slice)
      .execute();
    for (const row of rows) {
      const id = row.delivery_id ?? '';
      if (row.cluster_id !== clusterOf.get(id)) continue;
      const parsed = fact.parse(JSON.parse(row.body_json)) as DeliveryFact;
      const list = found.get(id) ?? [];
      list.push({ journalId: row.journal_id, fact: parsed });
      found.set(id, list);
    }
  }
  return found;
}

/** The sequence up to which a journal is stored without a gap; null for a journal not seen before. */
export async function acknowledgedIn(db: Queryable, clusterId: string, journalId: string): Promise<number | null> {
  const row = await db
    .selectFrom('journals')
    .select('acknowledged')
    .where('cluster_id', '=', clusterId)
    .where('journal_id', '=', journalId)
    .executeTakeFirst();
  return row?.acknowledged ?? null;
}

/** The same for many, by `journalKey`; journals not seen before are not in it. */
export async function acknowledgedOf(db: Queryable, journals: readonly Journal[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const slice of slices(journals)) {
    const rows = await db
      .selectFrom('journals')
      .select(['cluster_id', 'journal_id', 'acknowledged'])
      .where('cluster_id', 'in', [...new Set(slice.map(journal => journal.clusterId))])
      .execute();
    for (const row of rows) {
      found.set(journalKey({ clusterId: row.cluster_id, journalId: row.journal_id }), row.acknowledged);
    }
  }
  return found;
}

interface Journal {
  clusterId: string;
  journalId: string;
}
export const journalKey = ({ clusterId, journalId }: Journal): string => `${clusterId} ${journalId}`;

/** At most one entry a journal. */
export async function setAcknowledged(
  db: Queryable,
  journals: readonly (Journal & { acknowledged: number })[],
  now: number,
): Promise<void> {
  for (const slice of slices(journals)) {
    await db
      .insertInto('journals')
      .values(
        slice.map(({ clusterId, journalId, acknowledged }) => ({
          cluster_id: clusterId,
          journal_id: journalId,
          acknowledged,
          first_seen: now,
        })),
      )
      .onConflict(conflict =>
        conflict
          .columns(['cluster_id', 'journal_id'])
          .doUpdateSet(eb => ({ acknowledged: eb.ref('excluded.acknowledged') })),
      )
      .execute();
  }
}
