// Local calendar and clock of one time zone: UTC ms in, days and minutes out, and back, over the hours that a change of clocks
// leaves out or says twice.

export interface LocalTime {
  timezone: string;
  /** The local calendar day of an instant, `YYYY-MM-DD`. */
  dayOf(at: number): string;
  /** Minutes since local midnight by the clock on the wall, 0–1439. */
  minuteOf(at: number): number;
  /** HH:MM by the clock on the wall. */
  clockOf(at: number): string;
  /** The first instant at which the clocks on that day show `clock` (HH:MM); where they leave it out, the first one after the gap. */
  instantOf(day: string, clock: string): number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The calendar day `days` after `day`. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** Minutes since midnight of HH:MM. */
export const clockMinutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** `timezone` is an IANA name; throws a RangeError if it is none. */
export function localTime(timezone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  /** The last answer: thousands of clusters are asked about one instant. */
  let last = { at: Number.NaN, text: '' };
  const text = (at: number): string => {
    if (last.at === at) return last.text;
    const part: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(at)) part[type] = value;
    last = { at, text: `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}` };
    return last.text;
  };
  /** What the local clock is ahead of UTC, ms. */
  const offset = (at: number): number => Date.parse(`${text(at)}Z`) - Math.floor(at / 1000) * 1000;

  return {
    timezone,
    dayOf: at => text(at).slice(0, 10),
    minuteOf: at => clockMinutes(text(at).slice(11, 16)),
    clockOf: at => text(at).slice(11, 16),
    instantOf(day, clock) {
      const wall = Date.parse(`${day}T${clock}:00Z`);
      const before = offset(wall - DAY);
      const after = offset(wall + DAY);
      const shown = [wall - before, wall - after].filter(at => at + offset(at) === wall);
      if (shown.length > 0) return Math.min(...shown);
      // The clocks went forward over this minute: find the minute at which they did.
      let still = Math.min(wall - before, wall - after) - MINUTE;
      let changed = Math.max(wall - before, wall - after) + MINUTE;
      while (changed - still > MINUTE) {
        const middle = still + Math.floor((changed - still) / 2 / MINUTE) * MINUTE;
        if (offset(middle) === before) still = middle;
        else changed = middle;
      }
      return changed;
    },
  };
}

/** Whether this local minute lies in one of the spans; `from` later than `to` spans midnight. */
export const inSpans = (minute: number, spans: readonly { from: string; to: string }[]): boolean =>
  spans.some(span => {
    const from = clockMinutes(span.from);
    const to = clockMinutes(span.to);
    return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
  });
