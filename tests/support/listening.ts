// Listens to a line that an agent wrote as a file: what sounds from when to when, how loud it is (ITU-R BS.1770-4), and where
// one sound lies in another. Samples are mono floats at 48 kHz, moments are server time in ms.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { rate } from './tone.ts';

const PER_MS = rate / 1000;
const HEADER_BYTES = 44;
const clock = z.object({ t0: z.int(), rate: z.literal(rate) });

export interface Line {
  samples: Float32Array;
  /** Server time of the first sample. */
  t0: number;
  /** Bytes of sound by the header, and after the header in the file. */
  promisedBytes: number;
  heldBytes: number;
}

/** `path` and the clock beside it, as they are at this moment. */
export function readLine(path: string): Line {
  const bytes = readFileSync(path);
  const { t0 } = clock.parse(JSON.parse(readFileSync(`${path}.json`, 'utf8')));
  const named = [bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 16), bytes.toString('latin1', 36, 40)];
  if (named.join() !== 'RIFF,WAVEfmt ,data') throw new Error(`${path} is no WAV file: ${named}`);
  const samples = new Float32Array((bytes.length - HEADER_BYTES) >> 1);
  for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(HEADER_BYTES + 2 * i) / 32768;
  return { samples, t0, promisedBytes: bytes.readUInt32LE(40), heldBytes: bytes.length - HEADER_BYTES };
}

/** The part of a line between two moments. */
export const between = ({ samples, t0 }: Line, from: number, to: number): Float32Array =>
  samples.subarray(Math.max(0, Math.round((from - t0) * PER_MS)), Math.max(0, Math.round((to - t0) * PER_MS)));

/** First and last sample that is no silence, ms from the beginning; null if all is silent. */
export function sounding(samples: Float32Array, faintest = 0.001): { from: number; to: number } | null {
  const isHeard = (sample: number) => Math.abs(sample) > faintest;
  const first = samples.findIndex(isHeard);
  return first < 0 ? null : { from: first / PER_MS, to: (samples.findLastIndex(isHeard) + 1) / PER_MS };
}

/** Mean level, dB relative to a full square wave. */
export const decibels = (samples: Float32Array): number =>
  10 * Math.log10(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

/** Where `sound` begins in `samples`, ms, and how alike they are there (1: the same but for its level). */
export function placeOf(sound: Float32Array, samples: Float32Array): { at: number; likeness: number } {
  // By its outline first, a millisecond a step, then to the sample.
  const outline = (from: Float32Array) =>
    Float32Array.from({ length: Math.floor(from.length / PER_MS) }, (_, ms) =>
      Math.sqrt(energy(from.subarray(ms * PER_MS, (ms + 1) * PER_MS)) / PER_MS),
    );
  const coarse = best(outline(sound), outline(samples), 0, samples.length / PER_MS).at * PER_MS;
  const fine = best(sound, samples, coarse - 2 * PER_MS, coarse + 2 * PER_MS);
  return { at: fine.at / PER_MS, likeness: fine.likeness };
}

function best(sound: Float32Array, samples: Float32Array, from: number, to: number) {
  const own = energy(sound);
  let found = { at: 0, likeness: -1 };
  let power = -1;
  for (let at = Math.max(0, from); at <= to && at + sound.length <= samples.length; at++) {
    // The power under the window, brought along from the step before.
    if (power < 0) power = energy(samples.subarray(at, at + sound.length));
    else power += samples[at + sound.length - 1]! ** 2 - samples[at - 1]! ** 2;
    if (power < own * 1e-6) continue;
    const likeness = dot(sound, samples.subarray(at, at + sound.length)) / Math.sqrt(own * power);
    if (likeness > found.likeness) found = { at, likeness };
  }
  return found;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
const energy = (samples: Float32Array): number => dot(samples, samples);

/** Integrated loudness, LUFS: K-weighted, blocks of 400 ms every 100 ms, gated at −70 LUFS and then at 10 LU below the rest. */
export function loudness(samples: Float32Array): number {
  const shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585] as const;
  const highPass = [1, -2, 1, -1.99004745483398, 0.99007225036621] as const;
  const weighted = filtered(filtered(samples, shelf), highPass);
  const step = rate / 10;
  const powers: number[] = [];
  for (let at = 0; at + 4 * step <= weighted.length; at += step)
    powers.push(energy(weighted.subarray(at, at + 4 * step)) / (4 * step));
  const lufs = (kept: number[]) => -0.691 + 10 * Math.log10(kept.reduce((sum, power) => sum + power, 0) / kept.length);
  const audible = powers.filter(power => lufs([power]) > -70);
  const gate = lufs(audible) - 10;
  return lufs(audible.filter(power => lufs([power]) > gate));
}

/** A filter of second order: b0, b1, b2, a1, a2. */
function filtered(
  samples: Float32Array,
  [b0, b1, b2, a1, a2]: readonly [number, number, number, number, number],
): Float32Array {
  let one = 0;
  let two = 0;
  return samples.map(sample => {
    const out = b0 * sample + one;
    one = b1 * sample - a1 * out + two;
    two = b2 * sample - a2 * out;
    return out;
  });
}
