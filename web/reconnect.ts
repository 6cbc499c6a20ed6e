// How long to wait before the next try: doubling with full jitter, so that a village of phones does not return at once.

const FIRST_MS = 500;
const LONGEST_MS = 10_000;

/** `tries` so far failed; `chance` is 0–1. */
export const reconnectDelay = (tries: number, chance: number): number =>
  200 + chance * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries, 10));
