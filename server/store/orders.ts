// Signed orders as they were sent: the bytes, for whom, and until when a returning agent must still be told.
import type { BroadcastClass } from '../../protocol/class.ts';
import type { Queryable } from './database.ts';

export interface StoredOrder {
  seq: number;
  orderId: string;
  revision: number;
  kind: 'play' | 'stop';
  bytes: Uint8Array;
  class: BroadcastClass;
  targets: string[];
  clusterIds: string[];
  issuedAt: number;
  startAt: number;
  keepUntil: number;
}

/** Keeps an order for good. Throws if (orderId, revision, kind) is there already. */
export async function insertOrder(db: Queryable, order: Omit<StoredOrder, 'seq'>): Promise<void> {
  await db
    .insertInto('orders')
    .values({
      order_id: order.orderId,
      revision: order.revision,
      kind: order.kind,
      bytes: order.bytes,
      class: order.class,
      targets_json: JSON.stringify(order.targets),
      clusters_json: JSON.stringify(order.clusterIds),
      issued_at: order.issuedAt,
      start_at: order.startAt,
      keep_until: order.keepUntil,
    })
    .execute();
}

/** All orders that a returning agent may still need at `now` (UTC ms), oldest first. */
export async function liveOrders(db: Queryable, now: number): Promise<StoredOrder[]> {
  const rows = await db.selectFrom('orders').selectAll().where('keep_until', '>', now).orderBy('seq').execute();
  return rows.map(row => ({
    seq: row.seq,
    orderId: row.order_id,
    revision: row.revision,
    kind: row.kind as StoredOrder['kind'],
    bytes: row.bytes,
    class: row.class as BroadcastClass,
    targets: JSON.parse(row.targets_json),
    clusterIds: JSON.parse(row.clusters_json),
    issuedAt: row.issued_at,
    startAt: row.start_at,
    keepUntil: row.keep_until,
  }));
}

/** The signed plays of one broadcast, oldest first. */
export async function playsOf(db: Queryable, orderId: string): Promise<{ bytes: Uint8Array; keepUntil: number }[]> {
  const rows = await db
    .selectFrom('orders')
    .select(['bytes', 'keep_until'])
    .where('order_id', '=', orderId)
    .where('kind', '=', 'play')
    .orderBy('revision')
    .execute();
  return rows.map(row => ({ bytes: row.bytes, keepUntil: row.keep_until }));
}

/** The clusters that this revision of an order was for; none if there is no such order. */
export async function clustersOfOrder(db: Queryable, orderId: string, revision: number): Promise<string[]> {
  const row = await db
    .selectFrom('orders')
    .select('clusters_json')
    .where('order_id', '=', orderId)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return row === undefined ? [] : JSON.parse(row.clusters_json);
}
