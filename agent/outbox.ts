// What happened here, on its way to the server: facts in, numbered and written down before they are sent; kept until the
// server has committed them, and 90 days beyond for a server that comes back from a backup.
import type { Fact } from '../protocol/delivery.ts';
import type { Time } from '../protocol/time.ts';
import type { ServerClock } from './clock.ts';
import type { Journal, Line } from './journal.ts';
import type { Log } from './log.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A fact before it has its number and time. */
export type Draft = Without<Fact, 'seq' | 'at' | 'uncertaintyMs'>;

const KEEP_MS = 90 * 24 * 3600_000;
const BATCH = 100;
const RESEND_MS = 60_000;

export interface Outbox {
  /** Resolves when the fact, with the lines that go before it, is on disk; sending follows by itself. */
  say(draft: Draft, ...lines: Line[]): Promise<void>;
  up(): void;
  down(): void;
  recorded(seq: number): void;
  /** The server forgot: everything kept goes again. */
  sendAllAgain(): Promise<void>;
  acknowledged(): number;
  /** Resolves when everything said so far is on disk and handed to the line. */
  settled(): Promise<void>;
}

/** `lines` is what the journal holds. */
export function createOutbox(parts: {
  journal: Journal;
  lines: readonly Line[];
  time: Time;
  clock: ServerClock;
  send: (facts: Fact[]) => void;
  log: Log;
}): Outbox {
  const { journal, clock, time, log } = parts;
  let pending: Fact[] = [];
  let seq = 0;
  let acknowledged = 0;
  let sentTo = 0;
  let linked = false;
  let work: Promise<void> = Promise.resolve();
  let resend: () => void = () => undefined;

  for (const line of parts.lines) {
    if (line.k === 'journal') seq = Math.max(seq, line.seq);
    if (line.k === 'fact') {
      seq = Math.max(seq, line.fact.seq);
      pending.push(line.fact);
    }
    if (line.k === 'recorded') acknowledged = Math.max(acknowledged, line.seq);
  }
  pending = pending.filter(fact => fact.seq > acknowledged);

  function flush(): void {
    if (!linked) return;
    for (;;) {
      const batch = pending.filter(fact => fact.seq > sentTo).slice(0, BATCH);
      const last = batch.at(-1);
      if (!last) break;
      parts.send(batch);
      sentTo = last.seq;
    }
    resend();
    if (pending.length > 0) {
      resend = time.after(RESEND_MS, () => {
        sentTo = acknowledged;
        flush();
      });
    }
  }

  async function write(draft: Draft, lines: readonly Line[]): Promise<void> {
    const uncertainty = clock.uncertaintyMs();
    const fact: Fact = {
      ...draft,
      seq: ++seq,
      at: Math.max(0, Math.round(clock.now())),
      uncertaintyMs: uncertainty === null ? null : Math.ceil(uncertainty),
    };
    try {
      await journal.add(...lines, { k: 'fact', fact });
    } catch (error) {
      // The fact is still true, and the server may be the only one left who can keep it.
      log.error({ why: String(error) }, 'a fact could not be written down');
    }
    pending.push(fact);
    pending.sort((a, b) => a.seq - b.seq);
    flush();
  }

  return {
    acknowledged: () => acknowledged,

    settled: () => work,

    say(draft, ...lines) {
      work = Promise.all([work, write(draft, lines)]).then(() => undefined);
      return work;
    },

    up() {
      linked = true;
      sentTo = acknowledged;
      flush();
    },
    down() {
      linked = false;
      resend();
    },

    recorded(upTo) {
      if (upTo <= acknowledged || upTo > seq) return;
      acknowledged = upTo;
      pending = pending.filter(fact => fact.seq > upTo);
      journal
        .add({ k: 'recorded', seq: upTo })
        .catch((error: unknown) => log.error({ why: String(error) }, 'an acknowledgement could not be written down'));
    },

    async sendAllAgain() {
      const kept = (await journal.read()).flatMap(line => (line.k === 'fact' ? [line.fact] : []));
      const known = new Set(pending.map(fact => fact.seq));
      const youngest = clock.now() - KEEP_MS;
      pending = [...kept.filter(fact => !known.has(fact.seq) && fact.at >= youngest), ...pending];
      pending.sort((a, b) => a.seq - b.seq);
      acknowledged = 0;
      sentTo = 0;
      flush();
    },
  };
}

/** Facts that are still worth keeping in a journal that is written anew. */
export const isWorthKeeping = (fact: Fact, nowMs: number, acknowledged: number): boolean =>
  fact.seq > acknowledged || fact.at >= nowMs - KEEP_MS;
