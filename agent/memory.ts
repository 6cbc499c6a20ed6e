// What the journal says of earlier lives of this device: its lines in, the books as they stood at the end out.

import type { Reason } from '../protocol/delivery.ts';
import {
  type Play,
  plan as planBody,
  play as playBody,
  settings as settingsBody,
  stop as stopBody,
} from '../protocol/order.ts';
import { keyOf, type Past } from './item.ts';
import type { Line } from './journal.ts';
import { isWorthKeeping } from './outbox.ts';
import type { Book, Held } from './plan.ts';
import type { Read } from './reading.ts';
import { endsOlder } from './succession.ts';

interface Deeds extends Past {
  starts: number;
  startAt: number;
  preempted: boolean;
  stored: boolean;
}

export interface Remembered {
  /** Orders still to be played, with what has happened to them. */
  open: { order: Held; stored: boolean; past: Past }[];
  /** Routine items that were sounding when the program ended. */
  cutOff: { order: Held; startedAt: number }[];
  /** Orders that a stop, a plan, settings or a later message took away without the word of it having been written. */
  withdrawn: { order: Held; startedAt: number | null; reason: Reason; word: 'cancelled' | 'refused' }[];
  bornAt: number | null;
  cleared: boolean;
}

/** Fills the book. */
export function remember(lines: readonly Line[], book: Book, read: Read): Remembered {
  const deeds = new Map<string, Deeds>();
  const orders: Play[] = [];
  const taken: { order: Held; reason: Reason; word: 'cancelled' | 'refused' }[] = [];
  let bornAt: number | null = null;
  let cleared = false;

  function keep(order: Held): void {
    book.keep(order);
    const none = { starts: 0, startAt: 0, startedAt: null, resumes: 0, rounds: 0, endedAt: null };
    deeds.set(keyOf(order.play), { ...none, preempted: false, stored: false });
    orders.push(order.play);
  }

  function sentence(frame: Uint8Array, at: number): void {
    const opened = read(frame, null);
    if (!opened.ok) return;
    const { kind, body, signer } = opened;
    const play = kind === 'play' ? playBody.safeParse(body) : null;
    if (play?.success) keep({ play: play.data, signed: { frame, signer } });
    const stop = kind === 'stop' ? stopBody.safeParse(body) : null;
    const plan = kind === 'plan' ? planBody.safeParse(body) : null;
    const settings = kind === 'settings' ? settingsBody.safeParse(body) : null;
    const note = (orders: readonly Held[] | null, reason: Reason, word: 'cancelled' | 'refused') =>
      taken.push(...(orders ?? []).map(order => ({ order, reason, word })));
    if (stop?.success) note(book.stop(stop.data, signer, frame), 'stopped', 'cancelled');
    if (plan?.success) note(book.plan(plan.data, at, frame), 'dropped_from_plan', 'refused');
    if (settings?.success) note(book.obey(settings.data, frame), 'not_target', 'refused');
  }

  const isEmergency = (of: { broadcastId: string; revision: number }): boolean =>
    book.get(keyOf(of))?.play.class === 'emergency';

  function said(line: Extract<Line, { k: 'fact' }>): void {
    const { fact } = line;
    if (!('deliveryId' in fact)) return;
    const one = deeds.get(keyOf(fact));
    if (fact.kind === 'stored' && one) one.stored = true;
    // An emergency that goes on after a restart is one going-out, a routine item begins anew.
    else if (fact.kind === 'playing' && one)
      one.startedAt = (isEmergency(fact) ? one.startedAt : null) ?? fact.startedAt;
    else if (fact.kind === 'preempted' && one) one.preempted = true;
    if (['stored', 'playing', 'preempted', 'broken', 'onSite'].includes(fact.kind)) return;
    // A refusal of an order that was never kept says nothing about a later one of the same revision.
    if (fact.kind === 'refused' && !one) return;
    const until = book.get(keyOf(fact))?.play.expiresAt ?? fact.at;
    book.end(fact.broadcastId, fact.revision, fact.kind === 'played' ? 'played' : 'ended', until);
  }

  for (const line of lines) {
    if (line.k === 'sentence') sentence(Buffer.from(line.frame, 'base64'), line.at);
    else if (line.k === 'onSite') {
      const { play, preset, how } = line;
      keep({ play, signed: null, by: { preset, how } });
    } else if (line.k === 'fact') said(line);
    else if (line.k === 'born') bornAt = line.at;
    else if (line.k === 'starting') {
      const one = deeds.get(keyOf(line));
      if (!one) continue;
      one.starts += 1;
      one.startAt = line.at;
      one.resumes = line.resumes ?? 0;
      one.preempted = false;
      one.endedAt = null;
    } else if (line.k === 'rested') {
      const one = deeds.get(keyOf(line));
      if (one) Object.assign(one, { endedAt: line.at, rounds: line.rounds });
    } else if (line.k === 'cleared') {
      cleared = true;
      for (const broadcastId of line.finished) book.finish(broadcastId);
    }
  }

  const later = ({ play }: Held) =>
    orders.filter(each => each.broadcastId === play.broadcastId && each.revision > play.revision);

  const remembered: Remembered = { open: [], cutOff: [], withdrawn: [], bornAt, cleared };
  for (const order of book.held()) {
    const key = keyOf(order.play);
    const one = deeds.get(key);
    const gone = taken.find(each => keyOf(each.order.play) === key);
    const startedAt = one?.startedAt ?? null;
    if (later(order).some(endsOlder))
      remembered.withdrawn.push({ order, startedAt, reason: 'superseded', word: 'refused' });
    // A later message of the same alert has begun in its place.
    else if (later(order).some(play => (deeds.get(keyOf(play))?.starts ?? 0) > 0)) book.drop(key);
    else if (gone) remembered.withdrawn.push({ order, startedAt, reason: gone.reason, word: gone.word });
    else if (one && one.starts > 0 && !one.preempted && order.play.class !== 'emergency') {
      remembered.cutOff.push({ order, startedAt: startedAt ?? one.startAt });
    } else {
      remembered.open.push({
        order,
        stored: one?.stored ?? false,
        past: {
          startedAt,
          resumes: one?.resumes ?? 0,
          rounds: one?.rounds ?? 0,
          endedAt: one?.endedAt ?? null,
        },
      });
    }
  }
  return remembered;
}

/** The lines that a journal written anew must keep, in an order in which they can be remembered. */
export function condense(lines: readonly Line[], book: Book, nowMs: number): Line[] {
  const head = lines.find(line => line.k === 'journal');
  if (!head) return [...lines];
  const acknowledged = Math.max(0, ...lines.map(line => (line.k === 'recorded' ? line.seq : 0)));
  const seq = Math.max(head.seq, ...lines.map(line => (line.k === 'fact' ? line.fact.seq : 0)));
  const open = new Set(book.held().map(order => keyOf(order.play)));
  const keeps = new Set(book.sentences().map(frame => Buffer.from(frame).toString('base64')));
  return [
    { ...head, seq },
    ...lines.filter(line => {
      if (line.k === 'sentence') return keeps.has(line.frame);
      if (line.k === 'onSite') return open.has(keyOf(line.play));
      if (line.k === 'starting' || line.k === 'rested') return open.has(keyOf(line));
      if (line.k === 'fact') return isWorthKeeping(line.fact, nowMs, acknowledged);
      return line.k === 'born' || line.k === 'cleared';
    }),
    { k: 'recorded', seq: acknowledged },
  ];
}
