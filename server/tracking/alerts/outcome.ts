// What became of an alert: read from the store as it was frozen and as devices and people have spoken since, for whoever may see
// the whole of it or the part in their own area.
import type { Time } from '../../../protocol/time.ts';
import { actsOf, alertById, listAlerts, type StoredAlert, standingAlerts, stateAt } from '../../store/alerts.ts';
import { voicesOfVillages } from '../../store/area-clips.ts';
import { broadcastById } from '../../store/broadcasts.ts';
import { callsOf, type StoredCall } from '../../store/calls.ts';
import type { Database } from '../../store/database.ts';
import { deliveriesOf, type PlantedDelivery, type StoredDelivery } from '../../store/deliveries.ts';
import { createHeardReader } from '../../store/delivery-log.ts';
import { accountNames } from '../../store/names.ts';
import { isoOrNull, type Village } from '../outcome.ts';
import { foldCalls } from './claims.ts';
import {
  type AlertView,
  clusterLine,
  type KnownAlert,
  type Part,
  seen,
  showCall,
  soundedAfter,
  summaryOf,
  type ToldAlert,
  type ToldSummary,
} from './telling.ts';
import { type Heard, householdsOf, inOrder, type VillageLine, villageLines } from './villages.ts';

/** How long summaries of one alert share a reading of thousands of deliveries. */
const SHARED_MS = 1000;

export interface AlertOutcomes {
  find(id: string): Promise<KnownAlert | null>;
  /** Those made since, UTC ms, and those that stand; newest first. */
  recent(since: number): Promise<KnownAlert[]>;
  /** Those that wait for a second person or may still sound; newest first. */
  standing(): Promise<KnownAlert[]>;
  /** Null where the view shows no village and no cluster of it. What devices said is at most a second old. */
  summarise(known: KnownAlert, view: AlertView): Promise<ToldSummary | null>;
  /** The same, with each village's line. */
  describe(known: KnownAlert, view: AlertView): Promise<{ alert: ToldAlert; lines: VillageLine[] } | null>;
  /** Somebody did something about it: the next summary is read afresh. */
  changed(alertId: string): void;
}

export interface AlertOutcomesParts {
  db: Database;
  time: Time;
  /** The clusters and unserved villages that these targets come down to now: until an alert is accepted nothing is frozen. */
  audienceOf(targets: readonly string[]): Promise<{ clusters: PlantedDelivery[]; unserved: readonly Village[] }>;
}

export function createAlertOutcomes({ db, time, audienceOf }: AlertOutcomesParts): AlertOutcomes {
  const heardOf = createHeardReader(db);
  const glances = new Map<string, { at: number; revision: number; part: Promise<Part<Heard>> }>();

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
      return { heard: named, unserved: broadcast.frozen.unserved };
    const now = await audienceOf(broadcast.targets);
    const frozen = new Set(named.map(one => one.clusterId));
    const early = new Map(stored.map(one => [one.clusterId, one]));
    const rest = now.clusters.filter(one => !frozen.has(one.clusterId));
    const made = rest.map(planted => make(planted, early.get(planted.clusterId)));
    return { heard: [...named, ...made], unserved: broadcast.frozen?.unserved ?? now.unserved };
  }

  async function linesOf(
    known: KnownAlert,
    heard: readonly Heard[],
    unserved: readonly Village[],
    calls: StoredCall[],
  ) {
    const { frozen, acceptedAt } = known.broadcast;
    const clips = frozen?.content.flatMap(item => (item.type === 'clip' ? item.name : [])) ?? [];
    return villageLines({
      heard,
      unserved,
      spoken: (frozen?.items ?? []).map(item => item.languages),
      voices: await voicesOfVillages(db, clips, acceptedAt ?? time.now()),
      calls: foldCalls(calls),
    });
  }

  /** Every open page asks for the same strip again and again: they share one reading. */
  function glance(known: KnownAlert): Promise<Part<Heard>> {
    const { id } = known.alert;
    const before = glances.get(id);
    if (before && before.revision === known.broadcast.revision && time.monotonic() - before.at < SHARED_MS)
      return before.part;
    const read = async () => {
      const { heard, unserved } = await complete<Heard>(known, await heardOf(id), unheard);
      return { heard, lines: await linesOf(known, heard, unserved, await callsOf(db, id)) };
    };
    for (const [other, { at }] of glances) if (time.monotonic() - at >= SHARED_MS) glances.delete(other);
    const part = read();
    glances.set(id, { at: time.monotonic(), revision: known.broadcast.revision, part });
    // What could not be read is not shared.
    part.catch(() => glances.delete(id));
    return part;
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
      const { heard, lines } = await glance(known);
      return summaryOf(known, seen(heard, lines, view), await accountNames(db), time.now());
    },
    changed: alertId => void glances.delete(alertId),

    async describe(known, view) {
      const { alert, broadcast } = known;
      const { heard, unserved } = await complete(known, await deliveriesOf(db, alert.id), undelivered(alert.id));
      const calls = await callsOf(db, alert.id);
      const part = seen(heard, await linesOf(known, heard, unserved, calls), view);
      const nameOf = await accountNames(db);
      const summary = summaryOf(known, part, nameOf, time.now());
      if (!summary) return null;
      const acts = await actsOf(db, alert.id);
      const villages = new Map(part.lines.map(({ village }) => [village.id, village.name]));
      const shown = (id: string) => view === 'whole' || (id.startsWith('cl_') ? view.cluster(id) : true);
      return {
        lines: inOrder(part.lines, time.now()),
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

/** A cluster whose row is not there yet, or has no names yet. */
const unheard = <T extends Heard>(
  { villages, languages, clusterId, clusterName }: PlantedDelivery,
  early: T | undefined,
) => ({
  clusterId,
  clusterName,
  state: early?.state ?? ('planned' as const),
  startedAt: early?.startedAt ?? null,
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
