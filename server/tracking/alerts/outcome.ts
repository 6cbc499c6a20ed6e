// What became of an alert: read from the store as it was frozen and as devices and people have spoken since, for whoever may see
// the whole of it or the part in their own area.
import type { Alert, AlertSummary } from '../../../protocol/api/alerts.ts';
import { reason } from '../../../protocol/delivery.ts';
import type { Time } from '../../../protocol/time.ts';
import { actsOf, alertById, listAlerts, type StoredAlert, standingAlerts, stateAt } from '../../store/alerts.ts';
import { broadcastById, type StoredBroadcast } from '../../store/broadcasts.ts';
import { callsOf, type StoredCall } from '../../store/calls.ts';
import type { Database } from '../../store/database.ts';
import { deliveriesOf, type PlantedDelivery, type StoredDelivery } from '../../store/deliveries.ts';
import { createHeardReader } from '../../store/delivery-log.ts';
import { accountNames } from '../../store/names.ts';
import { isoOrNull, shownState, type Village } from '../outcome.ts';
import { foldCalls } from './claims.ts';
import { type Heard, householdsOf, type VillageLine, villageLines } from './villages.ts';

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

export interface AlertOutcomes {
  find(id: string): Promise<KnownAlert | null>;
  /** Those made since, UTC ms, and those that stand; newest first. */
  recent(since: number): Promise<KnownAlert[]>;
  /** Those that wait for a second person or may still sound; newest first. */
  standing(): Promise<KnownAlert[]>;
  /** Null where the view shows no village and no cluster of it. */
  summarise(known: KnownAlert, view: AlertView): Promise<ToldSummary | null>;
  /** The same, with each village's line. */
  describe(known: KnownAlert, view: AlertView): Promise<{ alert: ToldAlert; lines: VillageLine[] } | null>;
}

export interface AlertOutcomesParts {
  db: Database;
  time: Time;
  /** The clusters and unserved villages that these targets come down to now: until an alert is accepted nothing is frozen. */
  audienceOf(targets: readonly string[]): Promise<{ clusters: PlantedDelivery[]; unserved: readonly Village[] }>;
}

export function createAlertOutcomes({ db, time, audienceOf }: AlertOutcomesParts): AlertOutcomes {
  const heardOf = createHeardReader(db);

  async function withBroadcasts(alerts: readonly StoredAlert[]): Promise<KnownAlert[]> {
    const known: KnownAlert[] = [];
    for (const alert of alerts) {
      const broadcast = await broadcastById(db, alert.id);
      if (broadcast) known.push({ alert, broadcast });
    }
    return known;
  }

  /** What is missing while rows are still being made, and all of it before anything was accepted, as it stands now. */
  async function complete<T extends Heard>(
    { broadcast }: KnownAlert,
    stored: readonly T[],
    make: (planted: PlantedDelivery, stored: T | undefined) => T,
  ): Promise<{ heard: T[]; unserved: readonly Village[] }> {
    const named = stored.filter(one => one.clusterName !== '');
    if (broadcast.frozen && named.length >= broadcast.clusters)
      return { heard: [...stored], unserved: broadcast.frozen.unserved };
    const now = await audienceOf(broadcast.targets);
    const frozen = new Set(named.map(one => one.clusterId));
    const early = new Map(stored.map(one => [one.clusterId, one]));
    const rest = now.clusters.filter(one => !frozen.has(one.clusterId));
    const made = rest.map(planted => make(planted, early.get(planted.clusterId)));
    return { heard: [...named, ...made], unserved: broadcast.frozen?.unserved ?? now.unserved };
  }

  function linesOf(known: KnownAlert, heard: readonly Heard[], unserved: readonly Village[], calls: StoredCall[]) {
    const spoken = (known.broadcast.frozen?.items ?? []).map(item => item.languages);
    return villageLines({ heard, unserved, spoken, calls: foldCalls(calls, time.now()) });
  }

  return {
    async find(id) {
      const alert = await alertById(db, id);
      return alert && ((await withBroadcasts([alert]))[0] ?? null);
    },
    async recent(since) {
      const stands = (alert: StoredAlert) => !['ended', 'dropped'].includes(stateAt(alert, time.now()));
      const found = await listAlerts(db, since);
      return withBroadcasts(found.filter(alert => alert.createdAt >= since || stands(alert)));
    },
    standing: async () => withBroadcasts(await standingAlerts(db, time.now())),

    async summarise(known, view) {
      const { heard, unserved } = await complete(known, await heardOf(known.alert.id), unheard);
      const lines = linesOf(known, heard, unserved, await callsOf(db, known.alert.id));
      return summaryOf(known, seen(heard, lines, view), await accountNames(db), time.now());
    },

    async describe(known, view) {
      const { alert, broadcast } = known;
      const { heard, unserved } = await complete(known, await deliveriesOf(db, alert.id), undelivered(alert.id));
      const calls = await callsOf(db, alert.id);
      const part = seen(heard, linesOf(known, heard, unserved, calls), view);
      const nameOf = await accountNames(db);
      const summary = summaryOf(known, part, nameOf, time.now());
      if (!summary) return null;
      const acts = await actsOf(db, alert.id);
      const villages = new Map(part.lines.map(({ village }) => [village.id, village.name]));
      const shown = (id: string) => view === 'whole' || (id.startsWith('cl_') ? view.cluster(id) : true);
      return {
        lines: part.lines,
        alert: {
          ...summary,
          text: alert.text,
          specifics: alert.specifics,
          slots: alert.slots,
          orderedBy: alert.orderedBy,
          documentNo: alert.documentNo,
          confirmedBy: alert.confirmedName,
          aloneReason: alert.aloneReason,
          revision: broadcast.revision,
          targets: broadcast.targets
            .map((id, i) => ({ id, name: broadcast.targetNames[i] ?? id }))
            .filter(target => shown(target.id)),
          repeatEveryS: alert.repeatEveryS,
          repeatUntil: isoOrNull(alert.repeatUntil),
          acts: acts.map(({ at, act, byName, detail }) => ({
            at: new Date(at).toISOString(),
            act,
            by: byName,
            detail,
          })),
          clusterList: part.heard.map(one => clusterLine(one, known, time.now())),
          calls: calls.flatMap(one => {
            const village = villages.get(one.villageId);
            return village === undefined ? [] : [{ ...showCall(one), village }];
          }),
          soundedAfterMs: soundedAfter(broadcast, part.heard),
          households: householdsOf(part.lines),
          unreachable: broadcast.unreachable.filter(one => shown(one.clusterId)),
        },
      };
    },
  };
}

interface Part<T extends Heard> {
  heard: T[];
  lines: VillageLine[];
}

const seen = <T extends Heard>(heard: T[], lines: VillageLine[], view: AlertView): Part<T> =>
  view === 'whole'
    ? { heard, lines }
    : {
        heard: heard.filter(one => view.cluster(one.clusterId)),
        lines: lines.filter(one => view.village(one.village.id)),
      };

function summaryOf(
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

function clusterLine(one: StoredDelivery, { alert, broadcast }: KnownAlert, now: number): Alert['clusterList'][number] {
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
function soundedAfter({ acceptedAt }: StoredBroadcast, heard: readonly Heard[]): number | null {
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

/** A cluster whose row is not there yet, or has no names yet. */
const unheard = <T extends Heard>(
  { villages, languages, clusterId, clusterName }: PlantedDelivery,
  early: T | undefined,
) => ({
  clusterId,
  clusterName,
  state: early?.state ?? ('planned' as const),
  soundedAt: early?.soundedAt ?? null,
  villages,
  languages,
});

const undelivered =
  (broadcastId: string) =>
  (planted: PlantedDelivery, early: StoredDelivery | undefined): StoredDelivery => ({
    ...(early ?? {
      id: '',
      broadcastId,
      revision: 0,
      startedAt: null,
      endedAt: null,
      reason: null,
      proof: null,
      missedMs: 0,
      uncertaintyMs: null,
      levelDbfs: null,
      reportedAt: null,
    }),
    ...unheard(planted, early),
    areaName: planted.areaName,
  });
