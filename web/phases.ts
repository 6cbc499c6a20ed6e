// When what a page shows will change by the clock alone: a start or an end that lies ahead.

interface Timed {
  startAt: string | null;
  durationMs: number;
}

/** The start if it lies ahead, else the end if that does; null when both have passed. UTC ms. */
export function turnOf({ startAt, durationMs }: Timed, now: number): number | null {
  if (startAt === null) return null;
  const start = Date.parse(startAt);
  if (start > now) return start;
  return start + durationMs > now ? start + durationMs : null;
}

/** The first of several. */
export const firstTurn = (all: readonly Timed[], now: number): number | null =>
  all.reduce<number | null>((first, one) => {
    const turn = turnOf(one, now);
    return turn === null || (first !== null && first <= turn) ? first : turn;
  }, null);
