// Cases of a whole path: source and receiver over flat ground, past a wall or a building (ISO 9613-2 with ISO/TR 17534-3).
import { z } from 'zod';
import { energySum } from '../audibility.ts';
import { A_WEIGHTING_DB, OCTAVES_HZ } from '../bands.ts';
import { OVER_THE_TOP, screening } from '../diffraction.ts';
import { type Ends, groundByRegions, type Porosity, porosityOfRegions, type Stretch } from '../ground.ts';
import { type PathsPast, pathsPast } from '../obstacles.ts';
import { airLoss, divergence, groundAndScreen } from '../propagation.ts';
import { type Result, right, wrong } from './fault.ts';
import { air, apart, height, inPlan, length, octaves, porosity, toAir } from './fields.ts';
import { kind, type Quantities } from './kind.ts';

const place = z.tuple([z.number(), z.number(), height]).transform(([x, y, z]) => ({ x, y, z }));
const corner = inPlan.transform(([x, y]) => ({ x, y }));
const range = z.tuple([z.number(), z.number()]).refine(([from, to]) => from < to, 'Expected [from, to], from below to');

const wall = z
  .object({ p1: corner, p2: corner, top_z_m: length })
  .transform(({ p1, p2, top_z_m }) => ({ corners: [p1, p2], top: top_z_m }));
const footprint = z
  .object({ footprint_xy_m: z.array(corner).min(3), top_z_m: length })
  .transform(({ footprint_xy_m, top_z_m }) => ({ corners: footprint_xy_m, top: top_z_m }));
/** A building square to the axes, in the way that `ground_strips` are written. */
const block = z
  .object({ x_m: range, y_m: range, top_z_m: length })
  .transform(({ x_m: [west, east], y_m: [south, north], top_z_m }) => ({
    corners: [
      { x: west, y: south },
      { x: east, y: south },
      { x: east, y: north },
      { x: west, y: north },
    ],
    top: top_z_m,
  }));

const perOctave = z.union([z.number(), z.array(z.number())]);
const shape = z.object({
  ...air,
  source_xyz_m: place,
  receiver_xyz_m: place,
  ground: z.literal('flat z=0').optional(),
  lw_per_octave_db: perOctave,
  bands_hz: octaves,
  a_weighting_db: perOctave.optional(),
  G: porosity.optional(),
  ground_strips: z
    .array(z.object({ x_m: range, G: porosity }))
    .min(1)
    .optional(),
  barrier: wall.optional(),
  building: z.union([footprint, block]).optional(),
});
type Scene = z.output<typeof shape>;

/** One value for all octaves, or one for each. */
function spread(given: number | readonly number[], scene: Scene, name: string): Result<readonly number[]> {
  const values = typeof given === 'number' ? scene.bands_hz.map(() => given) : given;
  if (values.length === scene.bands_hz.length) return right(values);
  return wrong('wrong_length', `input.${name}`, 'Expected one value for each of bands_hz');
}

/** Strips across x seen along the path, metres from the source. */
function stretches(strips: NonNullable<Scene['ground_strips']>, scene: Scene, distance: number): Stretch[] {
  const [from, to] = [scene.source_xyz_m.x, scene.receiver_xyz_m.x];
  const reached = (x: number) => {
    if (from === to) return x > from ? distance : 0;
    return ((x - from) / (to - from)) * distance;
  };
  return strips.map(({ x_m, G }) => {
    const [a, b] = [reached(x_m[0]), reached(x_m[1])];
    return { from: Math.min(a, b), to: Math.max(a, b), porosity: G };
  });
}

function groundOf(scene: Scene, ends: Ends): Result<Porosity> {
  const { G, ground_strips } = scene;
  if (ground_strips) {
    const found = porosityOfRegions(stretches(ground_strips, scene, ends.distance), ends);
    if (found) return right(found);
    return wrong('bad_value', 'input.ground_strips', 'Expected strips that cover the path, each place once');
  }
  if (G === undefined) return wrong('missing', 'input.G', 'Expected a ground factor or ground_strips');
  return right({ source: G, middle: G, receiver: G });
}

/** The paths past whatever stands in the scene; null where nothing does, or not in the way. */
function screensOf({ barrier, building, source_xyz_m, receiver_xyz_m }: Scene): Result<PathsPast | null> {
  if (barrier && building) return wrong('bad_value', 'input.building', 'Expected a barrier or a building, not both');
  const obstacle = barrier ?? building;
  const paths = obstacle ? pathsPast(obstacle, source_xyz_m, receiver_xyz_m) : 'clear';
  if (paths === 'inside') return wrong('bad_value', 'input.building', 'Expected source and receiver outside of it');
  return right(paths === 'clear' ? null : paths);
}

function solve(scene: Scene): Result<Quantities> {
  const [source, receiver] = [scene.source_xyz_m, scene.receiver_xyz_m];
  const ends: Ends = {
    sourceHeight: source.z,
    receiverHeight: receiver.z,
    distance: apart([source.x, source.y], [receiver.x, receiver.y]),
  };
  if (ends.distance === 0)
    return wrong('bad_value', 'input.receiver_xyz_m', 'Expected a receiver away from the source in plan');
  const distance = Math.hypot(ends.distance, receiver.z - source.z);
  const power = spread(scene.lw_per_octave_db, scene, 'lw_per_octave_db');
  if (!power.ok) return power;
  const usual = scene.bands_hz.map(hz => A_WEIGHTING_DB[OCTAVES_HZ.indexOf(hz)]!);
  const weighting = spread(scene.a_weighting_db ?? usual, scene, 'a_weighting_db');
  if (!weighting.ok) return weighting;
  const ground = groundOf(scene, ends);
  if (!ground.ok) return ground;
  const screens = screensOf(scene);
  if (!screens.ok) return screens;

  const paths = screens.value;
  const levels = scene.bands_hz.map((hz, index) => {
    const soil = groundByRegions(ends, ground.value, hz);
    const lost = paths ? groundAndScreen(soil, paths, hz) : soil;
    const arriving = power.value[index]! - divergence(distance) - airLoss(toAir(scene), hz, distance) - lost;
    return arriving + weighting.value[index]!;
  });
  const overTheTop = scene.bands_hz.map(hz => (paths ? screening(paths.over, hz, OVER_THE_TOP) : 0));
  return right({ LA_db: levels, total_dba: energySum(levels), dz_top_db: overTheTop });
}

export const pathCase = kind(shape, solve);
