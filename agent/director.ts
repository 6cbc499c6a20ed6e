// Carries the pure player's decisions out: orders and time go in, the player decides, and sounds are opened, started and cut,
// facts said and timers set. Also knows which audio the held orders need, and when it is here.
import type { BroadcastClass } from '../protocol/class.ts';
import type { Reason } from '../protocol/delivery.ts';
import { deliveryId } from '../protocol/id.ts';
import { type ClipLibrary, contentMs, type Play, versionsFor, volumeGain } from '../protocol/order.ts';
import type { Time } from '../protocol/time.ts';
import type { Cache } from './cache.ts';
import type { ServerClock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import type { Book, Held } from './plan.ts';
import { type Effect, emptyPlayer, type Item, nextWake, type PlayerEvent, step } from './player.ts';
import type { Law } from './quiet.ts';
import { openSound, type Piece, type Sound } from './sound.ts';
import type { Speaker } from './speaker/speaker.ts';
import { createStage } from './stage.ts';

const NEAR_MS = 60_000;
const LONGEST_SLEEP_MS = 60_000;
const REST_AFTER_MS = 2000;
const NO_LAW: Law = { timezone: 'UTC', quietHours: [], priorityIgnoresQuiet: false };

export interface Director {
  accept(
    order: Held,
    before: { doubtful: boolean; stored: boolean; startedAt?: number | null; resumes?: number },
  ): void;
  /** It sounded when the program ended, and may not again. */
  interrupted(order: Held, startedAt: number): void;
  withdraw(broadcastId: string, reason: Reason, unheard: 'cancelled' | 'refused'): void;
  tell(event: Extract<PlayerEvent, { type: 'speaker' | 'cleared' | 'shutdown' }>): void;
  /** Settings, library or clock changed: everything is looked at again. */
  review(): void;
  audioChanged(recording: string): void;
  /** Recordings in the order in which they should be fetched, for `cache.want`. */
  needs(): string[];
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
  library: () => ClipLibrary | null;
  journal: Journal;
  outbox: Outbox;
  speaker: () => Speaker;
  log: Log;
  /** What is near, playing or needed may have changed. */
  changed: () => void;
}): Director {
  const { time, clock, book, cache, journal, outbox, log } = parts;
  let state = emptyPlayer(NO_LAW);
  const sounds = new Map<string, Sound>();
  const stored = new Set<string>();
  let cancelWake: () => void = () => undefined;
  let cancelRest: () => void = () => undefined;
  let closed = false;

  const stage = createStage({ clock, tell: word => queueMicrotask(() => dispatch(word)) });
  const languages = (): readonly string[] => book.settings()?.languages ?? [];

  /** The recordings of one pass, in order; null where a clip is not in the library. */
  function pieces(play: Play): (Piece | null)[] {
    return play.content.flatMap((item): (Piece | null)[] => {
      if (item.type === 'recording') return versionsFor(item, languages());
      const clip = parts.library()?.clips.find(each => each.name === item.name);
      return [clip ? { recording: clip.recording, durationMs: item.durationMs } : null];
    });
  }
  const canBegin = (play: Play): boolean => {
    const all = pieces(play);
    return all.every(piece => piece !== null) && cache.chunksHeld(all[0]?.recording ?? '') > 0;
  };
  const isComplete = (play: Play): boolean =>
    pieces(play).every(piece => piece !== null && cache.isWhole(piece.recording));

  const about = (broadcastId: string, revision: number) => ({
    broadcastId,
    revision,
    deliveryId: deliveryId(broadcastId, parts.clusterId),
  });
  const failed = (what: string) => (error: unknown) => log.error({ why: String(error) }, what);

  function soundOf(play: Play): Sound {
    const open = sounds.get(play.broadcastId);
    if (open) return open;
    const sound = openSound({
      pieces: pieces(play).filter(piece => piece !== null),
      passes: play.passes ?? 1,
      source: {
        chunk: cache.chunk,
        chunkCount: recording => cache.list(recording)?.hashes.length ?? null,
      },
      log,
      broken: why => dispatch({ type: 'broken', broadcastId: play.broadcastId, reason: 'audio_corrupt', detail: why }),
    });
    sounds.set(play.broadcastId, sound);
    return sound;
  }

  function closeSound(broadcastId: string): void {
    sounds.get(broadcastId)?.close();
    sounds.delete(broadcastId);
  }

  function gain(play: Play): number {
    const settings = book.settings();
    const emergency: BroadcastClass = 'emergency';
    const ceiling = play.class === emergency ? settings?.emergencyCeiling : settings?.volumeCeiling;
    return volumeGain(Math.min(play.volume, ceiling ?? 100));
  }

  function start(play: Play, at: number): void {
    const { broadcastId, revision } = play;
    const sound = soundOf(play);
    const run = { broadcastId, sound, at, gain: gain(play), lengthMs: lengthOf(play) };
    const written = journal.add({ k: 'starting', broadcastId, revision, at: Math.max(0, Math.round(at)) });
    parts.speaker().wake();
    log.info({ broadcastId, revision, at: new Date(at).toISOString() }, 'starting');
    if (play.class === 'emergency') {
      stage.start(run);
      written.catch(failed('the start of an emergency could not be written down'));
      return;
    }
    // At most once: nothing sounds before it is on disk that it will.
    written.then(
      () => {
        if (sounds.get(broadcastId) === sound) stage.start(run);
      },
      (error: unknown) =>
        dispatch({
          type: 'broken',
          broadcastId,
          reason: 'restart',
          detail: `its start could not be written down: ${String(error)}`,
        }),
    );
  }

  function carryOut(effect: Effect): void {
    if (effect.type === 'say') {
      const { item, word } = effect;
      const base = about(item.broadcastId, item.revision);
      if (word.kind !== 'playing' && word.kind !== 'preempted') {
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
      return;
    }
    if (effect.type === 'forget') {
      stage.cut(effect.broadcastId, clock.now());
      closeSound(effect.broadcastId);
      stored.delete(effect.broadcastId);
      return;
    }
    if (effect.type === 'cut') {
      stage.cut(effect.broadcastId, effect.at);
      // A cut that lies ahead still needs its sound until then; the stage closes it.
      if (effect.at <= clock.now()) closeSound(effect.broadcastId);
      else sounds.delete(effect.broadcastId);
      return;
    }
    const play = book.get(effect.broadcastId)?.play;
    if (!play) return;
    if (effect.type === 'start') start(play, effect.at);
    else {
      soundOf(play);
      parts.speaker().wake();
    }
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

  const lengthOf = (play: Play): number => contentMs(play.content, languages()) * (play.passes ?? 1);
  const itemOf = (play: Play): Item => ({
    broadcastId: play.broadcastId,
    revision: play.revision,
    class: play.class,
    startAt: play.startAt,
    expiresAt: play.expiresAt,
    lengthMs: lengthOf(play),
  });

  function look({ play }: Held): void {
    const entry = state.entries.find(each => each.item.broadcastId === play.broadcastId);
    if (!entry) return;
    const ready = canBegin(play);
    if (ready !== entry.ready) dispatch({ type: 'audio', broadcastId: play.broadcastId, ready });
    const quiet = entry.phase === 'waiting' || entry.phase === 'prepared';
    if (!quiet || stored.has(play.broadcastId) || !isComplete(play)) return;
    stored.add(play.broadcastId);
    void outbox.say({ kind: 'stored', ...about(play.broadcastId, play.revision) });
  }

  return {
    render: stage.render,
    isNear() {
      const now = clock.now();
      return state.entries.some(
        ({ item, phase }) =>
          phase === 'cued' ||
          phase === 'sounding' ||
          (item.startAt - NEAR_MS <= now && now <= item.startAt + item.lengthMs),
      );
    },
    playing: () => state.entries.find(entry => entry.phase === 'sounding')?.item.broadcastId ?? null,

    accept(order, before) {
      const { play } = order;
      if (before.stored) stored.add(play.broadcastId);
      else stored.delete(play.broadcastId);
      dispatch({
        type: 'accept',
        item: itemOf(play),
        ready: canBegin(play),
        doubtful: before.doubtful,
        before: { startedAt: before.startedAt ?? null, resumes: before.resumes ?? 0 },
      });
      look(order);
    },
    interrupted({ play }, startedAt) {
      book.end(play.broadcastId, play.revision, 'ended', play.expiresAt);
      const times = { startedAt, endedAt: startedAt };
      void outbox.say({ kind: 'interrupted', ...about(play.broadcastId, play.revision), ...times, reason: 'restart' });
    },
    withdraw: (broadcastId, reason, unheard) => dispatch({ type: 'withdraw', broadcastId, reason, quietly: unheard }),
    tell: dispatch,

    review() {
      dispatch({ type: 'law', law: book.settings() ?? NO_LAW });
      dispatch({ type: 'clock', known: clock.isKnown() });
      for (const order of book.held()) look(order);
    },
    audioChanged(recording) {
      for (const sound of sounds.values()) sound.poke();
      for (const order of book.held()) {
        if (pieces(order.play).some(piece => piece?.recording === recording)) look(order);
      }
    },
    needs() {
      const importance: Record<BroadcastClass, number> = { emergency: 0, priority: 1, normal: 2 };
      const orders = book
        .held()
        .map(held => held.play)
        .sort((a, b) => importance[a.class] - importance[b.class] || a.startAt - b.startAt);
      const of = (plays: Play[]) =>
        plays.flatMap(play => pieces(play).flatMap(piece => (piece ? [piece.recording] : [])));
      const clips = parts.library()?.clips.map(clip => clip.recording) ?? [];
      // An emergency that waits for its audio goes before the clips; those before everything else.
      return [
        ...of(orders.filter(play => play.class === 'emergency')),
        ...clips,
        ...of(orders.filter(play => play.class !== 'emergency')),
      ];
    },
    close() {
      closed = true;
      cancelWake();
      cancelRest();
      for (const broadcastId of [...sounds.keys()]) closeSound(broadcastId);
    },
  };
}
