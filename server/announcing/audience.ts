// The clusters that a choice of areas and clusters comes down to, with what planning must know of each; who of them will not
// hear, and how many households there are, flows out.
import type { z } from 'zod';
import type { Unreachable } from '../../protocol/api/broadcasts.ts';
import type { airtimeCap } from '../../protocol/api/places.ts';
import type { BroadcastClass } from '../../protocol/class.ts';
import type { PresenceState } from '../../protocol/feed.ts';
import type { QuietHours } from '../../protocol/order.ts';
import type { AirPlace } from '../people/approvals.ts';
import type { ServedVillage } from '../places/targets.ts';
import { inSpans, type LocalTime } from './localtime.ts';

export interface Listener {
  id: string;
  name: string;
  areaId: string;
  areaName: string;
  languages: string[];
  villages: ServedVillage[];
  presence: PresenceState;
  presenceSince: number | null;
  revoked: boolean;
  /** It obeys its newest signed settings. */
  settled: boolean;
  quietHours: QuietHours;
  priorityIgnoresQuiet: boolean;
  cap: z.infer<typeof airtimeCap>;
}

export interface Audience {
  /** The lowest area that holds all targets, with its rules; rights are asked there. */
  place: AirPlace & { id: string };
  targets: { id: string; name: string; path: string }[];
  clusters: Listener[];
  /** Villages in the targets that none of these clusters serves. */
  unserved: Omit<ServedVillage, 'languages'>[];
}

/** Whether this cluster stays silent at this instant for this class (safety rule: priority obeys too, unless its area says otherwise). */
export const isQuiet = (cluster: Listener, broadcastClass: BroadcastClass, at: number, local: LocalTime): boolean =>
  broadcastClass !== 'emergency' &&
  cluster.quietHours.length > 0 &&
  !(broadcastClass === 'priority' && cluster.priorityIgnoresQuiet) &&
  inSpans(local.minuteOf(at), cluster.quietHours);

/** Why a cluster will not hear what starts at `startAt`, the most lasting reason first; null if nothing speaks against it. */
function whyNot(
  cluster: Listener,
  broadcastClass: BroadcastClass,
  startAt: number,
  local: LocalTime,
): Unreachable['reason'] | null {
  if (cluster.revoked) return 'revoked';
  if (cluster.presence === 'never') return 'never';
  if (isQuiet(cluster, broadcastClass, startAt, local)) return 'quiet';
  if (cluster.presence !== 'online') return cluster.presence;
  return cluster.settled ? null : 'settings';
}

export function unreachableOf(
  audience: Audience,
  what: { class: BroadcastClass; startAt: number },
  local: LocalTime,
): Unreachable[] {
  return audience.clusters.flatMap(cluster => {
    const reason = whyNot(cluster, what.class, what.startAt, local);
    if (reason === null) return [];
    return {
      clusterId: cluster.id,
      name: cluster.name,
      reason,
      since: cluster.presenceSince === null ? null : new Date(cluster.presenceSince).toISOString(),
      villages: cluster.villages.map(village => village.name),
      households: householdsOf([cluster]),
    };
  });
}

/** Households of the villages that these clusters serve, each village once; null if no number is known. */
export function householdsOf(clusters: readonly Listener[]): number | null {
  const known = new Map<string, number>();
  for (const { villages } of clusters) {
    for (const { id, households } of villages) if (households !== null) known.set(id, households);
  }
  return known.size === 0 ? null : [...known.values()].reduce((sum, households) => sum + households, 0);
}
