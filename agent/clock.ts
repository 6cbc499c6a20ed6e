// Server time on a machine whose own clock may be wrong: signed welcomes and probes in, time with its uncertainty out.
// Each probe bounds the offset from both sides, wider as it ages; the estimate is the middle of what all bounds share.
import type { Time } from '../protocol/time.ts';

/** How fast a device's crystal may run away from the server's, as a fraction. */
const DRIFT = 50e-6;
const PROBES_KEPT = 240;
const DAY_MS = 24 * 3600_000;
const CONFIRM_MS = 10 * 60_000;

/** Offsets are server time minus monotonic time, ms. */
interface Bounds {
  taken: number;
  low: number;
  high: number;
}

export interface ServerClock {
  /** Best known server time, UTC ms with fractions. */
  now(): number;
  /** Server time at a moment of the monotonic clock, and back. */
  at(monotonicMs: number): number;
  monotonicAt(serverMs: number): number;
  /** Half width of what `now` may be off by; null before the first welcome. */
  uncertaintyMs(): number | null;
  /** Whether routine items may trust it: welcomed since the start, and no unconfirmed jump. */
  isKnown(): boolean;
}

export interface Clock extends ServerClock {
  /** A signed server time, between two moments of the monotonic clock. Says what the floor shall be kept as, if it rises. */
  welcomed(serverMs: number, askedAt: number, arrivedAt: number): { floor: number | null };
  probed(sample: { sentAt: number; receivedAt: number; repliedAt: number; arrivedAt: number }): void;
  /** Monotonic time from which a second welcome would confirm a jump; null if none is needed. */
  secondWelcomeFrom(): number | null;
}

/** `floor` is the latest signed time of earlier lives of the device (0: never welcomed). */
export function createClock(parts: { time: Time; floor: number }): Clock {
  const { time } = parts;
  let floor = parts.floor;
  let bounds: Bounds[] = [];
  let known = false;
  let unconfirmed: { since: number; offset: number } | null = null;
  // Before a welcome: the later of the machine's clock and the floor, going on with the monotonic clock.
  const bootOffset = Math.max(time.now(), floor) - time.monotonic();

  const estimate = (): { offset: number; half: number } | null => {
    if (bounds.length === 0) return null;
    const now = time.monotonic();
    let low = -Infinity;
    let high = Infinity;
    for (const each of bounds) {
      const slack = DRIFT * Math.max(0, now - each.taken);
      low = Math.max(low, each.low - slack);
      high = Math.min(high, each.high + slack);
    }
    return { offset: (low + high) / 2, half: Math.max(0, (high - low) / 2) };
  };

  const offset = (): number => estimate()?.offset ?? bootOffset;

  function bound(next: Bounds): void {
    const now = estimate();
    // A server whose clock was set contradicts everything that was measured before it.
    if (now && (next.low > now.offset + now.half + 1 || next.high < now.offset - now.half - 1)) bounds = [];
    bounds.push(next);
    if (bounds.length > PROBES_KEPT) bounds.shift();
  }

  return {
    now: () => time.monotonic() + offset(),
    at: monotonicMs => monotonicMs + offset(),
    monotonicAt: serverMs => serverMs - offset(),
    uncertaintyMs: () => estimate()?.half ?? null,
    isKnown: () => known,
    secondWelcomeFrom: () => (unconfirmed ? unconfirmed.since + CONFIRM_MS : null),

    welcomed(serverMs, askedAt, arrivedAt) {
      const middle = serverMs - (askedAt + arrivedAt) / 2;
      const rtc = time.now() - time.monotonic();
      const jump = Math.min(Math.abs(serverMs - floor), Math.abs(middle - rtc));
      if (!known && floor > 0 && jump > DAY_MS) {
        const agrees = unconfirmed !== null && Math.abs(unconfirmed.offset - middle) < DAY_MS;
        if (!agrees || unconfirmed === null) unconfirmed = { since: arrivedAt, offset: middle };
        else if (arrivedAt - unconfirmed.since >= CONFIRM_MS) known = true;
      } else if (known && Math.abs(middle - offset()) > DAY_MS) {
        // A running clock that is told to jump distrusts the teller until it hears the same again.
        unconfirmed = { since: arrivedAt, offset: middle };
        known = false;
      } else known = true;
      if (known) unconfirmed = null;
      bound({ taken: arrivedAt, low: serverMs - arrivedAt, high: serverMs + 1 - askedAt });
      if (!known || serverMs <= floor) return { floor: null };
      floor = serverMs;
      return { floor };
    },

    probed({ sentAt, receivedAt, repliedAt, arrivedAt }) {
      if (bounds.length === 0) return;
      bound({ taken: arrivedAt, low: repliedAt - arrivedAt, high: receivedAt - sentAt });
    },
  };
}
