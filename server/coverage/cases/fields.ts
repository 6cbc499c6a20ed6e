// The fields that several kinds of case share, with the range in which they make sense.
import { z } from 'zod';
import { STANDARD_PRESSURE_KPA } from '../absorption.ts';
import { OCTAVES_HZ } from '../bands.ts';

export const height = z.number().min(0);
export const length = z.number().positive();
export const porosity = z.number().min(0).max(1);

/** Metres: east, north. */
export const inPlan = z.tuple([z.number(), z.number()]);
/** Metres: east, north, up from the ground plane or from any other level. */
export const inSpace = z.tuple([z.number(), z.number(), z.number()]);

export const octaves = z
  .array(z.number().refine(hz => OCTAVES_HZ.includes(hz), `not one of the octaves ${OCTAVES_HZ.join(', ')} Hz`))
  .min(1)
  .default([...OCTAVES_HZ]);

/** Pressure beyond 200 kPa is a value in another unit. */
export const air = {
  temperature_c: z.number().min(-100).max(100),
  relative_humidity_pct: z.number().min(0).max(100),
  pressure_kpa: z.number().positive().max(200).default(STANDARD_PRESSURE_KPA),
};
export const toAir = (input: z.output<z.ZodObject<typeof air>>) => ({
  temperatureC: input.temperature_c,
  humidityPct: input.relative_humidity_pct,
  pressureKPa: input.pressure_kpa,
});

/** Distance between two points of as many axes, metres. */
export const apart = (from: readonly number[], to: readonly number[]): number =>
  Math.hypot(...from.map((value, axis) => to[axis]! - value));
