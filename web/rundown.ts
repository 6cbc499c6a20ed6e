// The items of a programme while it is being put together: their order, and what it all lasts.

export type Part = 'intro' | 'lead' | 'item' | 'closing';
export const PARTS: readonly Part[] = ['intro', 'lead', 'item', 'closing'];

export interface Entry {
  part: Part;
  /** Exactly one of the two. */
  recordingId: string | null;
  chime: string | null;
  title: string;
  durationMs: number | null;
}

/** Put in after the last of its kind, so that a lead stays before the items and a closing behind them. */
export function placed(entries: readonly Entry[], entry: Entry): Entry[] {
  const rank = PARTS.indexOf(entry.part);
  const at = entries.findLastIndex(other => PARTS.indexOf(other.part) <= rank) + 1;
  return [...entries.slice(0, at), entry, ...entries.slice(at)];
}

/** One step up (−1) or down (+1); at the ends nothing moves. */
export function moved(entries: readonly Entry[], index: number, step: -1 | 1): Entry[] {
  const to = index + step;
  const entry = entries[index];
  const other = entries[to];
  if (!entry || !other) return [...entries];
  const next = [...entries];
  next[index] = other;
  next[to] = entry;
  return next;
}

/** Null while the length of one part is unknown. */
export const totalMs = (entries: readonly Pick<Entry, 'durationMs'>[]): number | null =>
  entries.reduce<number | null>(
    (sum, entry) => (sum === null || entry.durationMs === null ? null : sum + entry.durationMs),
    0,
  );

/** What the server takes. */
export const toRequest = (entries: readonly Entry[]) =>
  entries.map(({ part, recordingId, chime }) =>
    recordingId !== null ? { part, recordingId } : { part, chime: chime ?? '' },
  );
