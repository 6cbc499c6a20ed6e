// What became of a broadcast: its deliveries with what time says of silence, and the reach that the confirmed ones add up to.
import type { Delivery, Reach } from '../../protocol/api/broadcasts.ts';
import { type DeliveryState, isFinal, proof, reason } from '../../protocol/delivery.ts';
import type { StoredDelivery } from '../store/deliveries.ts';

/** How long after its expected end a delivery without a final word is called unconfirmed. */
export const WORD_DUE_MS = 60_000;

export interface Timing {
  /** Null while it has not been accepted. */
  startAt: number | null;
  /** Longest content among its clusters, all passes, ms. */
  durationMs: number;
}

export interface Village {
  id: string;
  name: string;
  households: number | null;
  people: number | null;
}

/** The state to show at `now`: what is known, or `unconfirmed` where a final word is overdue. */
export function shownState(
  stored: Pick<StoredDelivery, 'state' | 'startedAt'>,
  timing: Timing,
  now: number,
): DeliveryState {
  if (isFinal(stored.state) || timing.startAt === null) return stored.state;
  const began = Math.max(timing.startAt, stored.state === 'playing' ? (stored.startedAt ?? 0) : 0);
  return now > began + timing.durationMs + WORD_DUE_MS ? 'unconfirmed' : stored.state;
}

export const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export function showDelivery(stored: StoredDelivery, timing: Timing, now: number): Delivery {
  return {
    id: stored.id,
    clusterId: stored.clusterId,
    cluster: stored.clusterName,
    area: stored.areaName,
    villages: stored.villages.map(({ name, households }) => ({ name, households })),
    state: shownState(stored, timing, now),
    startedAt: isoOrNull(stored.startedAt),
    endedAt: isoOrNull(stored.endedAt),
    reason: stored.reason === null ? null : reason.parse(stored.reason),
    proof: stored.proof === null ? null : proof.parse(stored.proof),
    missedMs: stored.missedMs,
    uncertaintyMs: stored.uncertaintyMs,
    levelDbfs: stored.levelDbfs,
    reportedAt: isoOrNull(stored.reportedAt),
  };
}

/** Sum of what is known; null if nothing is. */
export const sumKnown = (numbers: readonly (number | null)[]): number | null => {
  const known = numbers.filter(number => number !== null);
  return known.length === 0 ? null : known.reduce((sum, number) => sum + number, 0);
};

/**
 * Reach by village: a village is reached when any cluster that serves it said `played`. `unserved` are villages in the targets
 * that no cluster serves; `recorded` the languages in which something was there to play.
 */
export const reachOf = (
  deliveries: readonly StoredDelivery[],
  unserved: readonly Village[],
  recorded: readonly string[],
): Reach => ({ ...villagesReached(deliveries, unserved), languages: languagesOf(deliveries, recorded) });

/** The same without its languages. */
export function villagesReached(
  deliveries: readonly Pick<StoredDelivery, 'state' | 'villages'>[],
  unserved: readonly Village[],
): Omit<Reach, 'languages'> {
  const villages = new Map<string, { village: Village; states: DeliveryState[] }>();
  for (const delivery of deliveries) {
    for (const village of delivery.villages) {
      const entry = villages.get(village.id);
      if (entry) entry.states.push(delivery.state);
      else villages.set(village.id, { village, states: [delivery.state] });
    }
  }
  const all = [...villages.values()];
  const reached = all.filter(entry => entry.states.includes('played'));
  const counted = [...all.map(entry => entry.village), ...unserved];
  const missing = [
    ...all.filter(entry => !entry.states.includes('played')).map(entry => missed(entry.village, whyNot(entry.states))),
    ...unserved.map(village => missed(village, 'noCluster')),
  ];
  return {
    level: 'village',
    households:
      sumKnown(reached.map(entry => entry.village.households)) ??
      (sumKnown(counted.map(v => v.households)) === null ? null : 0),
    householdsTotal: sumKnown(counted.map(village => village.households)),
    people:
      sumKnown(reached.map(entry => entry.village.people)) ??
      (sumKnown(counted.map(v => v.people)) === null ? null : 0),
    peopleTotal: sumKnown(counted.map(village => village.people)),
    missing: missing.sort((a, b) => (b.households ?? 0) - (a.households ?? 0)),
  };
}

const missed = (village: Village, why: Reach['missing'][number]['why']) => ({
  villageId: village.id,
  name: village.name,
  households: village.households,
  why,
});

/** Why a village was not reached by clusters none of which has played, from their deliveries' states. */
export function whyNot(states: readonly DeliveryState[]): Reach['missing'][number]['why'] {
  if (states.every(state => state === 'planned' || state === 'sent')) return 'noOrder';
  return states.some(state => !isFinal(state)) ? 'unconfirmed' : 'notPlayed';
}

function languagesOf(deliveries: readonly StoredDelivery[], recorded: readonly string[]): Reach['languages'] {
  const counts = new Map<string, { confirmed: number; clusters: number }>();
  for (const delivery of deliveries) {
    for (const language of delivery.languages) {
      const count = counts.get(language) ?? { confirmed: 0, clusters: 0 };
      count.clusters += 1;
      if (delivery.state === 'played' && recorded.includes(language)) count.confirmed += 1;
      counts.set(language, count);
    }
  }
  return [...counts].map(([language, count]) => ({ language, ...count, recorded: recorded.includes(language) }));
}
