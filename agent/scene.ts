// The player's state while one event is worked on: entries are changed, words said and sounds cut here, so that what is said,
// what is heard and what is remembered never part.
import type { Reason } from '../protocol/delivery.ts';
import { type Effect, type Entry, isFinalWord, type PlayerState, type Span, type Word } from './item.ts';
import { cutShort, hasSpeaker, isUrgent } from './turns.ts';

type Fading = PlayerState['fading'][number];

export interface Scene {
  state(): PlayerState;
  effects: Effect[];
  set(to: Partial<PlayerState>): void;
  find(key: string): Entry | undefined;
  /** All revisions of one broadcast that are here, the oldest first. */
  revisions(broadcastId: string): Entry[];
  change(entry: Entry, to: Partial<Entry>): void;
  say(entry: Entry, word: Word): void;
  /** Silent from `at` on: what sounds, or what was to sound on until later. */
  cut(entry: Entry, at: number): void;
  /** Silences what still sounds of entries that are gone. */
  cutFading(which: (fading: Fading) => boolean, at: number): void;
  /** It goes without a word, silent from `at` on: a later revision carries on for it. */
  drop(entry: Entry, at: number): void;
  /** Takes the loudspeaker from an item that may have it again. */
  putBack(entry: Entry, at: number, reason: Reason): void;
  /** The final word of an item that will not sound on; `unheard` if it has never sounded. */
  giveUp(entry: Entry, reason: Reason, unheard: Word): void;
  /** The final word of an item all of whose going-outs are over. */
  finish(entry: Entry): void;
}

function span(entry: Entry, startedAt: number, endedAt: number): Span {
  const missed = Math.round(entry.missedMs + entry.missingMs);
  return {
    startedAt: Math.round(startedAt),
    endedAt: Math.round(Math.max(startedAt, endedAt)),
    ...(missed > 0 ? { missedMs: missed } : {}),
    ...(entry.resumes > 0 ? { resumes: entry.resumes } : {}),
    ...(isUrgent(entry.item) || entry.item.repeatEveryMs !== null ? { rounds: entry.rounds } : {}),
  };
}

export function openScene(before: PlayerState, now: number): Scene {
  let state: PlayerState = { ...before, fading: before.fading.filter(each => each.until > now) };
  const effects: Effect[] = [];

  const without = (entry: Entry, at: number): void => {
    effects.push({ type: 'forget', key: entry.key, at });
    state = { ...state, entries: state.entries.filter(each => each.key !== entry.key) };
  };

  const scene: Scene = {
    state: () => state,
    effects,
    set(to) {
      state = { ...state, ...to };
    },
    find: key => state.entries.find(entry => entry.key === key),
    revisions: broadcastId =>
      state.entries
        .filter(entry => entry.item.broadcastId === broadcastId)
        .sort((a, b) => a.item.revision - b.item.revision),
    change(entry, to) {
      state = { ...state, entries: state.entries.map(each => (each.key === entry.key ? { ...each, ...to } : each)) };
    },
    say(entry, word) {
      effects.push({ type: 'say', item: entry.item, word });
      if (isFinalWord(word)) without(entry, now);
    },
    cut(entry, at) {
      effects.push({ type: 'cut', key: entry.key, at });
    },
    cutFading(which, at) {
      const hit = state.fading.filter(each => each.until > at && which(each));
      for (const { key } of hit) effects.push({ type: 'cut', key, at });
      state = { ...state, fading: state.fading.map(each => (hit.includes(each) ? { ...each, until: at } : each)) };
    },
    drop(entry, at) {
      // What was to sound on to the end of its pass still does.
      const until = entry.phase === 'sounding' ? at : Math.min(at, Math.max(now, entry.soundedTo ?? now));
      without(entry, until);
      const { key, item } = entry;
      if (until > now) state = { ...state, fading: [...state.fading, { key, broadcastId: item.broadcastId, until }] };
    },
    putBack(entry, at, reason) {
      const sounded = entry.phase === 'sounding';
      scene.change(entry, {
        ...cutShort(entry, at),
        phase: 'waiting',
        heldUp: entry.heldUp || sounded,
        ...(sounded ? { cutBy: reason } : {}),
      });
    },
    giveUp(entry, reason, unheard) {
      if (hasSpeaker(entry)) scene.cut(entry, now);
      const { startedAt } = entry;
      if (startedAt === null) return scene.say(entry, unheard);
      const endedAt = entry.phase === 'sounding' ? now : Math.min(now, entry.soundedTo ?? startedAt);
      const ended = cutShort(entry, now);
      scene.say(ended, { kind: 'interrupted', reason, ...span(ended, startedAt, endedAt) });
    },
    finish(entry) {
      const startedAt = entry.startedAt ?? now;
      const times = span(entry, startedAt, entry.soundedTo ?? startedAt);
      if (entry.heard) scene.say(entry, { kind: 'played', levelDbfs: entry.levelDbfs, ...times });
      else scene.say(entry, { kind: 'interrupted', reason: 'audio_missing', ...times });
    },
  };
  return scene;
}
