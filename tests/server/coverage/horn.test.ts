// Drives the directivity of horns: full on the axis, 6 dB down at half the printed angle, never beyond the deepest loss.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directivity, ROUND_HORN } from '../../../server/coverage/horn.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const north = { bearingDeg: 0, tiltDeg: 0 };
const radians = (degrees: number) => (degrees * Math.PI) / 180;
/** A point 100 m off at a bearing and an elevation. */
const toward = (bearingDeg: number, elevationDeg = 0): [number, number, number] => [
  100 * Math.sin(radians(bearingDeg)) * Math.cos(radians(elevationDeg)),
  100 * Math.cos(radians(bearingDeg)) * Math.cos(radians(elevationDeg)),
  100 * Math.sin(radians(elevationDeg)),
];

describe('a horn', () => {
  it('loses nothing on its axis, wherever it points', () => {
    fc.assert(
      fc.property(number(0, 360), number(-80, 80), (bearingDeg, tiltDeg) => {
        for (const loss of directivity(ROUND_HORN, { bearingDeg, tiltDeg }, ...toward(bearingDeg, tiltDeg)))
          expect(loss).toBeCloseTo(0, 6);
      }),
    );
  });

  it('is 6 dB down at half its printed angle, aside or above', () => {
    const at2k = ROUND_HORN.horizontalDeg[5]! / 2;
    expect(directivity(ROUND_HORN, north, ...toward(at2k))[5]).toBeCloseTo(-6, 6);
    expect(directivity(ROUND_HORN, north, ...toward(-at2k))[5]).toBeCloseTo(-6, 6);
    expect(directivity(ROUND_HORN, north, ...toward(0, at2k))[5]).toBeCloseTo(-6, 6);
  });

  it('keeps the lowest octaves in every direction and loses the most behind', () => {
    const behind = directivity(ROUND_HORN, { bearingDeg: 200, tiltDeg: 0 }, ...toward(20));
    expect(behind.slice(0, 2).map(Math.abs)).toEqual([0, 0]);
    expect(behind.slice(2)).toEqual([-10, -15, -18, -20, -22, -25]);
  });

  it('pointed down serves the foot of its hill better than the far side', () => {
    const down = { bearingDeg: 0, tiltDeg: -20 };
    expect(directivity(ROUND_HORN, down, ...toward(0, -20))[7]).toBeCloseTo(0, 6);
    expect(directivity(ROUND_HORN, down, ...toward(0, 0))[7]).toBeLessThan(-15);
  });

  it('loses the same left and right, and more the farther off the axis', () => {
    fc.assert(
      fc.property(number(0, 360), number(0, 180), number(0, 180), (bearingDeg, off, more) => {
        const aim = { bearingDeg, tiltDeg: 0 };
        const at = (degrees: number) => directivity(ROUND_HORN, aim, ...toward(bearingDeg + degrees));
        at(off).forEach((loss, i) => {
          expect(loss).toBeCloseTo(at(-off)[i]!, 6);
          expect(at(Math.min(180, off + more))[i]).toBeLessThanOrEqual(loss + 1e-6);
        });
      }),
    );
  });
});
