// Terms of a path in, what is left of the sound at its end out: divergence, ground with screens, weather (ISO 9613-2).
import { type Air, absorption } from './absorption.ts';
import { exactMidband, OCTAVES_HZ } from './bands.ts';
import { AROUND_THE_SIDE, OVER_THE_TOP, screening } from './diffraction.ts';
import { type Ends, groundByMeanHeight, solidAngle } from './ground.ts';
import type { PathsPast } from './obstacles.ts';
import { type Cut, cutOver, meanHeight, pathOver } from './terrain.ts';

/** Sound pressure at 1 m of a point source against its sound power, dB (ISO 9613-2, Eq. 7). */
const POWER_TO_ONE_METRE_DB = 11;

/** Spreading since 1 m, dB; distance in metres. */
const spreading = (distance: number): number => 20 * Math.log10(distance);

/** Geometrical divergence Adiv against sound power, dB; distance in metres (ISO 9613-2, Eq. 7). */
export const divergence = (distance: number): number => spreading(distance) + POWER_TO_ONE_METRE_DB;

/** Absorption by the air over a path, dB, in the octave of a nominal label; distance in metres (ISO 9613-2, Eq. 8). */
export const airLoss = (air: Air, octaveHz: number, distance: number): number =>
  absorption(air, exactMidband(octaveHz)) * distance;

/** What the long term takes off the downwind level, Cmet, dB; `c0` in dB is the site's (ISO 9613-2, Eq. 21 and 22). */
export const longTerm = (c0: number, { sourceHeight, receiverHeight, distance }: Ends): number =>
  c0 * Math.max(0, 1 - (10 * (sourceHeight + receiverHeight)) / distance);

/**
 * Ground and screen together in one octave, dB (ISO/TR 17534-3, 5.5 and Eq. 25). Screening counts only where it exceeds the
 * ground attenuation that the screen takes away; the paths around the sides add their energy to the path over the top.
 */
export function groundAndScreen(ground: number, { over, around }: PathsPast, octaveHz: number): number {
  const top = screening(over, octaveHz, OVER_THE_TOP) - Math.max(ground, 0);
  const passing = [top, ...around.map(path => screening(path, octaveHz, AROUND_THE_SIDE))];
  const together = -10 * Math.log10(passing.reduce((energy, loss) => energy + 10 ** (-loss / 10), 0));
  return ground + Math.max(0, together);
}

/**
 * What hilly ground takes from each octave 63–8000 Hz between 1 m from the loudspeaker and the ear, dB
 * (ISO 9613-2 with ground by 7.3.2). `ground` runs from foot to foot, all metres.
 */
export function lossOverHills(ground: Cut, sourceHeight: number, receiverHeight: number, air: Air): number[] {
  const cut = cutOver(ground, sourceHeight, receiverHeight);
  const plan = cut.at(-1)!.s - cut[0]!.s;
  const distance = Math.hypot(plan, cut.at(-1)!.z - cut[0]!.z);
  const gain = solidAngle({ sourceHeight, receiverHeight, distance: plan });
  const soil = groundByMeanHeight(distance, meanHeight(ground, sourceHeight, receiverHeight));
  const edges = pathOver(cut);
  return OCTAVES_HZ.map(octaveHz => {
    const screened = edges ? screening(edges, octaveHz, OVER_THE_TOP) : 0;
    return spreading(distance) + airLoss(air, octaveHz, distance) + Math.max(screened, soil) - gain;
  });
}
