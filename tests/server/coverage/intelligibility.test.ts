// Drives speech: the worked example of IEC 60268-16 annex M, noise alone, and echoes of a second cluster.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../../server/coverage/cases/verdict.ts';
import {
  type Arrival,
  MODULATIONS_HZ,
  modulationAtLevels,
  modulationOfEchoes,
  SPEECH_OCTAVES_HZ,
  stiAmongEchoes,
  stiOfModulations,
} from '../../../server/coverage/intelligibility.ts';
import { annexM } from './annex-m.ts';

const octaves = (db: number) => SPEECH_OCTAVES_HZ.map(() => db);
const quiet = octaves(-200);
const arrival = (db: number, delayMs: number): Arrival => ({ levelsDb: octaves(db), delayMs });
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('IEC 60268-16, annex M', () => {
  it('gives its printed index from its printed matrix and levels', () => {
    const verdict = judge({
      id: 'annex-m',
      category: 'speech_intelligibility',
      input: { m: annexM.modulation, speech_db: annexM.speechDb, noise_db: annexM.noiseDb },
      expected: { sti: annexM.sti },
      tolerance: { abs: 0.005 },
    });
    expect(verdict).toMatchObject({ ok: true });
  });

  it('corrects for noise, masking and threshold as printed', () => {
    const kept = modulationAtLevels(annexM.speechDb, annexM.noiseDb);
    for (const [k, value] of kept.entries()) expect(Math.abs(value - annexM.correction[k]!)).toBeLessThan(0.001);
  });
});

describe('noise alone', () => {
  it('gives (SNR + 15)/30 for the same ratio in every octave', () => {
    fc.assert(
      fc.property(number(-15, 15), ratio => {
        const kept = 1 / (1 + 10 ** (-ratio / 10));
        const sti = stiOfModulations(SPEECH_OCTAVES_HZ.map(() => MODULATIONS_HZ.map(() => kept)));
        expect(sti).toBeCloseTo((ratio + 15) / 30, 9);
        expect(stiAmongEchoes([arrival(70, 0)], octaves(70 - ratio))).toBeCloseTo((ratio + 15) / 30, 9);
      }),
    );
  });

  it('never helps', () => {
    fc.assert(
      fc.property(number(30, 100), number(0, 100), number(0, 40), (speech, noise, more) => {
        const less = modulationAtLevels(octaves(speech), octaves(noise));
        const most = modulationAtLevels(octaves(speech), octaves(noise + more));
        const index = (kept: number[]) => stiOfModulations(kept.map(one => [one]));
        expect(index(most)).toBeLessThanOrEqual(index(less) + 1e-9);
      }),
    );
  });
});

describe('an echo', () => {
  const delays = [50, 100, 150, 200, 300, 500, 1000];
  it.each([
    [0, [0.73, 0.69, 0.62, 0.57, 0.58, 0.6, 0.68]],
    [3, [0.78, 0.74, 0.69, 0.66, 0.66, 0.69, 0.75]],
    [6, [0.84, 0.8, 0.77, 0.74, 0.74, 0.76, 0.81]],
    [9, [0.89, 0.87, 0.85, 0.82, 0.82, 0.83, 0.87]],
  ])('%d dB weaker leaves these indices of modulation at 50 to 1000 ms', (weaker, indices) => {
    delays.forEach((delay, i) => {
      const sti = stiOfModulations(modulationOfEchoes([arrival(70, 0), arrival(70 - weaker, delay)]));
      expect(Math.abs(sti - indices[i]!), `${delay} ms`).toBeLessThan(0.0101);
    });
  });

  it.each([
    [0, 0.5],
    [3, 0.6],
    [6, 0.7],
    [9, 0.8],
    [12, 0.9],
  ])('%d dB weaker after 50 ms counts as noise: %d', (weaker, sti) => {
    for (const delay of [51, 200, 5000])
      expect(stiAmongEchoes([arrival(70, 0), arrival(70 - weaker, delay)], quiet)).toBeCloseTo(sti, 3);
  });

  it('within 50 ms helps, and the listener follows the better of two', () => {
    expect(stiAmongEchoes([arrival(60, 0), arrival(60, 50)], octaves(60))).toBeCloseTo(0.6003, 3);
    expect(stiAmongEchoes([arrival(61, 0), arrival(70, 300)], quiet)).toBeCloseTo(0.8, 9);
    expect(stiAmongEchoes([], quiet)).toBe(0);
  });

  it('that comes late never helps, nor does noise', () => {
    fc.assert(
      fc.property(number(40, 90), number(51, 2000), number(20, 60), number(0, 30), (echo, delay, noise, more) => {
        const alone = stiAmongEchoes([arrival(echo + 1, 0)], octaves(noise));
        const both = stiAmongEchoes([arrival(echo + 1, 0), arrival(echo, delay)], octaves(noise));
        const noisier = stiAmongEchoes([arrival(echo + 1, 0), arrival(echo, delay)], octaves(noise + more));
        expect(both).toBeLessThanOrEqual(alone + 1e-9);
        expect(noisier).toBeLessThanOrEqual(both + 1e-9);
      }),
    );
  });

  it('is answered both ways by a case of arrivals', () => {
    const verdict = judge({
      id: 'echo',
      category: 'speech_intelligibility',
      input: {
        arrivals: [
          { level_db: 70, delay_ms: 0 },
          { level_db: 70, delay_ms: 200 },
        ],
      },
      expected: { sti: 0.57, sti_decisive: 0.5 },
      tolerance: { abs: 0.01 },
    });
    expect(verdict).toMatchObject({ ok: true });
  });
});
