// What may lead to an alert: river gauges with their readings, CAP messages, and the proposals that people decide on.
import { z } from 'zod';
import { id } from '../id.ts';
import { clipName } from '../order.ts';
import { alarmLevel } from './alerts.ts';
import { instant, name } from './common.ts';
import { pin } from './people.ts';

const metres = z.number().min(-100).max(9000);

/** Automatic play, where an administrator has allowed it: armed by a named person until a date. */
const arming = z.object({
  by: z.string(),
  until: instant,
  /** Metres over level III from which one gauge alone is enough. */
  marginM: z.number().positive().max(20),
  /** The gauge that must agree, if not by margin. */
  withGaugeId: id('ga').nullable(),
  vetoS: z.int().min(60).max(120),
});

const levels = z.object({
  /** Null where no document at hand says it. */
  1: metres.nullable().default(null),
  2: metres.nullable().default(null),
  3: metres,
});
const levelsM = levels.refine(given => {
  const known = [given[1], given[2], given[3]].filter(level => level !== null);
  return known.every((level, i) => level > (known[i - 1] ?? -Infinity));
}, 'levels must rise: 1 < 2 < 3');

export const newGauge = z.object({
  name,
  river: name,
  levelsM,
  /** The height system of the readings; null: not stated. */
  datum: z.string().trim().max(60).nullable().default(null),
  /** The document that sets the levels, and its date. */
  decree: z.string().trim().min(1).max(120),
  decreeDate: z.iso.date().nullable().default(null),
  /** Who is warned. */
  areas: z.array(id('ar')).min(1).max(64),
  position: z
    .object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
    .nullable()
    .default(null),
});
export type NewGauge = z.infer<typeof newGauge>;
/** Only what is given changes. */
export const gaugeChange = z
  .object({
    ...newGauge.shape,
    datum: newGauge.shape.datum.unwrap(),
    decreeDate: newGauge.shape.decreeDate.unwrap(),
    position: newGauge.shape.position.unwrap(),
  })
  .partial();
export type GaugeChange = z.infer<typeof gaugeChange>;
export const arm = z.object({
  until: instant,
  marginM: z.number().positive().max(20),
  withGaugeId: id('ga').nullable().default(null),
  vetoS: z.int().min(60).max(120).default(90),
  pin,
});

export const reading = z.object({
  at: instant,
  levelM: metres,
  /** Made between two public figures, for demonstrations. */
  interpolated: z.literal(true).optional(),
});
export type Reading = z.infer<typeof reading>;
/** JSON list; or CSV with the columns at,levelM. */
export const newReadings = z.array(reading).min(1).max(5000);
export const takenReadings = z.object({ taken: z.int(), known: z.int(), proposals: z.array(z.string()) });

export const gauge = z.object({
  id: id('ga'),
  name: z.string(),
  river: z.string(),
  levelsM: z.object({ 1: metres.nullable(), 2: metres.nullable(), 3: metres }),
  datum: z.string().nullable(),
  decree: z.string(),
  decreeDate: z.string().nullable(),
  areas: z.array(z.object({ id: z.string(), name: z.string() })),
  position: z.object({ lat: z.number(), lon: z.number() }).nullable(),
  /** Against the highest level that it has reached: 0 and null below all known ones. */
  latest: reading.extend({ alarmLevel: z.int().min(0).max(3), overM: z.number().nullable() }).nullable(),
  /** Metres per hour over the last readings; null with fewer than two. */
  riseMPerHour: z.number().nullable(),
  /** Older than an hour, or none: nothing may be concluded from it. */
  stale: z.boolean(),
  /** Null where it is not armed or automatic play is not allowed at all. */
  armed: arming.nullable(),
});
export type Gauge = z.infer<typeof gauge>;

export const proposal = z.object({
  id: id('po'),
  at: instant,
  source: z.enum(['gauge', 'cap']),
  title: z.string(),
  /** Why, in words: "Cầu Sơn 16,02 m, trên báo động 3 (16,00 m)". */
  reason: z.string(),
  template: clipName.nullable(),
  level: alarmLevel.nullable(),
  targets: z.array(z.object({ id: z.string(), name: z.string() })),
  slots: z.record(z.string(), z.string()),
  /** Never a siren from it: urgency Past, certainty Unlikely, AllClear, an exercise. */
  siren: z.boolean(),
  /** Only an Actual message may become an actual alert. */
  status: z.enum(['actual', 'drill']),
  state: z.enum(['open', 'accepted', 'rejected', 'replaced', 'cancelled', 'outdated']),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  rejectReason: z.string().nullable(),
  /** The alert that was made of it; while it is open, the living alert that it would update or take back. */
  alertId: z.string().nullable(),
  expiresAt: instant.nullable(),
  /** A countdown to automatic play that anybody with the right may stop; null otherwise. */
  plays: z.object({ at: instant }).nullable(),
  /** An invalid message, to be read by a person. */
  raw: z.string().nullable(),
  warnings: z.array(z.string()),
});
export type Proposal = z.infer<typeof proposal>;
/** Accepting makes an alert of it, as changed here. */
export const acceptProposal = z.object({
  template: clipName.optional(),
  siren: z.union([z.boolean(), clipName, z.null()]).optional(),
  targets: z.array(z.string()).min(1).max(64).optional(),
  orderedBy: z.string().trim().min(1).max(120).optional(),
  proof: z.object({ pin: pin.optional() }),
  voiceFirst: z.boolean().optional(),
});
export type AcceptProposal = z.infer<typeof acceptProposal>;
export const rejectProposal = z.object({ reason: z.string().trim().min(1).max(300) });

const finding = z.object({ code: z.string(), path: z.string(), message: z.string() });
export const capAnswer = z.object({
  /** Null where it was a duplicate or made none. */
  proposalId: z.string().nullable(),
  identifier: z.string(),
  sender: z.string(),
  sent: z.string(),
  warnings: z.array(finding),
});
export const capRefused = z.object({
  code: z.string(),
  message: z.string(),
  errors: z.array(finding),
  warnings: z.array(finding),
});

/** Whose CAP messages are heard in an area. */
export const newCapSender = z.object({
  areaId: id('ar'),
  sender: z.string().trim().min(1).max(200),
  name,
  /** PEM certificate; messages must then be signed with its key. */
  certificate: z.string().max(20_000).nullable().default(null),
});
export const capSender = newCapSender.extend({ id: id('cs') });
export type CapSender = z.infer<typeof capSender>;
/** An Atom or RSS feed that is read every so often. */
export const newCapFeed = z.object({
  areaId: id('ar'),
  url: z.url().max(500),
  everyS: z.int().min(30).max(3600).default(60),
});
export const capFeed = newCapFeed.extend({
  id: id('cf'),
  readAt: instant.nullable(),
  /** Why the last reading failed; null if it did not. */
  trouble: z.string().nullable(),
});
export type CapFeed = z.infer<typeof capFeed>;
