// What this device was told and still holds: opened sentences in; out comes what each one means for it. Pure but for its own
// books: nothing here writes or plays, the caller does both with the verdict.

import type { Certificate } from '../protocol/certificate.ts';
import { rank } from '../protocol/class.ts';
import type { Reason } from '../protocol/delivery.ts';
import { isTarget, type Plan, type Play, type Settings, type Stop } from '../protocol/order.ts';
import { keyOf } from './item.ts';
import { mayOrder } from './trust.ts';

/** An order that is held. */
export interface Held {
  play: Play;
  /** The sentence it came in and whose it is; null if somebody at the box sounded it. */
  signed: { frame: Uint8Array; signer: Certificate } | null;
  /** Which preset somebody at the box sounded, and how. */
  by?: { preset: number; how: 'button' | 'key' | 'code' };
}

/** An order that came over a line. */
export type Signed = Held & { signed: NonNullable<Held['signed']> };

/** What became of a broadcast here. `open` orders are held; the others are remembered so that they cannot come again. */
interface Known {
  revision: number;
  end: 'open' | 'played' | 'ended' | 'finished';
  until: number;
}

export type Verdict =
  | { do: 'keep' }
  | { do: 'refuse'; reason: Reason }
  | { do: 'expire' }
  | { do: 'cancel' }
  /** Heard before; nothing is said a second time. */
  | { do: 'nothing' };

const STOP_AHEAD_MS = 10 * 60_000;
const REMEMBER_MS = 24 * 3600_000;

export interface Book {
  /** As they came: of one alert the message that still sounds may be here besides its newest. */
  held(): Held[];
  /** By `keyOf`. */
  get(key: string): Held | null;
  /** All revisions of one broadcast that are held, the oldest first. */
  revisions(broadcastId: string): Held[];
  settings(): Settings | null;
  planVersion(): number;
  judge(order: Signed, nowMs: number): Verdict;
  keep(order: Held): void;
  /** A later revision carries on for it. */
  drop(key: string): void;
  /** It has come to its end; one that was played never plays again unless it is a new message of an alert. */
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
  function outranks(stopper: Certificate, signer: Certificate | undefined): boolean {
    // What was sounded at the box is silenced by whoever may speak here.
    if (signer === undefined) return true;
    const wide = (certificate: Certificate) => certificate.areas.includes('*');
    if (wide(stopper) || stopper.keyId === signer.keyId) return true;
    if (wide(signer)) return false;
    return signer.areas.filter(area => areas().includes(area)).every(area => stopper.areas.includes(area));
  }

  function covers(one: HeldStop, order: Held): boolean {
    const { stop, signer } = one;
    const { play } = order;
    if (rank(play.class, stop.maxClass) > 0) return false;
    if (play.class === 'emergency' && !outranks(signer, order.signed?.signer)) return false;
    if (stop.broadcastId !== undefined)
      return stop.broadcastId === play.broadcastId && play.revision <= (stop.revision ?? Infinity);
    return play.issuedAt <= stop.issuedAt && play.startAt <= stop.issuedAt + STOP_AHEAD_MS;
  }

  return {
    held: () => [...orders.values()],
    get: key => orders.get(key) ?? null,
    revisions: broadcastId =>
      [...orders.values()]
        .filter(({ play }) => play.broadcastId === broadcastId)
        .sort((a, b) => a.play.revision - b.play.revision),
    settings: () => current,
    planVersion: () => planVersion,
    sentences: () => [
      ...[settingsFrame, planFrame].filter(frame => frame !== null),
      ...stops.map(one => one.frame),
      ...[...orders.values()].flatMap(order => (order.signed ? [order.signed.frame] : [])),
    ],

    judge(order, nowMs) {
      const { play, signed } = order;
      if (!mayOrder(signed.signer, play.class, areas())) return { do: 'refuse', reason: 'certificate' };
      if (!isTarget(play, clusterId, areas())) return { do: 'refuse', reason: 'not_target' };
      const before = known.get(play.broadcastId);
      if (before && before.revision === play.revision) return { do: 'nothing' };
      if (before && before.revision > play.revision) return { do: 'refuse', reason: 'older_revision' };
      const isOver = before?.end === 'finished' || (before?.end === 'played' && play.message === undefined);
      if (isOver && play.class !== 'emergency') return { do: 'refuse', reason: 'superseded' };
      if (stops.some(stop => covers(stop, order))) return { do: 'cancel' };
      if (play.expiresAt < nowMs) return { do: 'expire' };
      return { do: 'keep' };
    },

    keep(order) {
      orders.set(keyOf(order.play), order);
      const { broadcastId, revision, expiresAt } = order.play;
      known.set(broadcastId, { revision, end: 'open', until: expiresAt + REMEMBER_MS });
    },

    drop: key => void orders.delete(key),

    end(broadcastId, revision, how, until) {
      orders.delete(keyOf({ broadcastId, revision }));
      const before = known.get(broadcastId);
      if (before && before.revision > revision) return;
      const kept = Math.max(until + REMEMBER_MS, before?.until ?? 0);
      known.set(broadcastId, { revision, end: how, until: kept });
    },

    finish(broadcastId) {
      known.set(broadcastId, { revision: 0, end: 'finished', until: Number.MAX_SAFE_INTEGER });
      for (const [key, { play }] of orders) if (play.broadcastId === broadcastId) orders.delete(key);
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
        const isRoutine = play.class !== 'emergency' && play.message === undefined;
        const inReach = isRoutine && play.startAt >= nowMs && play.startAt < plan.until;
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
