// The demonstration must sound at whatever hour it is run, and yet show quiet hours that hold: local clocks in, rules out.
import type { QuietHours } from '../../protocol/order.ts';

export const TIMEZONE = 'Asia/Ho_Chi_Minh';
/** Vietnam keeps one time all year. */
const OFFSET_MS = 7 * 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

const QUIET_FROM = 21 * 60;
const QUIET_MINUTES = 8 * 60;
/** Before and after the start of a demonstration by night, in which it may sound. */
const BEFORE = 15;
const AFTER = 60;

const minuteOf = (at: number): number => Math.floor((at + OFFSET_MS) / MINUTE_MS) % DAY_MINUTES;
const clock = (minute: number): string => {
  const inDay = ((minute % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`;
};

/** 21:00–05:00; by night without the hour that starts now. */
export function quietNights(now: number): { hours: QuietHours; opened: boolean } {
  const since = (minuteOf(now) - QUIET_FROM + DAY_MINUTES) % DAY_MINUTES;
  /** Minutes since 21:00; a little below nought shortly before. */
  const into = since >= DAY_MINUTES - BEFORE ? since - DAY_MINUTES : since;
  const opened = into < QUIET_MINUTES;
  const spans: [number, number][] = opened
    ? [
        [0, into - BEFORE],
        [into + AFTER, QUIET_MINUTES],
      ]
    : [[0, QUIET_MINUTES]];
  const hours = spans
    .filter(([begins, ends]) => begins < ends)
    .map(([begins, ends]) => ({ from: clock(QUIET_FROM + begins), to: clock(QUIET_FROM + ends) }));
  return { hours, opened };
}

/** The half hours before and after now: exams at a school. */
export const examHours = (now: number): QuietHours[number] => ({
  from: clock(minuteOf(now) - 30),
  to: clock(minuteOf(now) + 30),
});

/** The next time that the local clock shows this, at least a quarter of an hour away; UTC ms. */
export function nextAt(now: number, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const today = Math.floor((now + OFFSET_MS) / (DAY_MINUTES * MINUTE_MS)) * DAY_MINUTES * MINUTE_MS - OFFSET_MS;
  const at = today + (hours * 60 + minutes) * MINUTE_MS;
  return at > now + 15 * MINUTE_MS ? at : at + DAY_MINUTES * MINUTE_MS;
}

export const isIn = (hours: QuietHours, time: string): boolean =>
  hours.some(({ from, to }) => (from < to ? time >= from && time < to : time >= from || time < to));

export const localDay = (at: number): string => new Date(at + OFFSET_MS).toISOString().slice(0, 10);

/** Hours, minutes and seconds on the local clock. */
export const localClock = (at: number): string => new Date(at + OFFSET_MS).toISOString().slice(11, 19);
