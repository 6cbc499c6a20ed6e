// A loudspeaker whose amplifier is powered through a GPIO line: open only while an order sounds or is about to, and closed
// again whatever happens in between.
import { writeFileSync } from 'node:fs';
import type { Speaker, SpeakerRoom } from './speaker.ts';

/** Writes the line's value file, such as `/sys/class/gpio/gpio17/value`. */
export type SetLine = (on: boolean) => void;

export const lineAt =
  (file: string): SetLine =>
  on =>
    writeFileSync(file, on ? '1' : '0');

/** A line that cannot be written is a fault of the loudspeaker, mended by the next write that works. */
export function amplified(speaker: Speaker, setLine: SetLine): Speaker {
  let room: SpeakerRoom | null = null;
  let broken = false;
  let isOn: boolean | null = null;

  function set(on: boolean): void {
    if (on === isOn) return;
    try {
      setLine(on);
      isOn = on;
      if (broken) room?.mended();
      broken = false;
    } catch (error) {
      if (!broken) room?.fault(`amplifier line: ${error instanceof Error ? error.message : String(error)}`);
      broken = true;
    }
  }

  return {
    describe: speaker.describe,
    measures: speaker.measures,
    async open(opened) {
      room = opened;
      // A program that was killed while it sounded left the amplifier on.
      set(false);
      await speaker.open(opened);
    },
    wake() {
      set(true);
      speaker.wake();
    },
    rest() {
      try {
        speaker.rest();
      } finally {
        set(false);
      }
    },
    async close() {
      try {
        await speaker.close();
      } finally {
        set(false);
        room = null;
      }
    },
  };
}
