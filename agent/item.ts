// What the player knows and says: items with their phases, the events it takes, the effects it asks for.
import type { BroadcastClass } from '../protocol/class.ts';
import type { Reason } from '../protocol/delivery.ts';
import type { Law } from './quiet.ts';

/** How long before its start an item is made ready: audio opened, loudspeaker woken. */
export const PREPARE_MS = 3000;
/** How long before its start an item takes the loudspeaker; long enough to write down that it starts. */
export const CUE_MS = 300;

export interface Item {
  broadcastId: string;
  revision: number;
  class: BroadcastClass;
  startAt: number;
  expiresAt: number;
  /** All passes. */
  lengthMs: number;
  passes: number;
}

export interface Entry {
  item: Item;
  /** `cued`: has the loudspeaker, has not begun to sound. */
  phase: 'waiting' | 'prepared' | 'cued' | 'sounding';
  /** Enough audio is here to begin. */
  ready: boolean;
  /** A new journal does not know whether it was played before. */
  doubtful: boolean;
  /** Another item had the loudspeaker at its time, so it plays from its beginning. */
  heldUp: boolean;
  /** When it sounded first, if it has; an item that was cut and waits keeps it. */
  startedAt: number | null;
  /** Why it was last cut off. */
  cutBy: Reason | null;
  /** End of what it sounded so far. */
  soundedTo: number | null;
  missedMs: number;
  resumes: number;
  /** Server time at which its first sample of this going-out belongs. */
  at: number;
  /** An emergency that shares the loudspeaker goes on with these when its turn comes again. */
  passesLeft: number;
}

export interface PlayerState {
  entries: readonly Entry[];
  law: Law;
  clockKnown: boolean;
  speakerOk: boolean;
}

export type PlayerEvent =
  | {
      type: 'accept';
      item: Item;
      ready: boolean;
      doubtful: boolean;
      before?: { startedAt: number | null; resumes: number };
    }
  | { type: 'audio'; broadcastId: string; ready: boolean }
  /** Taken back: `cancelled` if it has not sounded. */
  | { type: 'withdraw'; broadcastId: string; reason: Reason; quietly?: 'cancelled' | 'refused' }
  | { type: 'law'; law: Law }
  | { type: 'clock'; known: boolean }
  | { type: 'speaker'; ok: boolean }
  | { type: 'cleared' }
  | { type: 'began'; broadcastId: string; startedAt: number; missedMs: number }
  | { type: 'ended'; broadcastId: string; endedAt: number; missedMs: number; levelDbfs: number | null; heard: boolean }
  | { type: 'broken'; broadcastId: string; reason: Reason; detail: string }
  | { type: 'shutdown' }
  | { type: 'tick' };

export type Span = { startedAt: number; endedAt: number; missedMs?: number; resumes?: number };
export type Word =
  | { kind: 'playing'; startedAt: number; missedMs?: number }
  | { kind: 'preempted'; by: string }
  | ({ kind: 'played'; levelDbfs: number | null } & Span)
  | ({ kind: 'interrupted'; reason: Reason } & Span)
  | { kind: 'failed'; reason: Reason; detail?: string }
  | { kind: 'refused'; reason: Reason }
  | { kind: 'expired'; reason?: Reason }
  | { kind: 'cancelled' };

export type Effect =
  | { type: 'prepare'; broadcastId: string; passes: number }
  /** Its first sample belongs at `at`; if that is past, it enters in step. */
  | { type: 'start'; broadcastId: string; at: number; passes: number }
  | { type: 'cut'; broadcastId: string; at: number }
  | { type: 'say'; item: Item; word: Word }
  /** Nothing more will be done with it. */
  | { type: 'forget'; broadcastId: string };

export const emptyPlayer = (law: Law): PlayerState => ({ entries: [], law, clockKnown: false, speakerOk: true });
