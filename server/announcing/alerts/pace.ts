// How soon an alert may start so that nearly all devices start together: what the link says of the way to them flows in, the
// lead for so many devices flows out.
import type { Bus } from '../../bus/bus.ts';

/** Before any device has told its round trip: a mobile network's. */
const UNKNOWN_ONE_WAY_MS = 100;
/** Handing a frame to a socket. */
const PER_CLUSTER_MS = 0.015;
const MARGIN_MS = 100;
const LEAST_MS = 150;
const MOST_MS = 700;
/** Where devices have to fetch a recording first. */
export const FETCHED_LEAD_MS = 1500;

export const leadMs = (p90OneWayMs: number, clusters: number): number =>
  Math.ceil(Math.min(MOST_MS, Math.max(LEAST_MS, p90OneWayMs + PER_CLUSTER_MS * clusters + MARGIN_MS)));

export interface Pace {
  leadMs(clusters: number): number;
}

export function createPace(bus: Bus): Pace {
  let p90OneWayMs = UNKNOWN_ONE_WAY_MS;
  bus.subscribe('pace', pace => {
    p90OneWayMs = pace.p90OneWayMs;
  });
  return { leadMs: clusters => leadMs(p90OneWayMs, clusters) };
}
