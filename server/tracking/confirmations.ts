// Reports become facts on the disk, facts become states, and only then does the device hear that it may forget them.
import type { Logger } from 'pino';
import { type Fact, foldDelivery } from '../../protocol/delivery.ts';
import type { FeedMessage } from '../../protocol/feed.ts';
import type { Time } from '../../protocol/time.ts';
import type { Bus } from '../bus/bus.ts';
import type { Database, Queryable } from '../store/database.ts';
import { markSent, SLICE, storeOutcome } from '../store/deliveries.ts';
import { clearFault, storeFault } from '../store/devices.ts';
import { acknowledgedIn, factsOf, insertFacts, setAcknowledged } from '../store/facts.ts';
import { createGroup } from '../store/group.ts';

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
    for (const report of reports) {
      await insertFacts(trx, report.clusterId, report.journalId, report.facts, now);
      report.acknowledged = await acknowledge(trx, report, now);
      await apply(trx, report, now);
    }
  }

  async function apply(trx: Queryable, { clusterId, facts, changes }: Report, now: number): Promise<void> {
    const broadcastOf = new Map<string, string>();
    for (const fact of facts) {
      if ('deliveryId' in fact) broadcastOf.set(fact.deliveryId, fact.broadcastId);
      else if (fact.kind === 'fault')
        await storeFault(trx, clusterId, { part: fact.part, detail: fact.detail, since: fact.at });
      else await clearFault(trx, clusterId, fact.part);
    }
    if (broadcastOf.size === 0) return;
    for (const [id, known] of await factsOf(trx, clusterId, [...broadcastOf.keys()])) {
      const broadcastId = broadcastOf.get(id) ?? '';
      const outcome = foldDelivery(known);
      await storeOutcome(trx, { id, broadcastId, clusterId }, outcome, now);
      const { state, reason } = outcome;
      if (state === null) continue;
      const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
      const told = {
        broadcastId,
        clusterId,
        state,
        reason,
        startedAt: iso(outcome.startedAt),
        endedAt: iso(outcome.endedAt),
      };
      changes.push({ t: 'delivery', ...told });
    }
  }

  const reports = createGroup<Report>({ db, time, size: 200, waitMs: 20, write });

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

/** The sequence up to which the journal now stands without a gap; facts beyond a gap are kept but asked for again. */
async function acknowledge(trx: Queryable, { clusterId, journalId, facts }: Report, now: number): Promise<number> {
  let acknowledged = (await acknowledgedIn(trx, clusterId, journalId)) ?? 0;
  for (const { seq } of [...facts].sort((a, b) => a.seq - b.seq)) if (seq === acknowledged + 1) acknowledged = seq;
  await setAcknowledged(trx, clusterId, journalId, acknowledged, now);
  return acknowledged;
}
