// An ear at one loudspeaker: blocks of samples with the moment at which they are heard flow in; stretches of sound, and the sound
// between any two moments, flow out.
import type { FakeClock } from './fake-clock.ts';

/** A stretch of sound at one loudspeaker, UTC ms to the sample; a pause of over 100 ms parts two. */
export interface Stretch {
  from: number;
  to: number;
}

export interface Ear {
  heard: Stretch[];
  /** What was heard between two moments (UTC ms), at 48 kHz; silence where nothing was. */
  sound(from: number, to: number): Float32Array;
  /** `heardAt` on the monotonic clock. */
  listen(samples: Int16Array, heardAt: number): void;
}

export function openEar(clock: FakeClock): Ear {
  const heard: Stretch[] = [];
  const blocks: { at: number; samples: Int16Array }[] = [];
  return {
    heard,
    sound(from, to) {
      const sound = new Float32Array(Math.round((to - from) * 48));
      for (const { at, samples } of blocks) {
        const first = Math.round((at - from) * 48);
        for (let i = Math.max(0, -first); i < samples.length && first + i < sound.length; i++)
          sound[first + i] = samples[i]! / 32768;
      }
      return sound;
    },
    listen(samples, heardAt) {
      const begin = clock.now() - clock.monotonic() + heardAt;
      if (samples.some(sample => sample !== 0)) blocks.push({ at: begin, samples: samples.slice() });
      for (let i = 0; i < samples.length; i++) {
        if (Math.abs(samples[i]!) < 30) continue;
        const at = begin + i / 48;
        const last = heard.at(-1);
        if (last && at - last.to < 100) last.to = at;
        else heard.push({ from: at, to: at });
      }
    },
  };
}
