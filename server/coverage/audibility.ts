// Levels in, their sum as an ear or a meter has it out.
import { A_WEIGHTING_DB } from './bands.ts';

/** Levels of sounds that know nothing of each other, added by energy, dB. */
export const energySum = (levelsDb: readonly number[]): number =>
  10 * Math.log10(levelsDb.reduce((sum, level) => sum + 10 ** (level / 10), 0));

/** A-weighted total of the octaves 63–8000 Hz, dB(A). */
export const aWeighted = (octavesDb: readonly number[]): number =>
  energySum(octavesDb.map((level, index) => level + A_WEIGHTING_DB[index]!));
