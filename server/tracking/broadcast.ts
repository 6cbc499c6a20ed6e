// One broadcast as a page or a report shows it: what was frozen at acceptance, and what the devices have said since.
import type { Broadcast, BroadcastSummary } from '../../protocol/api/broadcasts.ts';
import type { DeliveryState } from '../../protocol/delivery.ts';
import type { Frozen, StoredBroadcast } from '../store/broadcasts.ts';
import type { StoredDelivery } from '../store/deliveries.ts';
import { isoOrNull, reachOf, showDelivery, shownState } from './outcome.ts';

/** After this a report is closed; later facts still count, and show when they came. */
const CLOSED_AFTER_MS = 24 * 3_600_000;

/** A person's name for an account id, as reports print it. */
export type NameOf = (accountId: string) => string;

export function phaseOf(broadcast: StoredBroadcast, now: number): BroadcastSummary['phase'] {
  if (broadcast.startAt === null || now < broadcast.startAt) return broadcast.stoppedAt === null ? 'waiting' : 'over';
  const end = broadcast.stoppedAt ?? broadcast.startAt + broadcast.durationMs;
  return broadcast.acceptedAt !== null && now < end ? 'sounding' : 'over';
}

export function summarise(
  broadcast: StoredBroadcast,
  counts: Partial<Record<DeliveryState, number>>,
  nameOf: NameOf,
  now: number,
): BroadcastSummary {
  return {
    id: broadcast.id,
    title: broadcast.title,
    class: broadcast.class,
    state: broadcast.state,
    phase: phaseOf(broadcast, now),
    startAt: isoOrNull(broadcast.startAt),
    durationMs: broadcast.durationMs,
    stoppedAt: isoOrNull(broadcast.stoppedAt),
    scheduleId: broadcast.scheduleId,
    createdBy: nameOf(broadcast.createdBy),
    counts: overdue(broadcast, counts, now),
    clusters: broadcast.clusters,
  };
}

/** Counts by stored state, with open ones called unconfirmed once their word is overdue. */
function overdue(
  broadcast: StoredBroadcast,
  counts: Partial<Record<DeliveryState, number>>,
  now: number,
): Partial<Record<DeliveryState, number>> {
  const shown: Partial<Record<DeliveryState, number>> = {};
  for (const [state, number] of Object.entries(counts) as [DeliveryState, number][]) {
    const as = shownState({ state, startedAt: null }, broadcast, now);
    shown[as] = (shown[as] ?? 0) + number;
  }
  return shown;
}

/** Of an alert: where it sounded, it was played there, also while it repeats and after an update cut a later pass short. */
export const asHeard = <T extends Pick<StoredDelivery, 'state' | 'startedAt' | 'soundedAt'>>(delivery: T): T =>
  delivery.soundedAt === null ? delivery : { ...delivery, state: 'played', startedAt: delivery.soundedAt };

export function describeBroadcast(
  broadcast: StoredBroadcast,
  items: Frozen['items'],
  stored: readonly StoredDelivery[],
  targets: readonly { id: string; name: string }[],
  nameOf: NameOf,
  now: number,
): Broadcast {
  const heard = broadcast.id.startsWith('al_') ? stored.map(asHeard) : stored;
  const deliveries = stored.map(delivery => showDelivery(delivery, broadcast, now));
  const counts: Partial<Record<DeliveryState, number>> = {};
  for (const { state } of deliveries) counts[state] = (counts[state] ?? 0) + 1;
  const starts = stored.flatMap(delivery => delivery.startedAt ?? []);
  const ends = stored.flatMap(delivery => delivery.endedAt ?? []);
  return {
    ...summarise(broadcast, {}, nameOf, now),
    counts,
    content: items,
    targets: [...targets],
    volume: broadcast.volume,
    repeat: broadcast.passes,
    createdAt: new Date(broadcast.createdAt).toISOString(),
    approvedBy: broadcast.approvedBy === null ? null : nameOf(broadcast.approvedBy),
    approvedAt: isoOrNull(broadcast.approvedAt),
    returnedReason: broadcast.returnedReason,
    startedAt: isoOrNull(starts.length > 0 ? Math.min(...starts) : null),
    endedAt: isoOrNull(ends.length > 0 ? Math.max(...ends) : null),
    deliveries,
    reach: reachOf(heard, broadcast.frozen?.unserved ?? [], [...new Set(items.flatMap(item => item.languages))]),
    unreachable: broadcast.unreachable,
    closed: broadcast.startAt !== null && now > broadcast.startAt + broadcast.durationMs + CLOSED_AFTER_MS,
  };
}
