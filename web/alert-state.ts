// What the page of an alert shows, worked out from the server's answer: who waits for whom, what sounded, whom to call first.
import type { Alert, AlertSummary, AlertVillage } from '../protocol/api/alerts.ts';
import { groupOf } from './grouping.ts';

/** sounded: it was heard there; broken: it said that it failed; unconfirmed: nobody knows. */
export type Heard = 'sounded' | 'unconfirmed' | 'broken';

export function heardOf({ sounded, state }: Alert['clusterList'][number]): Heard {
  if (sounded) return 'sounded';
  const group = groupOf(state);
  return group === 'notPlayed' || group === 'interrupted' ? 'broken' : 'unconfirmed';
}

export function byHeard(list: Alert['clusterList']): Record<Heard, Alert['clusterList']> {
  const lists: Record<Heard, Alert['clusterList']> = { sounded: [], unconfirmed: [], broken: [] };
  for (const cluster of list) lists[heardOf(cluster)].push(cluster);
  return lists;
}

/** Under way: shown until it is over. */
export const isUnderWay = ({ state }: Pick<AlertSummary, 'state'>): boolean =>
  state === 'awaiting' || state === 'live' || state === 'silenced';

const SEEN_FROM = ['commune', 'village'];

/** Above is seen from a commune; for whoever has the wider area, and for its sender, it is their own. */
export const isFromAbove = (
  { source, createdBy }: Pick<AlertSummary, 'source' | 'createdBy'>,
  reader: { name: string | undefined; areaKind: string | undefined },
): boolean => source === 'above' && createdBy !== reader.name && SEEN_FROM.includes(reader.areaKind ?? '');

/** A claim holds for ten minutes; then the village comes back. `now` is UTC ms. */
export const heldUntil = ({ claim }: Pick<AlertVillage, 'claim'>, now: number): number | null =>
  claim !== null && Date.parse(claim.until) > now ? Date.parse(claim.until) : null;

/**
 * Those that nobody has told: claims that ran out first, then those nobody has taken, then those somebody is calling; the most
 * households on top, an unknown number above a small one.
 */
export function callOrder(villages: readonly AlertVillage[], now: number): AlertVillage[] {
  const place = (village: AlertVillage) => (heldUntil(village, now) !== null ? 2 : village.claim === null ? 1 : 0);
  return villages
    .filter(village => village.state === 'open')
    .sort(
      (a, b) =>
        place(a) - place(b) ||
        (b.households ?? Number.MAX_SAFE_INTEGER) - (a.households ?? Number.MAX_SAFE_INTEGER) ||
        a.name.localeCompare(b.name, 'vi', { numeric: true }),
    );
}
