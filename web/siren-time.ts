// When a siren may be tried out: told to people a day before, and by day, so that nobody takes it for the real one.

const ANNOUNCED_MS = 24 * 3_600_000;
const FROM = '08:00';
const TO = '17:00';

export interface SirenTime {
  /** UTC ms. */
  startAt: number;
  /** HH:MM in the commune's zone. */
  time: string;
}

export function sirenTimeFault({ startAt, time }: SirenTime, now: number): 'tooSoon' | 'night' | null {
  if (!(startAt - now >= ANNOUNCED_MS)) return 'tooSoon';
  return time >= FROM && time < TO ? null : 'night';
}
