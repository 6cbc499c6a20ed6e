// Heights, distance and porosity of the ground in, its attenuation out: both methods of ISO 9613-2, 7.3.

/** Where a path begins and ends over the ground, metres. */
export interface Ends {
  sourceHeight: number;
  receiverHeight: number;
  /** Distance projected on the ground plane, dp. */
  distance: number;
}

/** Ground factor G of the three regions, 0 hard to 1 porous (ISO 9613-2, 7.3.1). */
export interface Porosity {
  source: number;
  middle: number;
  receiver: number;
}

/** A stretch of ground along a path, metres from the source in plan. */
export interface Stretch {
  from: number;
  to: number;
  porosity: number;
}

const REGION_HEIGHTS = 30;

/** What one end region adds, dB: As or Ar of Table 3. */
function endRegion(octaveHz: number, porosity: number, height: number, distance: number): number {
  const far = 1 - Math.exp(-distance / 50);
  const bump = (strength: number, sharpness: number, at = 0) => strength * Math.exp(-sharpness * (height - at) ** 2);
  if (octaveHz <= 63) return -1.5;
  if (octaveHz >= 2000) return -1.5 * (1 - porosity);
  if (octaveHz === 125)
    return -1.5 + porosity * (1.5 + bump(3, 0.12, 5) * far + bump(5.7, 0.09) * (1 - Math.exp(-2.8e-6 * distance ** 2)));
  if (octaveHz === 250) return -1.5 + porosity * (1.5 + bump(8.6, 0.09) * far);
  if (octaveHz === 500) return -1.5 + porosity * (1.5 + bump(14, 0.46) * far);
  return -1.5 + porosity * (1.5 + bump(5, 0.9) * far);
}

/** The share of a path that is neither source nor receiver region, q of Table 3: 0 where the two regions meet. */
const middleShare = ({ sourceHeight, receiverHeight, distance }: Ends): number =>
  Math.max(0, 1 - (REGION_HEIGHTS * (sourceHeight + receiverHeight)) / distance);

/** Ground attenuation Agr of one octave, dB, negative where the ground adds (ISO 9613-2, 7.3.1, Table 3). */
export function groundByRegions(ends: Ends, porosity: Porosity, octaveHz: number): number {
  const middle = -3 * middleShare(ends) * (octaveHz <= 63 ? 1 : 1 - porosity.middle);
  return (
    endRegion(octaveHz, porosity.source, ends.sourceHeight, ends.distance) +
    endRegion(octaveHz, porosity.receiver, ends.receiverHeight, ends.distance) +
    middle
  );
}

/** Length-weighted G of the ground between two points of a path; null if some of it is described not at all or twice. */
function meanPorosity(stretches: readonly Stretch[], from: number, to: number): number | null {
  const length = to - from;
  let covered = 0;
  let sum = 0;
  for (const stretch of stretches) {
    const overlap = Math.max(0, Math.min(to, stretch.to) - Math.max(from, stretch.from));
    covered += overlap;
    sum += overlap * stretch.porosity;
  }
  return Math.abs(covered - length) <= 1e-9 * Math.max(1, length) ? sum / length : null;
}

/**
 * G of the three regions over uneven ground, each the length-weighted mean over 30 heights from its end
 * (ISO/TR 17534-3, 6.2.5). Null if the stretches leave a gap or overlap on the path.
 */
export function porosityOfRegions(stretches: readonly Stretch[], ends: Ends): Porosity | null {
  const { distance } = ends;
  // A source on the ground has a region without length: the ground at its foot stands for it.
  const reach = (height: number) => Math.min(distance, Math.max(REGION_HEIGHTS * height, 1e-3));
  const sourceEnd = reach(ends.sourceHeight);
  const receiverBegin = distance - reach(ends.receiverHeight);
  const whole = meanPorosity(stretches, 0, distance);
  const source = meanPorosity(stretches, 0, sourceEnd);
  const receiver = meanPorosity(stretches, receiverBegin, distance);
  const middle = receiverBegin > sourceEnd ? meanPorosity(stretches, sourceEnd, receiverBegin) : whole;
  if (whole === null || source === null || receiver === null || middle === null) return null;
  return { source, middle, receiver };
}

/**
 * Ground attenuation for A-weighted sound over porous or mixed ground, dB, never negative (ISO 9613-2, Eq. 10).
 * `distance` source to receiver and `meanHeight` of the path above the ground, both metres.
 */
export const groundByMeanHeight = (distance: number, meanHeight: number): number =>
  Math.max(0, 4.8 - ((2 * meanHeight) / distance) * (17 + 300 / distance));

/** Rise by reflection near the source that goes with `groundByMeanHeight`, dB, at most 3.01 (ISO 9613-2, Eq. 11). */
export function solidAngle({ sourceHeight, receiverHeight, distance }: Ends): number {
  const direct = distance ** 2 + (sourceHeight - receiverHeight) ** 2;
  const mirrored = distance ** 2 + (sourceHeight + receiverHeight) ** 2;
  return 10 * Math.log10(1 + direct / mirrored);
}
