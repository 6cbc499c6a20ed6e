// Who can be reached: the link says online and silent, time makes silent lost. Each state has a "since" that survives restarts.
import type { Logger } from 'pino';
import type { PresenceState } from '../../protocol/feed.ts';
import { every, type Time } from '../../protocol/time.ts';
import type { Bus } from '../bus/bus.ts';
import type { Database, Queryable } from '../store/database.ts';
import { presentClusters, storeApplied, storeHealth, storePresence } from '../store/devices.ts';
import { createGroup } from '../store/group.ts';

/** A connection that comes back sooner was never shown as gone. */
const SILENT_AFTER_MS = 5_000;
/** From the last contact; the goal is to show a lost cluster within 30 s of its silence. */
const LOST_AFTER_MS = 25_000;
const CHECK_MS = 1_000;

/** Listens until the answer's `close`. At the start everybody counts as silent from now on: nobody is connected yet. */
export async function createPresence({
  db,
  bus,
  time,
  log,
}: {
  db: Database;
  bus: Bus;
  time: Time;
  log: Logger;
}): Promise<{ close(): void; idle(): Promise<void> }> {
  /** Clusters without a connection that are not yet shown as lost, and since when. */
  const silent = new Map<string, { since: number; shown: PresenceState }>();
  const online = new Set<string>();

  const writes = createGroup<(trx: Queryable) => Promise<void>>({
    db,
    time,
    size: 500,
    waitMs: 20,
    async write(trx, items) {
      for (const item of items) await item(trx);
    },
  });
  const store = (write: (trx: Queryable) => Promise<void>) =>
    writes.add(write).catch((error: unknown) => log.error({ err: error }, 'presence was not stored'));

  function show(clusterId: string, state: PresenceState, since: number): void {
    void store(trx => storePresence(trx, clusterId, state, since));
    bus.publish('board', { t: 'presence', clusterId, state, since: new Date(since).toISOString() });
  }

  for (const cluster of await presentClusters(db)) {
    silent.set(cluster.clusterId, {
      since: cluster.state === 'silent' ? cluster.since : time.now(),
      shown: cluster.state,
    });
  }

  const unsubscribe = [
    bus.subscribe('presence', ({ clusterId, state, since }) => {
      if (state === 'online') {
        const back = silent.get(clusterId);
        silent.delete(clusterId);
        // A flap too short to be shown changes nothing; anything else is news.
        if (!online.has(clusterId) || back?.shown === 'silent') show(clusterId, 'online', since);
        online.add(clusterId);
      } else {
        silent.set(clusterId, { since, shown: 'online' });
      }
    }),
    bus.subscribe('health', ({ clusterId, health, at }) => void store(trx => storeHealth(trx, clusterId, health, at))),
    bus.subscribe('applied', ({ clusterId, ...applied }) => void store(trx => storeApplied(trx, clusterId, applied))),
    every(time, CHECK_MS, () => {
      const now = time.now();
      for (const [clusterId, state] of silent) {
        if (now - state.since >= LOST_AFTER_MS) {
          silent.delete(clusterId);
          online.delete(clusterId);
          show(clusterId, 'lost', state.since);
        } else if (state.shown === 'online' && now - state.since >= SILENT_AFTER_MS) {
          state.shown = 'silent';
          online.delete(clusterId);
          show(clusterId, 'silent', state.since);
        }
      }
    }),
  ];

  return {
    close() {
      for (const stop of unsubscribe) stop();
    },
    idle: () => writes.idle(),
  };
}
