// What a river's level means: readings and alarm levels go in; standing, rise, and what the flood's event should become come out.
// Pure. Times are UTC ms, levels metres.
import type { GaugeEvent, StoredGauge, StoredReading } from '../store/gauges.ts';

type Levels = StoredGauge['levelsM'];
export type AlarmLevel = GaugeEvent['highest'];
const LEVELS: readonly AlarmLevel[] = [3, 2, 1];

const HOUR_MS = 3_600_000;
/** Nothing is concluded from what is older. */
export const STALE_MS = HOUR_MS;
/** Two readings further apart than this tell no rise. */
const RISE_SPAN_MS = 6 * HOUR_MS;
/** So many readings in a row end a flood's event. */
export const ENDING_READINGS = 3;
/** Where level I is not known, a flood is over so far under the lowest level that is. */
const UNDER_LOWEST_M = 0.1;

/** The highest level that the water has reached, and how far it stands over it; 0 below all that are known. */
export function standing(levels: Levels, levelM: number): { level: AlarmLevel | 0; overM: number | null } {
  for (const level of LEVELS) {
    const mark = levels[level];
    if (mark !== null && levelM >= mark) return { level, overM: round(levelM - mark) };
  }
  return { level: 0, overM: null };
}

export const isStale = (latest: StoredReading | undefined, now: number): boolean =>
  latest === undefined || now - latest.at > STALE_MS;

/** Metres per hour over the last hour of readings (newest first), or since the one before; null where they say nothing. */
export function risePerHour(newestFirst: readonly StoredReading[]): number | null {
  const [latest, before] = newestFirst;
  if (!latest || !before || latest.at - before.at > RISE_SPAN_MS) return null;
  const since = newestFirst.findLast(one => latest.at - one.at <= HOUR_MS);
  const first = since && since !== latest ? since : before;
  return round((latest.levelM - first.levelM) / ((latest.at - first.at) / HOUR_MS));
}

/** The event is over below this. */
const endMark = (levels: Levels): number => levels[1] ?? (levels[2] ?? levels[3]) - UNDER_LOWEST_M;

export type Turn = { turn: 'rise'; level: AlarmLevel; overM: number } | { turn: 'over' } | null;

/**
 * What the newest readings (newest first) change: the water has come over a level that this event has not had yet, or the event
 * is over. Readings that are not fresh change nothing.
 */
export function turnOf(
  gauge: Pick<StoredGauge, 'levelsM' | 'event'>,
  newestFirst: readonly StoredReading[],
  now: number,
): Turn {
  const [latest] = newestFirst;
  if (!latest || isStale(latest, now)) return null;
  const { level, overM } = standing(gauge.levelsM, latest.levelM);
  if (level > (gauge.event?.highest ?? 0) && level !== 0) return { turn: 'rise', level, overM: overM ?? 0 };
  if (!gauge.event) return null;
  const last = newestFirst.slice(0, ENDING_READINGS);
  const mark = endMark(gauge.levelsM);
  return last.length === ENDING_READINGS && last.every(one => one.levelM < mark) ? { turn: 'over' } : null;
}

/** To the millimetre: binary fractions are nobody's reading. */
const round = (metres: number): number => Math.round(metres * 1000) / 1000;
