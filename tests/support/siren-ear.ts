// Hears whether a sound holds a motor siren: the pair of tones of its two rotors with their octaves, and little else, for a while.
// PCM at 48 kHz mono goes in, the longest such stretch comes out.
import { rotorRatio } from '../../server/audio/siren.ts';
import { rate } from './tone.ts';

const WINDOW = 4096;
const BIN_HZ = rate / WINDOW;
/** A frame belongs to a siren if so much of its power lies in the four lines, and so much in each of the two rotors. */
const MOST_OF_IT = 0.8;
const ROTOR_SHARE = 0.12;
const LOWEST_HZ = 380;
const HIGHEST_HZ = 1050;
const FAINTEST = 1e-5;
const cosine = Float64Array.from({ length: WINDOW / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / WINDOW));
const sine = Float64Array.from({ length: WINDOW / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / WINDOW));

/** Seconds of the longest unbroken stretch that sounds like the siren. */
export function longestSirenS(sound: Float32Array): number {
  let longest = 0;
  let run = 0;
  for (let at = 0; at + WINDOW <= sound.length; at += WINDOW) {
    run = isSiren(powers(sound.subarray(at, at + WINDOW))) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return (longest * WINDOW) / rate;
}

/** It fires on a second of it. */
export const holdsSiren = (sound: Float32Array): boolean => longestSirenS(sound) >= 1;

function isSiren(power: Float64Array): boolean {
  const total = power.reduce((sum, one) => sum + one, 0);
  if (total / WINDOW < FAINTEST) return false;
  const near = (hz: number): number => {
    const bin = Math.round(hz / BIN_HZ);
    return (
      (power[bin - 2] ?? 0) + (power[bin - 1] ?? 0) + (power[bin] ?? 0) + (power[bin + 1] ?? 0) + (power[bin + 2] ?? 0)
    );
  };
  for (let hz = LOWEST_HZ; hz <= HIGHEST_HZ; hz += BIN_HZ / 2) {
    const low = near(hz);
    const high = near(hz * rotorRatio);
    if (Math.min(low, high) < ROTOR_SHARE * total) continue;
    if (low + high + near(2 * hz) + near(2 * hz * rotorRatio) >= MOST_OF_IT * total) return true;
  }
  return false;
}

/** Power in each bin up to half the rate, under a Hann window. */
function powers(frame: Float32Array): Float64Array {
  const re = Float64Array.from(frame, (value, i) => value * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW)));
  const im = new Float64Array(WINDOW);
  transform(re, im);
  return Float64Array.from({ length: WINDOW / 2 }, (_, bin) => (re[bin]! ** 2 + im[bin]! ** 2) / WINDOW);
}

/** Fast Fourier transform in place, of one window. */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    for (let start = 0; start < n; start += size) {
      for (let k = 0; k < size / 2; k++) {
        const turn = (k * WINDOW) / size;
        const a = start + k;
        const b = a + size / 2;
        const turnedRe = re[b]! * cosine[turn]! - im[b]! * sine[turn]!;
        const turnedIm = re[b]! * sine[turn]! + im[b]! * cosine[turn]!;
        re[b] = re[a]! - turnedRe;
        im[b] = im[a]! - turnedIm;
        re[a] = re[a]! + turnedRe;
        im[a] = im[a]! + turnedIm;
      }
    }
  }
}
