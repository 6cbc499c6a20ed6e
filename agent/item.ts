// What the player knows and says: items with their phases, the events it takes, the effects it asks for.
import type { BroadcastClass } from '../protocol/class.ts';
import type { Reason } from '../protocol/delivery.ts';
import { type AlertMessage, LONGEST_REPEAT_MS, type Play } from '../protocol/order.ts';
import type { Law } from './quiet.ts';

/** How long before its start an item is made ready: audio opened, loudspeaker woken. */
export const PREPARE_MS = 3000;
/** How long before its start an item takes the loudspeaker; long enough to write down that it starts. */
export const CUE_MS = 300;

export interface Item {
  broadcastId: string;
  revision: number;
  class: BroadcastClass;
  /** Null where it is no message of an alert or drill: a later revision then takes its place with a final word. */
  message: AlertMessage | null;
  /** An exercise: it obeys quiet hours whatever its class. */
  drill: boolean;
  startAt: number;
  expiresAt: number;
  passMs: number;
  passes: number;
  /** Goes out again at `startAt` and every so many ms after it, while not after `expiresAt`. */
  repeatEveryMs: number | null;
  /** Sounded at the box by the device's own clock: its times move when that is set. */
  onSite: boolean;
}

/** The order as the player knows it, with the length that a pass of it has on this device. */
export function itemOf(play: Play, passMs: number, onSite: boolean): Item {
  const { broadcastId, revision, startAt, expiresAt } = play;
  const repeatEveryMs = play.repeatEveryMs ?? null;
  return {
    broadcastId,
    revision,
    class: play.class,
    message: play.message ?? null,
    drill: play.drill === true,
    startAt,
    expiresAt: repeatEveryMs === null ? expiresAt : Math.min(expiresAt, play.issuedAt + LONGEST_REPEAT_MS),
    passMs,
    passes: play.passes ?? 1,
    repeatEveryMs,
    onSite,
  };
}

/** What an order is called on the device: two revisions of one alert may be here at once. */
export const keyOf = (of: { broadcastId: string; revision: number }): string => `${of.broadcastId} ${of.revision}`;

export interface Entry {
  key: string;
  item: Item;
  /** `cued`: has the loudspeaker, has not begun to sound. */
  phase: 'waiting' | 'prepared' | 'cued' | 'sounding';
  /** Enough audio is here to begin. */
  ready: boolean;
  /** All of its content is here: what lacks some of it sounds, but was not heard whole. */
  whole: boolean;
  /** A new journal does not know whether it was played before. */
  doubtful: boolean;
  /** Where the going-out that it waits for or sounds belongs on the shared clock: `startAt`, later the next repeat. */
  dueAt: number;
  /** Another item had the loudspeaker at its time, so it plays from its beginning. */
  heldUp: boolean;
  /** When it sounded first, if it has; an item that was cut and waits keeps it. */
  startedAt: number | null;
  /** Why it was last cut off. */
  cutBy: Reason | null;
  /** End of what it sounded so far. */
  soundedTo: number | null;
  /** Emergencies take turns: when it last had the loudspeaker, 0 if never. */
  turnAt: number;
  /** Of what has ended, and of what sounds now. */
  missedMs: number;
  missingMs: number;
  resumes: number;
  /** Passes that were heard whole. */
  rounds: number;
  /** Some of it was heard with nothing of its content lacking. */
  heard: boolean;
  levelDbfs: number | null;
  /** Server time at which its first sample of this going-out belongs. */
  at: number;
  /** An emergency that shares the loudspeaker goes on with these when its turn comes again. */
  passesLeft: number;
}

export interface PlayerState {
  entries: readonly Entry[];
  /** Sounds that end at a moment ahead, of entries that are gone. */
  fading: readonly { key: string; broadcastId: string; until: number }[];
  law: Law;
  clockKnown: boolean;
  speakerOk: boolean;
}

/** What an earlier life of the device did with an item. */
export interface Past {
  startedAt: number | null;
  resumes: number;
  rounds: number;
  /** When its last going-out ended; null if none did, or another began since. */
  endedAt: number | null;
}

export type PlayerEvent =
  | { type: 'accept'; item: Item; ready: boolean; whole: boolean; doubtful: boolean; before?: Past }
  /** Its audio has come or gone; with it the length of a pass, which counts from its next going-out on. */
  | { type: 'audio'; key: string; ready: boolean; whole: boolean; passMs: number }
  /** Taken back: `cancelled` if it has not sounded. */
  | { type: 'withdraw'; key: string; reason: Reason; quietly?: 'cancelled' | 'refused' }
  | { type: 'law'; law: Law }
  /** `setBy`: how far the device's clock was moved since it was last told. */
  | { type: 'clock'; known: boolean; setBy: number }
  | { type: 'speaker'; ok: boolean }
  | { type: 'cleared' }
  | { type: 'began'; key: string; startedAt: number; missedMs: number }
  | { type: 'ended'; key: string; endedAt: number; missedMs: number; levelDbfs: number | null; heard: boolean }
  | { type: 'broken'; key: string; reason: Reason; detail: string }
  | { type: 'shutdown' }
  | { type: 'tick' };

export type Span = { startedAt: number; endedAt: number; missedMs?: number; resumes?: number; rounds?: number };
export type Word =
  | { kind: 'playing'; startedAt: number; missedMs?: number }
  | { kind: 'preempted'; by: string }
  | { kind: 'broken'; reason: Reason; rounds: number }
  | ({ kind: 'played'; levelDbfs: number | null } & Span)
  | ({ kind: 'interrupted'; reason: Reason } & Span)
  | { kind: 'failed'; reason: Reason; detail?: string }
  | { kind: 'refused'; reason: Reason }
  | { kind: 'expired'; reason?: Reason }
  | { kind: 'cancelled' };

/** Whether nothing of the item follows it. */
export const isFinalWord = ({ kind }: Word): boolean => kind !== 'playing' && kind !== 'preempted' && kind !== 'broken';

export type Effect =
  | { type: 'prepare'; key: string; passes: number }
  /** Its first sample belongs at `at`; if that is past, it enters in step. */
  | { type: 'start'; key: string; at: number; passes: number; resumes: number }
  | { type: 'cut'; key: string; at: number }
  | { type: 'say'; item: Item; word: Word }
  /** A going-out has ended and another will follow: worth knowing after a restart. */
  | { type: 'rested'; item: Item; endedAt: number; rounds: number }
  /** Nothing more will be done with it; from this server time on it is silent. */
  | { type: 'forget'; key: string; at: number };

export const emptyPlayer = (law: Law): PlayerState => ({
  entries: [],
  fading: [],
  law,
  clockKnown: false,
  speakerOk: true,
});
