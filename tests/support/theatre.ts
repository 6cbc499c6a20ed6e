// The pure player with a stage that carries its effects out in time order, and writes down what was said and what was heard.
import { type Effect, emptyPlayer, type Item, keyOf, type PlayerEvent, type PlayerState } from '../../agent/item.ts';
import { nextWake, step } from '../../agent/player.ts';
import type { Law } from '../../agent/quiet.ts';

const LAW: Law = { timezone: 'UTC', quietHours: [], priorityIgnoresQuiet: false };
export const T0 = Date.parse('2026-11-22T09:00:00Z');

export interface Sounding {
  key: string;
  item: Item;
  at: number;
  end: number;
  /** Where its first sample belongs; before `at` where it entered in step. */
  placedAt: number;
}
type SaidWord = Extract<Effect, { type: 'say' }>['word'];

export interface Theatre {
  send(event: PlayerEvent): void;
  /** Lets time pass to this moment, with all that happens by itself. */
  advance(to: number): void;
  words: { item: Item; kind: SaidWord['kind']; word: SaidWord; at: number }[];
  sounded: Sounding[];
  /** Keys of which nothing more is heard, with or without a word. */
  forgotten: Set<string>;
  now(): number;
  state(): PlayerState;
}

export function theatre(law = LAW): Theatre {
  let state: PlayerState = { ...emptyPlayer(law), clockKnown: true };
  let now = T0;
  let live: (Sounding & { length: number; began: boolean })[] = [];
  const items = new Map<string, Item>();
  const made: Theatre = {
    send,
    advance,
    words: [],
    sounded: [],
    forgotten: new Set(),
    now: () => now,
    state: () => state,
  };

  function cut(key: string, at: number): void {
    live = live.filter(each => {
      if (each.key !== key) return true;
      each.end = Math.min(each.end, at);
      return each.end > Math.max(now, each.began ? now : each.at);
    });
  }

  function send(event: PlayerEvent): void {
    if (event.type === 'accept') items.set(keyOf(event.item), event.item);
    const result = step(state, event, now);
    state = result.state;
    for (const effect of result.effects) {
      if (effect.type === 'say')
        made.words.push({ item: effect.item, kind: effect.word.kind, word: effect.word, at: now });
      if (effect.type === 'forget') made.forgotten.add(effect.key);
      if (effect.type === 'forget' || effect.type === 'cut') cut(effect.key, effect.at);
      if (effect.type === 'start') {
        const item = items.get(effect.key)!;
        const length = item.passMs * effect.passes;
        const { key, at } = effect;
        live.push({ key, item, placedAt: at, at: Math.max(now, at), end: at + length, length, began: false });
      }
    }
  }

  function advance(to: number): void {
    for (;;) {
      const wake = nextWake(state, now);
      const moments = [...(wake === null ? [] : [wake]), ...live.map(each => (each.began ? each.end : each.at))].filter(
        moment => moment <= to,
      );
      if (moments.length === 0) break;
      now = Math.max(now, Math.min(...moments));
      const due = live.find(each => (each.began ? each.end : each.at) <= now);
      if (!due) send({ type: 'tick' });
      else if (!due.began) {
        due.began = true;
        made.sounded.push(due);
        send({ type: 'began', key: due.key, startedAt: due.at, missedMs: 0 });
      } else {
        live = live.filter(each => each !== due);
        // A sound that was cut ends without a word.
        const entry = state.entries.find(each => each.key === due.key);
        if (due.end < due.at + due.length - 1 && entry?.phase !== 'sounding') continue;
        send({ type: 'ended', key: due.key, endedAt: due.end, missedMs: 0, levelDbfs: -20, heard: true });
      }
    }
    now = to;
    send({ type: 'tick' });
  }
  return made;
}

export const item = (over: Partial<Item>): Item => ({
  broadcastId: 'br_a',
  revision: 1,
  class: 'normal',
  message: null,
  drill: false,
  startAt: T0 + 10_000,
  expiresAt: T0 + 600_000,
  passMs: 20_000,
  passes: 1,
  repeatEveryMs: null,
  onSite: false,
  ...over,
});

export const accept = (over: Partial<Item>, ready = true): PlayerEvent => ({
  type: 'accept',
  item: item(over),
  ready,
  whole: true,
  doubtful: false,
});
export const FINAL: ReadonlySet<string> = new Set([
  'played',
  'interrupted',
  'failed',
  'refused',
  'expired',
  'cancelled',
]);
