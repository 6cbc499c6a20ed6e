// Cases of terrain: a vertical cut to bend over, and a grid of heights to look across.
import { z } from 'zod';
import { BARE_EDGES, screening } from '../diffraction.ts';
import { cellsInSight } from '../sight.ts';
import { pathOver } from '../terrain.ts';
import { right, wrong } from './fault.ts';
import { height, length, octaves } from './fields.ts';
import { kind } from './kind.ts';

export const cutCase = kind(
  z.object({
    profile_s_z_m: z.array(z.tuple([z.number(), z.number()])).min(2),
    bands_hz: octaves,
    lambda_m: z.literal('340/f').optional(),
  }),
  input => {
    const cut = input.profile_s_z_m.map(([s, z]) => ({ s, z }));
    const back = cut.findIndex((point, index) => index > 0 && point.s < cut[index - 1]!.s);
    if (back > 0) return wrong('bad_value', `input.profile_s_z_m[${back}]`, 'Expected a distance that does not fall');
    if (cut[0]!.s === cut.at(-1)!.s)
      return wrong('bad_value', 'input.profile_s_z_m', 'Expected a receiver away from the source');
    const path = pathOver(cut);
    return right({ ddif_db: input.bands_hz.map(hz => (path ? screening(path, hz, BARE_EDGES) : 0)) });
  },
);

export const sightCase = kind(
  z.object({
    n: z.int().positive().optional(),
    cell_m: length.optional(),
    dem_rows_north_first: z.array(z.array(z.number()).min(1)).min(1),
    observer: z.object({ col: z.int().min(0), row: z.int().min(0), height_m: height }),
    target_height_m: height,
  }),
  input => {
    const rows = input.dem_rows_north_first;
    const { col, row, height_m } = input.observer;
    const width = input.n ?? rows[0]!.length;
    if (input.n !== undefined && rows.length !== input.n)
      return wrong('wrong_length', 'input.dem_rows_north_first', `Expected ${input.n} rows`);
    const uneven = rows.findIndex(cells => cells.length !== width);
    if (uneven >= 0) return wrong('wrong_length', `input.dem_rows_north_first[${uneven}]`, `Expected ${width} heights`);
    if (row >= rows.length || col >= width)
      return wrong('out_of_range', 'input.observer', 'Expected a cell of the grid');
    return right({ visible_rows: cellsInSight({ rows }, { col, row, height: height_m }, input.target_height_m) });
  },
);
