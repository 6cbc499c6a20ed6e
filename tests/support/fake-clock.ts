// A clock that tests drive: timers run in order of their time as `advance` passes them, with pending promises settled between.
import type { Time } from '../../protocol/time.ts';

export interface FakeClock extends Time {
  /** Moves on by `ms`, running every timer that falls due, in order. */
  advance(ms: number): Promise<void>;
  /** A view of the same clock whose wall time is wrong by `ms` (a device with a bad RTC). */
  skewed(ms: number): Time;
}

/** Lets promises, microtasks and immediate callbacks that are already due run. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 8; i++) await new Promise<void>(resolve => setImmediate(resolve));
};

export function fakeClock(startIso = '2026-11-22T09:00:00.000Z'): FakeClock {
  const begin = Date.parse(startIso);
  let elapsed = 0;
  let order = 0;
  const timers = new Map<number, { due: number; run: () => void }>();

  const next = (until: number) => {
    let first: [number, { due: number; run: () => void }] | null = null;
    for (const entry of timers) if (entry[1].due <= until && (!first || entry[1].due < first[1].due)) first = entry;
    return first;
  };

  const clock: FakeClock = {
    now: () => begin + elapsed,
    monotonic: () => elapsed,
    after(ms, run) {
      const key = ++order;
      timers.set(key, { due: elapsed + Math.max(ms, 0), run });
      return () => timers.delete(key);
    },
    async advance(ms) {
      const until = elapsed + ms;
      await settle();
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer[0]);
        elapsed = Math.max(elapsed, timer[1].due);
        timer[1].run();
        await settle();
      }
      elapsed = until;
      await settle();
    },
    skewed: offset => ({ ...clock, now: () => begin + elapsed + offset }),
  };
  return clock;
}
