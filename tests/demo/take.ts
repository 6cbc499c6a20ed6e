// A silent loudspeaker whose samples are kept: what the agent really wrote of its last item goes to a file (48 kHz, mono, s16le),
// the first half minute of it.
import { appendFileSync, writeFileSync } from 'node:fs';
import { silentSpeaker, type Tap } from '../../agent/speaker/silent.ts';
import { SAMPLE_RATE, type Speaker } from '../../agent/speaker/speaker.ts';
import type { Time } from '../../protocol/time.ts';

const LONGEST = 30 * SAMPLE_RATE;
/** Written to disk in pieces of a second, because sixty of these run at once. */
const PIECE = SAMPLE_RATE;

export function keptSpeaker(parts: {
  time: Time;
  path: string;
  /** The broadcast that sounds now, as the agent says. */
  playing: () => string | null;
}): Speaker {
  const buffer = new Int16Array(PIECE);
  let filled = 0;
  let kept = 0;
  let taken: string | null = null;
  /** The block before: an agent knows that something sounds only once its first samples are out. */
  let before = new Int16Array(0);

  function flush(): void {
    if (filled > 0) appendFileSync(parts.path, new Uint8Array(buffer.buffer, 0, filled * 2));
    filled = 0;
  }
  function keep(samples: Int16Array): void {
    let rest = samples.subarray(0, LONGEST - kept);
    kept += rest.length;
    while (rest.length > 0) {
      const part = rest.subarray(0, PIECE - filled);
      buffer.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
      if (filled === PIECE) flush();
    }
  }

  const tap: Tap = samples => {
    const playing = parts.playing();
    if (playing !== taken) {
      flush();
      taken = playing;
      if (playing !== null) {
        writeFileSync(parts.path, '');
        kept = 0;
        const first = before.findIndex(sample => sample !== 0);
        if (first >= 0) keep(before.subarray(first));
      }
    }
    if (taken !== null) keep(samples);
    before = samples.slice();
  };
  return silentSpeaker({ time: parts.time, tap });
}
