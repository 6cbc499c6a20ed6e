// Drives quiet hours over midnight, zones and changes of clocks.
import { describe, expect, test } from 'vitest';
import { isQuiet, type Law, quietFrom } from '../../agent/quiet.ts';

const law = (from: string, to: string, timezone = 'Asia/Ho_Chi_Minh'): Law => ({
  timezone,
  quietHours: [{ from, to }],
  priorityIgnoresQuiet: false,
});

describe('Q1 an hour is quiet by the local clock, its end is loud again', () => {
  test.each([
    ['21:00', '05:00', 'Asia/Ho_Chi_Minh', '2026-11-22T13:59:59Z', false],
    ['21:00', '05:00', 'Asia/Ho_Chi_Minh', '2026-11-22T14:00:00Z', true],
    ['21:00', '05:00', 'Asia/Ho_Chi_Minh', '2026-11-22T17:00:00Z', true],
    ['21:00', '05:00', 'Asia/Ho_Chi_Minh', '2026-11-22T21:59:59Z', true],
    ['21:00', '05:00', 'Asia/Ho_Chi_Minh', '2026-11-22T22:00:00Z', false],
    ['12:00', '13:30', 'Asia/Ho_Chi_Minh', '2026-11-22T05:30:00Z', true],
    ['12:00', '13:30', 'Asia/Ho_Chi_Minh', '2026-11-22T06:30:00Z', false],
    ['12:00', '12:00', 'Asia/Ho_Chi_Minh', '2026-11-22T20:00:00Z', true],
    // The night of 25 October 2026 has 02:30 twice in Berlin, that of 29 March not at all.
    ['02:00', '03:00', 'Europe/Berlin', '2026-10-25T00:30:00Z', true],
    ['02:00', '03:00', 'Europe/Berlin', '2026-10-25T01:30:00Z', true],
    ['02:00', '03:00', 'Europe/Berlin', '2026-10-25T02:00:00Z', false],
    ['02:00', '03:00', 'Europe/Berlin', '2026-03-29T01:00:00Z', false],
    ['22:00', '06:00', 'Asia/Kathmandu', '2026-11-22T16:15:00Z', true],
    ['22:00', '06:00', 'Asia/Kathmandu', '2026-11-22T16:14:00Z', false],
  ])('%s–%s in %s at %s: %s', (from, to, timezone, at, quiet) => {
    expect(isQuiet(law(from, to, timezone), Date.parse(at))).toBe(quiet);
  });
});

test('Q2 the next quiet moment is found to the minute', () => {
  const evening = Date.parse('2026-11-22T13:20:30Z');
  expect(quietFrom(law('21:00', '05:00'), evening)).toBe(Date.parse('2026-11-22T14:00:00Z'));
  expect(quietFrom({ ...law('21:00', '05:00'), quietHours: [] }, evening)).toBeNull();
});
