// The live board: what the server pushes to a browser on WS /feed after sign-in. A browser only listens.
import { z } from 'zod';
import { deliveryState, reason } from './delivery.ts';

/** online: heard within 25 s; silent: late; lost: over 100 s or closed; never: enrolled but not yet seen, or not enrolled. */
export const presenceState = z.enum(['online', 'silent', 'lost', 'never']);
export type PresenceState = z.infer<typeof presenceState>;

export const feedMessage = z.discriminatedUnion('t', [
  /** First message and every 3 s: the page knows its figures' age from it. */
  z.object({ t: z.literal('tick'), at: z.iso.datetime() }),
  z.object({
    t: z.literal('presence'),
    clusterId: z.string(),
    state: presenceState,
    since: z.iso.datetime().nullable(),
  }),
  z.object({
    t: z.literal('delivery'),
    broadcastId: z.string(),
    clusterId: z.string(),
    state: deliveryState,
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    reason: reason.nullable(),
  }),
  /** A broadcast was made or changed its state: read it again. */
  z.object({ t: z.literal('broadcast'), broadcastId: z.string() }),
  /** An alert was made or changed, or somebody was called: read it again. */
  z.object({ t: z.literal('alert'), alertId: z.string() }),
  /** A proposal came or was decided. */
  z.object({ t: z.literal('proposal'), proposalId: z.string() }),
  z.object({
    t: z.literal('recording'),
    recordingId: z.string(),
    state: z.enum(['processing', 'ready', 'failed']),
    progress: z.number(),
  }),
  /** A to-do list changed (approvals, tasks). */
  z.object({ t: z.literal('tasks') }),
]);
export type FeedMessage = z.infer<typeof feedMessage>;
