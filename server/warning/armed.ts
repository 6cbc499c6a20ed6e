// Whether an armed gauge's readings are reason enough to play without a person: readings go in, the reason comes out, or null.
// Pure. Times are UTC ms, levels metres.
import type { StoredArming, StoredGauge, StoredReading } from '../store/gauges.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** So many in a row must agree; the one before them shows how the water came there. */
const IN_A_ROW = 3;
export const LOOKED_AT = IN_A_ROW + 1;
const NEWEST_MS = 20 * MINUTE_MS;
const FRESH_MS = HOUR_MS;
/**
 * Steps that a river makes. The record flood of October 2025 rose 0.05 m an hour at Cầu Sơn; forty times that is left to rivers of
 * the mountains, and 0.2 m to waves and to the sensor. What leaps higher is for a person to look at.
 */
const STEEPEST_M_PER_HOUR = 2;
const LEAP_M = 0.2;
/** That flood stood 2.37 m over level III; a sensor that says more than twice as much is not believed unseen. */
const HIGHEST_OVER_M = 5;

export type Basis = 'margin' | 'twoGauges';
export interface Sensor {
  gauge: Pick<StoredGauge, 'id' | 'levelsM'>;
  /** The last `LOOKED_AT`, newest first. */
  newest: readonly StoredReading[];
}

/** Fresh, measured, without a leap, and no higher than a river stands. */
function trusted({ gauge, newest }: Sensor, now: number): boolean {
  const [latest] = newest;
  if (!latest || newest.length < LOOKED_AT || now - latest.at > NEWEST_MS) return false;
  return newest.slice(0, LOOKED_AT).every((one, i, all) => {
    const before = all[i + 1];
    if (one.interpolated || one.levelM > gauge.levelsM[3] + HIGHEST_OVER_M) return false;
    if (i < IN_A_ROW && now - one.at > FRESH_MS) return false;
    if (!before) return true;
    const hours = (one.at - before.at) / HOUR_MS;
    return hours <= 1 && Math.abs(one.levelM - before.levelM) <= LEAP_M + STEEPEST_M_PER_HOUR * hours;
  });
}

const allOver = ({ gauge, newest }: Sensor, marginM: number): boolean =>
  newest.slice(0, IN_A_ROW).every(one => one.levelM >= gauge.levelsM[3] + marginM);

/** `other` is the gauge that was named when this one was armed; null: none was. */
export function reasonToPlay(
  own: Sensor,
  other: Sensor | null,
  arming: Pick<StoredArming, 'marginM'>,
  now: number,
): Basis | null {
  if (!trusted(own, now) || !allOver(own, 0)) return null;
  if (other && trusted(other, now) && allOver(other, 0)) return 'twoGauges';
  return allOver(own, arming.marginM) ? 'margin' : null;
}
