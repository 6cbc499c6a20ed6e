// An alert in the words of its page and of the strip: as it was frozen, with what devices have said since, whole or in part.
import type { Alert, AlertSummary } from '../../../protocol/api/alerts.ts';
import { reason } from '../../../protocol/delivery.ts';
import { type StoredAlert, stateAt } from '../../store/alerts.ts';
import type { StoredBroadcast } from '../../store/broadcasts.ts';
import type { StoredCall } from '../../store/calls.ts';
import type { StoredDelivery } from '../../store/deliveries.ts';
import { isoOrNull, shownState } from '../outcome.ts';
import type { Heard, VillageLine } from './villages.ts';

/** An alert with its broadcast of the same id. */
export interface KnownAlert {
  alert: StoredAlert;
  broadcast: StoredBroadcast;
}

/** How much of an alert somebody sees: all of it, or what concerns some villages and clusters, by their ids. */
export type AlertView = 'whole' | { village(id: string): boolean; cluster(id: string): boolean };

/** Everything but what depends on who asks: whom a second word may come from, what one may do, telephone numbers. */
export type ToldAlert = Omit<Alert, 'awaiting' | 'may' | 'villageList'>;
export type ToldSummary = Omit<AlertSummary, 'awaiting'>;

/** What a view shows of an alert. */
export interface Part<T extends Heard> {
  heard: T[];
  lines: VillageLine[];
}

export const seen = <T extends Heard>(heard: T[], lines: VillageLine[], view: AlertView): Part<T> =>
  view === 'whole'
    ? { heard, lines }
    : {
        heard: heard.filter(one => view.cluster(one.clusterId)),
        lines: lines.filter(one => view.village(one.village.id)),
      };

export function summaryOf(
  { alert, broadcast }: KnownAlert,
  { heard, lines }: Part<Heard>,
  nameOf: (accountId: string) => string,
  now: number,
): ToldSummary | null {
  if (heard.length === 0 && lines.length === 0) return null;
  return {
    id: alert.id,
    state: stateAt(alert, now),
    status: alert.status,
    template: alert.template,
    hazard: alert.hazard,
    level: alert.level,
    title: broadcast.title,
    siren: alert.siren ?? alert.asked?.siren ?? null,
    source: alert.source,
    createdBy: nameOf(broadcast.createdBy),
    createdAt: new Date(alert.createdAt).toISOString(),
    startAt: isoOrNull(broadcast.startAt),
    clusters: heard.length,
    sounded: heard.filter(one => one.soundedAt !== null).length,
    villages: lines.length,
    villagesLeft: lines.filter(one => one.state === 'open').length,
  };
}

export function clusterLine(
  one: StoredDelivery,
  { alert, broadcast }: KnownAlert,
  now: number,
): Alert['clusterList'][number] {
  const { startAt } = broadcast;
  const once = (broadcast.frozen?.items ?? []).reduce((sum, item) => sum + item.durationMs, 0);
  const repeats = startAt === null || alert.repeatUntil === null ? 0 : alert.repeatUntil - startAt + once;
  return {
    clusterId: one.clusterId,
    name: one.clusterName,
    area: one.areaName,
    state: shownState(one, { startAt, durationMs: Math.max(broadcast.durationMs, repeats) }, now),
    sounded: one.soundedAt !== null,
    startedAt: isoOrNull(one.soundedAt ?? one.startedAt),
    reason: reason.nullable().parse(one.reason),
    villages: one.villages.map(({ id, name, households }) => ({ id, name, households })),
  };
}

/** From acceptance of the first revision to the latest first sounding; device clocks may be off by a little. */
export function soundedAfter({ acceptedAt }: StoredBroadcast, heard: readonly Heard[]): number | null {
  const last = heard.reduce((latest, one) => Math.max(latest, one.soundedAt ?? 0), 0);
  return acceptedAt === null || last === 0 ? null : Math.max(0, last - acceptedAt);
}

export const showCall = ({ id, at, villageId, byName, act, how, households, note }: StoredCall) => ({
  id,
  at: new Date(at).toISOString(),
  villageId,
  by: byName,
  act,
  how,
  households,
  note,
});
