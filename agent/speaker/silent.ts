// A loudspeaker without sound: it asks for samples in real time as a real one would, and may hand them to whoever watches.
import { every, type Time } from '../../protocol/time.ts';
import { SAMPLE_RATE, type Speaker, type SpeakerRoom } from './speaker.ts';

/** Sees each block and the moment of its first sample (monotonic ms). */
export type Tap = (samples: Int16Array, heardAt: number) => void;

const TICK_MS = 40;
const LARGEST = SAMPLE_RATE / 5;

export function silentSpeaker(parts: { time: Time; tap?: Tap }): Speaker {
  const { time } = parts;
  const block = new Int16Array(LARGEST);
  let room: SpeakerRoom | null = null;
  let stop: (() => void) | null = null;
  /** Moment of the next sample to ask for. */
  let next = 0;

  function pull(): void {
    // After a stall longer than any buffer the time that passed is lost, as it would be on a card.
    if (time.monotonic() - next > 1000) next = time.monotonic() - TICK_MS;
    for (;;) {
      const due = Math.floor(((time.monotonic() - next) * SAMPLE_RATE) / 1000);
      if (due < 1) return;
      const samples = block.subarray(0, Math.min(due, LARGEST));
      room?.render(samples, next);
      parts.tap?.(samples, next);
      next += (samples.length * 1000) / SAMPLE_RATE;
    }
  }

  return {
    describe: 'silent',
    measures: true,
    async open(opened) {
      room = opened;
    },
    wake() {
      if (stop) return;
      next = time.monotonic();
      stop = every(time, TICK_MS, pull);
    },
    rest() {
      stop?.();
      stop = null;
    },
    async close() {
      stop?.();
      stop = null;
      room = null;
    },
  };
}
