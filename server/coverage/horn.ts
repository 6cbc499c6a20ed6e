// How a horn points and where the ear is in, what its directivity takes off the axis out.

/** Where a horn points: bearing in degrees clockwise from north, tilt in degrees above the horizon. */
export interface Aim {
  bearingDeg: number;
  tiltDeg: number;
}

/** Directivity per octave 63–8000 Hz: full angles between the −6 dB directions, and the most that is lost, as makers print it. */
export interface Balloon {
  horizontalDeg: readonly number[];
  verticalDeg: readonly number[];
  deepestDb: readonly number[];
}

const ROUND_DEG = [360, 360, 200, 130, 80, 50, 32, 22];

/** A round re-entrant horn whose maker prints no angles: an assumption, to be replaced by data. */
export const ROUND_HORN: Balloon = {
  horizontalDeg: ROUND_DEG,
  verticalDeg: ROUND_DEG,
  deepestDb: [3, 6, 10, 15, 18, 20, 22, 25],
};

/** Loss at `offDeg` in one plane, dB: 6 dB at half the full angle, nothing for a band without direction. */
const inPlane = (offDeg: number, fullDeg: number): number => (fullDeg >= 360 ? 0 : 24 * (offDeg / fullDeg) ** 2);

/**
 * Level relative to the axis per octave 63–8000 Hz, dB, never positive, in the direction of an ear `east`, `north` and `up`
 * metres from the horn.
 */
export function directivity(balloon: Balloon, aim: Aim, east: number, north: number, up: number): number[] {
  const degrees = (radians: number) => (radians * 180) / Math.PI;
  const aside = degrees(Math.atan2(east, north)) - aim.bearingDeg;
  const horizontal = Math.abs(((((aside + 180) % 360) + 360) % 360) - 180);
  const vertical = degrees(Math.atan2(up, Math.hypot(east, north))) - aim.tiltDeg;
  return balloon.deepestDb.map((deepest, index) => {
    const lost = inPlane(horizontal, balloon.horizontalDeg[index]!) + inPlane(vertical, balloon.verticalDeg[index]!);
    return -Math.min(lost, deepest);
  });
}
