// Who has the loudspeaker: a pure state machine. Orders, time and what the stage says go in; a new state and effects come out.
// One item sounds at a time, none below a higher one; every accepted item ends in exactly one final word.
import { type BroadcastClass, rank } from '../protocol/class.ts';
import type { Reason } from '../protocol/delivery.ts';
import { isQuiet, type Law, quietFrom } from './quiet.ts';

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

type Span = { startedAt: number; endedAt: number; missedMs?: number; resumes?: number };
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
  | { type: 'prepare'; broadcastId: string }
  /** Its first sample belongs at `at`; if that is past, it enters in step. */
  | { type: 'start'; broadcastId: string; at: number }
  | { type: 'cut'; broadcastId: string; at: number }
  | { type: 'say'; item: Item; word: Word }
  /** Nothing more will be done with it. */
  | { type: 'forget'; broadcastId: string };

export const emptyPlayer = (law: Law): PlayerState => ({ entries: [], law, clockKnown: false, speakerOk: true });

const isFinalWord = (word: Word): boolean => word.kind !== 'playing' && word.kind !== 'preempted';
const hasSpeaker = (entry: Entry): boolean => entry.phase === 'cued' || entry.phase === 'sounding';
const obeysQuiet = (entry: Entry, law: Law): boolean =>
  entry.item.class === 'normal' || (entry.item.class === 'priority' && !law.priorityIgnoresQuiet);
const mayPlay = (entry: Entry, state: PlayerState): boolean =>
  entry.ready && state.speakerOk && (entry.item.class === 'emergency' || (state.clockKnown && !entry.doubtful));

/** One event at server time `now` (UTC ms). */
export function step(before: PlayerState, event: PlayerEvent, now: number): { state: PlayerState; effects: Effect[] } {
  let state = { ...before };
  const effects: Effect[] = [];

  const find = (broadcastId: string) => state.entries.find(entry => entry.item.broadcastId === broadcastId);
  const change = (entry: Entry, to: Partial<Entry>): void => {
    state = {
      ...state,
      entries: state.entries.map(each =>
        each.item.broadcastId === entry.item.broadcastId ? { ...each, ...to } : each,
      ),
    };
  };
  const say = (entry: Entry, word: Word): void => {
    effects.push({ type: 'say', item: entry.item, word });
    if (!isFinalWord(word)) return;
    effects.push({ type: 'forget', broadcastId: entry.item.broadcastId });
    state = { ...state, entries: state.entries.filter(each => each.item.broadcastId !== entry.item.broadcastId) };
  };
  const span = (entry: Entry, startedAt: number, endedAt: number): Span => ({
    startedAt: Math.round(startedAt),
    endedAt: Math.round(Math.max(startedAt, endedAt)),
    ...(Math.round(entry.missedMs) > 0 ? { missedMs: Math.round(entry.missedMs) } : {}),
    ...(entry.resumes > 0 ? { resumes: entry.resumes } : {}),
  });
  /** The final word of an item that will not sound on. */
  const giveUp = (entry: Entry, reason: Reason, unheard: Word) => {
    if (hasSpeaker(entry)) effects.push({ type: 'cut', broadcastId: entry.item.broadcastId, at: now });
    if (entry.startedAt === null) return say(entry, unheard);
    const endedAt = entry.phase === 'sounding' ? now : Math.min(now, entry.soundedTo ?? entry.startedAt);
    say(entry, { kind: 'interrupted', reason, ...span(entry, entry.startedAt, endedAt) });
  };
  /** Takes the loudspeaker from an item that may have it again. */
  const putBack = (entry: Entry, at: number, reason: Reason): void => {
    const sounded = entry.phase === 'sounding';
    change(entry, {
      phase: 'waiting',
      heldUp: entry.heldUp || sounded,
      ...(sounded ? { cutBy: reason, soundedTo: at } : {}),
    });
  };

  function take() {
    switch (event.type) {
      case 'accept': {
        const old = find(event.item.broadcastId);
        if (old) giveUp(old, 'superseded', { kind: 'refused', reason: 'superseded' });
        const sounded = event.before !== undefined && event.before.startedAt !== null;
        const entry: Entry = {
          item: event.item,
          phase: 'waiting',
          ready: event.ready,
          doubtful: event.doubtful,
          heldUp: sounded && event.item.class !== 'emergency',
          startedAt: event.before?.startedAt ?? null,
          cutBy: !sounded ? null : event.item.class === 'emergency' ? 'restart' : 'preempted',
          soundedTo: null,
          missedMs: 0,
          resumes: event.before?.resumes ?? 0,
        };
        state = { ...state, entries: [...state.entries, entry] };
        if (obeysQuiet(entry, state.law) && isQuiet(state.law, event.item.startAt))
          giveUp(entry, 'quiet_hours', { kind: 'refused', reason: 'quiet_hours' });
        return;
      }
      case 'law':
        state = { ...state, law: event.law };
        return;
      case 'clock':
        state = { ...state, clockKnown: event.known };
        return;
      case 'cleared':
        state = { ...state, entries: state.entries.map(entry => ({ ...entry, doubtful: false })) };
        return;
      case 'speaker':
        state = { ...state, speakerOk: event.ok };
        if (!event.ok)
          for (const entry of state.entries.filter(hasSpeaker)) lose(entry, 'speaker', 'the loudspeaker failed');
        return;
      case 'shutdown':
        for (const entry of state.entries.filter(hasSpeaker)) {
          effects.push({ type: 'cut', broadcastId: entry.item.broadcastId, at: now });
          if (entry.item.class === 'emergency' || entry.startedAt === null) putBack(entry, now, 'shutdown');
          else giveUp(entry, 'shutdown', { kind: 'refused', reason: 'shutdown' });
        }
        return;
      case 'tick':
        return;
    }
    const entry = find(event.broadcastId);
    if (!entry) return;
    if (event.type === 'audio') return change(entry, { ready: event.ready });
    if (event.type === 'withdraw') {
      const unheard: Word =
        event.quietly === 'refused' ? { kind: 'refused', reason: event.reason } : { kind: 'cancelled' };
      return giveUp(entry, event.reason, unheard);
    }
    if (event.type === 'broken') return lose(entry, event.reason, event.detail);
    if (event.type === 'began') {
      if (!hasSpeaker(entry)) return;
      const again = entry.startedAt !== null && entry.item.class === 'emergency';
      change(entry, {
        phase: 'sounding',
        startedAt: again ? entry.startedAt : event.startedAt,
        missedMs: event.missedMs,
        resumes: entry.resumes + (again ? 1 : 0),
      });
      const missed = Math.round(event.missedMs);
      say(entry, {
        kind: 'playing',
        startedAt: Math.round(event.startedAt),
        ...(missed > 0 ? { missedMs: missed } : {}),
      });
      return;
    }
    if (event.type === 'ended') {
      if (entry.startedAt === null) return say(entry, { kind: 'failed', reason: 'audio_missing' });
      const ended = { ...entry, missedMs: event.missedMs };
      const times = span(ended, entry.startedAt, event.endedAt);
      if (event.heard) say(ended, { kind: 'played', levelDbfs: event.levelDbfs, ...times });
      else say(ended, { kind: 'interrupted', reason: 'audio_missing', ...times });
    }
  }

  /** Its sound broke off: an emergency waits to try again, anything else has failed. */
  function lose(entry: Entry, reason: Reason, detail: string) {
    if (hasSpeaker(entry)) effects.push({ type: 'cut', broadcastId: entry.item.broadcastId, at: now });
    if (entry.item.class === 'emergency' && reason === 'speaker') return putBack(entry, now, reason);
    if (entry.phase !== 'sounding' && reason === 'speaker') return putBack(entry, now, reason);
    say(entry, { kind: 'failed', reason, detail: detail.slice(0, 300) });
  }

  function expire(): void {
    for (const entry of state.entries) {
      if (hasSpeaker(entry) || now <= entry.item.expiresAt) continue;
      if (entry.item.class !== 'emergency' && !state.clockKnown) continue;
      if (!state.speakerOk) giveUp(entry, entry.cutBy ?? 'speaker', { kind: 'failed', reason: 'speaker' });
      else {
        const reason: Reason | undefined = entry.doubtful ? 'new_journal' : entry.ready ? undefined : 'audio_missing';
        giveUp(entry, entry.cutBy ?? 'expired', { kind: 'expired', ...(reason ? { reason } : {}) });
      }
    }
  }

  /** Where its first sample belongs if it took the loudspeaker now. */
  function startOf(entry: Entry): number {
    const { startAt, lengthMs } = entry.item;
    if (now <= startAt - CUE_MS) return startAt;
    if (entry.heldUp) return Math.max(startAt, now + CUE_MS);
    return now + CUE_MS < startAt + lengthMs ? startAt : now + CUE_MS;
  }

  function enforceQuiet(): void {
    for (const entry of state.entries) {
      if (!obeysQuiet(entry, state.law)) continue;
      const due = hasSpeaker(entry) || (entry.item.startAt <= now && mayPlay(entry, state));
      const from = entry.phase === 'sounding' ? now : Math.max(now, startOf(entry));
      if (due && isQuiet(state.law, from)) giveUp(entry, 'quiet_hours', { kind: 'refused', reason: 'quiet_hours' });
    }
  }

  /** Gives the loudspeaker to the one that it is due to. */
  function choose() {
    const due = state.entries
      .filter(entry => !hasSpeaker(entry) && mayPlay(entry, state) && now >= entry.item.startAt - CUE_MS)
      .sort((a, b) => rank(b.item.class, a.item.class) || a.item.startAt - b.item.startAt);
    const holder = state.entries.find(hasSpeaker);
    const first = due[0];
    const winner = first && (!holder || rank(first.item.class, holder.item.class) > 0) ? first : null;
    for (const entry of due) {
      if (entry !== winner && now >= entry.item.startAt && !entry.heldUp) change(entry, { heldUp: true });
    }
    if (!winner) return;
    const at = startOf(winner);
    if (at > winner.item.expiresAt) {
      return giveUp(winner, winner.cutBy ?? 'expired', { kind: 'expired' });
    }
    if (obeysQuiet(winner, state.law) && isQuiet(state.law, Math.max(now, at))) {
      return giveUp(winner, 'quiet_hours', { kind: 'refused', reason: 'quiet_hours' });
    }
    if (holder) {
      const cutAt = Math.max(now, at);
      effects.push({ type: 'cut', broadcastId: holder.item.broadcastId, at: cutAt });
      if (holder.phase === 'sounding') say(holder, { kind: 'preempted', by: winner.item.broadcastId });
      putBack(holder, cutAt, 'preempted');
    }
    // One that was to fall silent later, for another that this one overtakes, falls silent now.
    for (const entry of state.entries) {
      if (entry.soundedTo === null || entry.soundedTo <= Math.max(now, at)) continue;
      effects.push({ type: 'cut', broadcastId: entry.item.broadcastId, at: Math.max(now, at) });
      change(entry, { soundedTo: Math.max(now, at) });
    }
    change(winner, { phase: 'cued' });
    effects.push({ type: 'start', broadcastId: winner.item.broadcastId, at });
  }

  function prepare(): void {
    for (const entry of state.entries) {
      if (entry.phase !== 'waiting' || !mayPlay(entry, state) || now < entry.item.startAt - PREPARE_MS) continue;
      change(entry, { phase: 'prepared' });
      effects.push({ type: 'prepare', broadcastId: entry.item.broadcastId });
    }
  }

  take();
  if (event.type !== 'shutdown') {
    expire();
    enforceQuiet();
    choose();
    prepare();
  }
  return { state, effects };
}

/** When the state would change by time alone, server time; null if never. */
export function nextWake(state: PlayerState, now: number): number | null {
  const moments = state.entries.flatMap(entry => {
    const { startAt, expiresAt } = entry.item;
    const quiet = obeysQuiet(entry, state.law) ? quietFrom(state.law, now) : null;
    if (hasSpeaker(entry)) return quiet === null ? [] : [quiet];
    return [startAt - PREPARE_MS, startAt - CUE_MS, startAt, expiresAt + 1];
  });
  const ahead = moments.filter(moment => moment > now);
  return ahead.length > 0 ? Math.min(...ahead) : null;
}
