// A stored broadcast and the counts of its deliveries flow in, what lists show of it flows out.
import type { BroadcastSummary } from '../../protocol/api/broadcasts.ts';
import { type DeliveryState, deliveryState, isFinal } from '../../protocol/delivery.ts';
import type { StoredBroadcast } from '../store/broadcasts.ts';

type Counts = Partial<Record<DeliveryState, number>>;

/** A device reports within this of its end, if it can. */
const WORD_MS = 60_000;

const phaseOf = (broadcast: StoredBroadcast, now: number): BroadcastSummary['phase'] => {
  if (broadcast.stoppedAt !== null) return 'over';
  if (broadcast.state !== 'approved' || broadcast.startAt === null || now < broadcast.startAt) return 'waiting';
  return now < broadcast.startAt + broadcast.durationMs ? 'sounding' : 'over';
};

/** Past its time a delivery without a last word is unconfirmed: silence is not success. */
function settled(counts: Counts, broadcast: StoredBroadcast, now: number): BroadcastSummary['counts'] {
  const due = broadcast.startAt !== null && now > broadcast.startAt + broadcast.durationMs + WORD_MS;
  const all = { unconfirmed: 0 } as BroadcastSummary['counts'];
  for (const state of deliveryState.options) {
    const number = counts[state] ?? 0;
    const silent = due && state !== 'unconfirmed' && !isFinal(state);
    all[state] = (state === 'unconfirmed' ? all.unconfirmed : 0) + (silent ? 0 : number);
    if (silent) all.unconfirmed += number;
  }
  return all;
}

export const summaryOf = (
  broadcast: StoredBroadcast,
  counts: Counts,
  createdBy: string,
  now: number,
): BroadcastSummary => ({
  id: broadcast.id,
  title: broadcast.title,
  class: broadcast.class,
  state: broadcast.state,
  phase: phaseOf(broadcast, now),
  startAt: broadcast.startAt === null ? null : new Date(broadcast.startAt).toISOString(),
  durationMs: broadcast.durationMs,
  stoppedAt: broadcast.stoppedAt === null ? null : new Date(broadcast.stoppedAt).toISOString(),
  scheduleId: broadcast.scheduleId,
  createdBy,
  counts: settled(counts, broadcast, now),
  clusters: broadcast.clusters,
});
