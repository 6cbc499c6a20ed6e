// The night of 8 to 9 October 2025 as its gauges told it: a clock that runs 600 times as fast for gauges alone, and their readings
// handed in over HTTP when it has reached them.
import type { Reading } from '../../protocol/api/warnings.ts';
import { october2025 } from '../../server/warning/october-2025.ts';

const SPEED = 600;
const MINUTE_MS = 60_000;
const STEP_MS = 10 * MINUTE_MS;
export const NIGHT = {
  from: Date.parse('2025-10-08T18:00:00+07:00'),
  to: Date.parse('2025-10-09T06:00:00+07:00'),
};

export interface GaugeClock {
  /** UTC ms; stands still at the beginning of the night until it is started, and again at its end. */
  now(): number;
  start(): void;
  /** Real milliseconds until it shows this; 0 once it has. */
  untilShows(at: number): number;
}

/** `monotonic` counts real milliseconds. */
export function gaugeClock(monotonic: () => number): GaugeClock {
  let started: number | null = null;
  const now = (): number => {
    const since = started === null ? 0 : monotonic() - started;
    return Math.min(NIGHT.to, NIGHT.from + since * SPEED);
  };
  return {
    now,
    start() {
      started ??= monotonic();
    },
    untilShows: at => Math.max(0, (at - now()) / SPEED),
  };
}

export interface NightGauge {
  gauge: ReturnType<typeof october2025>[number]['gauge'];
  /** What was known before the night, and what comes in it, oldest first. */
  before: Reading[];
  during: Reading[];
}

/** Readings every ten minutes; only public figures count as measured. Before the night they end an hour and more earlier: old news. */
export function theNight(): NightGauge[] {
  return october2025().map(({ gauge, readings }) => {
    const all = readings(STEP_MS);
    const at = (one: Reading): number => Date.parse(one.at);
    return {
      gauge,
      before: all.filter(one => at(one) < NIGHT.from - 60 * MINUTE_MS),
      during: all.filter(one => at(one) >= NIGHT.from && at(one) <= NIGHT.to),
    };
  });
}
