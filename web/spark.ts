// A river's last day as a line: readings and levels in, points of a small drawing out.
import type { Gauge, Reading } from '../protocol/api/warnings.ts';

export const SPARK = { width: 320, height: 96, right: 44 } as const;
const MARGIN = 8;

export interface Spark {
  /** SVG path of the water; empty with fewer than two readings. */
  path: string;
  /** The levels that lie within the drawing. */
  marks: { level: 1 | 2 | 3; y: number }[];
  fromM: number;
  toM: number;
}

const LEVELS = [1, 2, 3] as const;

/** `readings` in any order; the scale holds all of them and the next level above the highest. */
export function sparkOf(readings: readonly Pick<Reading, 'at' | 'levelM'>[], levelsM: Gauge['levelsM']): Spark | null {
  const points = readings.map(({ at, levelM }) => ({ at: Date.parse(at), levelM })).sort((a, b) => a.at - b.at);
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return null;
  const values = points.map(({ levelM }) => levelM);
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  const known = LEVELS.flatMap(level => {
    const at = levelsM[level];
    return at === null ? [] : [{ level, at }];
  });
  const next = known.find(({ at }) => at >= highest)?.at ?? highest;
  const from = lowest;
  const to = Math.max(next, highest, from + 0.1);
  const y = (value: number) => MARGIN + (1 - (value - from) / (to - from)) * (SPARK.height - 2 * MARGIN);
  const span = Math.max(1, last.at - first.at);
  const x = (at: number) => ((at - first.at) / span) * (SPARK.width - SPARK.right);
  const path =
    points.length < 2
      ? ''
      : points
          .map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.at).toFixed(1)} ${y(point.levelM).toFixed(1)}`)
          .join('');
  return {
    path,
    marks: known.filter(({ at }) => at >= from && at <= to).map(({ level, at }) => ({ level, y: y(at) })),
    fromM: lowest,
    toM: highest,
  };
}
