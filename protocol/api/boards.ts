// What whole pages are made of: home and the weekly log (Sổ nhật ký phát thanh).
import { z } from 'zod';
import { broadcastClass } from '../class.ts';
import { alertSummary } from './alerts.ts';
import { broadcastSummary, previewItem } from './broadcasts.ts';
import { instant } from './common.ts';
import { fault, presence } from './places.ts';

export const home = z.object({
  at: instant,
  area: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
  ready: z.object({ online: z.int(), total: z.int() }),
  /** Clusters that cannot be reached or report a fault, longest first. */
  faults: z.array(
    z.object({
      clusterId: z.string(),
      name: z.string(),
      presence,
      fault: fault.nullable(),
      households: z.int().nullable(),
    }),
  ),
  /** Those that wait for a second person or may still sound, real ones first; at most 5. */
  alerts: z.array(alertSummary),
  /** Without alerts and drills. */
  sounding: z.array(broadcastSummary),
  next: previewItem.nullable(),
  tasks: z.array(
    z.object({
      kind: z.enum([
        'proposal',
        'approveBroadcast',
        'approveSchedule',
        'returned',
        'missingLanguage',
        'noVillage',
        'notEnrolled',
        'failedRecording',
        /** Sentences of the emergency library that only the machine says; the title is how many, the id the area's. */
        'emergencyVoice',
      ]),
      title: z.string(),
      id: z.string(),
      at: instant.nullable(),
    }),
  ),
});
export type Home = z.infer<typeof home>;

export const playbackLine = z.object({
  broadcastId: z.string(),
  title: z.string(),
  class: broadcastClass,
  /** An exercise, whatever its class. */
  drill: z.boolean(),
  /** Who made it: the commune itself; of alerts also somebody above, a gauge, a CAP message, or somebody at the box. */
  source: alertSummary.shape.source,
  startAt: instant,
  startedAt: instant.nullable(),
  durationMs: z.int(),
  createdBy: z.string(),
  approvedBy: z.string().nullable(),
  clusters: z.int(),
  played: z.int(),
  interrupted: z.int(),
  notPlayed: z.int(),
  unconfirmed: z.int(),
  households: z.int().nullable(),
  householdsTotal: z.int().nullable(),
});
export const playbackReport = z.object({ from: instant, to: instant, area: z.string(), lines: z.array(playbackLine) });
export type PlaybackReport = z.infer<typeof playbackReport>;

export const ready = z.object({ ready: z.boolean(), store: z.boolean(), agents: z.int() });
