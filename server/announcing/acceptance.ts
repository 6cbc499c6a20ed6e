// The moment at which a broadcast becomes an order. What was asked for flows in with the word of whoever allows it; content,
// audience and order are frozen and signed in one small transaction, and only then does the order go out on the bus.
import { type ContentItem, type Play, play } from '../../protocol/order.ts';
import type { Time } from '../../protocol/time.ts';
import type { Clips } from '../audio/clips.ts';
import type { Bus } from '../bus/bus.ts';
import { LoaError } from '../errors.ts';
import { mayAir } from '../people/approvals.ts';
import type { Actor } from '../people/rights.ts';
import type { Signing } from '../signing/signing.ts';
import { appendAudit } from '../store/audit.ts';
import { changeUnchanged, insertBroadcast, isAlertId, type StoredBroadcast } from '../store/broadcasts.ts';
import type { Database } from '../store/database.ts';
import { holdersOf, replanDeliveries } from '../store/deliveries.ts';
import { insertOrder } from '../store/orders.ts';
import { type Audience, unreachableOf } from './audience.ts';
import { contentDigest, longestMs, resolveContent } from './content.ts';
import type { LocalTime } from './localtime.ts';
import type { Plans } from './plans.ts';
import type { Planting } from './planting.ts';
import { lookAround, type Surroundings } from './surroundings.ts';

/** How long after its time an item may still start. */
export const GRACE_MS = { normal: 15 * 60_000, priority: 30 * 60_000 } as const;
/** From acceptance to the first sound of what is sent at once: every online target holds the audio, or has to fetch it. */
const LEAD_MS = { held: 300, fetched: 1500 } as const;
/** Recordings of which the last broadcast is remembered. */
const REMEMBERED = 500;

export interface AcceptanceParts {
  db: Database;
  bus: Bus;
  signing: Signing;
  clips: Clips;
  local: LocalTime;
  time: Time;
  plans: Plans;
  planting: Planting;
}

export interface Accepted {
  broadcast: StoredBroadcast;
  audience: Audience;
}

export interface Acceptance {
  /**
   * Signs and sends. `actor` is null for what the program carries out; `approved` is the leader's word. `isNew`: the broadcast is
   * not in the store yet. Throws the gate's refusal, `not_ready`, `no_clusters`, `start_passed`, or `conflict` if it changed meanwhile.
   */
  accept(broadcast: StoredBroadcast, by: AcceptedBy): Promise<Accepted>;
}

export interface AcceptedBy {
  actor: Actor | null;
  approved: { by: string } | null;
  isNew?: boolean;
  /** A technician's test of one cluster. */
  test?: boolean;
  /** The places as they were read just now; unset: read again. */
  around?: Surroundings;
}

export function createAcceptance(parts: AcceptanceParts): Acceptance {
  const { db, bus, signing, local, time, plans } = parts;
  /** The last broadcast that carried a recording, so that what is played again starts without the time to fetch it. */
  const carried = new Map<string, string>();

  async function leadMs(content: readonly ContentItem[], audience: Audience): Promise<number> {
    const online = audience.clusters.filter(cluster => cluster.presence === 'online');
    for (const item of content) {
      if (item.type === 'clip') continue;
      for (const { recording } of item.versions) {
        const before = carried.get(recording);
        if (before === undefined) return LEAD_MS.fetched;
        const holders = await holdersOf(db, before);
        if (online.some(cluster => !holders.has(cluster.id))) return LEAD_MS.fetched;
      }
    }
    return LEAD_MS.held;
  }

  function remember(content: readonly ContentItem[], broadcastId: string): void {
    for (const item of content) {
      if (item.type === 'clip') continue;
      for (const { recording } of item.versions) {
        carried.delete(recording);
        carried.set(recording, broadcastId);
      }
    }
    for (const oldest of carried.keys()) {
      if (carried.size <= REMEMBERED) break;
      carried.delete(oldest);
    }
  }

  return {
    async accept(broadcast, { actor, approved, isNew, test, around }) {
      if (broadcast.class === 'emergency' || isAlertId(broadcast.id)) throw new LoaError('use_alerts');
      const resolved = await resolveContent(db, parts.clips, broadcast.content);
      if (resolved.notReady.length > 0) throw new LoaError('not_ready', { titles: resolved.notReady.join(', ') });
      const audience = (around ?? (await lookAround(db))).audience(broadcast.targets);
      if (audience.clusters.length === 0) throw new LoaError('no_clusters', { where: audience.place.name });
      const { approvedDigest } = broadcast;
      if (
        !actor &&
        audience.place.approval &&
        approvedDigest !== null &&
        approvedDigest !== contentDigest(resolved.content)
      )
        throw new LoaError('approval_outdated', { what: broadcast.title });
      const languages = audience.clusters.map(cluster => cluster.languages);
      const durationMs = longestMs(resolved.content, broadcast.passes, languages);

      const lead = broadcast.startAt === null ? await leadMs(resolved.content, audience) : 0;
      const now = time.now();
      const startAt = broadcast.startAt ?? now + lead;
      const expiresAt = startAt + GRACE_MS[broadcast.class];
      if (expiresAt <= now) throw new LoaError('start_passed', { at: new Date(startAt).toISOString() });
      const order: Play = play.parse({
        broadcastId: broadcast.id,
        revision: broadcast.revision + 1,
        class: broadcast.class,
        title: broadcast.title,
        issuedAt: now,
        startAt,
        expiresAt,
        targets: broadcast.targets,
        content: resolved.content,
        volume: broadcast.volume,
        ...(broadcast.passes > 1 ? { passes: broadcast.passes } : {}),
      });
      const verdict = mayAir(order, actor, {
        place: audience.place,
        targets: new Map(audience.targets.map(target => [target.id, target.path])),
        approved,
        test,
        timezone: local.timezone,
      });
      if (!verdict.allowed) throw new LoaError(verdict.code, verdict.details);
      const bytes = signing.order('play', order, verdict);
      const clusterIds = audience.clusters.map(cluster => cluster.id);
      const change = {
        state: 'approved',
        areaId: audience.place.id,
        frozen: { content: order.content, items: resolved.items, unserved: audience.unserved },
        targetNames: audience.targets.map(target => target.name),
        startAt,
        durationMs,
        expiresAt,
        revision: order.revision,
        approvedBy: approved?.by ?? verdict.by,
        approvedAt: broadcast.approvedAt ?? now,
        returnedReason: null,
        acceptedAt: broadcast.acceptedAt ?? now,
        clusters: clusterIds.length,
        unreachable: unreachableOf(audience, { class: broadcast.class, startAt }, local),
      } satisfies Partial<StoredBroadcast>;
      const accepted: StoredBroadcast = { ...broadcast, ...change };

      await db.transaction().execute(async trx => {
        const written = isNew ? await insertBroadcast(trx, accepted) : await changeUnchanged(trx, broadcast, change);
        if (!written) throw new LoaError('changed_meanwhile', { what: broadcast.title });
        await insertOrder(trx, {
          orderId: broadcast.id,
          revision: order.revision,
          kind: 'play',
          bytes,
          class: order.class,
          targets: order.targets,
          clusterIds,
          issuedAt: now,
          startAt,
          keepUntil: expiresAt + durationMs,
        });
        if (order.revision > 1) await replanDeliveries(trx, broadcast.id, order.revision);
        await appendAudit(trx, {
          at: now,
          actor: actor ?? 'loa',
          action: 'broadcast.accept',
          subject: broadcast.id,
          detail: { revision: order.revision, rule: verdict.rule, by: verdict.by, startAt, order: verdict.digest },
        });
      });

      bus.publish('order', {
        orderId: broadcast.id,
        revision: order.revision,
        kind: 'play',
        bytes,
        clusterIds,
        issuedAt: now,
        keepUntil: expiresAt + durationMs,
      });
      remember(order.content, broadcast.id);
      parts.planting.plant(accepted, audience);
      plans.changed(clusterIds);
      bus.publish('board', { t: 'broadcast', broadcastId: broadcast.id });
      return { broadcast: accepted, audience };
    },
  };
}
