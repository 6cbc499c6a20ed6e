// The flood of the river Thương in October 2025 as it was made public flows out: two gauges, their levels, and readings at even
// steps, of which all but the measured ones are marked as interpolated. Demonstrations and tests replay it.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { NewGauge, Reading } from '../../protocol/api/warnings.ts';

const shape = z.object({
  river: z.string(),
  decree: z.string(),
  about: z.string(),
  gauges: z.array(
    z.object({
      name: z.string(),
      /** What no document at hand says is left out. */
      levelsM: z.object({ 1: z.number().optional(), 2: z.number().optional(), 3: z.number() }),
      readings: z
        .array(z.object({ at: z.iso.datetime({ offset: true }), levelM: z.number(), assumed: z.string().optional() }))
        .min(2),
    }),
  ),
});

interface PastGauge {
  gauge: Omit<NewGauge, 'areas'>;
  /** Every `stepMs` from the first public figure to the last, and these themselves; UTC. */
  readings(stepMs: number): Reading[];
}

export function october2025(): PastGauge[] {
  const { river, decree, gauges } = shape.parse(
    JSON.parse(readFileSync(new URL('./gauges.json', import.meta.url), 'utf8')),
  );
  return gauges.map(({ name, levelsM, readings }) => ({
    gauge: {
      ...{ name, river, decree, datum: null, decreeDate: null, position: null },
      levelsM: { 1: levelsM[1] ?? null, 2: levelsM[2] ?? null, 3: levelsM[3] },
    },
    readings: stepMs =>
      between(
        readings.map(one => ({ ...one, at: Date.parse(one.at) })),
        stepMs,
      ),
  }));
}

interface Figure {
  at: number;
  levelM: number;
  assumed?: string | undefined;
}

function between(figures: readonly Figure[], stepMs: number): Reading[] {
  const said = new Map<number, Reading>();
  const put = (at: number, levelM: number, measured: boolean): void => {
    const reading = { at: new Date(at).toISOString(), levelM: Math.round(levelM * 100) / 100 };
    said.set(at, measured ? reading : { ...reading, interpolated: true });
  };
  figures.slice(1).forEach((end, i) => {
    const start = figures[i] ?? end;
    for (let at = Math.ceil(start.at / stepMs) * stepMs; at < end.at; at += stepMs)
      put(at, start.levelM + ((end.levelM - start.levelM) * (at - start.at)) / (end.at - start.at), false);
  });
  for (const one of figures) put(one.at, one.levelM, one.assumed === undefined);
  return [...said.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
