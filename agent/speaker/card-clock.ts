// A sound card's own pace: sightings of how many frames were heard when in, the moment any frame will be heard out.
// Medians of short blocks and a straight line through them, so that one late reading does not pull the sound about.

export interface CardClock {
  /** At this moment (monotonic ms) `frames` had been heard. */
  saw(atMs: number, frames: number): void;
  /** When frame number `frame` will be heard, monotonic ms; null before anything was seen. */
  whenHeard(frame: number): number | null;
}

const BLOCK_MS = 100;
const BLOCKS = 80;
/** The slope is believed from this much history on, fully from twice that. */
const SLOPE_FROM_MS = 2000;
const FASTEST = 5e-4;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

export function createCardClock(rate: number): CardClock {
  const perMs = rate / 1000;
  let origin: { at: number; frames: number } | null = null;
  /** Deviation in frames from the nominal pace since `origin`. */
  let blocks: { at: number; off: number }[] = [];
  let current: { end: number; at: number[]; off: number[] } | null = null;
  let line = { at: 0, off: 0, slope: 0 };

  function drawLine(): void {
    const open = current ? [{ at: median(current.at), off: median(current.off) }] : [];
    const points = [...blocks, ...open];
    const n = points.length;
    if (n === 0) return;
    const middleAt = points.reduce((sum, p) => sum + p.at, 0) / n;
    const middleOff = points.reduce((sum, p) => sum + p.off, 0) / n;
    const span = points[n - 1]!.at - points[0]!.at;
    let slope = 0;
    if (span > SLOPE_FROM_MS) {
      const over = points.reduce((sum, p) => sum + (p.at - middleAt) * (p.off - middleOff), 0);
      const under = points.reduce((sum, p) => sum + (p.at - middleAt) ** 2, 0);
      const trust = Math.min(1, (span - SLOPE_FROM_MS) / SLOPE_FROM_MS);
      slope = trust * Math.max(-FASTEST * perMs, Math.min(FASTEST * perMs, over / under));
    }
    line = { at: middleAt, off: middleOff, slope };
  }

  return {
    saw(at, frames) {
      origin ??= { at, frames };
      const off = frames - origin.frames - (at - origin.at) * perMs;
      if (current && at >= current.end) {
        blocks = [...blocks.slice(1 - BLOCKS), { at: median(current.at), off: median(current.off) }];
        current = null;
      }
      current ??= { end: at + BLOCK_MS, at: [], off: [] };
      current.at.push(at);
      current.off.push(off);
      drawLine();
    },
    whenHeard(frame) {
      if (origin === null) return null;
      // frames(t) = origin + (t − t0)·rate + line(t), solved for t; the line is flat enough for one step.
      const nominal = origin.at + (frame - origin.frames) / perMs;
      const off = line.off + line.slope * (nominal - line.at);
      return nominal - off / (perMs + line.slope);
    },
  };
}
