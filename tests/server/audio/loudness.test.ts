// Drives the levelling rules with a made-up limiter and codec, and the reader of ffmpeg's summary with what it prints.

import { expect, test } from 'vitest';
import {
  firstLevelling,
  type Levelling,
  level,
  levellingFilters,
  parseLoudness,
} from '../../../server/audio/loudness.ts';

const summary = (lufs: string, peak: string): string =>
  `title: Summary:\n    I: -1.0 LUFS\n[ebur128] Summary:\n\n  Integrated loudness:\n    I:         ${lufs} LUFS\n\n  True peak:\n    Peak:       ${peak} dBFS\n`;

test('reads the last summary, not what a title pretends', () => {
  expect(parseLoudness(summary('-18.3', '-0.4'))).toEqual({ lufs: -18.3, truePeakDb: -0.4 });
  expect(parseLoudness(summary('-70.0', '-inf'))).toEqual({ lufs: -70, truePeakDb: -120 });
  expect(parseLoudness('I: -3.0 LUFS')).toBeUndefined();
});

test('uses plain gain where the peaks allow it, a limiter where they do not', () => {
  expect(firstLevelling({ lufs: -23, truePeakDb: -20 })).toEqual({ gainDb: 7 });
  expect(firstLevelling({ lufs: -10, truePeakDb: 0 })).toEqual({ gainDb: -6 });
  expect(firstLevelling({ lufs: -23, truePeakDb: -5 })).toEqual({ gainDb: 7, ceilingDb: -4 });
  expect(levellingFilters({ gainDb: 7 })).toEqual(['volume=7.00dB']);
  expect(levellingFilters({ gainDb: 7, ceilingDb: -4 })[1]).toContain('limit=0.6310:');
});

/** Sound whose limiter lets `slope` dB through of each dB above its peak, and whose codec adds `overshoot` dB to peaks. */
const channel = (lufs: number, peak: number, slope: number, overshoot: number) => (levelling: Levelling) => {
  const { gainDb, ceilingDb = Number.POSITIVE_INFINITY } = levelling;
  const limited = Math.max(0, peak + gainDb - ceilingDb);
  const heard = { lufs: lufs + gainDb - limited * (1 - slope), truePeakDb: peak + gainDb - limited + overshoot };
  return Promise.resolve({ levelling, heard });
};

test.each([
  ['calm', -30, -20, 1, 0.5],
  ['peaky', -24, -4, 0.4, 1],
  ['very peaky, in a codec that overshoots', -20, -4, 0.3, 2.8],
])('comes within 0.5 LU and under -1.5 dB for sound that is %s', async (_, lufs, peak, slope, overshoot) => {
  const { heard } = await level(firstLevelling({ lufs, truePeakDb: peak }), channel(lufs, peak, slope, overshoot));
  expect(Math.abs(heard.lufs + 16)).toBeLessThanOrEqual(0.5);
  expect(heard.truePeakDb).toBeLessThanOrEqual(-1.5);
});

test('prefers safe peaks to the right loudness, and gives up after five rounds', async () => {
  let rounds = 0;
  const clicks = channel(-40, 0, 0, 1);
  const { heard } = await level(firstLevelling({ lufs: -40, truePeakDb: 0 }), levelling => {
    rounds++;
    return clicks(levelling);
  });
  expect(rounds).toBe(5);
  expect(heard.truePeakDb).toBeLessThanOrEqual(-1.5);
});
