// Server time for agents: it never jumps backward and has fractions of a millisecond, yet follows the machine's wall clock.
import type { Time } from '../../protocol/time.ts';

/** Fastest correction, as a share of elapsed time (100 ppm); a wall clock that is off by more than a second is followed at once. */
const SLEW = 1e-4;
const STEP_MS = 1000;

/** Reads server time, UTC ms with fractions. */
export function createServerClock(time: Time): () => number {
  let offset = time.now() - time.monotonic();
  let last = time.monotonic();
  return () => {
    const monotonic = time.monotonic();
    const error = time.now() - monotonic - offset;
    const reach = (monotonic - last) * SLEW;
    // The wall clock counts whole milliseconds: an error below one is no error.
    if (error > STEP_MS || error < -STEP_MS) offset += error;
    else if (Math.abs(error) > 1) offset += Math.max(-reach, Math.min(reach, error));
    last = monotonic;
    return monotonic + offset;
  };
}
