// The lines of an outcome: deliveries in, counted groups and an order with faults first out.
import type { Delivery } from '../protocol/api/broadcasts.ts';
import type { DeliveryState } from '../protocol/delivery.ts';

export type Group = 'played' | 'playing' | 'interrupted' | 'notPlayed' | 'unconfirmed' | 'waiting';

const GROUP_OF: Record<DeliveryState, Group> = {
  planned: 'waiting',
  sent: 'waiting',
  stored: 'waiting',
  playing: 'playing',
  played: 'played',
  interrupted: 'interrupted',
  failed: 'notPlayed',
  refused: 'notPlayed',
  expired: 'notPlayed',
  cancelled: 'notPlayed',
  unconfirmed: 'unconfirmed',
};

/** As people look for trouble: what went wrong, what is unknown, what still runs, what went well. */
const FAULTS_FIRST: readonly Group[] = ['notPlayed', 'interrupted', 'unconfirmed', 'waiting', 'playing', 'played'];

export const groupOf = (state: DeliveryState): Group => GROUP_OF[state];

export function countGroups(counts: Partial<Record<DeliveryState, number>>): Record<Group, number> {
  const sums: Record<Group, number> = {
    played: 0,
    playing: 0,
    interrupted: 0,
    notPlayed: 0,
    unconfirmed: 0,
    waiting: 0,
  };
  for (const [state, group] of Object.entries(GROUP_OF) as [DeliveryState, Group][]) sums[group] += counts[state] ?? 0;
  return sums;
}

/** Every state has its number, so that one that emptied is not left standing at its old one. */
export function countStates(deliveries: readonly { state: DeliveryState }[]): Record<DeliveryState, number> {
  const counts = Object.fromEntries(Object.keys(GROUP_OF).map(state => [state, 0])) as Record<DeliveryState, number>;
  for (const { state } of deliveries) counts[state]++;
  return counts;
}

/** Faults first; within a group by area and cluster name as people file them. */
export function faultsFirst<D extends Pick<Delivery, 'state' | 'area' | 'cluster'>>(deliveries: readonly D[]): D[] {
  const place = (delivery: D) => FAULTS_FIRST.indexOf(GROUP_OF[delivery.state]);
  return [...deliveries].sort(
    (a, b) => place(a) - place(b) || a.area.localeCompare(b.area, 'vi') || a.cluster.localeCompare(b.cluster, 'vi'),
  );
}

/** Households of the villages that this cluster serves; null if none of them has a number. */
export function householdsOf(villages: readonly { households: number | null }[]): number | null {
  const known = villages.flatMap(village => (village.households === null ? [] : [village.households]));
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}
