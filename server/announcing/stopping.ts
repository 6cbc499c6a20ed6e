// Silence, as fast as it can be had: one broadcast, or all that sounds in an area, flows in; a signed stop is stored and goes out
// on the bus, and only then are the deliveries counted that it ends before any device was told of them.
import { rank } from '../../protocol/class.ts';
import { makeId } from '../../protocol/id.ts';
import type { Stop } from '../../protocol/order.ts';
import type { Time } from '../../protocol/time.ts';
import type { Bus } from '../bus/bus.ts';
import { LoaError } from '../errors.ts';
import { highestStop, mayAir, mayStop } from '../people/approvals.ts';
import { type Actor, may } from '../people/rights.ts';
import type { Signing } from '../signing/signing.ts';
import { appendAudit } from '../store/audit.ts';
import {
  broadcastById,
  changeBroadcast,
  isAlertId,
  type StoredBroadcast,
  unsignedBroadcasts,
} from '../store/broadcasts.ts';
import type { Database } from '../store/database.ts';
import { cancelPlannedAt } from '../store/deliveries.ts';
import { clustersOfOrder, insertOrder } from '../store/orders.ts';
import { comingOrders } from '../store/plans.ts';
import type { Audience } from './audience.ts';
import type { LocalTime } from './localtime.ts';
import type { Plans } from './plans.ts';
import type { Planting } from './planting.ts';
import { lookAround, type Surroundings } from './surroundings.ts';

/** A tombstone outlives the last moment of what it stops by this. */
const TOMBSTONE_MS = 86_400_000;
/** STOP ALL takes what sounds, waits, or is due within this. */
const DUE_MS = 10 * 60_000;

export interface StoppingParts {
  db: Database;
  bus: Bus;
  signing: Signing;
  local: LocalTime;
  time: Time;
  random: (bytes: number) => Uint8Array;
  plans: Plans;
  planting: Planting;
  /** Silences live alerts there that the actor may silence. */
  silenceAlerts(actor: Actor, part: Audience): Promise<string[]>;
}

export interface Stopping {
  /** Withdraws what was not sent, silences what was. Throws `forbidden` or `not_found`; stopping twice is harmless. */
  stop(actor: Actor, broadcastId: string): Promise<StoredBroadcast>;
  /** STOP ALL in an area, or wherever the actor may stop. */
  stopAll(actor: Actor, areaId?: string): Promise<{ clusters: number; broadcasts: string[] }>;
}

/** What a stop ends at which clusters; `whole`: nothing of the broadcast is left. */
interface Ended {
  broadcastId: string;
  clusterIds: string[];
  whole: boolean;
}

export function createStopping(parts: StoppingParts): Stopping {
  const { db, bus, time } = parts;

  async function issue(
    actor: Actor,
    audience: Audience,
    what: Pick<Stop, 'broadcastId' | 'maxClass' | 'keepUntil'>,
    clusterIds: readonly string[],
    ended: readonly Ended[],
  ): Promise<void> {
    const now = time.now();
    const stop: Stop = {
      stopId: makeId('st', parts.random(8)),
      ...what,
      targets: audience.targets.map(target => target.id),
      issuedAt: now,
    };
    const verdict = mayAir(stop, actor, {
      place: audience.place,
      targets: new Map(audience.targets.map(target => [target.id, target.path])),
      approved: null,
      timezone: parts.local.timezone,
    });
    if (!verdict.allowed) throw new LoaError(verdict.code, verdict.details);
    const bytes = parts.signing.order('stop', stop, verdict);
    await db.transaction().execute(async trx => {
      await insertOrder(trx, {
        orderId: stop.stopId,
        revision: 1,
        kind: 'stop',
        bytes,
        class: stop.maxClass,
        targets: stop.targets,
        clusterIds: [...clusterIds],
        issuedAt: now,
        startAt: now,
        keepUntil: stop.keepUntil,
      });
      for (const { broadcastId, whole } of ended) {
        if (whole) await changeBroadcast(trx, broadcastId, { stoppedAt: now, stoppedBy: actor.accountId });
      }
      await appendAudit(trx, {
        at: now,
        actor,
        action: what.broadcastId === undefined ? 'stop.all' : 'broadcast.stop',
        subject: what.broadcastId ?? audience.place.id,
        detail: { stopId: stop.stopId, broadcasts: ended.map(({ broadcastId }) => broadcastId) },
      });
    });
    const { stopId: orderId, keepUntil } = stop;
    bus.publish('order', { orderId, revision: 1, kind: 'stop', bytes, clusterIds, issuedAt: now, keepUntil });
    await settle(ended);
  }

  /** Rows that are still being made would be missed, so it waits for them; the stop itself is out by now. */
  async function settle(ended: readonly Ended[]): Promise<void> {
    await parts.planting.idle();
    for (const { broadcastId, clusterIds } of ended) {
      await cancelPlannedAt(db, broadcastId, clusterIds);
      parts.plans.changed(clusterIds);
      bus.publish('board', { t: 'broadcast', broadcastId });
    }
  }

  async function stopIn(actor: Actor, around: Surroundings, audience: Audience): Promise<Ended[]> {
    const now = time.now();
    const maxClass = highestStop(actor, audience.place.path);
    const here = new Set(audience.clusters.map(cluster => cluster.id));
    const ended: Ended[] = [];
    let keepUntil = now;
    for (const order of await comingOrders(db, now, now + DUE_MS)) {
      const clusterIds = order.clusterIds.filter(id => here.has(id));
      // Alerts and drills are silenced by their own room.
      if (isAlertId(order.broadcastId) || rank(order.class, maxClass) > 0 || clusterIds.length === 0) continue;
      keepUntil = Math.max(keepUntil, order.keepUntil);
      ended.push({
        broadcastId: order.broadcastId,
        clusterIds,
        whole: clusterIds.length === order.clusterIds.length,
      });
    }
    for (const broadcast of await unsignedBroadcasts(db, now, now + DUE_MS)) {
      const { clusters } = around.audience(broadcast.targets, 'found');
      if (rank(broadcast.class, maxClass) > 0 || !clusters.every(cluster => here.has(cluster.id))) continue;
      ended.push({ broadcastId: broadcast.id, clusterIds: [], whole: true });
    }
    await issue(actor, audience, { maxClass, keepUntil: keepUntil + TOMBSTONE_MS }, [...here], ended);
    return ended;
  }

  return {
    async stop(actor, broadcastId) {
      const broadcast = await broadcastById(db, broadcastId);
      if (!broadcast) throw new LoaError('not_found', { what: broadcastId });
      const audience = (await lookAround(db)).audience(broadcast.targets, 'found');
      const author = broadcast.createdBy === actor.accountId && broadcast.state !== 'approved';
      const refused = author ? null : mayStop(actor, broadcast.class, audience.place);
      if (refused) throw new LoaError(refused.code, refused.details);
      const now = time.now();
      const over = broadcast.expiresAt !== null && now > broadcast.expiresAt + broadcast.durationMs;
      if (broadcast.stoppedAt !== null || over) return broadcast;
      if (broadcast.revision === 0) {
        const change = {
          stoppedAt: now,
          stoppedBy: actor.accountId,
          state: broadcast.state === 'awaiting' ? 'draft' : broadcast.state,
        } satisfies Partial<StoredBroadcast>;
        await db.transaction().execute(async trx => {
          await changeBroadcast(trx, broadcastId, change);
          await appendAudit(trx, { at: now, actor, action: 'broadcast.withdraw', subject: broadcastId });
        });
        bus.publish('board', { t: 'broadcast', broadcastId });
        bus.publish('board', { t: 'tasks' });
      } else {
        const clusterIds = await clustersOfOrder(db, broadcastId, broadcast.revision);
        const keepUntil = (broadcast.expiresAt ?? now) + broadcast.durationMs + TOMBSTONE_MS;
        const ended = [{ broadcastId, clusterIds, whole: true }];
        await issue(actor, audience, { broadcastId, maxClass: broadcast.class, keepUntil }, clusterIds, ended);
      }
      return (await broadcastById(db, broadcastId)) ?? broadcast;
    },

    async stopAll(actor, areaId) {
      const areas = areaId === undefined ? highestAreas(actor) : [areaId];
      if (areas.length === 0) throw new LoaError('forbidden', { what: 'stop', where: '*' });
      const around = await lookAround(db);
      const audiences = areas.map(area => around.audience([area]));
      for (const { place } of audiences) {
        const refused = mayStop(actor, highestStop(actor, place.path), place);
        if (refused) throw new LoaError(refused.code, refused.details);
      }
      const clusters = new Set<string>();
      const broadcasts = new Set<string>();
      for (const audience of audiences) {
        for (const id of await parts.silenceAlerts(actor, audience)) broadcasts.add(id);
        for (const { id } of audience.clusters) clusters.add(id);
        for (const { broadcastId } of await stopIn(actor, around, audience)) broadcasts.add(broadcastId);
      }
      return { clusters: clusters.size, broadcasts: [...broadcasts] };
    },
  };
}

/** The areas where the actor may stop, without those inside another of them. */
function highestAreas(actor: Actor): string[] {
  const grants = actor.grants.filter(grant => may(actor, 'stop', grant.areaPath));
  const inside = (path: string) => grants.some(other => other.areaPath !== path && path.startsWith(other.areaPath));
  return [...new Set(grants.filter(grant => !inside(grant.areaPath)).map(grant => grant.areaId))];
}
