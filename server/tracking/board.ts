// The live board: what changes anywhere is gathered for a moment and told to every open page.
import type { FeedMessage } from '../../protocol/feed.ts';
import { every, type Time } from '../../protocol/time.ts';
import type { Bus } from '../bus/bus.ts';

const TICK_MS = 3_000;

export interface Board {
  /** The listener first hears a tick, then every change; the answer unsubscribes. */
  subscribe(listener: (message: FeedMessage) => void): () => void;
  close(): void;
}

export function createBoard({ bus, time }: { bus: Bus; time: Time }): Board {
  const listeners = new Set<(message: FeedMessage) => void>();
  const tell = (message: FeedMessage) => {
    for (const listener of listeners) listener(message);
  };
  const tick = (): FeedMessage => ({ t: 'tick', at: new Date(time.now()).toISOString() });
  const stop = [bus.subscribe('board', tell), every(time, TICK_MS, () => tell(tick()))];
  return {
    subscribe(listener) {
      listeners.add(listener);
      listener(tick());
      return () => listeners.delete(listener);
    },
    close() {
      for (const end of stop) end();
    },
  };
}
