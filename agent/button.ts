// A push-button at the box: the value file of a GPIO input line in, presses out. A press is one second long, so that a touch or a
// spark is none; it counts once however long it lasts, and a button that never comes back up is a fault.
import { readFileSync } from 'node:fs';
import { every } from '../protocol/time.ts';
import type { Way } from './on-site.ts';

const POLL_MS = 100;
const PRESS_MS = 1000;
/** Contacts bounce: it is up when it has been up for so long. */
const RELEASE_MS = 300;
const STUCK_MS = 60_000;
const HOW = 'button';

/** The level of the line, 1 while pressed; throws where it cannot be read. */
export const inputAt = (file: string) => (): boolean => readFileSync(file, 'utf8').trim() === '1';

/** Presses the first preset. */
export function buttonWay(isDown: () => boolean): Way {
  return async ({ site, time, faults, log }) => {
    /** Only a button that was seen up can be pressed: one that is stuck while the power comes back sounds nothing. */
    let armed = false;
    let since = time.monotonic();
    let was = false;

    function look(down: boolean): void {
      const now = time.monotonic();
      if (down !== was) since = now;
      was = down;
      const held = now - since;
      if (!down) {
        if (held >= RELEASE_MS) armed = true;
        if (armed) faults.mended(HOW);
        return;
      }
      if (held >= STUCK_MS) faults.fault(HOW, 'the button is stuck');
      if (!armed || held < PRESS_MS) return;
      armed = false;
      const [first] = site.presets();
      if (first) site.press(first.number, HOW);
      else log.error({}, 'the button was pressed, but nothing is set up to be sounded on site');
    }

    const stop = every(time, POLL_MS, () => {
      try {
        look(isDown());
      } catch (error) {
        faults.fault(HOW, `the button cannot be read: ${error instanceof Error ? error.message : String(error)}`);
        armed = false;
        was = false;
        since = time.monotonic();
      }
    });
    return async () => stop();
  };
}
