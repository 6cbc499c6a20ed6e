// Drives the timetable and local time with schedules in a zone without and a zone with changes of clocks; no clock runs.
import { describe, expect, it } from 'vitest';
import { inSpans, localTime } from '../../../server/announcing/localtime.ts';
import { createTimetable, type ScheduleRule } from '../../../server/announcing/timetable.ts';

const daily = [1, 2, 3, 4, 5, 6, 7];
const rule = (change: Partial<ScheduleRule> = {}): ScheduleRule => ({
  days: daily,
  time: '17:00',
  from: '2026-01-01',
  to: null,
  exceptions: [],
  ...change,
});
const starts = (zone: string, what: ScheduleRule, from: string, to: string) =>
  createTimetable(localTime(zone))
    .occurrences(what, Date.parse(from), Date.parse(to))
    .map(({ day, at }) => `${day} ${new Date(at).toISOString().slice(0, 16)}Z`);

describe('the timetable', () => {
  it('plays at the local hour of Vietnam, seven hours before UTC', () => {
    expect(starts('Asia/Ho_Chi_Minh', rule(), '2026-11-22T00:00Z', '2026-11-24T00:00Z')).toEqual([
      '2026-11-22 2026-11-22T10:00Z',
      '2026-11-23 2026-11-23T10:00Z',
    ]);
  });

  it('knows that 05:00 in Vietnam is still yesterday in UTC', () => {
    expect(
      starts('Asia/Ho_Chi_Minh', rule({ time: '05:00', days: [1] }), '2026-11-22T00:00Z', '2026-11-30T00:00Z'),
    ).toEqual(['2026-11-23 2026-11-22T22:00Z', '2026-11-30 2026-11-29T22:00Z']);
  });

  it('keeps to weekdays, Monday first and Sunday as 7', () => {
    const week = (days: number[]) =>
      starts('Asia/Ho_Chi_Minh', rule({ days }), '2026-11-22T17:00Z', '2026-11-29T17:00Z').map(line =>
        line.slice(0, 10),
      );
    expect(week([1, 3])).toEqual(['2026-11-23', '2026-11-25']);
    expect(week([6, 7])).toEqual(['2026-11-28', '2026-11-29']);
    expect(week([7])).toEqual(['2026-11-29']);
  });

  it('begins and ends with its first and last day, both included', () => {
    const what = rule({ from: '2026-11-24', to: '2026-11-25' });
    expect(starts('Asia/Ho_Chi_Minh', what, '2026-11-20T00:00Z', '2026-11-30T00:00Z')).toHaveLength(2);
  });

  it('leaves out exceptions', () => {
    const what = rule({ exceptions: ['2026-11-23'] });
    expect(
      starts('Asia/Ho_Chi_Minh', what, '2026-11-22T00:00Z', '2026-11-25T00:00Z').map(line => line.slice(0, 10)),
    ).toEqual(['2026-11-22', '2026-11-24']);
  });

  it('counts the start of its window in and the end out', () => {
    expect(starts('Asia/Ho_Chi_Minh', rule(), '2026-11-22T10:00Z', '2026-11-23T10:00Z')).toHaveLength(1);
    expect(starts('Asia/Ho_Chi_Minh', rule(), '2026-11-22T10:01Z', '2026-11-23T10:00Z')).toHaveLength(0);
  });

  it('moves with summer time and plays a time that the clocks leave out when they have gone forward', () => {
    expect(starts('Europe/Berlin', rule({ time: '02:30' }), '2026-03-28T00:00Z', '2026-03-31T00:00Z')).toEqual([
      '2026-03-28 2026-03-28T01:30Z',
      '2026-03-29 2026-03-29T01:00Z',
      '2026-03-30 2026-03-30T00:30Z',
    ]);
  });

  it('plays a time that the clocks show twice only the first time', () => {
    expect(starts('Europe/Berlin', rule({ time: '02:30' }), '2026-10-24T00:00Z', '2026-10-27T00:00Z')).toEqual([
      '2026-10-24 2026-10-24T00:30Z',
      '2026-10-25 2026-10-25T00:30Z',
      '2026-10-26 2026-10-26T01:30Z',
    ]);
  });

  it('keeps to the weekday on the day on which the clocks change', () => {
    expect(
      starts('Europe/Berlin', rule({ time: '02:30', days: [7] }), '2026-03-28T00:00Z', '2026-03-31T00:00Z'),
    ).toEqual(['2026-03-29 2026-03-29T01:00Z']);
    expect(
      starts('Europe/Berlin', rule({ time: '02:30', days: [1] }), '2026-03-28T00:00Z', '2026-03-30T00:00Z'),
    ).toEqual([]);
  });

  it('passes a zone whose clocks change by half an hour, and one that leaves out midnight', () => {
    expect(starts('Australia/Lord_Howe', rule({ time: '02:15' }), '2026-10-03T12:00Z', '2026-10-04T12:00Z')).toEqual([
      '2026-10-04 2026-10-03T15:30Z',
    ]);
    expect(starts('Africa/Cairo', rule({ time: '00:10' }), '2026-04-23T12:00Z', '2026-04-24T12:00Z')).toEqual([
      '2026-04-24 2026-04-23T22:00Z',
    ]);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => localTime('Asia/Nowhere')).toThrow(RangeError);
  });
});

describe('spans of local time', () => {
  it('hold their first minute and not their last, over midnight too', () => {
    const night = [{ from: '21:00', to: '05:00' }];
    const at = (clock: string) => inSpans(Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)), night);
    expect([at('20:59'), at('21:00'), at('00:00'), at('04:59'), at('05:00')]).toEqual([false, true, true, true, false]);
    expect(inSpans(720, [{ from: '11:30', to: '13:30' }])).toBe(true);
    expect(inSpans(810, [{ from: '11:30', to: '13:30' }])).toBe(false);
  });
});
