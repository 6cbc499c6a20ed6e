// Drives the hours of a place against the plain definition, asked minute by minute, in zones with and without changes of clocks.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuiet, type Law, quietFrom } from '../../agent/quiet.ts';

const MINUTE_MS = 60_000;
const clockTime = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map(minute => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
const law = (timezone: string): fc.Arbitrary<Law> =>
  fc.record({
    timezone: fc.constant(timezone),
    quietHours: fc.array(fc.record({ from: clockTime, to: clockTime }), { maxLength: 3 }),
    priorityIgnoresQuiet: fc.constant(false),
  });

function minuteByMinute(of: Law, at: number): number | null {
  if (isQuiet(of, at)) return at;
  const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  for (let ahead = 1; ahead <= 26 * 60; ahead++)
    if (isQuiet(of, minute + ahead * MINUTE_MS)) return minute + ahead * MINUTE_MS;
  return null;
}

describe('the next quiet hour', () => {
  const agrees = (timezone: string, from: string, to: string): void => {
    const moment = fc.integer({ min: Date.parse(from), max: Date.parse(to) });
    fc.assert(
      fc.property(law(timezone), moment, (of, at) => {
        expect(quietFrom(of, at)).toBe(minuteByMinute(of, at));
      }),
      { numRuns: 150 },
    );
  };

  it('is the same as minute by minute in Vietnam, which keeps one time', () => {
    agrees('Asia/Ho_Chi_Minh', '2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z');
  });
  it('is the same on the nights when European clocks go forward and back', () => {
    agrees('Europe/Berlin', '2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z');
    agrees('Europe/Berlin', '2026-10-24T00:00:00Z', '2026-10-26T00:00:00Z');
  });
  it('is the same where clocks change by half an hour', () => {
    agrees('Australia/Lord_Howe', '2026-10-02T00:00:00Z', '2026-10-05T00:00:00Z');
  });
  it('is found with a few looks at the calendar, because a device asks it for every order of a week', () => {
    const night: Law = {
      timezone: 'Asia/Ho_Chi_Minh',
      quietHours: [{ from: '21:00', to: '05:00' }],
      priorityIgnoresQuiet: false,
    };
    const calendar = Intl.DateTimeFormat.prototype;
    const format = Object.getOwnPropertyDescriptor(calendar, 'format')!;
    let looks = 0;
    Object.defineProperty(calendar, 'format', {
      ...format,
      get(this: Intl.DateTimeFormat) {
        looks++;
        return format.get?.call(this);
      },
    });
    try {
      expect(quietFrom(night, Date.parse('2026-11-22T00:00:00Z'))).toBe(Date.parse('2026-11-22T14:00:00Z'));
    } finally {
      Object.defineProperty(calendar, 'format', format);
    }
    expect(looks).toBeLessThan(6);
  });
});
