// What a person at the box does: holds the button, types on the keypad, reads the day's code from the telephone.
import { PassThrough } from 'node:stream';
import { buttonWay } from '../../agent/button.ts';
import { keypadWay } from '../../agent/keypad.ts';
import type { Way } from '../../agent/on-site.ts';
import { onSiteCode } from '../../protocol/on-site.ts';
import type { OnSitePreset, Settings } from '../../protocol/order.ts';

export interface AtTheBox {
  /** For `AgentParts.ways`. */
  ways: Way[];
  button: { isDown: boolean; broken: string | null };
  /** Holds the button for so long on the test's clock, then lets go of it. */
  press(advance: (ms: number) => Promise<void>, ms?: number): Promise<void>;
  /** Types a line on the keypad. */
  type(line: string): void;
}

export function atTheBox(): AtTheBox {
  const button: AtTheBox['button'] = { isDown: false, broken: null };
  const keys = new PassThrough();
  return {
    button,
    ways: [
      buttonWay(() => {
        if (button.broken !== null) throw new Error(button.broken);
        return button.isDown;
      }),
      keypadWay(keys),
    ],
    async press(advance, ms = 1500) {
      button.isDown = true;
      await advance(ms);
      button.isDown = false;
      await advance(500);
    },
    type: line => void keys.write(`${line}\n`),
  };
}

const secret = Buffer.alloc(32, 7);
/** Settings of a place with these presets, and the code that is good there on a day of Vietnam. */
export const onSiteSettings = (presets: OnSitePreset[]): Pick<Settings, 'onSite'> => ({
  onSite: { secret: secret.toString('base64'), presets },
});
export const codeOf = (day: string): string => onSiteCode(secret, day);
