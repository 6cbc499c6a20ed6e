// The eight octave bands that the model works in: their labels, exact midbands, wavelengths and A weighting.

/** Nominal midbands, Hz (ISO 9613-2, clause 1). */
export const OCTAVES_HZ: readonly number[] = [63, 125, 250, 500, 1000, 2000, 4000, 8000];

/** A weighting of the octaves 63–8000 Hz, dB (IEC 61672-1). */
export const A_WEIGHTING_DB: readonly number[] = [-26.2, -16.1, -8.6, -3.2, 0, 1.2, 1, -1.1];

/** The exact midband of a nominal label: 1000·10^(k/10) Hz, k whole (ISO 9613-1, note 5 to Table 1). Both in Hz. */
export const exactMidband = (nominalHz: number): number =>
  1000 * 10 ** (Math.round(10 * Math.log10(nominalHz / 1000)) / 10);

/** Wavelength in metres at 340 m/s, of the nominal label as ISO/TR 17534-3 has it. */
export const wavelength = (nominalHz: number): number => 340 / nominalHz;
