// A network cable between agents and a server in one process: it delays, narrows, cuts and goes silent, on the test's clock.
import type { Time } from '../../protocol/time.ts';
import type { Wire, WireEvents } from '../../protocol/wire.ts';

export interface Cable {
  /** What an agent dials with; the answer's events follow as from a real socket. */
  dial(url: string, events: WireEvents): Promise<Wire>;
  /** Breaks every connection and refuses new ones until `heal`. */
  cut(): void;
  /** Everything sent from now on is lost, both ways, and nobody is told (a half-open connection). */
  mute(): void;
  heal(): void;
  /** Bytes carried so far to the agent and to the server. */
  carried: { down: number; up: number };
  /** Everything carried to the agent, for replaying it later; only kept when asked for. */
  record(): (string | Uint8Array)[];
}

export interface CableOptions {
  time: Time;
  accept: (wire: Wire, address: string) => WireEvents;
  /** One way. */
  delayMs?: number;
  /** To the agent. */
  bytesPerSecond?: number;
}

export function createCable({
  time,
  accept,
  delayMs = 1,
  bytesPerSecond = Number.POSITIVE_INFINITY,
}: CableOptions): Cable {
  let state: 'up' | 'cut' | 'muted' = 'up';
  const links = new Set<() => void>();
  const carried = { down: 0, up: 0 };
  let recorded: (string | Uint8Array)[] | null = null;

  return {
    carried,
    record() {
      recorded = [];
      return recorded;
    },
    cut() {
      state = 'cut';
      for (const sever of [...links]) sever();
    },
    mute() {
      state = 'muted';
    },
    heal() {
      state = 'up';
    },
    dial(_url, events) {
      let open = true;
      /** A cut line loses what is on its way; a polite close does not. */
      let severed = false;
      let lineFreeAt = 0;
      let server: WireEvents | null = null;

      /** Ends both sides once; each hears of it after the delay. */
      const end = (code: number, reason: string) => {
        if (!open) return;
        open = false;
        links.delete(sever);
        time.after(Math.max(0, lineFreeAt - time.monotonic()) + delayMs, () => events.closed(code, reason));
        const far = server;
        if (far) time.after(delayMs, () => far.closed(code, reason));
      };
      const sever = () => {
        severed = true;
        end(1006, '');
      };

      const toServer: Wire = {
        send(data) {
          if (!open) return;
          carried.up += data.length;
          if (state === 'muted') return;
          time.after(delayMs, () => !severed && state === 'up' && server?.message(data));
        },
        close: end,
        terminate: sever,
        bufferedBytes: () => 0,
      };
      const toAgent: Wire = {
        send(data) {
          if (!open || state === 'muted') return;
          carried.down += data.length;
          recorded?.push(data);
          lineFreeAt = Math.max(lineFreeAt, time.monotonic()) + (data.length / bytesPerSecond) * 1000;
          time.after(lineFreeAt - time.monotonic() + delayMs, () => !severed && state === 'up' && events.message(data));
        },
        close: end,
        terminate: sever,
        bufferedBytes: () => Math.max(0, ((lineFreeAt - time.monotonic()) / 1000) * bytesPerSecond) || 0,
      };

      return new Promise((resolve, reject) => {
        time.after(delayMs, () => {
          if (state !== 'up') return reject(new Error('no route to the server'));
          links.add(sever);
          server = accept(toAgent, '127.0.0.1');
          resolve(toServer);
        });
      });
    },
  };
}
