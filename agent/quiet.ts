// The hours of a place in which routine items stay silent: signed settings and a moment in, quiet or not and until when out.
import type { QuietHours } from '../protocol/order.ts';

export interface Law {
  timezone: string;
  quietHours: QuietHours;
  priorityIgnoresQuiet: boolean;
}

const MINUTE_MS = 60_000;
/** Quiet hours are looked for this far ahead; nothing sounds for longer. */
const HORIZON_MINUTES = 26 * 60;
const DAY_MINUTES = 24 * 60;

const clocks = new Map<string, Intl.DateTimeFormat>();

function wallMinutes(timezone: string, at: number): number {
  let clock = clocks.get(timezone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    clocks.set(timezone, clock);
  }
  const [hours, minutes] = clock.format(at).split(':').map(Number);
  return hours! * 60 + minutes!;
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Whether the local clock at this server time stands in a quiet hour; `to` itself is loud again. Equal ends are a whole day. */
export function isQuiet(law: Law, at: number): boolean {
  if (law.quietHours.length === 0) return false;
  const now = wallMinutes(law.timezone, at);
  return law.quietHours.some(({ from, to }) => {
    const begins = minutesOf(from);
    const ends = minutesOf(to);
    return begins < ends ? now >= begins && now < ends : now >= begins || now < ends;
  });
}

/** The first moment from `at` on that is quiet, to the minute of the local clock; null if none comes within a day. */
export function quietFrom(law: Law, at: number): number | null {
  if (law.quietHours.length === 0) return null;
  if (isQuiet(law, at)) return at;
  const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  // This is asked for every order that is held, and the calendar is slow: once for each span will do unless the clocks change.
  const now = wallMinutes(law.timezone, at);
  const begins = law.quietHours.map(({ from }) => {
    const ahead = ((minutesOf(from) - now + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES) * MINUTE_MS;
    return { at: minute + ahead, steady: wallMinutes(law.timezone, minute + ahead) === minutesOf(from) };
  });
  if (begins.every(({ steady }) => steady)) return Math.min(...begins.map(begin => begin.at));
  return firstQuietMinute(law, minute);
}

/** The same minute by minute, for a night in which the clocks change. */
function firstQuietMinute(law: Law, minute: number): number | null {
  for (let ahead = 1; ahead <= HORIZON_MINUTES; ahead++) {
    if (isQuiet(law, minute + ahead * MINUTE_MS)) return minute + ahead * MINUTE_MS;
  }
  return null;
}
