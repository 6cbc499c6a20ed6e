// What the benchmarks found: rows of a table with the goal beside each figure, as markdown for people and as data for machines.

export interface Figure {
  what: string;
  measured: number;
  unit: string;
  /** Null where there is none: the figure is context. */
  goal: { most: number } | { least: number } | null;
  /** How it was measured, where that is not plain. */
  note?: string;
}

export interface Benchmark {
  name: string;
  /** Resolves with the figures, or with a sentence that says what is missing here. */
  run(options: { quick: boolean }): Promise<Figure[] | { missing: string }>;
}

export interface Result {
  name: string;
  seconds: number;
  figures: Figure[];
  /** Why there are no figures. */
  missing: string | null;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) throw new Error('the median of nothing');
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}

/** Three significant digits, whole from 100 on. */
const short = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

const goalOf = ({ goal, unit }: Figure): string => {
  if (goal === null) return '–';
  return 'most' in goal ? `≤ ${short(goal.most)} ${unit}` : `≥ ${short(goal.least)} ${unit}`;
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

export function markdown(results: readonly Result[]): string {
  const rows = results.flatMap(({ name, figures, missing }) =>
    missing === null
      ? figures.map(figure => [
          name,
          figure.what,
          goalOf(figure),
          `${short(figure.measured)} ${figure.unit}`,
          figure.note ?? '',
        ])
      : [[name, `not measured: ${missing}`, '', '', '']],
  );
  const lines = [['benchmark', 'figure', 'goal', 'measured', 'note'], ['---', '---', '---', '---', '---'], ...rows];
  return lines.map(row => `| ${row.map(cell).join(' | ')} |`).join('\n');
}
