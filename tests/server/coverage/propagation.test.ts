// Drives the terms of ISO 9613-2 and whole paths: nothing grows louder with distance, and both ends may change places.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aWeighted, energySum } from '../../../server/coverage/audibility.ts';
import { OCTAVES_HZ } from '../../../server/coverage/bands.ts';
import { groundByMeanHeight, groundByRegions, porosityOfRegions, solidAngle } from '../../../server/coverage/ground.ts';
import { airLoss, divergence, groundAndScreen, longTerm, lossOverHills } from '../../../server/coverage/propagation.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const octave = fc.constantFrom(...OCTAVES_HZ);
const air = { temperatureC: 22, humidityPct: 80, pressureKPa: 101.325 };
const ends = fc.record({ sourceHeight: number(0, 20), receiverHeight: number(0, 20), distance: number(1, 5000) });

describe('in the free field', () => {
  it('more distance is never louder, in any octave', () => {
    fc.assert(
      fc.property(number(1, 5000), number(0, 1000), octave, (distance, more, hz) => {
        const lost = (at: number) => divergence(at) + airLoss(air, hz, at);
        expect(lost(distance + more)).toBeGreaterThanOrEqual(lost(distance));
      }),
    );
  });

  it('twice the distance costs 6 dB and the air', () => {
    expect(divergence(200) - divergence(100)).toBeCloseTo(20 * Math.log10(2), 9);
  });
});

describe('ground', () => {
  it('is the same for both directions of a path', () => {
    fc.assert(
      fc.property(ends, number(0, 1), number(0, 1), number(0, 1), octave, (there, source, middle, receiver, hz) => {
        const back = { ...there, sourceHeight: there.receiverHeight, receiverHeight: there.sourceHeight };
        const [a, b] = [
          { source, middle, receiver },
          { source: receiver, middle, receiver: source },
        ];
        expect(groundByRegions(there, a, hz)).toBeCloseTo(groundByRegions(back, b, hz), 9);
        expect(solidAngle(there)).toBeCloseTo(solidAngle(back), 9);
      }),
    );
  });

  it('by mean height is never negative, at most 4.8 dB, and gone over a valley', () => {
    fc.assert(
      fc.property(number(1, 5000), number(0, 100), (distance, height) => {
        const lost = groundByMeanHeight(distance, height);
        expect(lost).toBeGreaterThanOrEqual(0);
        expect(lost).toBeLessThanOrEqual(4.8);
      }),
    );
    expect(groundByMeanHeight(800, 120)).toBe(0);
  });

  it('reflects at most 3.01 dB near the source', () => {
    fc.assert(
      fc.property(ends, path => {
        expect(solidAngle(path)).toBeLessThanOrEqual(10 * Math.log10(2) + 1e-12);
      }),
    );
    expect(solidAngle({ sourceHeight: 0, receiverHeight: 4, distance: 100 })).toBeCloseTo(3.0103, 4);
  });

  it('of one sort everywhere is that sort in every region, however short the path', () => {
    fc.assert(
      fc.property(ends, number(0, 1), (path, porosity) => {
        const regions = porosityOfRegions([{ from: 0, to: path.distance, porosity }], path)!;
        for (const mean of Object.values(regions)) expect(mean).toBeCloseTo(porosity, 9);
      }),
    );
  });

  it('is unknown where the strips leave a gap, also between the regions of the ends', () => {
    const path = { sourceHeight: 1, receiverHeight: 1, distance: 500 };
    const strips = [
      { from: -10, to: 200, porosity: 0 },
      { from: 210, to: 600, porosity: 1 },
    ];
    expect(porosityOfRegions(strips, path)).toBeNull();
  });
});

describe('the long term', () => {
  it('takes nothing near the source and at most C0 far away', () => {
    fc.assert(
      fc.property(ends, number(0, 5), (path, c0) => {
        const lost = longTerm(c0, path);
        expect(lost).toBeGreaterThanOrEqual(0);
        expect(lost).toBeLessThanOrEqual(c0);
        if (path.distance <= 10 * (path.sourceHeight + path.receiverHeight)) expect(lost).toBe(0);
      }),
    );
  });
});

describe('ground with a screen', () => {
  const screen = (difference: number) => ({ direct: 100, first: 50, last: 50, between: 0, difference });
  it('never takes less than the ground alone, and a way around never makes it quieter', () => {
    fc.assert(
      fc.property(number(-6, 20), number(-2, 30), number(0, 30), octave, (ground, top, side, hz) => {
        const closed = groundAndScreen(ground, { over: screen(top), around: [] }, hz);
        const open = groundAndScreen(ground, { over: screen(top), around: [screen(side)] }, hz);
        expect(open).toBeGreaterThanOrEqual(ground);
        expect(open).toBeLessThanOrEqual(closed + 1e-9);
      }),
    );
  });
});

describe('over hills', () => {
  const flat = (distance: number) => [0, distance / 2, distance].map(s => ({ s, z: 0 }));
  const source = [100, 105, 112, 115, 115, 112, 108, 100];
  const level = (distance: number) => {
    const loss = lossOverHills(flat(distance), 10, 1.5, air);
    return aWeighted(source.map((band, i) => band - loss[i]!));
  };

  it('flat ground is never louder farther off, 50 m to 3 km', () => {
    for (let distance = 50; distance < 3000; distance += 25) expect(level(distance + 25)).toBeLessThan(level(distance));
  });

  it('both ends may change places', () => {
    const ground = [0, 5, 40, 30, 12, 0].map((z, i) => ({ s: i * 100, z }));
    const back = [...ground].reverse().map(({ s, z }) => ({ s: 500 - s, z }));
    const there = lossOverHills(ground, 10, 1.5, air);
    for (const [i, loss] of lossOverHills(back, 1.5, 10, air).entries()) expect(loss).toBeCloseTo(there[i]!, 9);
  });
});

describe('energy sums', () => {
  const levels = fc.array(number(-50, 140), { minLength: 1, maxLength: 20 });
  it('rise with every sound that joins and never fall below the loudest', () => {
    fc.assert(
      fc.property(levels, number(-50, 140), (sounds, one) => {
        expect(energySum([...sounds, one])).toBeGreaterThanOrEqual(energySum(sounds));
        expect(energySum(sounds)).toBeGreaterThanOrEqual(Math.max(...sounds) - 1e-9);
      }),
    );
  });
  it('of two equal sounds is 3 dB more', () => {
    expect(energySum([60, 60])).toBeCloseTo(63.0103, 4);
  });
});
