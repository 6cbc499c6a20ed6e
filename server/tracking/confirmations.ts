// Reports become facts on the disk, facts become states, and only then does the device hear that it may forget them.
import type { Logger } from 'pino';
import { type Fact, foldDelivery } from '../../protocol/delivery.ts';
import type { FeedMessage } from '../../protocol/feed.ts';
import { deliveryId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import type { Bus } from '../bus/bus.ts';
import type { Database, Queryable } from '../store/database.ts';
import { markSent, SLICE, storeOutcomes } from '../store/deliveries.ts';
import { clearFault, storeFault } from '../store/devices.ts';
import { acknowledgedOf, factsOf, insertFacts, journalKey, setAcknowledged } from '../store/facts.ts';
import { createGroup } from '../store/group.ts';
import { measureOnSite, recordOnSite } from './alerts/on-site.ts';
import { isoOrNull } from './outcome.ts';

interface Report {
  clusterId: string;
  journalId: string;
  facts: readonly Fact[];
  /** Filled by the commit: the sequence to acknowledge. */
  acknowledged: number;
  /** Filled by the commit: what open pages are told after it. */
  changes: FeedMessage[];
}

/** Listens to reports and hand-overs until the answer's `close`. */
export function createConfirmations({ db, bus, time, log }: { db: Database; bus: Bus; time: Time; log: Logger }): {
  /** Resolves when everything heard so far is stored. */
  idle(): Promise<void>;
  close(): void;
} {
  async function write(trx: Queryable, reports: Report[]): Promise<void> {
    const now = time.now();
    const said = reports.flatMap(({ clusterId, journalId, facts }) =>
      facts.map(fact => ({ clusterId, journalId, fact })),
    );
    await insertFacts(trx, said, now);
    await acknowledge(trx, reports, now);
    for (const { clusterId, fact } of said) {
      if (fact.kind === 'fault')
        await storeFault(trx, clusterId, { part: fact.part, detail: fact.detail, since: fact.at });
      else if (fact.kind === 'mended') await clearFault(trx, clusterId, fact.part);
    }
    for (const report of reports) await takeOnSite(trx, report, now);
    await applyOutcomes(trx, reports, now);
  }

  /** What was sounded at a box becomes an alert by the first fact that speaks of it. */
  async function takeOnSite(trx: Queryable, report: Report, now: number): Promise<void> {
    const { clusterId, facts } = report;
    for (const fact of facts) {
      if (fact.kind !== 'onSite') continue;
      const { broadcastId } = fact;
      const own = fact.deliveryId === deliveryId(broadcastId, clusterId);
      if (!own || !(await recordOnSite(trx, { clusterId, fact }, now))) continue;
      report.changes.push({ t: 'alert', alertId: broadcastId }, { t: 'broadcast', broadcastId });
    }
  }

  /** Folds every delivery that these reports speak of; a change is told with the last report that spoke of it. */
  async function applyOutcomes(trx: Queryable, reports: Report[], now: number): Promise<void> {
    const touched = new Map<string, { id: string; broadcastId: string; clusterId: string; report: Report }>();
    for (const report of reports) {
      const { clusterId } = report;
      for (const fact of report.facts) {
        if (!('deliveryId' in fact)) continue;
        const { broadcastId } = fact;
        const id = deliveryId(broadcastId, clusterId);
        if (fact.deliveryId === id) touched.set(id, { id, broadcastId, clusterId, report });
        else log.error({ cluster: clusterId, broadcast: broadcastId }, 'a fact of a delivery that is not its own');
      }
    }
    if (touched.size === 0) return;
    const facts = await factsOf(trx, [...touched.values()]);
    const outcomes = [...touched.values()].map(delivery => ({
      ...delivery,
      outcome: foldDelivery(facts.get(delivery.id) ?? []),
    }));
    await storeOutcomes(trx, outcomes, now);
    await measureOnSite(trx, outcomes);
    for (const { broadcastId, clusterId, outcome, report } of outcomes) {
      const { state, reason } = outcome;
      if (state === null) continue;
      const startedAt = isoOrNull(outcome.startedAt);
      const endedAt = isoOrNull(outcome.endedAt);
      report.changes.push({ t: 'delivery', broadcastId, clusterId, state, reason, startedAt, endedAt });
    }
  }

  const reports = createGroup<Report>({ db, time, size: 200, waitMs: 20, weigh: report => report.facts.length, write });

  const unsubscribe = [
    bus.subscribe('report', ({ clusterId, journalId, facts }) => {
      const report: Report = { clusterId, journalId, facts, acknowledged: 0, changes: [] };
      reports.add(report).then(
        () => {
          for (const change of report.changes) bus.publish('board', change);
          bus.publish('recorded', { clusterId, journalId, seq: report.acknowledged });
        },
        // Not acknowledged, so the device will say it again.
        (error: unknown) => log.error({ err: error, cluster: clusterId }, 'a report could not be stored'),
      );
    }),
    bus.subscribe('handedOver', ({ orderId, revision, clusterIds, at }) => {
      markAll(orderId, revision, clusterIds, at).catch((error: unknown) =>
        log.error({ err: error, broadcast: orderId }, 'hand-over not stored'),
      );
    }),
    bus.subscribe('alarm', ({ clusterId, part, detail, at }) => {
      storeFault(db, clusterId, { part, detail, since: at }).catch((error: unknown) =>
        log.error({ err: error }, 'an alarm was not stored'),
      );
    }),
  ];

  /** In slices, so that ten thousand hand-overs do not stall what comes next. */
  let marking: Promise<void> = Promise.resolve();
  function markAll(broadcastId: string, revision: number, clusterIds: readonly string[], at: number): Promise<void> {
    marking = marking.then(async () => {
      for (let from = 0; from < clusterIds.length; from += SLICE) {
        await markSent(db, broadcastId, revision, clusterIds.slice(from, from + SLICE), at);
        await new Promise<void>(resolve => setImmediate(resolve));
      }
      bus.publish('board', { t: 'broadcast', broadcastId });
    });
    const done = marking;
    marking = marking.catch(() => undefined);
    return done;
  }

  return {
    async idle() {
      await reports.idle();
      await marking;
    },
    close() {
      for (const stop of unsubscribe) stop();
    },
  };
}

/** The sequence up to which each journal now stands without a gap; facts beyond a gap are kept but asked for again. */
async function acknowledge(trx: Queryable, reports: Report[], now: number): Promise<void> {
  const journals = new Map(
    reports.map(({ clusterId, journalId }) => [journalKey({ clusterId, journalId }), { clusterId, journalId }]),
  );
  const known = await acknowledgedOf(trx, [...journals.values()]);
  for (const report of reports) {
    const key = journalKey(report);
    let acknowledged = known.get(key) ?? 0;
    for (const { seq } of [...report.facts].sort((a, b) => a.seq - b.seq)) {
      if (seq === acknowledged + 1) acknowledged = seq;
    }
    report.acknowledged = acknowledged;
    known.set(key, acknowledged);
  }
  const standing = [...journals].map(([key, journal]) => ({ ...journal, acknowledged: known.get(key) ?? 0 }));
  await setAcknowledged(trx, standing, now);
}
