// Cases of single terms outdoors: absorption by air, divergence, ground, screens and weather (ISO 9613-1, ISO 9613-2).
import { z } from 'zod';
import { absorption } from '../absorption.ts';
import { exactMidband } from '../bands.ts';
import { OVER_THE_TOP, screening } from '../diffraction.ts';
import { type Ends, groundByMeanHeight, groundByRegions } from '../ground.ts';
import { airLoss, divergence, longTerm } from '../propagation.ts';
import { right, wrong } from './fault.ts';
import { air, apart, height, inSpace, length, octaves, porosity, toAir } from './fields.ts';
import { kind, oneOf } from './kind.ts';

const hertz = z.number().positive();

/** Labels differ from exact midbands by rounding only, at most 1 %. */
const isLabel = (hz: number) => Math.abs(exactMidband(hz) / hz - 1) < 0.02;

export const absorptionCase = kind(
  z.object({
    ...air,
    frequency_exact_hz: hertz.optional(),
    frequency_label_hz: hertz.refine(isLabel, 'not the label of a third octave').optional(),
  }),
  input => {
    const label = input.frequency_label_hz;
    const hz = input.frequency_exact_hz ?? (label && exactMidband(label));
    if (!hz) return wrong('missing', 'input.frequency_exact_hz', 'Expected an exact frequency or a label');
    return right({ alpha_db_per_km: 1000 * absorption(toAir(input), hz) });
  },
);

export const divergenceCase = kind(
  z.object({ ...air, source_xyz_m: inSpace, receiver_xyz_m: inSpace, bands_hz: octaves }),
  input => {
    const distance = apart(input.source_xyz_m, input.receiver_xyz_m);
    if (distance === 0) return wrong('bad_value', 'input.receiver_xyz_m', 'Expected a receiver away from the source');
    return right({
      adiv_db: divergence(distance),
      aatm_db: input.bands_hz.map(hz => airLoss(toAir(input), hz, distance)),
    });
  },
);

const ends = { dp_m: length, hs_m: height, hr_m: height };
const toEnds = (input: { dp_m: number; hs_m: number; hr_m: number }): Ends => ({
  sourceHeight: input.hs_m,
  receiverHeight: input.hr_m,
  distance: input.dp_m,
});

/** Single terms of ISO 9613-2. The fields tell which: Dz, Cmet, Eq. 10, Table 3, Adiv. */
export const termCase = oneOf({
  dss_m: kind(
    z.object({ dss_m: length, dsr_m: length, d_m: length, e_m: height.default(0), bands_hz: octaves }),
    input => {
      const path = { direct: input.d_m, first: input.dss_m, last: input.dsr_m, between: input.e_m };
      const difference = input.dss_m + input.e_m + input.dsr_m - input.d_m;
      const screened = input.bands_hz.map(hz => screening({ ...path, difference }, hz, OVER_THE_TOP));
      return right({ dz_db: screened, dz_max_db: Math.max(...screened) });
    },
  ),
  c0_db: kind(z.object({ ...ends, c0_db: z.number() }), input =>
    right({ cmet_db: longTerm(input.c0_db, toEnds(input)) }),
  ),
  hm_m: kind(z.object({ d_m: length, hm_m: height }), input =>
    right({ agr_db: groundByMeanHeight(input.d_m, input.hm_m) }),
  ),
  G: kind(z.object({ ...ends, G: porosity, bands_hz: octaves }), input => {
    const everywhere = { source: input.G, middle: input.G, receiver: input.G };
    return right({ agr_db: input.bands_hz.map(hz => groundByRegions(toEnds(input), everywhere, hz)) });
  }),
  d_m: kind(z.object({ d_m: length }), input => right({ adiv_db: divergence(input.d_m) })),
});
