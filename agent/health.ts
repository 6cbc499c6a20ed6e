// How the device is: faults and repairs as facts, each said once, and the short account that goes with the hello and every minute.
import type { Health } from '../protocol/device.ts';
import { every, type Time } from '../protocol/time.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';

export interface Faults {
  /** `part` is `speaker`, `disk`, `clock`, `cache` …; said once until it is mended. */
  fault(part: string, detail: string): void;
  mended(part: string): void;
  has(part: string): boolean;
}

export function createFaults(outbox: Outbox, log: Log): Faults {
  const open = new Set<string>();
  return {
    has: part => open.has(part),
    fault(part, detail) {
      if (open.has(part)) return;
      open.add(part);
      log.error({ part, detail }, 'fault');
      void outbox.say({ kind: 'fault', part, detail: detail.slice(0, 300) });
    },
    mended(part) {
      if (!open.delete(part)) return;
      log.info({ part }, 'mended');
      void outbox.say({ kind: 'mended', part });
    },
  };
}

const INTERVAL_MS = 60_000;

/** Sends the account every minute and when `changed` finds that what matters in it has. */
export function createHealth(parts: { time: Time; read: () => Health; send: (health: Health) => void }): {
  changed(): void;
  stop(): void;
} {
  const essence = (): string => {
    const { playing, speakerOk, speaker } = parts.read();
    return JSON.stringify([playing, speakerOk, speaker]);
  };
  let last = essence();
  const stop = every(parts.time, INTERVAL_MS, () => parts.send(parts.read()));
  return {
    stop,
    changed() {
      const now = essence();
      if (now === last) return;
      last = now;
      parts.send(parts.read());
    },
  };
}
