// What passes between the two journeys and between nodes. Down: orders and closings. Up: hand-overs, reports, presence.
// One word goes back: `recorded`, after commit, on which link acknowledges. `main` joins the rooms; none of them knows the other end.
import type { Fact } from '../../protocol/delivery.ts';
import type { Health } from '../../protocol/device.ts';
import type { FeedMessage, PresenceState } from '../../protocol/feed.ts';

interface Signed {
  /** Broadcast or stop id; for settings and plans the cluster's. */
  orderId: string;
  revision: number;
  bytes: Uint8Array;
  clusterIds: readonly string[];
}
/** What is told to clusters that are away as well. */
export interface SignedOrder extends Signed {
  kind: 'play' | 'stop';
  issuedAt: number;
  /** Until when clusters that are away must be told, UTC ms. */
  keepUntil: number;
}

/** What only its newest version counts of. */
export interface SignedSentence extends Signed {
  kind: 'settings' | 'plan';
}

export interface Messages {
  /** Signed bytes for these clusters, whoever of them is connected here. */
  order: SignedOrder | SignedSentence;
  /** End a cluster's session: it was revoked or removed. */
  close: { clusterId: string };
  /** The order's bytes are in these clusters' sockets. */
  handedOver: { orderId: string; revision: number; clusterIds: readonly string[]; at: number };
  report: { clusterId: string; journalId: string; facts: readonly Fact[] };
  recorded: { clusterId: string; journalId: string; seq: number };
  presence: { clusterId: string; state: PresenceState; since: number };
  health: { clusterId: string; health: Health; at: number };
  /** What the device says that it holds and obeys. */
  applied: { clusterId: string; settingsVersion: number; planVersion: number; libraryVersion: number };
  /** Something is wrong with a cluster that it did not say itself: a clone, a forgery. */
  alarm: { clusterId: string; part: string; detail: string; at: number };
  /** How long orders take to the connected devices, one way, the slowest tenth left out. */
  pace: { p90OneWayMs: number };
  /** Something that open pages show has changed. */
  board: FeedMessage;
}

export type Topic = keyof Messages;

export interface Bus {
  publish<T extends Topic>(topic: T, message: Messages[T]): void;
  /** The answer unsubscribes. */
  subscribe<T extends Topic>(topic: T, listener: (message: Messages[T]) => void): () => void;
}
