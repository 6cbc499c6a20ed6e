// A keypad or keyboard at the box: lines of one digit in, presses of the preset with that number out.
import { createInterface } from 'node:readline';
import type { Way } from './on-site.ts';

/** `input` is the program's standard input, or whatever types. */
export function keypadWay(input: NodeJS.ReadableStream): Way {
  return async ({ site, log }) => {
    const lines = createInterface({ input, terminal: false });
    lines.on('line', line => {
      const typed = line.trim();
      if (/^[1-9]$/.test(typed)) site.press(Number(typed), 'key');
      else if (typed !== '') log.info({}, 'a line was typed that is no number of a preset');
    });
    return async () => lines.close();
  };
}
