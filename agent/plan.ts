// What this device was told and still holds: opened sentences in; out comes what each one means for it. Pure but for its own
// books: nothing here writes or plays, the caller does both with the verdict.

import type { Certificate } from '../protocol/certificate.ts';
import { rank } from '../protocol/class.ts';
import type { Reason } from '../protocol/delivery.ts';
import { isTarget, type Plan, type Play, type Settings, type Stop } from '../protocol/order.ts';
import { mayOrder } from './trust.ts';

/** An order that is held: its sentence and who signed it. */
export interface Held {
  play: Play;
  frame: Uint8Array;
  signer: Certificate;
}

/** What became of a broadcast here. `open` orders are held; the others are remembered so that they cannot come again. */
interface Known {
  revision: number;
  end: 'open' | 'played' | 'ended';
  until: number;
}

export type Verdict =
  | { do: 'keep'; replaces: Held | null }
  | { do: 'refuse'; reason: Reason }
  | { do: 'expire' }
  | { do: 'cancel' }
  /** Heard before; nothing is said a second time. */
  | { do: 'nothing' };

const STOP_AHEAD_MS = 10 * 60_000;
const REMEMBER_MS = 24 * 3600_000;

export interface Book {
  held(): Held[];
  get(broadcastId: string): Held | null;
  settings(): Settings | null;
  planVersion(): number;
  judge(order: Held, nowMs: number): Verdict;
  keep(order: Held): void;
  /** It has come to its end; a finished one never plays again unless it is an emergency's new revision. */
  end(broadcastId: string, revision: number, how: 'played' | 'ended', until: number): void;
  /** It was finished before this journal began: no revision of it plays. */
  finish(broadcastId: string): void;
  /** The orders that the stop takes away, or null if it is known or not for us. Later ones that it covers are cancelled when they come. */
  stop(stop: Stop, signer: Certificate, frame: Uint8Array): Held[] | null;
  /** The orders that the plan drops, or null if it is not newer than the one that holds. */
  plan(plan: Plan, nowMs: number, frame: Uint8Array): Held[] | null;
  /** The orders that are no longer for this cluster, or null if the settings are not newer. */
  obey(settings: Settings, frame: Uint8Array): Held[] | null;
  /** Forgets what can no longer matter. */
  prune(nowMs: number): void;
  /** The sentences that hold, settings first, as they came. */
  sentences(): Uint8Array[];
}

interface HeldStop {
  stop: Stop;
  signer: Certificate;
  frame: Uint8Array;
}

export function createBook(clusterId: string): Book {
  const orders = new Map<string, Held>();
  const known = new Map<string, Known>();
  let stops: HeldStop[] = [];
  let current: Settings | null = null;
  let planVersion = 0;
  let settingsFrame: Uint8Array | null = null;
  let planFrame: Uint8Array | null = null;

  const areas = (): readonly string[] => current?.areas ?? [];

  /** A narrower signer does not silence the emergency of a wider one. */
  function outranks(stopper: Certificate, signer: Certificate): boolean {
    const wide = (certificate: Certificate) => certificate.areas.includes('*');
    if (wide(stopper) || stopper.keyId === signer.keyId) return true;
    if (wide(signer)) return false;
    return signer.areas.filter(area => areas().includes(area)).every(area => stopper.areas.includes(area));
  }

  function covers(one: HeldStop, order: Held): boolean {
    const { stop, signer } = one;
    const { play } = order;
    if (rank(play.class, stop.maxClass) > 0) return false;
    if (play.class === 'emergency' && !outranks(signer, order.signer)) return false;
    if (stop.broadcastId !== undefined) return stop.broadcastId === play.broadcastId;
    return play.issuedAt <= stop.issuedAt && play.startAt <= stop.issuedAt + STOP_AHEAD_MS;
  }

  return {
    held: () => [...orders.values()],
    get: broadcastId => orders.get(broadcastId) ?? null,
    settings: () => current,
    planVersion: () => planVersion,
    sentences: () => [
      ...[settingsFrame, planFrame].filter(frame => frame !== null),
      ...stops.map(one => one.frame),
      ...[...orders.values()].map(order => order.frame),
    ],

    judge(order, nowMs) {
      const { play, signer } = order;
      if (!mayOrder(signer, play.class, areas())) return { do: 'refuse', reason: 'certificate' };
      if (!isTarget(play, clusterId, areas())) return { do: 'refuse', reason: 'not_target' };
      const before = known.get(play.broadcastId);
      if (before && before.revision === play.revision) return { do: 'nothing' };
      if (before && before.revision > play.revision) return { do: 'refuse', reason: 'older_revision' };
      if (before?.end === 'played' && play.class !== 'emergency') return { do: 'refuse', reason: 'superseded' };
      if (stops.some(stop => covers(stop, order))) return { do: 'cancel' };
      if (play.expiresAt < nowMs) return { do: 'expire' };
      return { do: 'keep', replaces: orders.get(play.broadcastId) ?? null };
    },

    keep(order) {
      orders.set(order.play.broadcastId, order);
      const { broadcastId, revision, expiresAt } = order.play;
      known.set(broadcastId, { revision, end: 'open', until: expiresAt + REMEMBER_MS });
    },

    end(broadcastId, revision, how, until) {
      const before = known.get(broadcastId);
      if (before && before.revision > revision) return;
      const kept = Math.max(until + REMEMBER_MS, before?.until ?? 0);
      known.set(broadcastId, { revision, end: how, until: kept });
      if ((orders.get(broadcastId)?.play.revision ?? Infinity) <= revision) orders.delete(broadcastId);
    },

    finish(broadcastId) {
      known.set(broadcastId, { revision: 0, end: 'played', until: Number.MAX_SAFE_INTEGER });
      orders.delete(broadcastId);
    },

    stop(stop, signer, frame) {
      if (stops.some(each => each.stop.stopId === stop.stopId)) return null;
      if (!mayOrder(signer, stop.maxClass, areas()) || !isTarget(stop, clusterId, areas())) return null;
      const one = { stop, signer, frame };
      stops = [...stops, one];
      return [...orders.values()].filter(order => covers(one, order));
    },

    plan(plan, nowMs, frame) {
      if (plan.clusterId !== clusterId || plan.version <= planVersion) return null;
      planVersion = plan.version;
      planFrame = frame;
      const named = new Map(plan.items.map(item => [item.broadcastId, item.revision]));
      return [...orders.values()].filter(({ play }) => {
        const planned = named.get(play.broadcastId);
        const inReach = play.class !== 'emergency' && play.startAt >= nowMs && play.startAt < plan.until;
        return inReach && (planned === undefined || play.revision < planned);
      });
    },

    obey(settings, frame) {
      if (settings.clusterId !== clusterId || settings.version <= (current?.version ?? 0)) return null;
      current = settings;
      settingsFrame = frame;
      return [...orders.values()].filter(({ play }) => !isTarget(play, clusterId, settings.areas));
    },

    prune(nowMs) {
      stops = stops.filter(({ stop }) => stop.keepUntil >= nowMs);
      for (const [broadcastId, { end, until }] of known) if (end !== 'open' && until < nowMs) known.delete(broadcastId);
    },
  };
}
