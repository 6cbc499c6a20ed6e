// The clockwork of sending: every half minute, and whenever something was decided, it lets schedules make their broadcasts, signs
// and sends the orders that have come within seven days, records what was missed, and lets the clusters' plans follow.
import { every, type Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import {
  broadcastById,
  changeBroadcast,
  changeUnchanged,
  findBroadcasts,
  isAlertId,
  type StoredBroadcast,
  unsignedBroadcasts,
} from '../store/broadcasts.ts';
import type { Database } from '../store/database.ts';
import { countPlanted } from '../store/deliveries.ts';
import { clustersOfOrder } from '../store/orders.ts';
import { comingOrders, whereClustersStand } from '../store/plans.ts';
import { type Acceptance, GRACE_MS } from './acceptance.ts';
import type { Planning } from './planning.ts';
import { AHEAD_MS, type Plans } from './plans.ts';
import type { Planting } from './planting.ts';
import { lookAround, type Surroundings } from './surroundings.ts';

const TICK_MS = 30_000;
/** How often all schedules are looked at for the day that has come into sight; single ones are, when they change. */
const FOLLOW_MS = 3_600_000;
/** How far back a start looks for deliveries that a crash left unwritten. */
const REPLANT_MS = 86_400_000;
const NEARLY_DUE_MS = 10 * 60_000;

export interface Dispatcher {
  /** Finishes what a crash left behind and begins to tick. */
  start(): Promise<void>;
  stop(): void;
  /** A programme or a recording that schedules play was changed: the next run looks at all of them. */
  contentChanged(): void;
  /** Sends what is due now. Resolves when it is out; runs never overlap. */
  run(): Promise<void>;
}

export function createDispatcher(parts: {
  db: Database;
  time: Time;
  acceptance: Acceptance;
  planning: Planning;
  planting: Planting;
  plans: Plans;
  onError(error: unknown): void;
}): Dispatcher {
  const { db, time, acceptance, planning, planting, plans } = parts;
  let cancelTick: (() => void) | null = null;
  let last: Promise<void> = Promise.resolve();
  let followedAt = Number.NEGATIVE_INFINITY;
  let stood: string | null = null;

  async function run(): Promise<void> {
    const now = time.now();
    if (time.monotonic() - followedAt >= FOLLOW_MS) {
      await planning.followAll();
      followedAt = time.monotonic();
    }
    const stand = await whereClustersStand(db);
    if (stand !== stood) await recheck(now);
    stood = stand;
    const unsigned = await unsignedBroadcasts(db, now, now + AHEAD_MS);
    const around = unsigned.length > 0 ? await lookAround(db) : null;
    for (const broadcast of unsigned) if (around) await send(broadcast, around, now);
    await plans.refresh();
  }

  async function send(broadcast: StoredBroadcast, around: Surroundings, now: number): Promise<void> {
    if (broadcast.startAt === null || broadcast.class === 'emergency') return;
    if (broadcast.startAt + GRACE_MS[broadcast.class] <= now) return miss(broadcast, around, broadcast.class);
    try {
      const by = broadcast.approvedBy;
      await acceptance.accept(broadcast, { actor: null, approved: by === null ? null : { by }, around });
    } catch (error) {
      // Not ready, nobody there, changed meanwhile: it is tried again until its time is over, and then recorded as missed.
      if (!(error instanceof LoaError)) parts.onError(error);
      else if (error.code === 'approval_outdated' && broadcast.scheduleId === null) {
        await changeUnchanged(db, broadcast, {
          state: 'awaiting',
          approvedBy: null,
          approvedAt: null,
          approvedDigest: null,
        });
      }
    }
  }

  /** It stays in the log with every delivery `expired`; nothing is ever played after its time. */
  async function miss(
    broadcast: StoredBroadcast,
    around: Surroundings,
    broadcastClass: keyof typeof GRACE_MS,
  ): Promise<void> {
    const audience = whereFound(around, broadcast.targets);
    const missed = {
      expiresAt: (broadcast.startAt ?? 0) + GRACE_MS[broadcastClass],
      acceptedAt: time.now(),
      clusters: audience?.clusters.length ?? 0,
      targetNames: audience?.targets.map(target => target.name) ?? [],
    };
    if (!(await changeUnchanged(db, broadcast, missed))) return;
    if (audience) planting.plant({ ...broadcast, ...missed }, audience, 'expired');
    await planting.idle();
  }

  /** Orders whose clusters are no longer those of their targets wait for a new one. */
  async function recheck(now: number): Promise<void> {
    const around = await lookAround(db);
    for (const order of await comingOrders(db, now, now + AHEAD_MS)) {
      // What is nearly due stays as it is: a stop of a moment ago must not be followed by a newer order.
      if (order.startAt <= now + NEARLY_DUE_MS || isAlertId(order.broadcastId)) continue;
      const broadcast = await broadcastById(db, order.broadcastId);
      const audience = broadcast && whereFound(around, broadcast.targets);
      const clusterIds = audience?.clusters.map(cluster => cluster.id) ?? [];
      const same =
        clusterIds.length === order.clusterIds.length && clusterIds.every(id => order.clusterIds.includes(id));
      if (same) continue;
      await changeBroadcast(db, order.broadcastId, { frozen: null });
      plans.changed(order.clusterIds);
    }
  }

  async function replant(now: number): Promise<void> {
    const around = await lookAround(db);
    const recent = (await findBroadcasts(db, { paths: null, from: now - REPLANT_MS, states: ['approved'] })).filter(
      broadcast => broadcast.revision > 0,
    );
    const planted = await countPlanted(
      db,
      recent.map(broadcast => broadcast.id),
    );
    for (const broadcast of recent) {
      if ((planted.get(broadcast.id) ?? 0) >= broadcast.clusters) continue;
      const meant = new Set(await clustersOfOrder(db, broadcast.id, broadcast.revision));
      const audience = whereFound(around, broadcast.targets);
      if (!audience) continue;
      const clusters = audience.clusters.filter(cluster => meant.has(cluster.id));
      planting.plant(broadcast, { ...audience, clusters }, broadcast.stoppedAt === null ? undefined : 'cancelled');
    }
    await planting.idle();
  }

  const dispatcher: Dispatcher = {
    async start() {
      await replant(time.now());
      await dispatcher.run();
      cancelTick = every(time, TICK_MS, () => void dispatcher.run().catch(parts.onError));
    },
    stop: () => cancelTick?.(),
    contentChanged() {
      followedAt = Number.NEGATIVE_INFINITY;
    },
    run() {
      const next = last.then(run);
      last = next.catch(() => undefined);
      return next;
    },
  };
  return dispatcher;
}

/** The audience of those targets that are still there; null if none is. */
function whereFound(around: Surroundings, targets: readonly string[]) {
  try {
    return around.audience(targets, 'found');
  } catch (error) {
    if (error instanceof LoaError) return null;
    throw error;
  }
}
