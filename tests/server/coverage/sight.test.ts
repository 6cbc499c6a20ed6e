// Drives line of sight over a grid of heights: flat ground, a wall, and the same answer both ways.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsInSight } from '../../../server/coverage/sight.ts';

const grid = (rows: number[][]) => ({ rows });

describe('line of sight', () => {
  it('reaches every cell of flat ground', () => {
    const flat = grid(Array.from({ length: 5 }, () => [9, 9, 9, 9, 9, 9, 9]));
    expect(cellsInSight(flat, { col: 3, row: 2, height: 1 }, 1)).toEqual(Array(5).fill('1111111'));
  });

  it('ends at a wall for what is lower, and passes it for what stands higher', () => {
    const walled = grid(Array.from({ length: 3 }, () => [0, 0, 20, 0, 60]));
    expect(cellsInSight(walled, { col: 0, row: 1, height: 10 }, 2)).toEqual(['11101', '11101', '11101']);
  });

  it('sees both ways where observer and target stand equally high', () => {
    const heights = fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 6, maxLength: 6 }), {
      minLength: 6,
      maxLength: 6,
    });
    const cell = fc.record({ col: fc.nat(5), row: fc.nat(5) });
    fc.assert(
      fc.property(heights, cell, cell, (rows, a, b) => {
        const seen = (from: typeof a, to: typeof a) =>
          cellsInSight(grid(rows), { ...from, height: 3 }, 3)[to.row]![to.col];
        expect(seen(a, b)).toBe(seen(b, a));
      }),
      { numRuns: 1000 },
    );
  });
});
