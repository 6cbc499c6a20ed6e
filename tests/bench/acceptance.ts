// The transaction in which a broadcast becomes an order, as far as its cost goes: broadcast, order and a line of the audit log are
// committed, then the signed bytes go out on the bus.
import { randomBytes } from 'node:crypto';
import { makeId } from '../../protocol/id.ts';
import type { Play } from '../../protocol/order.ts';
import type { Bus } from '../../server/bus/bus.ts';
import { orderDigest, type Signing } from '../../server/signing/signing.ts';
import type { Database } from '../../server/store/database.ts';
import { insertOrder } from '../../server/store/orders.ts';

const MINUTE = 60_000;

/** Signs `order`, keeps it and publishes it; resolves when every connected cluster's bytes were handed to its socket. */
export async function acceptOrder(
  { db, bus, signing }: { db: Database; bus: Bus; signing: Signing },
  change: Pick<Play, 'content' | 'startAt'> & { targets: string[] },
  clusterIds: readonly string[],
): Promise<string> {
  const now = Date.now();
  const broadcastId = makeId('br', randomBytes(8));
  const order: Play = {
    broadcastId,
    revision: 1,
    class: 'priority',
    title: 'Thông báo khẩn về mưa lũ',
    issuedAt: now,
    expiresAt: change.startAt + 30 * MINUTE,
    volume: 80,
    ...change,
  };
  const digest = orderDigest(order);
  const bytes = signing.order('play', order, { allowed: true, digest });
  await db.transaction().execute(async trx => {
    await insertOrder(trx, {
      orderId: broadcastId,
      revision: 1,
      kind: 'play',
      bytes,
      class: order.class,
      targets: order.targets,
      clusterIds: [...clusterIds],
      issuedAt: now,
      startAt: order.startAt,
      keepUntil: order.expiresAt,
    });
    const last = await trx
      .selectFrom('audit')
      .select(['seq', 'hash'])
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    await trx
      .insertInto('audit')
      .values({
        seq: (last?.seq ?? 0) + 1,
        at: now,
        actor: 'bench',
        action: 'broadcast.accept',
        subject: broadcastId,
        detail_json: JSON.stringify({ order: digest }),
        previous: last?.hash ?? '',
        hash: digest,
      })
      .execute();
  });
  bus.publish('order', {
    orderId: broadcastId,
    revision: 1,
    kind: 'play',
    bytes,
    clusterIds,
    issuedAt: now,
    keepUntil: order.expiresAt,
  });
  return broadcastId;
}
