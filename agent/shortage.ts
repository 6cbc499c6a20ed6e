// The sounds that this device should hold and does not: what an alert had to go without flows in, a fault flows out, and its
// mending once they are here.
import type { Faults } from './health.ts';
import type { Pass, Programme } from './programme.ts';

export interface Shortage {
  /** An alert goes out with what there is of this pass. */
  note(pass: Pass): void;
  /** A recording of an alert is no sound. */
  spoilt(recording: string, why: string): void;
  /** Clips have come, or other ones are wanted. */
  review(): void;
}

export function createShortage(parts: { faults: Faults; programme: Programme }): Shortage {
  const { faults, programme } = parts;
  const lacked = new Set<string>();
  let spoilt = false;
  return {
    note({ lacking, sirenLacking }) {
      const names = [...lacking, ...(sirenLacking === null ? [] : [sirenLacking])];
      for (const name of names) lacked.add(name);
      if (names.length > 0) faults.fault('library', `not on this device: ${names.join(', ')}`);
    },
    spoilt(recording, why) {
      spoilt = true;
      programme.shun(recording);
      faults.fault('library', `recording ${recording} cannot be played: ${why}`);
    },
    review() {
      if (!faults.has('library')) return;
      for (const name of lacked) if (programme.has(name)) lacked.delete(name);
      if (lacked.size === 0 && !spoilt) faults.mended('library');
    },
  };
}
