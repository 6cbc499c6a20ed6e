// The line of one agent, which can be lost and come back: while it is lost the connection is gone and a new one does not come
// about, as in a valley without reception.
import { type Dial, dialWebSocket } from '../../agent/dial.ts';
import type { Wire } from '../../protocol/wire.ts';

export interface Line {
  dial: Dial;
  cut(): void;
  mend(): void;
}

export function createLine(): Line {
  let wire: Wire | null = null;
  let reception: { whenBack: Promise<void>; back: () => void } | null = null;
  return {
    async dial(url, events) {
      await reception?.whenBack;
      wire = await dialWebSocket(url, events);
      return wire;
    },
    cut() {
      const { promise, resolve } = Promise.withResolvers<void>();
      reception ??= { whenBack: promise, back: resolve };
      wire?.terminate();
    },
    mend() {
      reception?.back();
      reception = null;
    },
  };
}
