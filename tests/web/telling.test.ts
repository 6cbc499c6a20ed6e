// Drives how moments, ages, lengths, numbers and places are told, in the commune's own zone and both languages.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  placeInSentence,
  tellAge,
  tellClock,
  tellDate,
  tellHouseholds,
  tellLeft,
  tellLength,
  tellMoment,
  tellNumber,
  tellTrack,
  tellWeekdays,
  tellWhole,
} from '../../web/telling.ts';
import { en } from '../../web/words/en.ts';
import { vi } from '../../web/words/vi.ts';
import { addDays, instantOf, mondayOf, wallClock, weekdayOf } from '../../web/zone.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (text: string): number => Date.parse(text);

describe('the clock of the commune', () => {
  it('shows the wall clock seven hours ahead of UTC', () => {
    expect(wallClock(at('2026-11-21T17:30:05Z'), ZONE)).toEqual({ day: '2026-11-22', time: '00:30:05' });
  });

  it('finds the instant that a day and a time name, also where clocks change', () => {
    expect(instantOf('2026-11-22', '05:00', ZONE)).toBe(at('2026-11-21T22:00:00Z'));
    expect(instantOf('2026-07-01', '12:00', 'Europe/Berlin')).toBe(at('2026-07-01T10:00:00Z'));
    expect(instantOf('2026-10-25', '12:00', 'Europe/Berlin')).toBe(at('2026-10-25T11:00:00Z'));
  });

  it('goes from an instant to its wall clock and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2020-01-01T00:00:00Z') / 60_000, max: at('2040-01-01T00:00:00Z') / 60_000 }),
        minute => {
          const { day, time } = wallClock(minute * 60_000, ZONE);
          return instantOf(day, time.slice(0, 5), ZONE) === minute * 60_000;
        },
      ),
    );
  });

  it('counts weeks from Monday, over months and years', () => {
    expect(mondayOf('2026-11-22')).toBe('2026-11-16');
    expect(mondayOf('2026-11-16')).toBe('2026-11-16');
    expect(mondayOf('2027-01-01')).toBe('2026-12-28');
    expect(weekdayOf('2026-11-22')).toBe(7);
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
  });
});

describe('what people read', () => {
  const now = at('2026-11-22T09:00:00Z');

  it('ages: seconds, minutes, hours, days; never less than nothing', () => {
    expect(tellAge(3_400, vi)).toBe('3 giây trước');
    expect(tellAge(400, vi)).toBe('vừa xong');
    expect(tellAge(-5_000, vi)).toBe('vừa xong');
    expect(tellAge(125_000, vi)).toBe('2 phút trước');
    expect(tellAge(26 * 3_600_000, vi)).toBe('1 ngày trước');
    expect(tellAge(1_000, en)).toBe('1 second ago');
  });

  it('moments: bare today, by name yesterday and tomorrow, by date beyond', () => {
    expect(tellMoment(at('2026-11-22T10:00:00Z'), now, ZONE, vi)).toBe('17:00');
    expect(tellMoment(at('2026-11-20T22:12:00Z'), now, ZONE, vi)).toBe('05:12 hôm qua');
    expect(tellMoment(at('2026-11-22T22:30:00Z'), now, ZONE, vi)).toBe('05:30 ngày mai');
    expect(tellMoment(at('2026-11-10T22:30:00Z'), now, ZONE, vi)).toBe('05:30 11/11');
    expect(tellMoment(at('2025-11-10T22:30:00Z'), now, ZONE, vi)).toBe('05:30 11/11/2025');
  });

  it('starts with tenths, cut and not rounded up', () => {
    expect(tellClock(at('2026-11-22T10:00:03.490Z'), ZONE, vi, true)).toBe('17:00:03,4');
    expect(tellClock(at('2026-11-22T10:00:03.999Z'), ZONE, en, true)).toBe('17:00:03.9');
  });

  it('lengths: seconds where they matter', () => {
    expect(tellLength(45_000, vi)).toBe('45 giây');
    expect(tellLength(195_000, vi)).toBe('3 phút 15 giây');
    expect(tellLength(840_000, vi)).toBe('14 phút');
    expect(tellLength(3_900_000, vi)).toBe('1 giờ 5 phút');
    expect(tellLength(0, vi)).toBe('0 giây');
    expect(tellTrack(185_900)).toBe('3:05');
    expect(tellLeft(239_000, vi)).toBe('còn 4 phút');
    expect(tellLeft(20_000, vi)).toBe('còn chưa đến 1 phút');
  });

  it('numbers in the way of the language; unknown is said and never 0', () => {
    expect(tellNumber(4812, vi)).toBe('4.812');
    expect(tellNumber(4812, en)).toBe('4,812');
    expect(tellNumber(-14.25, vi, 1)).toBe('-14,3');
    expect(tellHouseholds(143, vi)).toBe('143 hộ');
    expect(tellHouseholds(0, vi)).toBe('0 hộ');
    expect(tellHouseholds(null, vi)).toBe('chưa có số hộ');
  });

  it('days and weekdays by their names', () => {
    expect(tellDate('2026-11-23', '2026-11-22', vi)).toBe('Thứ Hai 23/11 – ngày mai');
    expect(tellDate('2026-11-22', '2026-11-22', vi)).toBe('Chủ nhật 22/11 – hôm nay');
    expect(tellDate('2026-11-26', '2026-11-22', vi)).toBe('Thứ Năm 26/11');
    expect(tellWeekdays([7, 1, 3], vi)).toBe('T2 T4 CN');
    expect(tellWeekdays([1, 2, 3, 4, 5, 6, 7], vi)).toBe('Hằng ngày');
  });

  it('places inside a sentence, and the whole of a place by what its name says', () => {
    expect(vi.station(placeInSentence('Xã Bố Hạ'))).toBe('Đài truyền thanh xã Bố Hạ');
    expect(placeInSentence('Xãa')).toBe('Xãa');
    expect(tellWhole({ name: 'Xã Bố Hạ', kind: 'province' }, vi)).toBe('Toàn xã');
    expect(tellWhole({ name: 'Bố Hạ', kind: 'commune' }, vi)).toBe('Toàn xã');
    expect(tellWhole({ name: 'Vùng cao', kind: 'region' }, vi)).toBe('Toàn vùng');
    expect(tellWhole({ name: 'Yên Thế', kind: 'region' }, vi)).toBe('Toàn khu vực');
    expect(tellWhole({ name: 'Xã Bố Hạ', kind: 'commune' }, en)).toBe('Whole commune');
  });
});
