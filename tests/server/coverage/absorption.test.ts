// Drives absorption by the air with any sane weather: it always takes, and takes more the higher the pitch.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absorption } from '../../../server/coverage/absorption.ts';
import { exactMidband, OCTAVES_HZ } from '../../../server/coverage/bands.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const weather = fc.record({
  temperatureC: number(-10, 45),
  humidityPct: number(5, 100),
  pressureKPa: number(70, 105),
});

describe('absorption', () => {
  it('is positive and rises with frequency in any sane air', () => {
    fc.assert(
      fc.property(weather, air => {
        const octaves = OCTAVES_HZ.map(hz => absorption(air, exactMidband(hz)));
        expect(octaves[0]).toBeGreaterThan(0);
        for (let i = 1; i < octaves.length; i++) expect(octaves[i]).toBeGreaterThan(octaves[i - 1]!);
      }),
    );
  });

  it('at 4 kHz follows the season and hardly the altitude', () => {
    const at4k = (temperatureC: number, humidityPct: number, pressureKPa = 101.325) =>
      1000 * absorption({ temperatureC, humidityPct, pressureKPa }, exactMidband(4000));
    expect(at4k(22, 80)).toBeCloseTo(21, 0);
    expect(at4k(10, 90)).toBeGreaterThan(1.2 * at4k(22, 80));
    expect(at4k(15, 20)).toBeGreaterThan(4 * at4k(22, 80));
    expect(Math.abs(at4k(22, 80, 80) / at4k(22, 80) - 1)).toBeLessThan(0.02);
  });

  it('takes the exact midband of a label', () => {
    expect(exactMidband(63)).toBeCloseTo(63.0957, 4);
    expect(exactMidband(8000)).toBeCloseTo(7943.2823, 4);
    expect(exactMidband(1250)).toBeCloseTo(1258.9254, 4);
  });
});
