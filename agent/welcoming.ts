// What a welcome changes: signed time, keys, library and generation in; the floor and the trust kept on disk out, and whether
// a journal that is new may play what was ordered before it.
import { z } from 'zod';
import { clipLibrary, type Welcome } from '../protocol/order.ts';
import type { Time } from '../protocol/time.ts';
import type { Clock } from './clock.ts';
import type { Director } from './director.ts';
import type { Disk } from './disk.ts';
import type { Faults } from './health.ts';
import type { Journal } from './journal.ts';
import { type Kept, loadKept } from './kept.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import type { Book } from './plan.ts';
import { type Trust, trustKept } from './trust.ts';

const serverKept = z.object({
  /** The latest signed time, UTC ms. */
  floor: z.number().nonnegative(),
  generation: z.int().nonnegative().nullable(),
  trust: trustKept,
  library: clipLibrary.nullable(),
});
type ServerKept = z.infer<typeof serverKept>;

/** What the device keeps of its server from one welcome to the next. */
export const loadServer = (disk: Disk, log: Log): Promise<Kept<ServerKept>> =>
  loadKept<ServerKept>({
    disk,
    path: 'server.json',
    shape: serverKept,
    initial: { floor: 0, generation: null, trust: { epoch: 0, certificates: [] }, library: null },
    log,
  });

export interface Welcoming {
  /** A welcome that has been verified, to a hello that was sent at `askedAt` (monotonic ms). */
  take(welcome: Welcome, askedAt: number): void;
  /** Whether this journal cannot know that a routine order of this time was not played before. */
  isDoubtful(issuedAt: number): boolean;
}

export function createWelcoming(parts: {
  time: Time;
  clock: Clock;
  server: Kept<ServerKept>;
  trust: Trust;
  journal: Journal;
  book: Book;
  outbox: Outbox;
  faults: Faults;
  director: Director;
  past: { bornAt: number | null; cleared: boolean };
  /** Dials anew, for a second welcome. */
  renew: () => void;
}): Welcoming {
  const { time, clock, server, trust, journal, faults, director } = parts;
  let { bornAt, cleared } = parts.past;
  const lost = (error: unknown) => faults.fault('disk', String(error));

  function keepServer(welcome: Welcome, askedAt: number): void {
    const { floor } = clock.welcomed(welcome.serverTime, askedAt, time.monotonic());
    const before = server.value();
    server
      .set({
        floor: floor ?? before.floor,
        generation: Math.max(welcome.generation, before.generation ?? 0),
        trust: trust.kept(),
        library: welcome.library,
      })
      .catch(lost);
    if (before.generation !== null && welcome.generation > before.generation) parts.outbox.sendAllAgain().catch(lost);
  }

  function confirmTime() {
    const again = clock.secondWelcomeFrom();
    if (again === null) return faults.mended('clock');
    faults.fault('clock', 'the time has jumped by over a day; waiting for a second welcome');
    time.after(again - time.monotonic() + 1000, parts.renew);
  }

  /** A journal is born when it first knows the time; it is cleared when the server says what is finished. */
  function settleJournal(welcome: Welcome): void {
    const news: Parameters<Journal['add']> = [];
    if (bornAt === null && clock.isKnown()) {
      bornAt = welcome.serverTime;
      news.push({ k: 'born', at: bornAt });
    }
    if (!cleared && welcome.finished !== undefined) {
      cleared = true;
      news.push({ k: 'cleared', finished: welcome.finished });
      for (const broadcastId of welcome.finished) {
        for (const order of parts.book.revisions(broadcastId)) director.withdraw(order, 'new_journal', 'refused');
        parts.book.finish(broadcastId);
      }
      director.tell({ type: 'cleared' });
    }
    if (news.length > 0) journal.add(...news).catch(lost);
  }

  return {
    isDoubtful: issuedAt => !cleared && (bornAt === null || issuedAt < bornAt),
    take(welcome, askedAt) {
      keepServer(welcome, askedAt);
      confirmTime();
      faults.mended('link');
      settleJournal(welcome);
    },
  };
}
