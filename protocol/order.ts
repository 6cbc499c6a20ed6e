// The bodies of signed sentences: what a server may tell a cluster to play, stop, keep and obey. Times are UTC, ms.
import { z } from 'zod';
import { sealedCertificate } from './certificate.ts';
import { broadcastClass } from './class.ts';
import { id } from './id.ts';

const ms = z.int().nonnegative();
/** A recording on the wire: the SHA-256 of its chunk list (chunk.ts), hex. */
export const recordingHash = z.string().regex(/^[0-9a-f]{64}$/);
export const language = z.string().regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/);
export const percent = z.int().min(0).max(100);
const target = z.string().regex(/^(ar|cl)_[a-z2-7]{1,26}$/);
const broadcastId = z.string().regex(/^(br|al)_[a-z2-7]{1,26}$/);

const recordingItem = z.object({
  type: z.literal('recording'),
  /** One version a language; an agent plays those of its villages' languages in this order, or the first if none fits. */
  versions: z
    .array(z.object({ language, recording: recordingHash, durationMs: ms }))
    .min(1)
    .max(16),
});
export const clipName = z.string().regex(/^[a-z0-9-]{1,40}$/);
/** A sound of the clip library, or of the cluster's own clips; each device plays its own languages' versions of it. */
const clipItem = z.object({
  type: z.literal('clip'),
  name: clipName,
  durationMs: ms,
  /** A device that has no such clip passes over it: a village without a recorded evacuation plan. */
  optional: z.literal(true).optional(),
});

/** What a message of an alert is: a later revision of the same alert takes the place of an earlier one. */
export const alertMessage = z.enum(['issue', 'update', 'withdraw', 'correct']);
export type AlertMessage = z.infer<typeof alertMessage>;

/** An alert repeats no longer than this from its signing, unless a signed update renews it. */
export const LONGEST_REPEAT_MS = 60 * 60_000;

export const play = z.object({
  broadcastId,
  revision: z.int().min(1),
  class: broadcastClass,
  title: z.string().max(200),
  issuedAt: ms,
  startAt: ms,
  /** Nothing of it starts after this. */
  expiresAt: ms,
  targets: z.array(target).min(1).max(64),
  except: z.array(target).max(64).optional(),
  content: z
    .array(z.discriminatedUnion('type', [recordingItem, clipItem]))
    .min(1)
    .max(64),
  /** Gain of 0.5·(volume − 100) dB. */
  volume: percent,
  /** How often the content is played, back to back. */
  passes: z.int().min(1).max(20).optional(),
  /** Alerts and drills only. An update waits for the end of the pass that sounds; the others take its place at once. */
  message: alertMessage.optional(),
  /** A siren preset's clip, sounded before the content of every pass; a device without it plays the alert chime there. */
  siren: clipName.optional(),
  /** Sounds again every so many ms from `startAt`, while that is not after `expiresAt`. */
  repeatEveryMs: z.int().min(60_000).max(LONGEST_REPEAT_MS).optional(),
  /** An exercise: quiet hours always bind it, and it has no siren but in an announced test of the sirens. */
  drill: z.literal(true).optional(),
});
export type Play = z.infer<typeof play>;
export type ContentItem = Play['content'][number];

export const stop = z.object({
  stopId: id('st'),
  /** One broadcast; without it everything up to `maxClass` that was issued at or before `issuedAt` and sounds, waits or is due within 10 min. */
  broadcastId: broadcastId.optional(),
  /** With `broadcastId`: up to this revision; a later one may sound. Unset: all of them. */
  revision: z.int().min(1).optional(),
  targets: z.array(target).min(1).max(64),
  maxClass: broadcastClass,
  issuedAt: ms,
  /** The tombstone outlives what it stops: its last `expiresAt` + 24 h. */
  keepUntil: ms,
});
export type Stop = z.infer<typeof stop>;

export const plan = z.object({
  clusterId: id('cl'),
  version: z.int().min(1),
  /** Routine orders that start before this and are not named are dropped. */
  until: ms,
  items: z.array(z.object({ broadcastId, revision: z.int().min(1) })).max(2000),
});
export type Plan = z.infer<typeof plan>;

export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
/** Local hours in which routine items stay silent; `from` later than `to` spans midnight. */
export const quietHours = z.array(z.object({ from: clockTime, to: clockTime })).max(8);
export type QuietHours = z.infer<typeof quietHours>;

/** A sound that a device always holds: one entry for each name and language; chimes and sirens have no language. */
const clip = z.object({
  name: clipName,
  /** Its number in compact orders. */
  number: z.int().min(1).max(255),
  language: language.optional(),
  recording: recordingHash,
  bytes: z.int().positive(),
  durationMs: ms,
});
export type LibraryClip = z.infer<typeof clip>;

/** What a person at the box may sound without a server, chosen by its number. */
export const onSitePreset = z.object({
  number: z.int().min(1).max(9),
  title: z.string().max(60),
  content: z.array(clipItem).min(1).max(8),
  siren: clipName.optional(),
  passes: z.int().min(1).max(5),
});
export type OnSitePreset = z.infer<typeof onSitePreset>;

export const settings = z.object({
  clusterId: id('cl'),
  version: z.int().min(1),
  name: z.string(),
  /** The cluster's area, all areas above it, and areas that were merged into these. */
  areas: z.array(target).max(64),
  languages: z.array(language).min(1),
  /** IANA name; quiet hours are read in it. */
  timezone: z.string(),
  quietHours,
  priorityIgnoresQuiet: z.boolean(),
  volumeCeiling: percent,
  emergencyCeiling: percent,
  /** The commune's own clips: its sirens, its people's voices, its villages' evacuation plans. They go before library clips of the same name and language. */
  clips: z.array(clip).max(200).default([]),
  /** Key of this cluster's daily on-site codes (32 bytes, base64) and what they may sound; null until presets are chosen. */
  onSite: z
    .object({ secret: z.base64(), presets: z.array(onSitePreset).min(1).max(9) })
    .nullable()
    .default(null),
});
export type Settings = z.infer<typeof settings>;

/** Short sounds that every device always holds: chimes, the frames of drills, and the emergency sentences. */
export const clipLibrary = z.object({ version: z.int().min(1), clips: z.array(clip).max(500) });
export type ClipLibrary = z.infer<typeof clipLibrary>;

export const welcome = z.object({
  clusterId: id('cl'),
  /** The hello's, so that no old welcome can be played again. */
  nonce: z.string(),
  serverTime: ms,
  certificate: sealedCertificate,
  /** Rises when a server comes back from a backup: agents then send all facts again. */
  generation: z.int().nonnegative(),
  /** Routine broadcasts finished at this cluster, for a journal that is new to the server. */
  finished: z.array(broadcastId).optional(),
  library: clipLibrary,
});
export type Welcome = z.infer<typeof welcome>;

/** Length of one pass in ms for a cluster of these languages. */
export const contentMs = (content: ContentItem[], languages: readonly string[]): number =>
  content.reduce(
    (sum, item) =>
      sum +
      (item.type === 'clip' ? item.durationMs : versionsFor(item, languages).reduce((s, v) => s + v.durationMs, 0)),
    0,
  );

/** The versions of an item that a cluster of these languages plays, in order. */
export function versionsFor(item: Extract<ContentItem, { type: 'recording' }>, languages: readonly string[]) {
  const fitting = item.versions.filter(version => languages.includes(version.language));
  return fitting.length > 0 ? fitting : item.versions.slice(0, 1);
}

/** Whether an order's targets name this cluster, by its own id or by an area in its settings. */
export function isTarget(
  order: { targets: readonly string[]; except?: readonly string[] | undefined },
  clusterId: string,
  areas: readonly string[],
): boolean {
  const named = (list: readonly string[]) => list.includes(clusterId) || areas.some(area => list.includes(area));
  return named(order.targets) && !named(order.except ?? []);
}

/** Linear gain of a volume 0–100: 0.5·(v − 100) dB, and silence at 0. */
export const volumeGain = (volume: number): number => (volume === 0 ? 0 : 10 ** ((0.5 * (volume - 100)) / 20));
