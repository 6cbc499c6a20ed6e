// Keeps each cluster's signed plan: which routine orders of the next seven days stand. Clusters whose orders may have changed
// flow in, new plans go out on the bus where something did change; devices drop what theirs no longer names.
import { createHash } from 'node:crypto';
import type { Plan } from '../../protocol/order.ts';
import type { Time } from '../../protocol/time.ts';
import type { Bus } from '../bus/bus.ts';
import type { Signing } from '../signing/signing.ts';
import type { Database } from '../store/database.ts';
import { comingOrders, findPlans, storePlan } from '../store/plans.ts';

/** Orders go out this far ahead. */
export const AHEAD_MS = 7 * 86_400_000;
/** As many as fit a plan on the wire. */
const MOST_ITEMS = 2000;
/** Changes that come together go into one plan. */
const TOGETHER_MS = 200;
/** Plans signed and stored before other work of the loop may run. */
const AT_ONCE = 50;

export interface Plans {
  /** These clusters' orders have changed; their plans follow in a moment, off the path of the order. */
  changed(clusterIds: readonly string[]): void;
  /** Signs and sends the plans that differ from what the clusters have. */
  refresh(): Promise<void>;
}

export function createPlans(parts: {
  db: Database;
  bus: Bus;
  signing: Signing;
  time: Time;
  onError(error: unknown): void;
}): Plans {
  const { db, bus, signing, time } = parts;
  /** At first nothing is known of what changed while no server ran. */
  let everyone = true;
  let soon = false;
  let waiting = new Set<string>();
  let running: Promise<void> = Promise.resolve();

  async function refresh(): Promise<void> {
    if (!everyone && waiting.size === 0) return;
    const clusterIds = everyone ? null : [...waiting];
    everyone = false;
    waiting = new Set();
    const now = time.now();
    const until = now + AHEAD_MS;
    const plans = await findPlans(db, clusterIds);
    const items = new Map<string, Plan['items']>([...plans.keys()].map(id => [id, []]));
    for (const order of await comingOrders(db, now, until)) {
      // Plans are of what is routine; a device drops no emergency for want of a plan.
      if (order.class === 'emergency') continue;
      for (const id of order.clusterIds)
        items.get(id)?.push({ broadcastId: order.broadcastId, revision: order.revision });
    }
    const due: { plan: Plan; digest: string }[] = [];
    for (const [clusterId, { version, digest }] of plans) {
      const named = (items.get(clusterId) ?? []).slice(0, MOST_ITEMS);
      const newDigest = createHash('sha256').update(JSON.stringify(named)).digest('hex');
      if (newDigest !== digest)
        due.push({ plan: { clusterId, version: version + 1, until, items: named }, digest: newDigest });
    }
    for (let from = 0; from < due.length; from += AT_ONCE) {
      await sign(due.slice(from, from + AT_ONCE));
      await new Promise<void>(resolve => setImmediate(resolve));
    }
  }

  async function sign(due: readonly { plan: Plan; digest: string }[]): Promise<void> {
    const signed = due.map(({ plan, digest }) => ({ ...plan, digest, bytes: signing.plan(plan) }));
    await db.transaction().execute(async trx => {
      for (const plan of signed) await storePlan(trx, plan.clusterId, plan);
    });
    for (const { clusterId, version, bytes } of signed)
      bus.publish('order', { orderId: clusterId, revision: version, kind: 'plan', bytes, clusterIds: [clusterId] });
  }

  const plans: Plans = {
    changed(clusterIds) {
      for (const id of clusterIds) waiting.add(id);
      if (soon) return;
      soon = true;
      time.after(TOGETHER_MS, () => {
        soon = false;
        plans.refresh().catch(parts.onError);
      });
    },
    refresh() {
      // One after the other: two at once could give one version to two plans.
      const next = running.then(refresh);
      running = next.catch(() => undefined);
      return next;
    },
  };
  return plans;
}
