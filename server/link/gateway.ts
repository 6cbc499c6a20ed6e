// All agents connected to this node. Orders come from the bus and go out as the same bytes to every target's socket;
// presence, reports and hand-overs go back to the bus.
import type { Logger } from 'pino';
import { CLOSE } from '../../protocol/device.ts';
import type { ClipLibrary } from '../../protocol/order.ts';
import { every, type Time } from '../../protocol/time.ts';
import type { Wire, WireEvents } from '../../protocol/wire.ts';
import type { Bus, Messages, SignedOrder, SignedSentence } from '../bus/bus.ts';
import type { Signing } from '../signing/signing.ts';
import type { Database } from '../store/database.ts';
import { finishedAt, untold } from '../store/deliveries.ts';
import { keepConnection } from '../store/devices.ts';
import { createGroup } from '../store/group.ts';
import { liveOrders } from '../store/orders.ts';
import { createServerClock } from './clock.ts';
import { createPending } from './pending.ts';
import { createSession, type Session } from './session.ts';
import type { AudioSource } from './transfer.ts';

/** Two probes of 10 s missed, and a little. */
const DEAF_MS = 25_000;
const SWEEP_MS = 5_000;

export interface Gateway {
  /** Takes a connected wire; its messages go to the answer. */
  accept(wire: Wire, address: string): WireEvents;
  /** Agents welcomed and connected now. */
  count(): number;
  isConnected(clusterId: string): boolean;
  /** Says goodbye to all and stops listening to the bus. */
  close(): void;
}

/** Reads what must still be told from the store, then listens. */
export async function createGateway(parts: {
  db: Database;
  bus: Bus;
  signing: Signing;
  audio: AudioSource;
  library: () => ClipLibrary;
  time: Time;
  random: (bytes: number) => Uint8Array;
  log: Logger;
}): Promise<Gateway> {
  const { db, bus, time, log } = parts;
  const clock = createServerClock(time);
  const pending = createPending();
  for (const order of await liveOrders(db, time.now())) {
    const clusterIds =
      order.kind === 'play' ? await untold(db, order.orderId, order.revision, order.clusterIds) : order.clusterIds;
    pending.add({ ...order, clusterIds });
  }

  /** Every open wire, and those of them that are welcomed, by cluster. */
  const open = new Set<Session>();
  const sessions = new Map<string, Session>();
  const connections = createGroup<{ clusterId: string; connection: number }>({
    db,
    time,
    size: 200,
    waitMs: 5,
    async write(trx, items) {
      for (const item of items) await keepConnection(trx, item.clusterId, item.connection);
    },
  });
  /** Highest connection number admitted by this node, ahead of what the store says. */
  const admitted = new Map<string, number>();

  function fanOut(order: Messages['order']): void {
    const handed: string[] = [];
    for (const clusterId of order.clusterIds) {
      const session = sessions.get(clusterId);
      if (!session) continue;
      session.send(order.bytes);
      handed.push(clusterId);
    }
    if (isSentence(order)) return pending.addSentence(order);
    pending.add(order);
    if (order.kind === 'play' && handed.length > 0) {
      bus.publish('handedOver', {
        orderId: order.orderId,
        revision: order.revision,
        clusterIds: handed,
        at: time.now(),
      });
    }
  }

  /** Alerts start so soon that nine of ten devices have the order by then. */
  function tellPace(): void {
    const trips = [...sessions.values()].flatMap(session => session.rttMs ?? []).sort((a, b) => a - b);
    const slow = trips[Math.floor(trips.length * 0.9)];
    if (slow !== undefined) bus.publish('pace', { p90OneWayMs: slow / 2 });
  }

  const unsubscribe = [
    bus.subscribe('order', fanOut),
    bus.subscribe('close', ({ clusterId }) => sessions.get(clusterId)?.close(CLOSE.revoked, 'revoked')),
    bus.subscribe('recorded', ({ clusterId, journalId, seq }) =>
      sessions.get(clusterId)?.tell({ t: 'recorded', journalId, seq }),
    ),
    bus.subscribe('report', ({ clusterId, facts }) => {
      for (const fact of facts) if ('deliveryId' in fact) pending.heard(clusterId, fact.broadcastId, fact.revision);
    }),
    every(time, SWEEP_MS, () => {
      const deaf = time.monotonic() - DEAF_MS;
      for (const session of open) if (session.heardAt < deaf) session.terminate();
      tellPace();
      pending.prune(time.now());
    }),
  ];

  const sessionParts = {
    ...parts,
    clock,
    async admit(_session: Session, { clusterId, connection }: { clusterId: string; connection: number }) {
      if (connection <= (admitted.get(clusterId) ?? 0)) return false;
      admitted.set(clusterId, connection);
      await connections.add({ clusterId, connection });
      return true;
    },
    welcomed(
      session: Session,
      hello: { clusterId: string; settingsVersion: number; planVersion: number },
      device: {
        settings: { version: number; bytes: Uint8Array } | null;
        plan: { version: number; bytes: Uint8Array } | null;
      },
    ) {
      const { clusterId } = hello;
      const older = sessions.get(clusterId);
      sessions.set(clusterId, session);
      older?.close(CLOSE.replaced, 'a newer connection took over');
      const settings = pending.newest('settings', clusterId, device.settings);
      if (settings && settings.version > hello.settingsVersion) session.send(settings.bytes);
      const handed: { orderId: string; revision: number }[] = [];
      for (const order of pending.for(clusterId)) {
        session.send(order.bytes);
        if (order.kind === 'play') handed.push(order);
      }
      const plan = pending.newest('plan', clusterId, device.plan);
      if (plan && plan.version > hello.planVersion) session.send(plan.bytes);
      bus.publish('presence', { clusterId, state: 'online', since: time.now() });
      for (const { orderId, revision } of handed) {
        bus.publish('handedOver', { orderId, revision, clusterIds: [clusterId], at: time.now() });
      }
    },
    finished: (clusterId: string) => finishedAt(db, clusterId, pending.liveBroadcasts()),
    enrolled(clusterId: string) {
      admitted.delete(clusterId);
      sessions.get(clusterId)?.close(CLOSE.revoked, 'another device was enrolled');
    },
    left(session: Session) {
      open.delete(session);
      const { clusterId } = session;
      if (clusterId === null || sessions.get(clusterId) !== session) return;
      sessions.delete(clusterId);
      bus.publish('presence', { clusterId, state: 'silent', since: time.now() });
    },
  };

  return {
    accept(wire, address) {
      const { session, events } = createSession(wire, address, sessionParts);
      open.add(session);
      return events;
    },
    count: () => sessions.size,
    isConnected: clusterId => sessions.has(clusterId),
    close() {
      for (const stop of unsubscribe) stop();
      for (const session of open) session.close(1001, 'the server is going down');
      log.info('gateway closed');
    },
  };
}

const isSentence = (order: SignedOrder | SignedSentence): order is SignedSentence =>
  order.kind === 'settings' || order.kind === 'plan';
