// How moments, lengths and numbers are told to people: instants and milliseconds in, words of the chosen language out.
import type { Words } from './words/vi.ts';
import { addDays, wallClock, weekdayOf } from './zone.ts';

const numbers = new Map<string, Intl.NumberFormat>();

/** 4812 → "4.812" in Vietnamese. */
export function tellNumber(value: number, words: Words, decimals = 0): string {
  const key = `${words.locale}/${decimals}`;
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(words.locale, { maximumFractionDigits: decimals, minimumFractionDigits: decimals });
    numbers.set(key, format);
  }
  return format.format(value);
}

/** Unknown is said, never 0. */
export const tellHouseholds = (count: number | null, words: Words): string =>
  count === null ? words.noHouseholds : words.households(tellNumber(count, words));

/** "3 giây trước". */
export function tellAge(ms: number, words: Words): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 1) return words.time.justNow;
  if (seconds < 60) return words.time.seconds(seconds);
  if (seconds < 3600) return words.time.minutes(Math.floor(seconds / 60));
  if (seconds < 86_400) return words.time.hours(Math.floor(seconds / 3600));
  return words.time.days(Math.floor(seconds / 86_400));
}

/** "17:00", or with seconds and tenths "17:00:03,4". */
export function tellClock(ms: number, zone: string, words: Words, tenths = false): string {
  const { time } = wallClock(ms, zone);
  if (!tenths) return time.slice(0, 5);
  const tenth = Math.floor((((ms % 1000) + 1000) % 1000) / 100);
  return `${time}${words.locale === 'vi-VN' ? ',' : '.'}${tenth}`;
}

/** "21/11/2026". */
export function tellDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}/${month}/${year}`;
}

const shortDay = (day: string): string => tellDay(day).slice(0, 5);

/** "05:12 hôm qua", "17:00", "17:00 ngày 24/11". */
export function tellMoment(ms: number, now: number, zone: string, words: Words): string {
  const then = wallClock(ms, zone);
  const today = wallClock(now, zone).day;
  const clock = then.time.slice(0, 5);
  if (then.day === today) return clock;
  if (then.day === addDays(today, -1)) return `${clock} ${words.time.yesterday}`;
  if (then.day === addDays(today, 1)) return `${clock} ${words.time.tomorrow}`;
  return `${clock} ${then.day.slice(0, 4) === today.slice(0, 4) ? shortDay(then.day) : tellDay(then.day)}`;
}

/** "Thứ Hai 23/11", with today and tomorrow by name. */
export function tellDate(day: string, today: string, words: Words): string {
  const name = words.time.weekdays[weekdayOf(day) - 1];
  const near = day === today ? words.time.today : day === addDays(today, 1) ? words.time.tomorrow : undefined;
  return `${name} ${shortDay(day)}${near ? ` – ${near}` : ''}`;
}

/** "14 phút", "45 giây", "1 giờ 5 phút"; seconds are kept below ten minutes. */
export function tellLength(ms: number, words: Words): string {
  const total = Math.round(ms / 1000);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = total % 60;
  const said: string[] = [];
  if (hours > 0) said.push(`${hours} ${words.time.hour}`);
  if (minutes > 0) said.push(`${minutes} ${words.time.minute}`);
  if (total < 600 && (seconds > 0 || total === 0)) said.push(`${seconds} ${words.time.second}`);
  return said.join(' ');
}

/** "2:05", for players and recorders. */
export function tellTrack(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`;
}

/** "còn 4 phút". */
export function tellLeft(ms: number, words: Words): string {
  const minutes = Math.ceil(ms / 60_000);
  return ms < 60_000 ? words.time.leftUnderMinute : words.time.leftMinutes(String(minutes));
}

/** "T2 T3 T4", or "Hằng ngày". */
export const tellWeekdays = (days: readonly number[], words: Words): string =>
  days.length === 7
    ? words.time.everyDay
    : [...days]
        .sort((a, b) => a - b)
        .map(day => words.time.shortDays[day - 1])
        .join(' ');

/** The words by which Vietnamese names of places say what they are. */
const PLACE_WORDS = /^(Vùng|Xã|Thôn|Bản|Xóm|Tỉnh|Phường|Huyện|Thị trấn|Đặc khu|Khu vực)\s/u;

/** "xã Bố Hạ": an area's name as it stands inside a sentence. */
export const placeInSentence = (name: string): string => name.replace(PLACE_WORDS, word => word.toLowerCase());

/** "Toàn xã": the whole of a place, by what its own name says it is, else by its kind. */
export function tellWhole({ name, kind }: { name: string; kind: string }, words: Words): string {
  const kinds: Record<string, string> = words.sending.kinds;
  const named = words.code === 'vi' ? PLACE_WORDS.exec(name)?.[1]?.toLowerCase() : undefined;
  return words.sending.whole(named ?? kinds[kind] ?? words.sending.kinds.other);
}

/** What is broken at a box, in words; the box's own word where we have none. */
export function tellFault({ part, detail }: { part: string; detail: string }, words: Words): string {
  const known: Record<string, string> = words.places.clusters.broken;
  return known[part] ?? detail;
}
