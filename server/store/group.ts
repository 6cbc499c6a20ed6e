// Commits in groups: what arrives within a few milliseconds shares one transaction, and everybody hears when it is on the disk.
// Between two commits everything else may run: an order never waits for more than one group of reports.
import type { Time } from '../../protocol/time.ts';
import type { Database, Queryable } from './database.ts';

export interface Group<T> {
  /** Resolves after the commit that holds `item`; rejects if that commit failed. */
  add(item: T): Promise<void>;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

/**
 * A commit takes `size` items, or fewer whose weights (1 each unless `weigh` says otherwise) add up to that, or what has come
 * within `waitMs`; `write` runs inside the transaction.
 */
export function createGroup<T>(parts: {
  db: Database;
  time: Time;
  size: number;
  waitMs: number;
  weigh?: (item: T) => number;
  write: (db: Queryable, items: T[]) => Promise<void>;
}): Group<T> {
  const { size, weigh = () => 1 } = parts;
  const waiting: { item: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let timer: (() => void) | null = null;
  let running: Promise<void> | null = null;

  /** As many of those that wait as fit one commit, and always one. */
  function take(): typeof waiting {
    let count = 0;
    for (let weight = 0; count < waiting.length; count++) {
      weight += weigh(waiting[count]!.item);
      if (count > 0 && weight > size) break;
    }
    return waiting.splice(0, count);
  }

  async function commit(): Promise<void> {
    while (waiting.length > 0) {
      const batch = take();
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
      await new Promise<void>(resolve => setImmediate(resolve));
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
        if (waiting.length >= size) flush();
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
