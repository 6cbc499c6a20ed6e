// What the gates of this room answer with when they do not let something pass, and the hours that they read.
import type { ErrorCode } from '../errors.ts';

export interface Refusal {
  allowed: false;
  code: ErrorCode;
  details: Record<string, unknown>;
}

export const refuse = (code: ErrorCode, details: Record<string, unknown> = {}): Refusal => ({
  allowed: false,
  code,
  details,
});

/** Day (`YYYY-MM-DD`) and clock (`HH:MM`) of an instant, UTC ms, in a time zone by its IANA name. */
export function localTime(at: number, timeZone: string): { day: string; clock: string } {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  return { day: text.slice(0, 10), clock: text.slice(11, 16) };
}
