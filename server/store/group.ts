// Commits in groups: what arrives within a few milliseconds shares one transaction, and everybody hears when it is on the disk.
import type { Time } from '../../protocol/time.ts';
import type { Database, Queryable } from './database.ts';

export interface Group<T> {
  /** Resolves after the commit that holds `item`; rejects if that commit failed. */
  add(item: T): Promise<void>;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

/** At most `size` items or `waitMs` of waiting a commit; `write` runs inside the transaction. */
export function createGroup<T>(parts: {
  db: Database;
  time: Time;
  size: number;
  waitMs: number;
  write: (db: Queryable, items: T[]) => Promise<void>;
}): Group<T> {
  const waiting: { item: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let timer: (() => void) | null = null;
  let running: Promise<void> | null = null;

  async function commit(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, parts.size);
      try {
        await parts.db.transaction().execute(trx =>
          parts.write(
            trx,
            batch.map(entry => entry.item),
          ),
        );
        for (const entry of batch) entry.resolve();
      } catch (error) {
        for (const entry of batch) entry.reject(error);
      }
    }
    running = null;
  }

  function flush(): void {
    timer?.();
    timer = null;
    running ??= commit();
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (running) return;
        if (waiting.length >= parts.size) flush();
        else timer ??= parts.time.after(parts.waitMs, flush);
      });
    },
    async idle() {
      while (waiting.length > 0 || running) {
        flush();
        await running;
      }
    },
  };
}
