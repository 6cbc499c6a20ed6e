// What the journal says of earlier lives of this device: its lines in, the books as they stood at the end out.

import type { Reason } from '../protocol/delivery.ts';
import { plan as planBody, play as playBody, settings as settingsBody, stop as stopBody } from '../protocol/order.ts';
import type { Line } from './journal.ts';
import { isWorthKeeping } from './outbox.ts';
import type { Book, Held } from './plan.ts';
import type { Trust } from './trust.ts';

interface Past {
  revision: number;
  starts: number;
  startAt: number;
  startedAt: number | null;
  preempted: boolean;
  stored: boolean;
}

export interface Remembered {
  /** Orders still to be played, with what has happened to them. */
  open: { order: Held; stored: boolean; startedAt: number | null; resumes: number }[];
  /** Routine items that were sounding when the program ended. */
  cutOff: { order: Held; startedAt: number }[];
  /** Orders that a stop, a plan or settings took away without the word of it having been written. */
  withdrawn: { order: Held; reason: Reason; word: 'cancelled' | 'refused' }[];
  bornAt: number | null;
  cleared: boolean;
}

/** Fills the book. */
export function remember(lines: readonly Line[], book: Book, trust: Trust): Remembered {
  const past = new Map<string, Past>();
  const taken: { order: Held; reason: Reason; word: 'cancelled' | 'refused' }[] = [];
  let bornAt: number | null = null;
  let cleared = false;

  function sentence(frame: Uint8Array, at: number): void {
    const opened = trust.open(frame, null);
    if (!opened.ok) return;
    const { kind, body, signer } = opened;
    const play = kind === 'play' ? playBody.safeParse(body) : null;
    if (play?.success) {
      book.keep({ play: play.data, frame, signer });
      past.set(play.data.broadcastId, {
        revision: play.data.revision,
        starts: 0,
        startAt: 0,
        startedAt: null,
        preempted: false,
        stored: false,
      });
    }
    const stop = kind === 'stop' ? stopBody.safeParse(body) : null;
    const plan = kind === 'plan' ? planBody.safeParse(body) : null;
    const settings = kind === 'settings' ? settingsBody.safeParse(body) : null;
    const note = (orders: readonly Held[] | null, reason: Reason, word: 'cancelled' | 'refused') =>
      taken.push(...(orders ?? []).map(order => ({ order, reason, word })));
    if (stop?.success) note(book.stop(stop.data, signer, frame), 'stopped', 'cancelled');
    if (plan?.success) note(book.plan(plan.data, at, frame), 'dropped_from_plan', 'refused');
    if (settings?.success) note(book.obey(settings.data, frame), 'not_target', 'refused');
  }

  function said(line: Extract<Line, { k: 'fact' }>): void {
    const { fact } = line;
    if (!('deliveryId' in fact)) return;
    const one = past.get(fact.broadcastId);
    const same = one?.revision === fact.revision ? one : null;
    if (fact.kind === 'stored' && same) same.stored = true;
    else if (fact.kind === 'playing' && same) same.startedAt = fact.startedAt;
    else if (fact.kind === 'preempted' && same) same.preempted = true;
    if (fact.kind === 'stored' || fact.kind === 'playing' || fact.kind === 'preempted') return;
    // A refusal of an order that was never kept says nothing about a later one of the same revision.
    if (fact.kind === 'refused' && !same) return;
    const until = book.get(fact.broadcastId)?.play.expiresAt ?? fact.at;
    book.end(fact.broadcastId, fact.revision, fact.kind === 'played' ? 'played' : 'ended', until);
  }

  for (const line of lines) {
    if (line.k === 'sentence') sentence(Buffer.from(line.frame, 'base64'), line.at);
    else if (line.k === 'fact') said(line);
    else if (line.k === 'born') bornAt = line.at;
    else if (line.k === 'starting') {
      const one = past.get(line.broadcastId);
      if (one?.revision !== line.revision) continue;
      one.starts += 1;
      one.startAt = line.at;
      one.preempted = false;
    } else if (line.k === 'cleared') {
      cleared = true;
      for (const broadcastId of line.finished) book.finish(broadcastId);
    }
  }

  const remembered: Remembered = { open: [], cutOff: [], withdrawn: [], bornAt, cleared };
  for (const order of book.held()) {
    const one = past.get(order.play.broadcastId);
    const gone = taken.find(
      each =>
        each.order.play.broadcastId === order.play.broadcastId && each.order.play.revision === order.play.revision,
    );
    const startedAt = one?.startedAt ?? null;
    if (gone) remembered.withdrawn.push({ order, reason: gone.reason, word: gone.word });
    else if (one && one.starts > 0 && !one.preempted && order.play.class !== 'emergency') {
      remembered.cutOff.push({ order, startedAt: startedAt ?? one.startAt });
    } else {
      remembered.open.push({
        order,
        stored: one?.stored ?? false,
        startedAt,
        resumes: Math.max(0, (one?.starts ?? 0) - 1),
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
  const open = new Map(book.held().map(order => [order.play.broadcastId, order]));
  const keeps = new Set(book.sentences().map(frame => Buffer.from(frame).toString('base64')));
  return [
    { ...head, seq },
    ...lines.filter(line => {
      if (line.k === 'sentence') return keeps.has(line.frame);
      if (line.k === 'starting') return open.get(line.broadcastId)?.play.revision === line.revision;
      if (line.k === 'fact') return isWorthKeeping(line.fact, nowMs, acknowledged);
      return line.k === 'born' || line.k === 'cleared';
    }),
    { k: 'recorded', seq: acknowledged },
  ];
}
