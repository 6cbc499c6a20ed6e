// Who has the loudspeaker: a pure state machine. Orders, time and what the stage says go in; a new state and effects come out.
// One item sounds at a time, none below a higher one; every accepted item ends in exactly one final word, or is carried on by
// a later revision of the same alert.
import { rank } from '../protocol/class.ts';
import type { Reason } from '../protocol/delivery.ts';
import {
  CUE_MS,
  type Effect,
  type Entry,
  keyOf,
  type PlayerEvent,
  type PlayerState,
  PREPARE_MS,
  type Word,
} from './item.ts';
import { isQuiet, type Law, quietFrom } from './quiet.ts';
import { openScene, type Scene } from './scene.ts';
import { enter, giveWay, isAtOnce, isDue, mayPlay } from './succession.ts';
import { endOfPass, hasSpeaker, isUrgent, lengthMs, moved, nextRound, rested, roundAt } from './turns.ts';

const obeysQuiet = ({ item }: Entry, law: Law): boolean =>
  item.class === 'normal' || item.drill || (item.class === 'priority' && !law.priorityIgnoresQuiet);

const QUIET: Word = { kind: 'refused', reason: 'quiet_hours' };

type Event<T extends PlayerEvent['type']> = Extract<PlayerEvent, { type: T }>;

/** One event at server time `now` (UTC ms). */
export function step(before: PlayerState, event: PlayerEvent, now: number): { state: PlayerState; effects: Effect[] } {
  const scene = openScene(before, now);
  take(scene, event, now);
  if (event.type !== 'shutdown') {
    expire(scene, now);
    enforceQuiet(scene, now);
    giveWay(scene, now);
    choose(scene, now);
    prepare(scene, now);
  }
  return { state: scene.state(), effects: scene.effects };
}

function take(scene: Scene, event: PlayerEvent, now: number): void {
  switch (event.type) {
    case 'accept':
      return accept(scene, event, now);
    case 'law':
      return scene.set({ law: event.law });
    case 'clock':
      if (event.setBy !== 0) scene.set({ entries: scene.state().entries.map(entry => moved(entry, event.setBy)) });
      return scene.set({ clockKnown: event.known });
    case 'cleared':
      return scene.set({ entries: scene.state().entries.map(entry => ({ ...entry, doubtful: false })) });
    case 'speaker':
      scene.set({ speakerOk: event.ok });
      if (event.ok) return;
      scene.cutFading(() => true, now);
      for (const entry of scene.state().entries.filter(hasSpeaker))
        lose(scene, entry, 'speaker', 'the loudspeaker failed', now);
      return;
    case 'shutdown':
      scene.cutFading(() => true, now);
      for (const entry of scene.state().entries.filter(hasSpeaker)) {
        scene.cut(entry, now);
        if (isUrgent(entry.item) || entry.startedAt === null) scene.putBack(entry, now, 'shutdown');
        else scene.giveUp(entry, 'shutdown', { kind: 'refused', reason: 'shutdown' });
      }
      return;
    case 'tick':
      return;
  }
  const entry = scene.find(event.key);
  if (!entry) {
    if (event.type === 'withdraw') scene.cutFading(each => each.key === event.key, now);
    return;
  }
  switch (event.type) {
    case 'audio': {
      const settled = hasSpeaker(entry) || entry.passesLeft < entry.item.passes;
      const item = settled ? entry.item : { ...entry.item, passMs: event.passMs };
      return scene.change(entry, { ready: event.ready, whole: event.whole, item });
    }
    case 'withdraw': {
      scene.cutFading(each => each.broadcastId === entry.item.broadcastId, now);
      const refused: Word = { kind: 'refused', reason: event.reason };
      return scene.giveUp(entry, event.reason, event.quietly === 'refused' ? refused : { kind: 'cancelled' });
    }
    case 'broken':
      return lose(scene, entry, event.reason, event.detail, now);
    case 'began':
      return began(scene, entry, event);
    case 'ended':
      return ended(scene, entry, event);
  }
}

function accept(scene: Scene, { item, before, ready, whole, doubtful }: Event<'accept'>, now: number): void {
  enter(scene, item, now);
  const startedAt = before?.startedAt ?? null;
  const sounded = startedAt !== null;
  // Between two going-outs it waits for the next; in the middle of one it was cut off by the restart.
  const resting = sounded ? (before?.endedAt ?? null) : null;
  const next = resting === null ? null : nextRound(item, resting);
  const entry: Entry = {
    key: keyOf(item),
    item,
    phase: 'waiting',
    ready,
    whole,
    doubtful,
    dueAt: next === null ? roundAt(item, now) : Math.max(next, roundAt(item, now)),
    heldUp: sounded && !isUrgent(item),
    startedAt,
    cutBy: !sounded || resting !== null ? null : isUrgent(item) ? 'restart' : 'preempted',
    soundedTo: resting,
    turnAt: 0,
    missedMs: 0,
    missingMs: 0,
    resumes: before?.resumes ?? 0,
    rounds: before?.rounds ?? 0,
    heard: (before?.rounds ?? 0) > 0,
    levelDbfs: null,
    at: item.startAt,
    passesLeft: item.passes,
  };
  scene.set({ entries: [...scene.state().entries, entry] });
  if (obeysQuiet(entry, scene.state().law) && isQuiet(scene.state().law, item.startAt))
    scene.giveUp(entry, 'quiet_hours', QUIET);
}

function began(scene: Scene, entry: Entry, event: Event<'began'>): void {
  if (!hasSpeaker(entry)) return;
  const resumed = entry.startedAt !== null && entry.cutBy !== null && isUrgent(entry.item);
  const again = entry.startedAt !== null && (isUrgent(entry.item) || entry.cutBy === null);
  scene.change(entry, {
    phase: 'sounding',
    startedAt: again ? entry.startedAt : event.startedAt,
    ...(again ? {} : { missedMs: 0 }),
    missingMs: event.missedMs,
    resumes: entry.resumes + (resumed ? 1 : 0),
    cutBy: null,
  });
  // Its next turn or repeat is the same delivery.
  if (again && !resumed) return;
  const missed = Math.round(event.missedMs);
  scene.say(entry, {
    kind: 'playing',
    startedAt: Math.round(event.startedAt),
    ...(missed > 0 ? { missedMs: missed } : {}),
  });
}

function ended(scene: Scene, entry: Entry, event: Event<'ended'>): void {
  if (entry.startedAt === null) return scene.say(entry, { kind: 'failed', reason: 'audio_missing' });
  const now: Entry = {
    ...rested({ ...entry, missingMs: event.missedMs }, event.endedAt, event.heard ? entry.passesLeft : 0),
    heard: entry.heard || (event.heard && entry.whole),
    levelDbfs: event.levelDbfs ?? entry.levelDbfs,
  };
  const next = nextRound(entry.item, event.endedAt);
  if (next === null) return scene.finish(now);
  scene.change(entry, { ...now, dueAt: next, heldUp: false, passesLeft: entry.item.passes });
  scene.effects.push({ type: 'rested', item: entry.item, endedAt: event.endedAt, rounds: now.rounds });
}

/** Its sound broke off: an emergency waits to try again, anything else has failed. */
function lose(scene: Scene, entry: Entry, reason: Reason, detail: string, now: number): void {
  if (hasSpeaker(entry)) scene.cut(entry, now);
  const waits = reason === 'speaker' && (isUrgent(entry.item) || entry.phase !== 'sounding');
  if (waits) {
    scene.putBack(entry, now, reason);
    // Nobody may take this silence for a success meanwhile.
    const rounds = scene.find(entry.key)?.rounds ?? 0;
    if (entry.phase === 'sounding') scene.say(entry, { kind: 'broken', reason, rounds });
    return;
  }
  scene.say(entry, { kind: 'failed', reason, detail: detail.slice(0, 300) });
}

/** It will not begin any more: what has sounded to the end of a going-out has done all that it could. */
function runOut(scene: Scene, entry: Entry, word: Word): void {
  const isOver = entry.cutBy === null && entry.passesLeft === entry.item.passes;
  if (entry.startedAt !== null && isOver) return scene.finish(entry);
  scene.giveUp(entry, entry.cutBy ?? 'expired', word);
}

function expire(scene: Scene, now: number): void {
  const { entries, clockKnown, speakerOk } = scene.state();
  for (const entry of entries) {
    if (hasSpeaker(entry) || now <= entry.item.expiresAt) continue;
    if (!isUrgent(entry.item) && !clockKnown) continue;
    const reason: Reason | undefined = entry.doubtful ? 'new_journal' : entry.ready ? undefined : 'audio_missing';
    if (!speakerOk) scene.giveUp(entry, entry.cutBy ?? 'speaker', { kind: 'failed', reason: 'speaker' });
    else runOut(scene, entry, { kind: 'expired', ...(reason ? { reason } : {}) });
  }
}

/** Where its first sample belongs if it took the loudspeaker now. */
function startOf(entry: Entry, now: number): number {
  const { dueAt } = entry;
  if (now <= dueAt - CUE_MS) return dueAt;
  if (entry.heldUp) return Math.max(dueAt, now + CUE_MS);
  return now + CUE_MS < dueAt + lengthMs(entry.item) ? dueAt : now + CUE_MS;
}

function enforceQuiet(scene: Scene, now: number): void {
  const { entries, law } = scene.state();
  for (const entry of entries) {
    if (!obeysQuiet(entry, law)) continue;
    const due = hasSpeaker(entry) || (entry.dueAt <= now && mayPlay(entry, scene.state()));
    const from = entry.phase === 'sounding' ? now : Math.max(now, startOf(entry, now));
    if (due && isQuiet(law, from)) scene.giveUp(entry, 'quiet_hours', QUIET);
  }
}

/** Who gets the loudspeaker now, from which moment, and whether the holder keeps what it has left of its passes. */
function winner(scene: Scene, now: number): { entry: Entry; at: number; turn: boolean } | null {
  const state = scene.state();
  const holder = state.entries.find(hasSpeaker);
  const isHeir = (entry: Entry) => entry.item.broadcastId === holder?.item.broadcastId;
  const turnOf = (entry: Entry) => (!isUrgent(entry.item) ? 0 : isHeir(entry) ? now : entry.turnAt);
  const due = state.entries
    .filter(entry => isDue(entry, state, now))
    .sort((a, b) => rank(b.item.class, a.item.class) || turnOf(a) - turnOf(b) || a.dueAt - b.dueAt);
  const [first] = due;
  if (!first) return null;
  if (!holder || rank(first.item.class, holder.item.class) > 0)
    return { entry: first, at: startOf(first, now), turn: false };
  const heir = due.find(isHeir);
  if (heir && (isAtOnce(heir.item) || holder.phase === 'cued'))
    return { entry: heir, at: startOf(heir, now), turn: false };
  const pass = endOfPass(holder, now);
  if (!pass || now < pass.at - CUE_MS) return null;
  if (first !== heir && isUrgent(first.item) && !pass.last) return { entry: first, at: pass.at, turn: true };
  return heir ? { entry: heir, at: Math.max(pass.at, heir.dueAt), turn: true } : null;
}

/** Gives the loudspeaker to the one that it is due to. */
function choose(scene: Scene, now: number): void {
  const won = winner(scene, now);
  for (const entry of scene.state().entries) {
    const waits = isDue(entry, scene.state(), now) && now >= entry.dueAt && !entry.heldUp;
    if (waits && entry.key !== won?.entry.key) scene.change(entry, { heldUp: true });
  }
  if (!won) return;
  const { entry, at } = won;
  if (at > entry.item.expiresAt) return runOut(scene, entry, { kind: 'expired' });
  const from = Math.max(now, at);
  if (obeysQuiet(entry, scene.state().law) && isQuiet(scene.state().law, from))
    return scene.giveUp(entry, 'quiet_hours', QUIET);
  const holder = scene.state().entries.find(hasSpeaker);
  if (holder) leave(scene, holder, won, now);
  // One that was to fall silent later, for another that this one overtakes, falls silent now.
  for (const other of scene.state().entries) {
    if (other.soundedTo === null || other.soundedTo <= from) continue;
    scene.cut(other, from);
    scene.change(other, { soundedTo: from });
  }
  scene.cutFading(() => true, from);
  scene.change(entry, { phase: 'cued', at });
  const resumes = entry.resumes + (entry.startedAt !== null && entry.cutBy !== null ? 1 : 0);
  scene.effects.push({ type: 'start', key: entry.key, at, passes: entry.passesLeft, resumes });
}

/** The holder gives the loudspeaker to the winner: for a turn, for good, or until it may start again. */
function leave(scene: Scene, holder: Entry, won: { entry: Entry; at: number; turn: boolean }, now: number): void {
  const pass = won.turn ? endOfPass(holder, now) : null;
  const cutAt = pass ? pass.at : Math.max(now, won.at);
  scene.cut(holder, cutAt);
  if (won.entry.item.broadcastId === holder.item.broadcastId) {
    scene.change(won.entry, { turnAt: Math.max(won.entry.turnAt, cutAt) });
    return scene.drop(holder, cutAt);
  }
  if (pass) {
    const left = holder.passesLeft - pass.passes;
    return scene.change(holder, { ...rested(holder, pass.at, pass.passes), heldUp: true, passesLeft: left });
  }
  if (holder.phase === 'sounding') scene.say(holder, { kind: 'preempted', by: won.entry.item.broadcastId });
  scene.putBack(holder, cutAt, 'preempted');
}

function prepare(scene: Scene, now: number): void {
  for (const entry of scene.state().entries) {
    const near = mayPlay(entry, scene.state()) && now >= entry.dueAt - PREPARE_MS;
    if (entry.phase !== 'waiting' || !near) continue;
    scene.change(entry, { phase: 'prepared' });
    scene.effects.push({ type: 'prepare', key: entry.key, passes: entry.passesLeft });
  }
}

/** When the state would change by time alone, server time; null if never. */
export function nextWake(state: PlayerState, now: number): number | null {
  const moments = state.entries.flatMap(entry => {
    const quiet = obeysQuiet(entry, state.law) ? quietFrom(state.law, now) : null;
    const pass = endOfPass(entry, now);
    if (hasSpeaker(entry)) {
      const ends = pass ? [pass.at - CUE_MS, pass.at + entry.item.passMs - CUE_MS] : [];
      return [...(quiet === null ? [] : [quiet]), ...ends];
    }
    const { dueAt, item } = entry;
    return [dueAt - PREPARE_MS, dueAt - CUE_MS, dueAt, item.expiresAt + 1];
  });
  const ahead = moments.filter(moment => moment > now);
  return ahead.length > 0 ? Math.min(...ahead) : null;
}
