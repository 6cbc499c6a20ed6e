// Passes and repeats on the shared clock, as plain arithmetic: an entry and a moment in; which pass sounds, where it ends, how
// many were heard whole and when the next going-out belongs, out.
import { CUE_MS, type Entry, type Item } from './item.ts';

/** A pass that lacks no more than this of its chime was heard whole. */
const SLIGHT_MS = 500;

/** It sounds whatever the hour, and even where the time is unknown. */
export const isUrgent = (item: Item): boolean => item.class === 'emergency' && !item.drill;

export const hasSpeaker = (entry: Entry): boolean => entry.phase === 'cued' || entry.phase === 'sounding';

/** All passes of one going-out. */
export const lengthMs = (item: Item): number => item.passMs * item.passes;

/** What was sounded at the box goes on as it is when the device learns what time it is. */
export function moved(entry: Entry, ms: number): Entry {
  if (!entry.item.onSite) return entry;
  const { item, dueAt, at, startedAt, soundedTo, turnAt } = entry;
  return {
    ...entry,
    item: { ...item, startAt: item.startAt + ms, expiresAt: item.expiresAt + ms },
    dueAt: dueAt + ms,
    at: at + ms,
    startedAt: startedAt === null ? null : startedAt + ms,
    soundedTo: soundedTo === null ? null : soundedTo + ms,
    turnAt: turnAt === 0 ? 0 : turnAt + ms,
  };
}

/** The going-out to which this moment belongs: the last of the grid that is not ahead, the first if all are. */
export function roundAt({ startAt, expiresAt, repeatEveryMs }: Item, now: number): number {
  const last = Math.min(now, expiresAt);
  if (repeatEveryMs === null || last < startAt) return startAt;
  return startAt + Math.floor((last - startAt) / repeatEveryMs) * repeatEveryMs;
}

/** Where the next going-out belongs after one that ended then; null if there is none. */
export function nextRound({ startAt, expiresAt, repeatEveryMs }: Item, endedAt: number): number | null {
  if (repeatEveryMs === null) return null;
  const at = startAt + Math.ceil((endedAt - CUE_MS - startAt) / repeatEveryMs) * repeatEveryMs;
  return at <= expiresAt ? at : null;
}

/** Where the pass that sounds ends, and how many of this going-out are over by then. */
export function endOfPass(entry: Entry, now: number): { at: number; passes: number; last: boolean } | null {
  if (entry.phase !== 'sounding') return null;
  const { passMs } = entry.item;
  const passes = Math.min(entry.passesLeft, Math.max(1, Math.ceil((now - entry.at) / passMs)));
  return { at: entry.at + passes * passMs, passes, last: passes === entry.passesLeft };
}

/** How many of these passes were heard whole if so much of them was missed. */
const wholePasses = (item: Item, passes: number, missedMs: number): number =>
  Math.max(0, passes - Math.ceil(Math.max(0, missedMs - SLIGHT_MS) / item.passMs));

/** The entry once its sound has ended or been cut at `to`, after so many passes. */
export function rested(entry: Entry, to: number, passes: number): Entry {
  const whole = entry.whole ? wholePasses(entry.item, passes, entry.missingMs) : 0;
  return {
    ...entry,
    phase: 'waiting',
    soundedTo: to,
    turnAt: to,
    missedMs: entry.missedMs + entry.missingMs,
    missingMs: 0,
    rounds: entry.rounds + whole,
    heard: entry.heard || whole > 0,
  };
}

/** The same, cut in the middle of a pass. */
export const cutShort = (entry: Entry, to: number): Entry =>
  entry.phase === 'sounding' ? rested(entry, to, Math.max(0, Math.floor((to - entry.at) / entry.item.passMs))) : entry;
