// Drives walls and buildings between two points: the way over, the ways around, and when there is nothing in the way.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AROUND_THE_SIDE, screening } from '../../../server/coverage/diffraction.ts';
import { type Obstacle, type PathsPast, pathsPast } from '../../../server/coverage/obstacles.ts';

const source = { x: 50, y: 10, z: 1 };
const receiver = { x: 70, y: 10, z: 4 };
const cube: Obstacle = {
  corners: [
    { x: 55, y: 5 },
    { x: 65, y: 5 },
    { x: 65, y: 15 },
    { x: 55, y: 15 },
  ],
  top: 10,
};
const wall = (y1: number, y2: number, top = 10): Obstacle => ({
  corners: [
    { x: 60, y: y1 },
    { x: 60, y: y2 },
  ],
  top,
});
const past = (obstacle: Obstacle, from = source, to = receiver): PathsPast => {
  const paths = pathsPast(obstacle, from, to);
  if (typeof paths === 'string') throw new Error(paths);
  return paths;
};

describe('a building', () => {
  it('is bent over at both walls and around at two corners a side (ISO/TR 17534-3, T11)', () => {
    const { over, around } = past(cube);
    expect(over.between).toBeCloseTo(10, 9);
    expect(over.difference).toBeCloseTo(7.882, 3);
    expect(around).toHaveLength(2);
    for (const side of around) {
      expect(side.between).toBeCloseTo(10.08, 2);
      expect(side.difference).toBeCloseTo(4.1, 2);
      // The report prints 12.89 dB.
      expect(Math.abs(screening(side, 63, AROUND_THE_SIDE) - 12.89)).toBeLessThan(0.05);
    }
  });

  it('with one of the two points inside is told', () => {
    expect(pathsPast(cube, { x: 60, y: 10, z: 1 }, receiver)).toBe('inside');
    expect(pathsPast(cube, source, { x: 60, y: 10, z: 1 })).toBe('inside');
  });

  it('beside the line of sight is not in the way', () => {
    const aside = { ...cube, corners: cube.corners.map(({ x, y }) => ({ x, y: y + 20 })) };
    expect(pathsPast(aside, source, receiver)).toBe('clear');
  });
});

describe('a wall', () => {
  it('is bent over at one edge and around at its ends', () => {
    const { over, around } = past(wall(0, 30));
    expect(over.between).toBe(0);
    const [short, long] = around.map(path => path.difference).sort((a, b) => a - b);
    expect(short).toBeCloseTo(Math.hypot(Math.hypot(10, 10) * 2, 3) - Math.hypot(20, 3), 9);
    expect(long).toBeCloseTo(Math.hypot(Math.hypot(10, 20) * 2, 3) - Math.hypot(20, 3), 9);
  });

  it('that ends behind the source still has two ways around', () => {
    const slanted = {
      corners: [
        { x: 40, y: 30 },
        { x: 66, y: 0 },
      ],
      top: 8,
    };
    expect(past(slanted).around.every(path => path.difference > 0)).toBe(true);
    expect(past(slanted).around).toHaveLength(2);
  });

  it('below the line of sight has no way around, only an edge that is cleared', () => {
    const { over, around } = past(wall(0, 30, 1));
    expect(over.difference).toBeLessThan(0);
    expect(around).toEqual([]);
  });

  it('screens the same in both directions, wherever it stands', () => {
    const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(between(51, 69), between(51, 69), between(-40, 9), between(11, 60), (x1, x2, y1, y2) => {
        const any = {
          corners: [
            { x: x1, y: y1 },
            { x: x2, y: y2 },
          ],
          top: 10,
        };
        const sorted = (paths: PathsPast) => paths.around.map(path => path.difference).sort((a, b) => a - b);
        const [there, back] = [past(any), past(any, receiver, source)];
        expect(there.over.difference).toBeCloseTo(back.over.difference, 6);
        expect(there.around).toHaveLength(2);
        for (const [i, way] of sorted(there).entries()) expect(way).toBeCloseTo(sorted(back)[i]!, 6);
        for (const way of there.around) expect(way.difference).toBeGreaterThan(0);
      }),
    );
  });
});
