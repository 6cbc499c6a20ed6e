// The sound of a voice and the text it was given flow in; what is wrong with the sound, if anything, flows out.
import type { Sound } from './wave.ts';

/** Seconds per letter: eSpeak at our rate needs 0.087, so these bounds only catch what is cut off or runs away. */
const fastest = 0.02;
const slowest = 0.5;
const pauseSeconds = 1.5;
const frameSeconds = 0.02;
/** A frame is heard above −45 dB of full scale; of eSpeak's speech 80 % of the frames are. */
const heardRms = 32768 * 10 ** (-45 / 20);
const leastHeard = 0.2;
const mostFrames = 4000;
const leastPeak = 32768 * 10 ** (-30 / 20);

export type Fault = 'empty' | 'too_short' | 'too_long' | 'silent';

export function listen(sound: Sound, text: string): Fault | undefined {
  if (sound.samples.length === 0) return 'empty';
  const seconds = sound.samples.length / sound.sampleRate;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const pauses = text.match(/[.,;:?!\n]/g)?.length ?? 0;
  if (seconds < letters * fastest) return 'too_short';
  if (seconds > 3 + letters * slowest + pauses * pauseSeconds) return 'too_long';
  return isHeard(sound) ? undefined : 'silent';
}

/** Listens to at most `mostFrames` frames spread over the sound, so that half an hour is judged in milliseconds. */
function isHeard({ samples, sampleRate }: Sound): boolean {
  const frame = Math.max(1, Math.round(sampleRate * frameSeconds));
  const step = frame * Math.ceil(samples.length / frame / mostFrames);
  let highest = 0;
  let heard = 0;
  let frames = 0;
  for (let start = 0; start < samples.length; start += step) {
    let power = 0;
    const end = Math.min(start + frame, samples.length);
    for (let at = start; at < end; at += 1) {
      const sample = samples[at] ?? 0;
      power += sample * sample;
      highest = Math.max(highest, Math.abs(sample));
    }
    if (power / (end - start) > heardRms * heardRms) heard += 1;
    frames += 1;
  }
  return highest > leastPeak && heard / frames > leastHeard;
}
