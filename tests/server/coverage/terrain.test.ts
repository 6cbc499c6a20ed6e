// Drives cuts through terrain: the rubber band over them, the same path both ways, and no jump where a ridge begins to hide the ear.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aWeighted } from '../../../server/coverage/audibility.ts';
import { OCTAVES_HZ } from '../../../server/coverage/bands.ts';
import { BARE_EDGES, OVER_THE_TOP, screening } from '../../../server/coverage/diffraction.ts';
import { lossOverHills } from '../../../server/coverage/propagation.ts';
import { type Cut, cutOver, meanHeight, pathOver, upperHull } from '../../../server/coverage/terrain.ts';

const air = { temperatureC: 22, humidityPct: 80, pressureKPa: 101.325 };
const cuts = fc
  .array(fc.record({ step: fc.integer({ min: 1, max: 60 }), z: fc.integer({ min: 0, max: 200 }) }), {
    minLength: 3,
    maxLength: 40,
  })
  .map(points => {
    let s = 0;
    return points.map(({ step, z }) => {
      s += step;
      return { s, z };
    });
  });
const turned = (cut: Cut): Cut => [...cut].reverse().map(({ s, z }) => ({ s: -s, z }));

describe('the rubber band', () => {
  it('lies nowhere below the ground and only ever bends down', () => {
    fc.assert(
      fc.property(cuts, cut => {
        const hull = upperHull(cut);
        for (const point of cut) {
          const right = hull.findIndex(edge => edge.s >= point.s);
          const [a, b] = [hull[Math.max(0, right - 1)]!, hull[right]!];
          const over = a === b ? a.z : a.z + ((b.z - a.z) * (point.s - a.s)) / (b.s - a.s);
          expect(over).toBeGreaterThanOrEqual(point.z - 1e-9);
        }
        const slopes = hull.slice(1).map((b, i) => (b.z - hull[i]!.z) / (b.s - hull[i]!.s));
        for (let i = 1; i < slopes.length; i++) expect(slopes[i]).toBeLessThan(slopes[i - 1]!);
      }),
    );
  });

  it('screens the same in both directions', () => {
    fc.assert(
      fc.property(cuts, fc.constantFrom(...OCTAVES_HZ), fc.constantFrom(BARE_EDGES, OVER_THE_TOP), (cut, hz, rule) => {
        const [there, back] = [pathOver(cut), pathOver(turned(cut))];
        expect(screening(there!, hz, rule)).toBeCloseTo(screening(back!, hz, rule), 6);
      }),
    );
  });

  it('finds nothing to bend over between neighbours', () => {
    expect(
      pathOver([
        { s: 0, z: 1 },
        { s: 30, z: 2 },
      ]),
    ).toBeNull();
  });

  it('takes the point nearest to the line of sight when it is clear', () => {
    const clear = pathOver([
      { s: 0, z: 10 },
      { s: 40, z: 3 },
      { s: 50, z: 9.5 },
      { s: 100, z: 10 },
    ]);
    expect(clear?.difference).toBeCloseTo(-(Math.hypot(50, 0.5) * 2 - 100), 9);
  });
});

describe('screening', () => {
  it('fades without a step from a ridge that hides to one that is cleared', () => {
    for (const hz of OCTAVES_HZ) {
      const over = (height: number) =>
        screening(
          pathOver([
            { s: 0, z: 0 },
            { s: 400, z: height },
            { s: 800, z: 0 },
          ])!,
          hz,
          OVER_THE_TOP,
        );
      expect(over(0)).toBeCloseTo(10 * Math.log10(3), 9);
      expect(over(-60)).toBe(0);
      for (let height = -10; height < 10; height += 0.1)
        expect(over(height + 0.1)).toBeGreaterThanOrEqual(over(height) - 1e-9);
    }
  });

  it('grows with the path difference up to its limit', () => {
    const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        between(-5, 40),
        between(0, 5),
        fc.constantFrom(0, 8),
        fc.constantFrom(...OCTAVES_HZ),
        (z, more, e, hz) => {
          const path = (difference: number) => ({ direct: 300, first: 150, last: 150, between: e, difference });
          const [less, most] = [screening(path(z), hz, OVER_THE_TOP), screening(path(z + more), hz, OVER_THE_TOP)];
          expect(most).toBeGreaterThanOrEqual(less - 1e-9);
          expect(less).toBeGreaterThanOrEqual(0);
          expect(most).toBeLessThanOrEqual(e === 0 ? 20 : 25);
        },
      ),
    );
  });
});

describe('an ear that walks over a ridge line', () => {
  const shapes: [string, (s: number) => number][] = [
    ['sharp', s => Math.max(0, 60 - Math.abs(s - 600) * 0.2)],
    ['flat-topped', s => Math.min(40, Math.max(0, 60 - Math.abs(s - 600) * 0.2))],
    ['round', s => 60 * Math.exp(-(((s - 600) / 180) ** 2))],
  ];
  const samplings = [10, 30].flatMap(cell => shapes.map(([name, ridge]) => [name, cell, ridge] as const));

  it.each(samplings)(
    'hears no jump of a decibel where the line of sight breaks: %s, cells of %d m',
    (_, cell, ridge) => {
      const at = (distance: number) => {
        const ground = Array.from({ length: Math.ceil(distance / cell) }, (_, i) => ({
          s: i * cell,
          z: ridge(i * cell),
        }));
        ground.push({ s: distance, z: ridge(distance) });
        const loss = lossOverHills(ground, 10, 1.5, air);
        const level = aWeighted([100, 105, 112, 115, 115, 112, 108, 100].map((source, i) => source - loss[i]!));
        return { level, hidden: pathOver(cutOver(ground, 10, 1.5))!.difference > 0 };
      };
      const walk = Array.from({ length: 500 }, (_, metre) => at(520 + metre));
      const breaks = walk.flatMap(({ hidden }, i) => (i > 0 && hidden !== walk[i - 1]!.hidden ? [i] : []));
      expect(breaks.length).toBeGreaterThan(0);
      for (const i of breaks) expect(Math.abs(walk[i]!.level - walk[i - 1]!.level)).toBeLessThan(1);
    },
  );
});

describe('the mean height of a path', () => {
  const flat = [0, 100, 200].map(s => ({ s, z: 7 }));
  it('is half the sum of its ends over flat ground, and the same both ways', () => {
    expect(meanHeight(flat, 10, 2)).toBeCloseTo(6, 9);
    expect(meanHeight(turned(flat), 2, 10)).toBeCloseTo(6, 9);
  });
  it('is large over a valley and never negative under a mountain', () => {
    expect(
      meanHeight(
        [
          { s: 0, z: 50 },
          { s: 100, z: 0 },
          { s: 200, z: 50 },
        ],
        4,
        4,
      ),
    ).toBeCloseTo(29, 9);
    expect(
      meanHeight(
        [
          { s: 0, z: 0 },
          { s: 100, z: 900 },
          { s: 200, z: 0 },
        ],
        4,
        4,
      ),
    ).toBe(0);
  });
});
