// What must still be told to clusters that were not connected when it was signed, or have not said that they have it.
import type { SignedSentence } from '../bus/bus.ts';

interface Waiting {
  orderId: string;
  revision: number;
  kind: 'play' | 'stop';
  bytes: Uint8Array;
  issuedAt: number;
  keepUntil: number;
  clusters: Set<string>;
}

interface Sentence {
  version: number;
  bytes: Uint8Array;
}

export interface Pending {
  add(order: Omit<Waiting, 'clusters'> & { clusterIds: readonly string[] }): void;
  /** Keeps the newest settings or plan, in case a session is just being welcomed with older ones. */
  addSentence(order: SignedSentence): void;
  newest(kind: 'settings' | 'plan', clusterId: string, stored: Sentence | null): Sentence | null;
  /** The device has said something of this order: it need not be told again. */
  heard(clusterId: string, orderId: string, revision: number): void;
  /** Stops before plays, each in the order of their signing. */
  for(clusterId: string): Pick<Waiting, 'orderId' | 'revision' | 'kind' | 'bytes'>[];
  /** Broadcasts that may still sound anywhere. */
  liveBroadcasts(): string[];
  /** Forgets orders whose time has passed. */
  prune(now: number): void;
}

export function createPending(): Pending {
  const orders = new Map<string, Waiting>();
  const sentences = { settings: new Map<string, Sentence>(), plan: new Map<string, Sentence>() };

  return {
    add({ orderId, revision, kind, bytes, issuedAt, keepUntil, clusterIds }) {
      const key = `${kind} ${orderId}`;
      if ((orders.get(key)?.revision ?? 0) > revision) return;
      orders.set(key, { orderId, revision, kind, bytes, issuedAt, keepUntil, clusters: new Set(clusterIds) });
    },
    addSentence({ kind, revision, bytes, clusterIds }) {
      for (const clusterId of clusterIds) sentences[kind].set(clusterId, { version: revision, bytes });
    },
    newest(kind, clusterId, stored) {
      const seen = sentences[kind].get(clusterId);
      return seen && seen.version > (stored?.version ?? 0) ? seen : stored;
    },
    heard(clusterId, orderId, revision) {
      const order = orders.get(`play ${orderId}`);
      if (order && order.revision <= revision) order.clusters.delete(clusterId);
    },
    for(clusterId) {
      const waiting = [...orders.values()].filter(order => order.clusters.has(clusterId));
      return waiting.sort((a, b) => Number(a.kind === 'play') - Number(b.kind === 'play') || a.issuedAt - b.issuedAt);
    },
    liveBroadcasts: () => [...orders.values()].filter(order => order.kind === 'play').map(order => order.orderId),
    prune(now) {
      for (const [key, order] of orders) if (order.keepUntil <= now) orders.delete(key);
    },
  };
}
