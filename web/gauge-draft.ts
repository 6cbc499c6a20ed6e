// A gauge as a person types it, and what the server is asked to keep of it: figures with a comma or a point, levels that rise.
import type { Gauge } from '../protocol/api/warnings.ts';

export interface GaugeDraft {
  name: string;
  river: string;
  levels: Record<1 | 2 | 3, string>;
  datum: string;
  decree: string;
  /** A day, or empty. */
  decreeDate: string;
  areas: readonly string[];
}

export type GaugeFault = 'noLevel3' | 'notMetres' | 'notRising';

const typed = (metres: number | null): string => (metres === null ? '' : String(metres).replace('.', ','));

export const gaugeDraft = (of: Gauge | null, areaId: string): GaugeDraft => ({
  name: of?.name ?? '',
  river: of?.river ?? '',
  levels: {
    1: typed(of?.levelsM[1] ?? null),
    2: typed(of?.levelsM[2] ?? null),
    3: typed(of?.levelsM[3] ?? null),
  },
  datum: of?.datum ?? '',
  decree: of?.decree ?? '',
  decreeDate: of?.decreeDate ?? '',
  areas: of?.areas.map(({ id }) => id) ?? [areaId],
});

/** Null: not known. NaN: not a figure. */
function metresOf(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

const levelsOf = ({ levels }: GaugeDraft) => [metresOf(levels[1]), metresOf(levels[2]), metresOf(levels[3])] as const;

/** What is wrong with the levels; null: nothing. */
export function levelsFault(draft: GaugeDraft): GaugeFault | null {
  const known = levelsOf(draft).filter(level => level !== null);
  if (known.some(Number.isNaN)) return 'notMetres';
  if (levelsOf(draft)[2] === null) return 'noLevel3';
  return known.every((level, i) => level > (known[i - 1] ?? Number.NEGATIVE_INFINITY)) ? null : 'notRising';
}

/** For a draft whose levels have no fault. */
export function gaugeRequest(draft: GaugeDraft) {
  const [first, second, third] = levelsOf(draft);
  return {
    name: draft.name.trim(),
    river: draft.river.trim(),
    levelsM: { 1: first, 2: second, 3: third },
    datum: draft.datum.trim() || null,
    decree: draft.decree.trim(),
    decreeDate: draft.decreeDate || null,
    areas: draft.areas,
  };
}
