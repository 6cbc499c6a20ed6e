// Spectrum levels of speech, noise and hearing in, the speech intelligibility index out (ANSI S3.5, octave procedure).

/** One octave, spectrum levels in dB. */
export interface SiiOctave {
  speech: number;
  noise: number;
  /** Hearing threshold level of the listener, dB. */
  threshold: number;
  /** Band importance, 0 to 1. */
  importance: number;
  /** Speech at normal vocal effort, U. */
  normalSpeech: number;
  /** Internal noise of the ear, X. */
  internalNoise: number;
}

const unit = (value: number): number => Math.min(1, Math.max(0, value));

/** Speech intelligibility index, 0 to 1 (ANSI S3.5, 5.6 to 6; the octave procedure has no spread of masking). */
export const speechIntelligibilityIndex = (octaves: readonly SiiOctave[]): number =>
  octaves.reduce((index, { speech, noise, threshold, importance, normalSpeech, internalNoise }) => {
    const disturbance = Math.max(noise, internalNoise + threshold);
    const audible = unit((speech - disturbance + 15) / 30);
    const undistorted = unit(1 - (speech - normalSpeech - 10) / 160);
    return index + importance * audible * undistorted;
  }, 0);
