// The six digits by which a person at the box is known: what was typed and the time in; right, wrong or not to be asked now, out.
import { timingSafeEqual } from 'node:crypto';
import { onSiteCode } from '../protocol/on-site.ts';
import type { Settings } from '../protocol/order.ts';
import type { Time } from '../protocol/time.ts';
import type { ServerClock } from './clock.ts';

const DAY_MS = 24 * 3600_000;
const FREE_TRIES = 5;
const FIRST_LOCK_MS = 60_000;
/** An emergency is not locked out for good: this is slow enough to guess in vain. */
const LONGEST_LOCK_MS = 15 * 60_000;
/** Days before and after the best known day whose codes are good. */
const KNOWN = { before: 1, after: 0 };
const UNKNOWN = { before: 3, after: 3 };

export interface DayCodes {
  check(code: string): 'good' | 'wrong' | 'locked';
  /** How long no code is taken, ms; 0 if it is. */
  lockedMs(): number;
}

export function createDayCodes(parts: {
  time: Time;
  clock: ServerClock;
  settings: () => Settings | null;
  /** Somebody guesses, or has stopped. */
  guessed: (guessing: boolean) => void;
}): DayCodes {
  const { time, clock } = parts;
  let wrong = 0;
  let lockedUntil = Number.NEGATIVE_INFINITY;

  function goodCodes(): string[] {
    const settings = parts.settings();
    if (!settings?.onSite) return [];
    const secret = Buffer.from(settings.onSite.secret, 'base64');
    const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: settings.timezone });
    const { before, after } = clock.isKnown() ? KNOWN : UNKNOWN;
    return Array.from({ length: before + 1 + after }, (_, i) =>
      onSiteCode(secret, calendar.format(clock.now() + (i - before) * DAY_MS)),
    );
  }

  return {
    lockedMs: () => Math.max(0, lockedUntil - time.monotonic()),
    check(code) {
      if (time.monotonic() < lockedUntil) return 'locked';
      const typed = Buffer.from(code.replace(/\D/g, '').slice(0, 12).padEnd(12));
      // All of them are compared to the end, so that the time says nothing of how near a guess was.
      const hits = goodCodes().filter(good => timingSafeEqual(typed, Buffer.from(good.padEnd(12))));
      if (hits.length > 0) {
        wrong = 0;
        parts.guessed(false);
        return 'good';
      }
      wrong += 1;
      const beyond = wrong - FREE_TRIES;
      if (beyond < 0) return 'wrong';
      lockedUntil = time.monotonic() + Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** beyond);
      parts.guessed(true);
      return 'wrong';
    },
  };
}
