// A wall or a building between two points in, the paths of sound over and around it out (ISO 9613-2, 7.4; ISO/TR 17534-3, 5.2).
import type { EdgePath } from './diffraction.ts';
import { type CutPoint, pathOver, stringPath } from './terrain.ts';

/** A point in space, metres. */
export interface Point {
  x: number;
  y: number;
  z: number;
}

/** Something that stands on the ground: two corners are a wall, three or more the footprint of a building, in order. */
export interface Obstacle {
  corners: readonly { x: number; y: number }[];
  /** Height of its top, metres. */
  top: number;
}

export interface PathsPast {
  /** Over the top. */
  over: EdgePath;
  /** Around the left and the right end; none where sound passes freely over the top. */
  around: EdgePath[];
}

/** A corner seen along the line from source to receiver: how far along, and how far to the left, metres. */
interface Seen {
  along: number;
  left: number;
}

function seenAlong(source: Point, receiver: Point, corners: Obstacle['corners']): Seen[] {
  const dx = receiver.x - source.x;
  const dy = receiver.y - source.y;
  const length = Math.hypot(dx, dy);
  return corners.map(({ x, y }) => ({
    along: ((x - source.x) * dx + (y - source.y) * dy) / length,
    left: ((y - source.y) * dx - (x - source.x) * dy) / length,
  }));
}

/** Where the outline crosses the line of sight in plan, metres along it. */
function crossings(corners: readonly Seen[]): number[] {
  const sides = corners.length > 2 ? corners.length : corners.length - 1;
  const found: number[] = [];
  for (let i = 0; i < sides; i++) {
    const a = corners[i]!;
    const b = corners[(i + 1) % corners.length]!;
    if (a.left >= 0 !== b.left >= 0) found.push(a.along + ((b.along - a.along) * a.left) / (a.left - b.left));
  }
  return found.sort((a, b) => a - b);
}

const turnsLeft = (a: Seen, b: Seen, c: Seen): boolean =>
  (b.along - a.along) * (c.left - a.left) - (b.left - a.left) * (c.along - a.along) > 0;

/** The convex hull in plan, anticlockwise; corners may lie behind source or receiver, so the whole hull is needed. */
function hullInPlan(points: readonly Seen[]): Seen[] {
  const sorted = [...points].sort((a, b) => a.along - b.along || a.left - b.left);
  const chain = (ordered: readonly Seen[]) => {
    const hull: Seen[] = [];
    for (const point of ordered) {
      while (hull.length >= 2 && !turnsLeft(hull.at(-2)!, hull.at(-1)!, point)) hull.pop();
      hull.push(point);
    }
    return hull.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

/** The two taut strings around the corners, each from source to receiver. */
function stringsAround(corners: readonly Seen[], distance: number): Seen[][] {
  const source: Seen = { along: 0, left: 0 };
  const receiver: Seen = { along: distance, left: 0 };
  const hull = hullInPlan([source, receiver, ...corners]);
  const start = hull.indexOf(source);
  const end = hull.indexOf(receiver);
  if (start < 0 || end < 0) return [];
  const turned = [...hull.slice(start), ...hull.slice(0, start)];
  const split = turned.indexOf(receiver);
  return [turned.slice(0, split + 1), [source, ...turned.slice(split).reverse()]];
}

/** A string in plan unrolled into a cut: it climbs evenly from source to receiver height. */
function unrolled(string: readonly Seen[], source: Point, receiver: Point): CutPoint[] {
  const reached: number[] = [0];
  for (let i = 1; i < string.length; i++) {
    const step = Math.hypot(string[i]!.along - string[i - 1]!.along, string[i]!.left - string[i - 1]!.left);
    reached.push(reached[i - 1]! + step);
  }
  const length = reached.at(-1)!;
  return reached.map(s => ({ s, z: source.z + ((receiver.z - source.z) * s) / length }));
}

/**
 * The paths past an obstacle. `clear` if it does not stand between the two points in plan, `inside` if one of them stands in
 * a building.
 */
export function pathsPast(obstacle: Obstacle, source: Point, receiver: Point): PathsPast | 'clear' | 'inside' {
  const distance = Math.hypot(receiver.x - source.x, receiver.y - source.y);
  const corners = seenAlong(source, receiver, obstacle.corners);
  const tops = crossings(corners).filter(s => s > 0 && s < distance);
  if (tops.length === 0) return 'clear';
  if (corners.length > 2 && tops.length % 2 === 1) return 'inside';
  const cut = [{ s: 0, z: source.z }, ...tops.map(s => ({ s, z: obstacle.top })), { s: distance, z: receiver.z }];
  const over = pathOver(cut)!;
  if (over.difference <= 0) return { over, around: [] };
  const strings = stringsAround(corners, distance);
  return { over, around: strings.map(string => stringPath(unrolled(string, source, receiver), over.direct)) };
}
