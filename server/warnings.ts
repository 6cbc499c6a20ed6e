// The room of warnings joined to the house: areas, clusters, people's proofs and the room of alerts go in, the room with its
// screens comes out.
import type { NewAlert } from '../protocol/api/alerts.ts';
import type { Time } from '../protocol/time.ts';
import type { Bus } from './bus/bus.ts';
import { LoaError } from './errors.ts';
import type { App } from './http/api.ts';
import { capRoutes } from './http/cap.ts';
import { gaugeRoutes } from './http/gauges.ts';
import { type AlertMakers, proposalRoutes } from './http/proposals.ts';
import { countAttempts } from './people/attempts.ts';
import type { Sessions } from './people/sessions.ts';
import type { Areas } from './places/areas.ts';
import type { Clusters } from './places/clusters.ts';
import type { Database } from './store/database.ts';
import { createGuardedFetch, type GuardedFetch } from './warning/guarded-fetch.ts';
import { openWarning, type WarningRoom } from './warning/room.ts';

const HOUR_MS = 3_600_000;
/** What one sender may say in an hour: the great test alert of 2020 in Germany was 52 messages. */
const MESSAGES_PER_SENDER = 60;
/** Whoever relays for several senders hands in more. */
const MESSAGES_PER_HAND = 600;

export interface WarningsParts {
  db: Database;
  bus: Bus;
  time: Time;
  random: (bytes: number) => Uint8Array;
  timezone: string;
  fetchAllow: readonly string[];
  automatic: boolean;
  areas: Areas;
  clusters: Clusters;
  checkPin: Sessions['checkPin'];
  actorFor: Sessions['actorFor'];
  alerts: AlertMakers;
  /** The clock of gauges where a flood of the past is replayed. */
  gaugeNow?: (() => number) | undefined;
  /** Unset: the guarded one. */
  fetch?: GuardedFetch | undefined;
  onError(error: unknown): void;
}

export interface Warnings {
  room: WarningRoom;
  routes: ((api: App) => void)[];
}

export function joinWarnings(parts: WarningsParts): Warnings {
  const { areas, clusters, bus, time } = parts;
  const perSender = countAttempts({ time, limit: MESSAGES_PER_SENDER, windowMs: HOUR_MS });
  const perHand = countAttempts({ time, limit: MESSAGES_PER_HAND, windowMs: HOUR_MS });

  /** By the word of whoever armed the gauge, if they still may; their PIN was asked then, a siren takes a second person. */
  async function play(request: NewAlert, armedBy: string): Promise<unknown> {
    const actor = await parts.actorFor(armedBy);
    if (!actor) throw new LoaError('forbidden', { what: 'alert', where: armedBy });
    return parts.alerts.issue(actor, null, request, { source: 'gauge', sirenAllowed: false, proven: true });
  }

  const room = openWarning({
    ...parts,
    play,
    tree: areas.tree,
    poles: clusters.list,
    fetch: parts.fetch ?? createGuardedFetch({ allow: parts.fetchAllow }),
    quota: key => (key.startsWith('from ') ? perSender : perHand).take(key),
    tell: message => bus.publish('board', message),
  });
  return {
    room,
    routes: [
      api => gaugeRoutes(api, { ...room, areas, checkPin: parts.checkPin }),
      api => proposalRoutes(api, { ...parts, proposals: room.proposals }),
      api => capRoutes(api, { ...room, areas }),
    ],
  };
}
