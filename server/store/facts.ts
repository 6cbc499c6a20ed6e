// What devices said, word for word, once: (clusterId, journalId, seq) is a fact's identity.
import { type DeliveryFact, type Fact, fact, type JournalledFact } from '../../protocol/delivery.ts';
import type { Queryable } from './database.ts';

/** Stores facts; those already there are passed over. */
export async function insertFacts(
  db: Queryable,
  clusterId: string,
  journalId: string,
  facts: readonly Fact[],
  receivedAt: number,
): Promise<void> {
  await db
    .insertInto('facts')
    .values(
      facts.map(said => ({
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

/** All facts of some deliveries of one cluster, by delivery id. */
export async function factsOf(
  db: Queryable,
  clusterId: string,
  deliveryIds: readonly string[],
): Promise<Map<string, JournalledFact[]>> {
  const rows = await db
    .selectFrom('facts')
    .select(['delivery_id', 'journal_id', 'body_json'])
    .where('cluster_id', '=', clusterId)
    .where('delivery_id', 'in', deliveryIds)
    .execute();
  const found = new Map<string, JournalledFact[]>();
  for (const row of rows) {
    const parsed = fact.parse(JSON.parse(row.body_json)) as DeliveryFact;
    const list = found.get(row.delivery_id ?? '') ?? [];
    list.push({ journalId: row.journal_id, fact: parsed });
    found.set(row.delivery_id ?? '', list);
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

export async function setAcknowledged(
  db: Queryable,
  clusterId: string,
  journalId: string,
  acknowledged: number,
  now: number,
): Promise<void> {
  await db
    .insertInto('journals')
    .values({ cluster_id: clusterId, journal_id: journalId, acknowledged, first_seen: now })
    .onConflict(conflict => conflict.columns(['cluster_id', 'journal_id']).doUpdateSet({ acknowledged }))
    .execute();
}
