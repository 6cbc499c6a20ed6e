// A path bent over or around edges in, screening in decibels out (ISO 9613-2, 7.4).
import { wavelength } from './bands.ts';

/** A path over edges, metres. */
export interface EdgePath {
  /** Straight from source to receiver, d. */
  direct: number;
  /** Source to the first edge, dss. */
  first: number;
  /** Last edge to receiver, dsr. */
  last: number;
  /** First to last edge, e; 0 for a single edge. */
  between: number;
  /** Path difference z; negative where the line of sight clears the edge. */
  difference: number;
}

/** How equation 14 is used: C2, whether Kmet counts and whether the limits of 7.4 hold. */
interface Rule {
  c2: number;
  bendsInWind: boolean;
  limited: boolean;
}

/** Over the top, with the ground counted in Agr (ISO 9613-2, 7.4: C2 = 20). */
export const OVER_THE_TOP: Rule = { c2: 20, bendsInWind: true, limited: true };
/** Around a vertical edge (ISO 9613-2, 7.4: Kmet = 1 for lateral paths; ISO/TR 17534-3: no limit). */
export const AROUND_THE_SIDE: Rule = { c2: 20, bendsInWind: false, limited: false };
/** Pure diffraction, with ground reflections counted apart (ISO 9613-2, 7.4: C2 = 40). */
export const BARE_EDGES: Rule = { c2: 40, bendsInWind: false, limited: false };

const DEEPEST_DB = { single: 20, double: 25 };

/** Correction for double diffraction, C3 (ISO 9613-2, Eq. 15). Edges within 0.3 m act as one. */
function doubleEdge(between: number, octaveHz: number): number {
  if (between <= 0.3) return 1;
  const spread = ((5 * wavelength(octaveHz)) / between) ** 2;
  return (1 + spread) / (1 / 3 + spread);
}

/** Correction for sound that bends downwind, Kmet (ISO 9613-2, Eq. 18). */
function downwind({ first, last, direct, difference }: EdgePath): number {
  if (difference <= 0) return 1;
  return Math.exp(-Math.sqrt((first * last * direct) / (2 * difference)) / 2000);
}

/**
 * Screening Dz of one octave, dB, never negative (ISO 9613-2, Eq. 14). A path that clears its edge fades from 4.77 dB at
 * grazing to 0; without this branch a map would jump by 4.8 dB at every ridge line.
 */
export function screening(path: EdgePath, octaveHz: number, rule: Rule): number {
  const bent = rule.bendsInWind ? downwind(path) : 1;
  const zones = (rule.c2 / wavelength(octaveHz)) * doubleEdge(path.between, octaveHz) * path.difference * bent;
  const screened = 10 * Math.log10(Math.max(1, 3 + zones));
  if (!rule.limited) return screened;
  return Math.min(screened, path.between > 0 ? DEEPEST_DB.double : DEEPEST_DB.single);
}
