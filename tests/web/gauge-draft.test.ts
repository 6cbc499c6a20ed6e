// Drives what the page of a gauge makes of typed figures: commas, levels that nobody knows, levels that do not rise, and that what
// is asked of the server is what its shape takes.
import { describe, expect, it } from 'vitest';
import { newGauge } from '../../protocol/api/warnings.ts';
import { gaugeDraft, gaugeRequest, levelsFault } from '../../web/gauge-draft.ts';

const AREA = 'ar_0123456789abcdefghjkmnpqrs';
const typed = (one: string, two: string, three: string) => ({
  ...gaugeDraft(null, AREA),
  name: 'Cầu Sơn',
  river: 'Thương',
  decree: 'QĐ 05/2020/QĐ-TTg',
  levels: { 1: one, 2: two, 3: three },
});

describe('a gauge that is typed', () => {
  it('takes figures with a comma or a point, and levels that nobody knows', () => {
    const draft = typed('', '15,5', '16.00');
    expect(levelsFault(draft)).toBeNull();
    expect(gaugeRequest(draft)).toMatchObject({
      levelsM: { 1: null, 2: 15.5, 3: 16 },
      datum: null,
      decreeDate: null,
      areas: [AREA],
    });
    expect(newGauge.shape.levelsM.safeParse(gaugeRequest(draft).levelsM).success).toBe(true);
  });

  it('says what is wrong before anything is sent', () => {
    expect(levelsFault(typed('14', '15', ''))).toBe('noLevel3');
    expect(levelsFault(typed('14', '15', '16 m'))).toBe('notMetres');
    expect(levelsFault(typed('14', '13', '16'))).toBe('notRising');
    expect(levelsFault(typed('17', '', '16'))).toBe('notRising');
  });

  it('shows a kept gauge as it is read in Vietnamese, and keeps it as it was', () => {
    const kept = {
      ...{ id: 'ga_0', name: 'Cầu Sơn', river: 'Thương', levelsM: { 1: null, 2: 15.5, 3: 16 }, datum: 'Hòn Dấu' },
      ...{ decree: 'QĐ', decreeDate: '2020-01-31', areas: [{ id: AREA, name: 'Bố Hạ' }], position: null },
      ...{ latest: null, riseMPerHour: null, stale: true, armed: null },
    };
    const draft = gaugeDraft(kept, 'another');
    expect(draft.levels).toEqual({ 1: '', 2: '15,5', 3: '16' });
    const { levelsM, datum, decree, decreeDate } = kept;
    expect(gaugeRequest(draft)).toEqual({
      ...{ name: 'Cầu Sơn', river: 'Thương', levelsM, datum, decree, decreeDate },
      areas: [AREA],
    });
  });
});
