// The bus of a single node: listeners are called at once, in the order in which they subscribed.
import type { Bus, Messages, Topic } from './bus.ts';

/** `failed` hears of a listener that threw; the others are called all the same. */
export function localBus(failed: (topic: Topic, error: unknown) => void): Bus {
  const listeners: { [T in Topic]?: Set<(message: Messages[T]) => void> } = {};
  return {
    publish(topic, message) {
      for (const listener of listeners[topic] ?? []) {
        try {
          listener(message);
        } catch (error) {
          failed(topic, error);
        }
      }
    },
    subscribe<T extends Topic>(topic: T, listener: (message: Messages[T]) => void) {
      const set: Set<(message: Messages[T]) => void> = listeners[topic] ?? new Set();
      Object.assign(listeners, { [topic]: set });
      set.add(listener);
      return () => set.delete(listener);
    },
  };
}
