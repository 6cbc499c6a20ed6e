// Directions as people at a pole can tell them: eight names for the circle.
import type { Words } from '../words/vi.ts';

const STEP = 45;
export const BEARINGS = [0, 45, 90, 135, 180, 225, 270, 315] as const;

export const nearestBearing = (degrees: number): number => (Math.round(degrees / STEP) % BEARINGS.length) * STEP;

export const bearingName = (degrees: number, words: Words): string =>
  words.places.clusters.directions[nearestBearing(degrees) / STEP] ?? '';
