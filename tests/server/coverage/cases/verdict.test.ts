// Drives the reading of cases with wrong input: each is refused with a code and the exact place, and nothing else suffers.
import { describe, expect, it } from 'vitest';
import { judge } from '../../../../server/coverage/cases/verdict.ts';

const air = { temperature_c: 20, relative_humidity_pct: 70 };
const path = {
  ...air,
  source_xyz_m: [10, 10, 1],
  receiver_xyz_m: [200, 50, 4],
  lw_per_octave_db: 93,
  G: 0.5,
};
const grid = {
  dem_rows_north_first: [
    [1, 2],
    [3, 4],
  ],
  observer: { col: 0, row: 0, height_m: 2 },
  target_height_m: 1,
};
const spectra = { speech: [1, 2], noise: [1, 2], threshold: [0, 0], importance: [0.5, 0.5], U: [3, 3], X: [0, 0] };
const strip = (from: number, to: number) => ({ x_m: [from, to], G: 0.5 });

const sane: Record<string, object> = {
  atmospheric_absorption: { ...air, frequency_exact_hz: 1000 },
  divergence_and_absorption: { ...air, source_xyz_m: [0, 0, 0], receiver_xyz_m: [1, 0, 0] },
  propagation_closed_form: { d_m: 1 },
  propagation_case: path,
  terrain_diffraction_geometry: {
    profile_s_z_m: [
      [0, 1],
      [5, 3],
      [10, 1],
    ],
  },
  terrain_line_of_sight: grid,
  speech_intelligibility: { m: 0.5 },
};

const wrong: [kind: string, input: object, code: string, at: string][] = [
  ['atmospheric_absorption', { ...air }, 'missing', 'input.frequency_exact_hz'],
  ['atmospheric_absorption', { frequency_exact_hz: 1000, relative_humidity_pct: 70 }, 'missing', 'input.temperature_c'],
  [
    'atmospheric_absorption',
    { ...air, temperature_c: '20', frequency_exact_hz: 1 },
    'wrong_type',
    'input.temperature_c',
  ],
  [
    'atmospheric_absorption',
    { ...air, temperature_c: -300, frequency_exact_hz: 1 },
    'out_of_range',
    'input.temperature_c',
  ],
  [
    'atmospheric_absorption',
    { ...air, relative_humidity_pct: 101, frequency_exact_hz: 1 },
    'out_of_range',
    'input.relative_humidity_pct',
  ],
  [
    'atmospheric_absorption',
    { ...air, pressure_kpa: 101325, frequency_exact_hz: 1 },
    'out_of_range',
    'input.pressure_kpa',
  ],
  ['atmospheric_absorption', { ...air, frequency_exact_hz: 0 }, 'out_of_range', 'input.frequency_exact_hz'],
  ['atmospheric_absorption', { ...air, frequency_label_hz: 1100 }, 'bad_value', 'input.frequency_label_hz'],
  [
    'divergence_and_absorption',
    { ...air, source_xyz_m: [1, 2, 3], receiver_xyz_m: [1, 2, 3] },
    'bad_value',
    'input.receiver_xyz_m',
  ],
  [
    'divergence_and_absorption',
    { ...air, source_xyz_m: [1, 2], receiver_xyz_m: [1, 2, 3] },
    'wrong_length',
    'input.source_xyz_m',
  ],
  ['propagation_closed_form', { distance: 3 }, 'unknown_question', 'input'],
  ['propagation_closed_form', { d_m: 0 }, 'out_of_range', 'input.d_m'],
  ['propagation_closed_form', { dp_m: 10, hs_m: 1, hr_m: 1, G: 1.2 }, 'out_of_range', 'input.G'],
  ['propagation_closed_form', { dp_m: 10, hs_m: -1, hr_m: 1, G: 1 }, 'out_of_range', 'input.hs_m'],
  [
    'propagation_closed_form',
    { dp_m: 10, hs_m: 1, hr_m: 1, G: 1, bands_hz: [63, 100] },
    'bad_value',
    'input.bands_hz[1]',
  ],
  ['propagation_closed_form', { dp_m: 10, hs_m: 1, hr_m: 1, G: 1, bands_hz: [] }, 'wrong_length', 'input.bands_hz'],
  ['propagation_closed_form', { dss_m: 10, d_m: 20 }, 'missing', 'input.dsr_m'],
  ['propagation_case', { ...path, G: undefined }, 'missing', 'input.G'],
  ['propagation_case', { ...path, ground: 'hilly' }, 'bad_value', 'input.ground'],
  ['propagation_case', { ...path, source_xyz_m: [10, 10, -1] }, 'out_of_range', 'input.source_xyz_m[2]'],
  ['propagation_case', { ...path, receiver_xyz_m: [10, 10, 4] }, 'bad_value', 'input.receiver_xyz_m'],
  ['propagation_case', { ...path, lw_per_octave_db: [93] }, 'wrong_length', 'input.lw_per_octave_db'],
  ['propagation_case', { ...path, lw_per_octave_db: 1e300 }, 'no_answer', 'input'],
  ['propagation_case', { ...path, a_weighting_db: [0] }, 'wrong_length', 'input.a_weighting_db'],
  ['propagation_case', { ...path, ground_strips: [strip(0, 100)] }, 'bad_value', 'input.ground_strips'],
  [
    'propagation_case',
    { ...path, ground_strips: [strip(0, 150), strip(100, 200)] },
    'bad_value',
    'input.ground_strips',
  ],
  ['propagation_case', { ...path, ground_strips: [strip(200, 0)] }, 'bad_value', 'input.ground_strips[0].x_m'],
  ['propagation_case', { ...path, barrier: { p1: [1, 2], p2: [3, 4] } }, 'missing', 'input.barrier.top_z_m'],
  [
    'propagation_case',
    {
      ...path,
      barrier: { p1: [1, 2], p2: [3, 4], top_z_m: 2 },
      building: { x_m: [50, 60], y_m: [0, 9], top_z_m: 2 },
    },
    'bad_value',
    'input.building',
  ],
  [
    'propagation_case',
    { ...path, building: { x_m: [0, 20], y_m: [0, 20], top_z_m: 2 } },
    'bad_value',
    'input.building',
  ],
  ['terrain_diffraction_geometry', { profile_s_z_m: [[0, 1]] }, 'wrong_length', 'input.profile_s_z_m'],
  [
    'terrain_diffraction_geometry',
    {
      profile_s_z_m: [
        [0, 1],
        [9, 1],
        [5, 3],
      ],
    },
    'bad_value',
    'input.profile_s_z_m[2]',
  ],
  [
    'terrain_diffraction_geometry',
    {
      profile_s_z_m: [
        [4, 1],
        [4, 9],
      ],
    },
    'bad_value',
    'input.profile_s_z_m',
  ],
  ['terrain_line_of_sight', { ...grid, observer: { col: 2, row: 0, height_m: 2 } }, 'out_of_range', 'input.observer'],
  [
    'terrain_line_of_sight',
    { ...grid, observer: { col: 0.5, row: 0, height_m: 2 } },
    'wrong_type',
    'input.observer.col',
  ],
  ['terrain_line_of_sight', { ...grid, n: 3 }, 'wrong_length', 'input.dem_rows_north_first'],
  [
    'terrain_line_of_sight',
    { ...grid, dem_rows_north_first: [[1, 2], [3]] },
    'wrong_length',
    'input.dem_rows_north_first[1]',
  ],
  ['speech_intelligibility', { sti: 1 }, 'unknown_question', 'input'],
  ['speech_intelligibility', { m: 1.5 }, 'out_of_range', 'input.m'],
  ['speech_intelligibility', { m: 1, noise_db: [1, 1, 1, 1, 1, 1, 1] }, 'missing', 'input.speech_db'],
  ['speech_intelligibility', { bands_ti_1: [7] }, 'out_of_range', 'input.bands_ti_1[0]'],
  ['speech_intelligibility', { ...spectra, U: [3] }, 'wrong_length', 'input.U'],
];

const judged = (kind: string, input: unknown, rest: object = { expected: { x: 1 }, tolerance: { abs: 1 } }) =>
  judge({ id: 'c', category: kind, input, ...rest });

describe('wrong input', () => {
  it.each(wrong)('%s of %j is %s at %s', (kind, input, code, at) => {
    // As it comes out of a file: what is undefined is absent.
    const verdict = judged(kind, JSON.parse(JSON.stringify(input)));
    expect(verdict).toMatchObject({ id: 'c', got: null, ok: false, error: { code, at } });
    expect(verdict.error?.message).not.toBe('');
  });

  it.each(Object.entries(sane))('%s answers sane input and names what it knows', (kind, input) => {
    const { error } = judged(kind, input);
    expect(error).toMatchObject({ code: 'unknown_quantity', at: 'expected.x' });
    const [known] = error?.message.replace('Known here: ', '').split(', ') ?? [];
    const { got } = judged(kind, input, {
      expected: { [known ?? '']: kind.includes('sight') ? ['1'] : 0 },
      tolerance: {},
    });
    expect(Object.keys(got ?? {})).toEqual([known]);
  });

  it.each([undefined, null, 3, 'text', []])('an input that is %j is refused at input', input => {
    for (const kind of Object.keys(sane)) expect(judged(kind, input).error?.at).toMatch(/^input/);
  });

  it.each([
    ['no id', { category: 'atmospheric_absorption' }, 'missing', 'id'],
    ['no kind', { id: 'c' }, 'missing', 'category'],
    ['a kind that is a name of every object', { id: 'c', category: 'toString' }, 'unknown_kind', 'category'],
  ])('%s', (_, entry, code, at) => {
    expect(judge(entry)).toMatchObject({ got: null, ok: false, error: { code, at } });
  });
});

describe('wrong expectations', () => {
  const adiv = (rest: object) => judged('propagation_closed_form', { d_m: 10 }, rest);

  it.each([
    ['nothing expected', { tolerance: { abs: 1 } }, 'missing', 'expected'],
    ['an empty expectation', { expected: {}, tolerance: { abs: 1 } }, 'bad_value', 'expected'],
    ['no tolerance', { expected: { adiv_db: 31 } }, 'missing', 'tolerance'],
    [
      'a tolerance of another sort',
      { expected: { adiv_db: 31 }, tolerance: { min_agreement: 1 } },
      'missing',
      'tolerance.abs',
    ],
    ['a negative tolerance', { expected: { adiv_db: 31 }, tolerance: { abs: -1 } }, 'out_of_range', 'tolerance.abs'],
    ['a list for a number', { expected: { adiv_db: [31] }, tolerance: { abs: 1 } }, 'wrong_type', 'expected.adiv_db'],
  ])('%s: refused, with the answer where there is one', (_, rest, code, at) => {
    const verdict = adiv(rest);
    expect(verdict).toMatchObject({ ok: false, error: { code, at } });
    expect(verdict.got).toEqual({ adiv_db: 31 });
  });

  it('a list of another length is refused', () => {
    const input = { dss_m: 10, dsr_m: 10, d_m: 20 };
    const verdict = judged('propagation_closed_form', input, { expected: { dz_db: [4.77] }, tolerance: { abs: 1 } });
    expect(verdict).toMatchObject({ ok: false, error: { code: 'wrong_length', at: 'expected.dz_db' } });
  });

  it('a grid of another shape agrees nowhere', () => {
    const verdict = judged('terrain_line_of_sight', sane.terrain_line_of_sight, {
      expected: { visible_rows: ['11'] },
      tolerance: { min_agreement: 0.5 },
    });
    expect(verdict).toMatchObject({ ok: false });
    expect(verdict.error).toBeUndefined();
  });
});
