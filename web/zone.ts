// Wall-clock time of the commune: instants in, days and clock times of its zone out, and back again.

const parts = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = parts.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  parts.set(zone, made);
  return made;
}

/** `day` is YYYY-MM-DD, `time` HH:MM:SS, both in the zone. */
export function wallClock(ms: number, zone: string): { day: string; time: string } {
  const found: Record<string, string> = {};
  for (const part of formatter(zone).formatToParts(ms)) found[part.type] = part.value;
  return {
    day: `${found.year}-${found.month}-${found.day}`,
    time: `${found.hour}:${found.minute}:${found.second}`,
  };
}

/** The instant (UTC ms) at which clocks in the zone show this day and HH:MM. */
export function instantOf(day: string, time: string, zone: string): number {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  let guess = wanted;
  // Twice, because the offset itself may change between the first guess and the answer.
  for (let round = 0; round < 2; round++) {
    const shown = wallClock(guess, zone);
    guess += wanted - Date.parse(`${shown.day}T${shown.time}Z`);
  }
  return guess;
}

/** Calendar arithmetic on YYYY-MM-DD. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** ISO weekday of a day, Monday is 1. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** The Monday of the week that the day lies in. */
export const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day));
