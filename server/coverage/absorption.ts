// Air in, attenuation per metre out: absorption of sound by the atmosphere (ISO 9613-1).

export interface Air {
  temperatureC: number;
  /** Relative humidity, per cent. */
  humidityPct: number;
  pressureKPa: number;
}

const ZERO_K = 273.15;
const REFERENCE_K = 293.15;
const TRIPLE_POINT_K = 273.16;

/** One standard atmosphere, kPa (ISO 9613-1, 4.2). */
export const STANDARD_PRESSURE_KPA = 101.325;

/** Molar concentration of water vapour, per cent (ISO 9613-1, annex B). */
function vapour({ temperatureC, humidityPct, pressureKPa }: Air): number {
  const kelvin = temperatureC + ZERO_K;
  const saturation = 10 ** (-6.8346 * (TRIPLE_POINT_K / kelvin) ** 1.261 + 4.6151);
  return humidityPct * saturation * (STANDARD_PRESSURE_KPA / pressureKPa);
}

/**
 * Attenuation coefficient of a pure tone, dB per metre, at `hz` exactly (ISO 9613-1, equations 3 to 5).
 * For a band give its exact midband: at 8 kHz the nominal label is 1.3 % off.
 */
export function absorption(air: Air, hz: number): number {
  const h = vapour(air);
  const atmospheres = air.pressureKPa / STANDARD_PRESSURE_KPA;
  const warmth = (air.temperatureC + ZERO_K) / REFERENCE_K;
  const oxygenHz = atmospheres * (24 + (4.04e4 * h * (0.02 + h)) / (0.391 + h));
  const nitrogenHz = (atmospheres / Math.sqrt(warmth)) * (9 + 280 * h * Math.exp(-4.17 * (warmth ** (-1 / 3) - 1)));
  const relaxation = (atHz: number, strength: number, kelvin: number) =>
    (strength * Math.exp(-kelvin / (warmth * REFERENCE_K))) / (atHz + hz ** 2 / atHz);
  const classical = (1.84e-11 / atmospheres) * Math.sqrt(warmth);
  const relaxing = relaxation(oxygenHz, 0.01275, 2239.1) + relaxation(nitrogenHz, 0.1068, 3352);
  return 8.686 * hz ** 2 * (classical + warmth ** -2.5 * relaxing);
}
