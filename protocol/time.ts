// Time as a part that is passed in, so that tests drive days in milliseconds and nothing reads a global clock.

export interface Time {
  /** The machine's wall clock, UTC ms. It may be wrong and may jump. */
  now(): number;
  /** A clock that only goes forward, ms, fractions included. */
  monotonic(): number;
  /** Calls `run` once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own clocks. */
export const systemTime: Time = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** Calls `run` every `ms` until the answer is called. */
export function every(time: Time, ms: number, run: () => void): () => void {
  let cancel = time.after(ms, tick);
  function tick() {
    cancel = time.after(ms, tick);
    run();
  }
  return () => cancel();
}
