// Counts guesses in a sliding window, in memory. Whoever is over the limit waits until old guesses fall out of the window;
// refused guesses are not counted, so nothing is locked for good.
import type { Time } from '../../protocol/time.ts';

export interface Attempts {
  /** False if the key is over its limit; else counts one guess. */
  take(key: string): boolean;
  /** Takes the last guess back: it was right. */
  forgive(key: string): void;
}

export function countAttempts(parts: { time: Time; limit: number; windowMs: number }): Attempts {
  const guesses = new Map<string, number[]>();
  let sweptAt = parts.time.monotonic();

  const recent = (key: string): number[] => {
    const since = parts.time.monotonic() - parts.windowMs;
    return (guesses.get(key) ?? []).filter(at => at > since);
  };
  /** Keys that nobody asks for again would stay for ever. */
  const sweep = () => {
    if (parts.time.monotonic() - sweptAt < parts.windowMs) return;
    sweptAt = parts.time.monotonic();
    for (const key of guesses.keys()) if (recent(key).length === 0) guesses.delete(key);
  };

  return {
    take(key) {
      sweep();
      const counted = recent(key);
      if (counted.length >= parts.limit) return false;
      guesses.set(key, [...counted, parts.time.monotonic()]);
      return true;
    },
    forgive(key) {
      const counted = recent(key).slice(0, -1);
      if (counted.length > 0) guesses.set(key, counted);
      else guesses.delete(key);
    },
  };
}
