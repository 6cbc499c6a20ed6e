// Feeds that areas read flow in by the clock; their messages go to the intake, each entry fetched once. A feed that fails says so
// on its own line and is tried again.
import { every, type Time } from '../../../protocol/time.ts';
import { LoaError } from '../../errors.ts';
import { listCapFeeds, type StoredCapFeed, storeCapFeedRead } from '../../store/cap.ts';
import type { Database } from '../../store/database.ts';
import type { GuardedFetch } from '../guarded-fetch.ts';
import type { Places } from '../places.ts';
import type { FeedEntry } from './entries.ts';
import type { HandedIn, Intake } from './intake.ts';
import type { CapReader } from './reader.ts';

/** How often it is looked which feeds are due. */
const LOOK_MS = 30_000;
/** A feed that brings more at once is read on at its next turn. */
const MOST_AT_ONCE = 50;

export interface Polling {
  start(): void;
  /** Resolves when no feed is being read. */
  idle(): Promise<void>;
  stop(): void;
}

export function createPolling(parts: {
  db: Database;
  time: Time;
  fetch: GuardedFetch;
  reader: CapReader;
  intake: Intake;
  tree(): Promise<Places>;
  onError(error: unknown): void;
}): Polling {
  const { db, time } = parts;
  const reading = new Map<string, Promise<void>>();
  let stop = (): void => undefined;
  let stopped = false;

  /** The keys of entries that need not be fetched again, and why another failed. */
  async function readEntries(entries: readonly FeedEntry[], feed: StoredCapFeed, from: HandedIn) {
    const seen = entries.filter(one => feed.seen.includes(one.key)).map(one => one.key);
    let trouble: string | null = null;
    for (const one of entries.filter(entry => !seen.includes(entry.key)).slice(0, MOST_AT_ONCE)) {
      if (stopped) break;
      try {
        const bytes = one.link === null ? Buffer.from(one.xml ?? '') : (await parts.fetch(one.link)).bytes;
        // What is refused is shown to a person; the feed has done its part.
        await parts.intake.take(bytes, from);
        seen.push(one.key);
      } catch (error) {
        trouble ??= wordsFor(error);
      }
    }
    return { seen, trouble };
  }

  async function read(feed: StoredCapFeed): Promise<{ seen: string[]; trouble: string | null }> {
    try {
      const area = (await parts.tree()).find(feed.areaId);
      if (!area) return { seen: feed.seen, trouble: feed.areaId };
      const from: HandedIn = { by: 'loa', homeId: area.id, mayAt: path => path.startsWith(area.path) };
      const { bytes, url } = await parts.fetch(feed.url);
      const content = await parts.reader.feed(bytes, url);
      if (content.kind === 'trouble') return { seen: feed.seen, trouble: content.why };
      if (content.kind === 'feed') return await readEntries(content.entries, feed, from);
      await parts.intake.take(bytes, from);
      return { seen: [], trouble: null };
    } catch (error) {
      return { seen: feed.seen, trouble: wordsFor(error) };
    }
  }

  async function look(): Promise<void> {
    for (const feed of await listCapFeeds(db)) {
      const due = feed.readAt === null || time.now() - feed.readAt >= feed.everyS * 1000;
      if (!due || stopped || reading.has(feed.id)) continue;
      const done = read(feed)
        .then(outcome => storeCapFeedRead(db, feed.id, { readAt: time.now(), ...outcome }))
        .catch(parts.onError)
        .finally(() => reading.delete(feed.id));
      reading.set(feed.id, done);
    }
  }

  return {
    start() {
      stop = every(time, LOOK_MS, () => void look().catch(parts.onError));
    },
    async idle() {
      while (reading.size > 0) await Promise.all(reading.values());
    },
    stop() {
      stopped = true;
      stop();
    },
  };
}

function wordsFor(error: unknown): string {
  if (error instanceof LoaError) return error.say('vi');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return `${code} ${error instanceof Error ? error.message : String(error)}`.trim().slice(0, 300);
}
