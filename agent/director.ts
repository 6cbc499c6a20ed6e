// Carries the pure player's decisions out: orders and time go in, the player decides, and sounds are opened, started and cut,
// facts said and timers set. Also knows which audio the held orders need, and when it is here.
import type { Reason } from '../protocol/delivery.ts';
import { deliveryId } from '../protocol/id.ts';
import type { Play } from '../protocol/order.ts';
import type { Time } from '../protocol/time.ts';
import type { Cache } from './cache.ts';
import type { ServerClock } from './clock.ts';
import type { Faults } from './health.ts';
import {
  type Effect,
  emptyPlayer,
  type Item,
  isFinalWord,
  itemOf,
  keyOf,
  type Past,
  type PlayerEvent,
  type Word,
} from './item.ts';
import type { Journal } from './journal.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import type { Book, Held } from './plan.ts';
import { nextWake, step } from './player.ts';
import type { Pass, Programme } from './programme.ts';
import type { Law } from './quiet.ts';
import { createShortage } from './shortage.ts';
import { createSounds } from './sounds.ts';
import type { Speaker } from './speaker/speaker.ts';
import { createStage, type StageWord } from './stage.ts';
import { hasSpeaker, lengthMs } from './turns.ts';

const NEAR_MS = 60_000;
const LONGEST_SLEEP_MS = 60_000;
const REST_AFTER_MS = 2000;
/** A clock that is out by less is followed, not set. */
const SET_MS = 1000;
const NO_LAW: Law = { timezone: 'UTC', quietHours: [], priorityIgnoresQuiet: false };

export interface Director {
  accept(order: Held, before: { doubtful: boolean; stored: boolean; past?: Past }): void;
  /** It ended while the program did not run: `unheard` if it had not sounded. */
  ended(order: Held, startedAt: number | null, reason: Reason, unheard: 'cancelled' | 'refused'): void;
  withdraw(order: Held, reason: Reason, unheard: 'cancelled' | 'refused'): void;
  tell(event: Extract<PlayerEvent, { type: 'speaker' | 'cleared' | 'shutdown' }>): void;
  /** Settings, library or clock changed: everything is looked at again. */
  review(): void;
  audioChanged(recording: string): void;
  /** Whether something starts within a minute or sounds. */
  isNear(): boolean;
  playing(): string | null;
  render(into: Int16Array, heardAt: number): void;
  close(): void;
}

export function createDirector(parts: {
  time: Time;
  clock: ServerClock;
  clusterId: string;
  book: Book;
  cache: Cache;
  programme: Programme;
  journal: Journal;
  outbox: Outbox;
  speaker: () => Speaker;
  faults: Faults;
  log: Log;
  /** What is near, playing or needed may have changed. */
  changed: () => void;
}): Director {
  const { time, clock, book, cache, programme, journal, outbox, faults, log } = parts;
  let state = emptyPlayer(NO_LAW);
  const stored = new Set<string>();
  let cancelWake: () => void = () => undefined;
  let cancelRest: () => void = () => undefined;
  let closed = false;
  /** Server time minus monotonic time. */
  let offset = clock.at(0);

  const sounds = createSounds({ cache, log, broken });
  const shortage = createShortage({ faults, programme });
  const stage = createStage({ clock, tell: word => queueMicrotask(() => heard(word)) });
  const about = ({ broadcastId, revision }: { broadcastId: string; revision: number }) => ({
    broadcastId,
    revision,
    deliveryId: deliveryId(broadcastId, parts.clusterId),
  });
  const failed = (what: string) => (error: unknown) => log.error({ why: String(error) }, what);

  /** What of an alert can be played is played; anything else ends here. */
  function broken(play: Play, why: string, recording: string): boolean {
    if (play.class === 'emergency') {
      shortage.spoilt(recording, why);
      queueMicrotask(review);
      return true;
    }
    dispatch({ type: 'broken', key: keyOf(play), reason: 'audio_corrupt', detail: why });
    return false;
  }

  function start(play: Play, { at, passes, resumes }: Extract<Effect, { type: 'start' }>): void {
    const { broadcastId, revision } = play;
    const key = keyOf(play);
    const pass = programme.pass(play);
    const sound = sounds.of(play, pass, passes);
    const run = { key, sound, at, gain: programme.gain(play), lengthMs: pass.durationMs * passes };
    const written = journal.add({
      k: 'starting',
      broadcastId,
      revision,
      at: Math.max(0, Math.round(at)),
      ...(resumes > 0 ? { resumes } : {}),
    });
    parts.speaker().wake();
    log.info({ broadcastId, revision, at: new Date(at).toISOString() }, 'starting');
    if (play.class === 'emergency') shortage.note(pass);
    if (play.class === 'emergency') {
      stage.start(run);
      written.catch(failed('the start of an emergency could not be written down'));
      return;
    }
    // At most once: nothing sounds before it is on disk that it will.
    written.then(
      () => {
        if (sounds.isOpen(key, sound)) stage.start(run);
      },
      (error: unknown) =>
        dispatch({
          type: 'broken',
          key,
          reason: 'restart',
          detail: `its start could not be written down: ${String(error)}`,
        }),
    );
  }

  function say(item: Item, word: Word): void {
    const base = about(item);
    if (isFinalWord(word)) {
      book.end(item.broadcastId, item.revision, word.kind === 'played' ? 'played' : 'ended', item.expiresAt);
      log.info({ broadcastId: item.broadcastId, revision: item.revision, ...word }, word.kind);
    }
    if (word.kind !== 'played') {
      void outbox.say({ ...base, ...word });
      return;
    }
    const { levelDbfs, ...rest } = word;
    const proven = parts.speaker().measures && levelDbfs !== null;
    void outbox.say({ ...base, ...rest, ...(proven ? { proof: 'level', levelDbfs } : { proof: 'device' }) });
  }

  function silence(key: string, at: number): void {
    stage.cut(key, at);
    // A cut that lies ahead still needs its sound until then; the stage closes it.
    if (at <= clock.now()) sounds.close(key);
    else sounds.release(key);
  }

  function carryOut(effect: Effect): void {
    if (effect.type === 'say') return say(effect.item, effect.word);
    if (effect.type === 'rested') {
      const { broadcastId, revision } = effect.item;
      const at = Math.max(0, Math.round(effect.endedAt));
      journal
        .add({ k: 'rested', broadcastId, revision, at, rounds: effect.rounds })
        .catch(failed('the end of a going-out could not be written down'));
      return;
    }
    const { key } = effect;
    if (effect.type === 'cut') return silence(key, effect.at);
    const play = book.get(key)?.play;
    if (effect.type === 'forget') {
      silence(key, effect.at);
      stored.delete(key);
      // While it still sounds, a stop must find it.
      if (effect.at <= clock.now()) book.drop(key);
      else time.after(effect.at - clock.now(), () => book.drop(key));
      // What waited for this one to end may begin with less.
      queueMicrotask(review);
    } else if (play && effect.type === 'start') start(play, effect);
    else if (play && effect.type === 'prepare') {
      sounds.of(play, programme.pass(play), effect.passes);
      parts.speaker().wake();
    }
  }

  function heard(word: StageWord): void {
    // The stage has closed it; its next going-out opens it anew, with what is on the device by then.
    if (word.type === 'ended') sounds.release(word.key);
    dispatch(word);
    if (word.type === 'ended') review();
  }

  function dispatch(event: PlayerEvent): void {
    if (closed) return;
    const result = step(state, event, clock.now());
    state = result.state;
    for (const effect of result.effects) carryOut(effect);
    cancelWake();
    const wakeAt = nextWake(state, clock.now());
    if (wakeAt !== null) {
      const delay = Math.min(LONGEST_SLEEP_MS, wakeAt - clock.now());
      cancelWake = time.after(Math.max(0, Math.ceil(delay)), () => dispatch({ type: 'tick' }));
    }
    restIfIdle();
    parts.changed();
  }

  function restIfIdle(): void {
    cancelRest();
    const idle = () => stage.isEmpty() && state.entries.every(entry => entry.phase === 'waiting');
    if (!idle()) return;
    cancelRest = time.after(REST_AFTER_MS, () => {
      if (idle()) parts.speaker().rest();
    });
  }

  /** An update that would come too early with half of its words lets the message before it sound on. */
  function canBegin(play: Play, pass: Pass): boolean {
    const follows = play.message === 'update' && book.revisions(play.broadcastId)[0]?.play !== play;
    return pass.canBegin && (pass.isHere || !follows);
  }

  function look({ play }: Held): void {
    const key = keyOf(play);
    const entry = state.entries.find(each => each.key === key);
    if (!entry) return;
    const pass = programme.pass(play);
    const now = { ready: canBegin(play, pass), whole: pass.isWhole, passMs: pass.durationMs };
    if (now.ready !== entry.ready || now.whole !== entry.whole || now.passMs !== entry.item.passMs)
      dispatch({ type: 'audio', key, ...now });
    // Said before its first sound or not at all: after it, it would unsay that it plays.
    const quiet = !hasSpeaker(entry) && entry.startedAt === null;
    const isStored = pass.isHere && pass.isWhole && pass.sirenLacking === null;
    if (!quiet || stored.has(key) || !isStored) return;
    stored.add(key);
    void outbox.say({ kind: 'stored', ...about(play) });
  }

  /** Whether the time is known, and how far the device's clock was set since it was last asked. */
  function follow(): void {
    const set = clock.at(0) - offset;
    const setBy = Math.abs(set) > SET_MS ? set : 0;
    offset = clock.at(0);
    for (const { key, item } of setBy === 0 ? [] : state.entries) if (item.onSite) stage.move(key, setBy);
    dispatch({ type: 'clock', known: clock.isKnown(), setBy });
  }

  function review(): void {
    if (closed) return;
    for (const order of book.held()) look(order);
    shortage.review();
  }

  return {
    render: stage.render,
    isNear() {
      const now = clock.now();
      return state.entries.some(
        entry => hasSpeaker(entry) || (entry.dueAt - NEAR_MS <= now && now <= entry.dueAt + lengthMs(entry.item)),
      );
    },
    playing: () => state.entries.find(entry => entry.phase === 'sounding')?.item.broadcastId ?? null,

    accept(order, { doubtful, stored: isStored, past }) {
      const { play } = order;
      if (isStored) stored.add(keyOf(play));
      const pass = programme.pass(play);
      dispatch({
        type: 'accept',
        item: itemOf(play, pass.durationMs, order.signed === null),
        ready: canBegin(play, pass),
        whole: pass.isWhole,
        doubtful,
        ...(past ? { before: past } : {}),
      });
      look(order);
    },
    ended({ play, signed }, startedAt, reason, unheard) {
      const item = itemOf(play, programme.pass(play).durationMs, signed === null);
      if (startedAt !== null) say(item, { kind: 'interrupted', reason, startedAt, endedAt: startedAt });
      else say(item, unheard === 'refused' ? { kind: 'refused', reason } : { kind: 'cancelled' });
    },
    withdraw: ({ play }, reason, unheard) => dispatch({ type: 'withdraw', key: keyOf(play), reason, quietly: unheard }),
    tell: dispatch,

    review() {
      dispatch({ type: 'law', law: book.settings() ?? NO_LAW });
      follow();
      review();
    },
    audioChanged(recording) {
      sounds.poke();
      for (const order of book.held()) if (programme.wishes(order.play).includes(recording)) look(order);
      shortage.review();
    },
    close() {
      closed = true;
      cancelWake();
      cancelRest();
      sounds.closeAll();
    },
  };
}
