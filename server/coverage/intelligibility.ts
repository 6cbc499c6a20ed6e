// Modulation that survives, levels of speech and noise, and echoes in; the speech transmission index out (IEC 60268-16).

/** The seven octaves that carry speech, Hz. */
export const SPEECH_OCTAVES_HZ: readonly number[] = [125, 250, 500, 1000, 2000, 4000, 8000];

/** Modulation frequencies, Hz (IEC 60268-16, A.5.1). */
export const MODULATIONS_HZ: readonly number[] = [0.63, 0.8, 1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8, 10, 12.5];

/** Weights of the octaves and of what neighbouring octaves say twice (IEC 60268-16, Table A.1, male). */
const WEIGHTS = [0.085, 0.127, 0.23, 0.233, 0.309, 0.224, 0.173];
const REDUNDANCY = [0.085, 0.078, 0.065, 0.011, 0.047, 0.095];

/** Absolute reception threshold of the octaves, dB (IEC 60268-16, Table A.3). */
const THRESHOLD_DB = [46, 27, 12, 6.5, 7.5, 8, 12];

/** Sound that comes this long after the arrival a listener follows disturbs instead of helping, ms. */
const EARLY_MS = 50;

/** One loudspeaker's sound as it reaches an ear. */
export interface Arrival {
  /** Per speech octave, dB. */
  levelsDb: readonly number[];
  delayMs: number;
}

const energy = (db: number): number => 10 ** (db / 10);

/** The index from the transmission index of each octave, 0 to 1 (IEC 60268-16, A.5.6). */
export function stiOfOctaves(transmission: readonly number[]): number {
  const carried = WEIGHTS.reduce((sum, weight, k) => sum + weight * transmission[k]!, 0);
  const twice = REDUNDANCY.reduce(
    (sum, share, k) => sum + share * Math.sqrt(transmission[k]! * transmission[k + 1]!),
    0,
  );
  return Math.min(1, carried - twice);
}

/** Transmission index of one modulation transfer value: effective ratio held to ±15 dB (IEC 60268-16, A.5.4 and A.5.5). */
function transmissionIndex(modulation: number): number {
  const ratio = 10 * Math.log10(modulation / Math.max(0, 1 - modulation));
  return (Math.min(15, Math.max(-15, ratio)) + 15) / 30;
}

/** The index from the modulation transfer of each octave and modulation frequency, 0 to 1 (IEC 60268-16, A.5.5 and A.5.6). */
export const stiOfModulations = (transfer: readonly (readonly number[])[]): number =>
  stiOfOctaves(
    transfer.map(octave => octave.reduce((sum, modulation) => sum + transmissionIndex(modulation), 0) / octave.length),
  );

/** How far the next lower octave at `levelDb` masks an octave, dB (IEC 60268-16, Table A.2). */
export function auditoryMasking(levelDb: number): number {
  if (levelDb < 63) return 0.5 * levelDb - 65;
  if (levelDb < 67) return 1.8 * levelDb - 146.9;
  if (levelDb < 100) return 0.5 * levelDb - 59.8;
  return -10;
}

/**
 * What is left of the modulation of each octave under noise, masking by the octave below and the threshold of hearing, 0 to 1
 * (IEC 60268-16, A.5.3). Levels in dB per speech octave.
 */
export function modulationAtLevels(speechDb: readonly number[], noiseDb: readonly number[]): number[] {
  const heard = speechDb.map((speech, k) => energy(speech) + energy(noiseDb[k]!));
  return heard.map((intensity, k) => {
    const below = heard[k - 1];
    const masking = below === undefined ? 0 : below * energy(auditoryMasking(10 * Math.log10(below)));
    return energy(speechDb[k]!) / (intensity + masking + energy(THRESHOLD_DB[k]!));
  });
}

/** Modulation transfer of a set of arrivals without noise, per octave and modulation frequency, 0 to 1. */
export function modulationOfEchoes(arrivals: readonly Arrival[]): number[][] {
  return SPEECH_OCTAVES_HZ.map((_, k) => {
    const energies = arrivals.map(({ levelsDb }) => energy(levelsDb[k]!));
    const total = energies.reduce((sum, one) => sum + one, 0);
    return MODULATIONS_HZ.map(hz => {
      const turn = (index: number) => (2 * Math.PI * hz * arrivals[index]!.delayMs) / 1000;
      const real = energies.reduce((sum, one, index) => sum + one * Math.cos(turn(index)), 0);
      const imaginary = energies.reduce((sum, one, index) => sum + one * Math.sin(turn(index)), 0);
      return Math.min(1, Math.hypot(real, imaginary) / total);
    });
  });
}

/**
 * The index that coverage decides by, 0 to 1: whatever comes outside the 50 ms after the arrival that the listener follows is
 * noise. The listener follows whichever arrival serves best. More cautious than `modulationOfEchoes`, which forgives long delays.
 */
export function stiAmongEchoes(arrivals: readonly Arrival[], noiseDb: readonly number[]): number {
  const following = (followed: Arrival): number => {
    const helps = ({ delayMs }: Arrival) => delayMs >= followed.delayMs && delayMs <= followed.delayMs + EARLY_MS;
    return stiOfModulations(
      noiseDb.map((noise, k) => {
        const sum = (some: readonly Arrival[]) => some.reduce((total, one) => total + energy(one.levelsDb[k]!), 0);
        const useful = sum(arrivals.filter(helps));
        return [useful / (useful + sum(arrivals.filter(one => !helps(one))) + energy(noise))];
      }),
    );
  };
  return Math.max(0, ...arrivals.map(following));
}
