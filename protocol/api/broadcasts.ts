// Broadcasts, schedules, programmes and the preview over HTTP.
import { z } from 'zod';
import { broadcastClass } from '../class.ts';
import { deliveryState, proof, reason } from '../delivery.ts';
import { id } from '../id.ts';
import { clockTime, percent } from '../order.ts';
import { day, instant, name, targetId, title } from './common.ts';

export const contentItem = z.union([
  z.strictObject({ recordingId: id('re') }),
  z.strictObject({ chime: z.string().max(40) }),
  z.strictObject({ programmeId: id('pr') }),
]);
export type ContentRequest = z.infer<typeof contentItem>;

const what = {
  title,
  class: broadcastClass,
  content: z.array(contentItem).min(1).max(40),
  targets: z.array(targetId).min(1).max(64),
  /** 0–100 is a gain of 0.5·(v − 100) dB; the device's ceiling holds. */
  volume: percent.optional(),
  /** How often the content is played, back to back. */
  repeat: z.int().min(1).max(10).optional(),
};
/** `startAt` unset: now. `draft`: kept, not sent. `id`: made by the phone, so that a second try is the same broadcast. */
export const newBroadcast = z.object({
  id: id('br').optional(),
  ...what,
  startAt: instant.optional(),
  draft: z.boolean().optional(),
});
export type NewBroadcast = z.infer<typeof newBroadcast>;

export const unreachable = z.object({
  clusterId: z.string(),
  name: z.string(),
  /** never/lost/silent: no contact; settings: does not obey its newest settings yet; quiet: inside its quiet hours. */
  reason: z.enum(['never', 'lost', 'silent', 'settings', 'quiet', 'revoked']),
  since: instant.nullable(),
  villages: z.array(z.string()),
  /** Null: no number of households is known. */
  households: z.int().nullable(),
});
export type Unreachable = z.infer<typeof unreachable>;

/** What planning says before and after sending; problems do not forbid. */
export const problem = z.object({
  code: z.enum(['quiet', 'overlap', 'cap', 'language', 'notReady']),
  message: z.string(),
  areaId: z.string().nullable(),
  broadcastId: z.string().nullable(),
});
export type Problem = z.infer<typeof problem>;

export const approvalState = z.enum(['draft', 'awaiting', 'returned', 'approved']);
export const madeBroadcast = z.object({
  id: id('br'),
  state: approvalState,
  startAt: instant.nullable(),
  durationMs: z.int(),
  deliveries: z.array(z.object({ clusterId: z.string(), state: deliveryState })),
  unreachable: z.array(unreachable),
  problems: z.array(problem),
});
export type MadeBroadcast = z.infer<typeof madeBroadcast>;

/** Asked before the button: who gets it, who will not hear, what stands in the way, and what the button does. */
export const sendingCheck = z.object({
  clusters: z.int(),
  households: z.int().nullable(),
  durationMs: z.int(),
  unreachable: z.array(unreachable),
  problems: z.array(problem),
  /** True: [PHÁT NGAY]; false: [GỬI DUYỆT]. */
  maySend: z.boolean(),
});
export type SendingCheck = z.infer<typeof sendingCheck>;

export const delivery = z.object({
  id: z.string(),
  clusterId: z.string(),
  /** Names as they were when it was sent. */
  cluster: z.string(),
  area: z.string(),
  villages: z.array(z.object({ name: z.string(), households: z.int().nullable() })),
  state: deliveryState,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  reason: reason.nullable(),
  proof: proof.nullable(),
  missedMs: z.int(),
  uncertaintyMs: z.number().nullable(),
  levelDbfs: z.number().nullable(),
  reportedAt: instant.nullable(),
});
export type Delivery = z.infer<typeof delivery>;

export const reach = z.object({
  /** How it was counted; `village`: by villages whose serving cluster confirmed. */
  level: z.literal('village'),
  /** Households in villages served by clusters that confirmed; null if no number is known. */
  households: z.int().nullable(),
  householdsTotal: z.int().nullable(),
  people: z.int().nullable(),
  peopleTotal: z.int().nullable(),
  languages: z.array(z.object({ language: z.string(), confirmed: z.int(), clusters: z.int(), recorded: z.boolean() })),
  /** Villages without a cluster that confirmed. */
  missing: z.array(
    z.object({
      villageId: z.string(),
      name: z.string(),
      households: z.int().nullable(),
      why: z.enum(['noCluster', 'noOrder', 'notPlayed', 'unconfirmed']),
    }),
  ),
});
export type Reach = z.infer<typeof reach>;

export const broadcastSummary = z.object({
  id: z.string(),
  title: z.string(),
  class: broadcastClass,
  state: approvalState,
  /** waiting: before its start; sounding: between start and expected end; over. */
  phase: z.enum(['waiting', 'sounding', 'over']),
  startAt: instant.nullable(),
  durationMs: z.int(),
  stoppedAt: instant.nullable(),
  scheduleId: z.string().nullable(),
  createdBy: z.string(),
  counts: z.partialRecord(deliveryState, z.int()),
  clusters: z.int(),
});
export type BroadcastSummary = z.infer<typeof broadcastSummary>;

export const broadcast = broadcastSummary.extend({
  content: z.array(
    z.object({
      title: z.string(),
      recordingId: z.string().nullable(),
      durationMs: z.int(),
      text: z.string().nullable(),
      languages: z.array(z.string()),
    }),
  ),
  targets: z.array(z.object({ id: z.string(), name: z.string() })),
  volume: z.int(),
  repeat: z.int(),
  createdAt: instant,
  approvedBy: z.string().nullable(),
  approvedAt: instant.nullable(),
  returnedReason: z.string().nullable(),
  /** The first device's own start, and the last one's end. */
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  deliveries: z.array(delivery),
  reach,
  unreachable: z.array(unreachable),
  /** False while facts may still come (24 h after the end). */
  closed: z.boolean(),
});
export type Broadcast = z.infer<typeof broadcast>;

export const returned = z.object({ reason: z.string().trim().min(1).max(500) });
export const stopAll = z.object({ areaId: id('ar').optional() });
export const stopped = z.object({ clusters: z.int(), broadcasts: z.array(z.string()) });

const scheduleFields = {
  ...what,
  class: broadcastClass.exclude(['emergency']),
  /** ISO weekdays, Monday is 1. */
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
  time: clockTime,
  from: day,
  to: day.nullable(),
  exceptions: z.array(day).max(400),
  paused: z.boolean(),
};
export const newSchedule = z.object({
  ...scheduleFields,
  to: scheduleFields.to.default(null),
  exceptions: scheduleFields.exceptions.default([]),
  paused: scheduleFields.paused.default(false),
});
export type NewSchedule = z.infer<typeof newSchedule>;
/** What is not named stays as it is: no defaults here. */
export const scheduleChange = z.object(scheduleFields).partial();
export const schedule = newSchedule.extend({
  id: id('sc'),
  state: approvalState,
  volume: z.int(),
  repeat: z.int(),
  targetNames: z.array(z.string()),
  durationMs: z.int(),
  nextAt: instant.nullable(),
  createdBy: z.string(),
  approvedBy: z.string().nullable(),
});
export type Schedule = z.infer<typeof schedule>;
export const madeSchedule = schedule.extend({ problems: z.array(problem) });

export const previewItem = z.object({
  at: instant,
  endAt: instant,
  title: z.string(),
  class: broadcastClass,
  state: approvalState,
  broadcastId: z.string().nullable(),
  scheduleId: z.string().nullable(),
  paused: z.boolean(),
  targetNames: z.array(z.string()),
  clusters: z.int(),
  /** Clusters that already hold the audio; null before it is planned. */
  stored: z.int().nullable(),
  problems: z.array(problem),
});
export const preview = z.object({
  from: instant,
  to: instant,
  items: z.array(previewItem),
  /** Planned minutes a day against the area's cap. */
  airtime: z.array(
    z.object({
      areaId: z.string(),
      area: z.string(),
      day,
      minutes: z.number(),
      sessions: z.int(),
      maxMinutes: z.int().nullable(),
      minMinutes: z.int().nullable(),
    }),
  ),
});
export type Preview = z.infer<typeof preview>;

export const newProgramme = z.object({
  name,
  areaId: id('ar').optional(),
  items: z
    .array(
      z
        .object({
          part: z.enum(['intro', 'lead', 'item', 'closing']),
          recordingId: id('re').optional(),
          chime: z.string().max(40).optional(),
        })
        .refine(
          item => (item.recordingId === undefined) !== (item.chime === undefined),
          'needs a recordingId or a chime',
        ),
    )
    .min(1)
    .max(40),
});
export const programme = z.object({
  id: id('pr'),
  name: z.string(),
  areaId: z.string(),
  items: z.array(
    z.object({
      part: z.enum(['intro', 'lead', 'item', 'closing']),
      recordingId: z.string().nullable(),
      chime: z.string().nullable(),
      title: z.string(),
      durationMs: z.int().nullable(),
    }),
  ),
  /** Null while a part is still being processed. */
  durationMs: z.int().nullable(),
});
export type Programme = z.infer<typeof programme>;
