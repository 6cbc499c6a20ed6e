// A vertical cut through the terrain in, the path of sound over it out: rubber-band hull, edges, height above ground.
import type { EdgePath } from './diffraction.ts';

/** A point of a vertical cut, metres: `s` along the ground plane, `z` up. */
export interface CutPoint {
  s: number;
  z: number;
}

/** A cut from source (first) to receiver (last) with the ground or the tops of things between them; `s` never falls. */
export type Cut = readonly CutPoint[];

const between = (a: CutPoint, b: CutPoint): number => Math.hypot(b.s - a.s, b.z - a.z);

/** Positive if `c` lies left of the line a→b. */
const turn = (a: CutPoint, b: CutPoint, c: CutPoint): number => (b.s - a.s) * (c.z - a.z) - (b.z - a.z) * (c.s - a.s);

/** The rubber band over a cut: its upper convex hull from source to receiver. */
export function upperHull(cut: Cut): CutPoint[] {
  const hull: CutPoint[] = [];
  for (const point of cut) {
    while (hull.length >= 2 && turn(hull.at(-2)!, hull.at(-1)!, point) >= 0) hull.pop();
    hull.push(point);
  }
  return hull;
}

/** The path along a taut string through `points`; `direct` is the straight way if the string was unrolled, all metres. */
export function stringPath(points: Cut, direct = between(points[0]!, points.at(-1)!)): EdgePath {
  const legs = points.slice(1).map((point, index) => between(points[index]!, point));
  const sum = (some: readonly number[]) => some.reduce((total, leg) => total + leg, 0);
  return {
    direct,
    first: legs[0]!,
    last: legs.at(-1)!,
    between: sum(legs.slice(1, -1)),
    difference: sum(legs) - direct,
  };
}

/**
 * The path over a cut: the vertices of the hull are its edges (ISO/TR 17534-3, 5.2). Where the line of sight is clear, the
 * point that comes nearest to breaking it is the edge and the difference is negative. Null if nothing lies between the ends.
 */
export function pathOver(cut: Cut): EdgePath | null {
  const source = cut[0]!;
  const receiver = cut.at(-1)!;
  const hull = upperHull(cut);
  if (hull.length > 2) return stringPath(hull);
  let nearest: EdgePath | null = null;
  for (const point of cut.slice(1, -1)) {
    const detour = stringPath([source, point, receiver]);
    if (nearest === null || detour.difference < nearest.difference) nearest = detour;
  }
  return nearest && { ...nearest, difference: -nearest.difference };
}

/** Ground from foot to foot, raised at its ends to where sound leaves and arrives, metres. */
export const cutOver = (ground: Cut, sourceHeight: number, receiverHeight: number): Cut =>
  ground.map((point, index) => {
    if (index === 0) return { ...point, z: point.z + sourceHeight };
    return index === ground.length - 1 ? { ...point, z: point.z + receiverHeight } : point;
  });

/** Mean height hm of the line of sight above the ground, metres: the area between them over the distance (ISO 9613-2, Fig. 3). */
export function meanHeight(ground: Cut, sourceHeight: number, receiverHeight: number): number {
  const foot = ground[0]!;
  const end = ground.at(-1)!;
  const length = end.s - foot.s;
  const from = foot.z + sourceHeight;
  const slope = (end.z + receiverHeight - from) / length;
  const height = (point: CutPoint) => from + slope * (point.s - foot.s) - point.z;
  let area = 0;
  for (let i = 1; i < ground.length; i++) {
    const [a, b] = [ground[i - 1]!, ground[i]!];
    area += ((height(a) + height(b)) / 2) * (b.s - a.s);
  }
  return Math.max(0, area / length);
}
