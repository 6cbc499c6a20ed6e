// Areas, villages and clusters over HTTP. Position, bearing, power and every count of people are optional: unknown is null, never 0.
import { z } from 'zod';
import { broadcastClass } from '../class.ts';
import { health } from '../device.ts';
import { presenceState } from '../feed.ts';
import { id } from '../id.ts';
import { clockTime, language, percent, quietHours } from '../order.ts';
import { day, hoursSpan, instant, name, phone } from './common.ts';

const count = z.int().nonnegative().max(100_000_000);
const kind = z.string().regex(/^[a-z][a-zA-Z]{1,20}$/);

export const airtimeCap = z.object({
  maxMinutesPerDay: z.int().min(1).max(1440).nullable(),
  maxSessionsPerDay: z.int().min(1).max(50).nullable(),
  minMinutesPerDay: z.int().min(0).max(1440).nullable(),
});
/** A named person may send a class, up to a length, in these hours, by a document. */
export const delegation = z.object({
  accountId: id('ac'),
  class: broadcastClass.exclude(['emergency']),
  maxMinutes: z.int().min(1).max(240),
  hours: hoursSpan,
  documentNo: z.string().trim().min(1).max(60),
  documentDate: day,
  until: day,
});
export type Delegation = z.infer<typeof delegation>;
export const contact = z.object({ name: z.string().max(120), phone });

/** What an area may set for all below it; null inherits. */
const ruleFields = {
  quietHours: quietHours.nullable(),
  priorityIgnoresQuiet: z.boolean().nullable(),
  volumeCeiling: percent.nullable(),
  emergencyCeiling: percent.nullable(),
  airtimeCap: airtimeCap.nullable(),
  /** Whether announcements wait for a leader. */
  approval: z.boolean().nullable(),
  languages: z.array(language).min(1).max(16).nullable(),
  /** The province's siren code by name; no siren is active until one is picked. */
  sirenCode: z
    .string()
    .regex(/^[a-z0-9-]{1,20}$/)
    .nullable(),
  /** The commune's code in the State's list: what CAP messages call it. */
  communeCode: z
    .string()
    .regex(/^\d{5}$/, 'must be 5 digits')
    .nullable(),
};
export const areaRules = z.object(ruleFields);
export type AreaRules = z.infer<typeof areaRules>;

export const newArea = z.object({ name, kind, parentId: id('ar').optional() });
export type NewArea = z.infer<typeof newArea>;
export const areaChange = z
  .object({
    name,
    parentId: id('ar'),
    ...ruleFields,
    delegations: z.array(delegation).max(50),
    households: count.nullable(),
    people: count.nullable(),
    head: contact.nullable(),
    deputy: contact.nullable(),
  })
  .partial();
export type AreaChange = z.infer<typeof areaChange>;
export const area = z.object({
  id: id('ar'),
  name: z.string(),
  /** `province`, `commune`, `village`, …: data, not code; only `village` carries households. */
  kind: z.string(),
  parentId: z.string().nullable(),
  ...ruleFields,
  delegations: z.array(delegation),
  households: count.nullable(),
  people: count.nullable(),
  /** Null where the reader may not see contacts. */
  head: contact.nullable(),
  deputy: contact.nullable(),
  /** Rules as they come out after inheritance. */
  effective: z.object({
    quietHours,
    priorityIgnoresQuiet: z.boolean(),
    volumeCeiling: percent,
    emergencyCeiling: percent,
    approval: z.boolean(),
    languages: z.array(language),
    airtimeCap,
    sirenCode: z.string().nullable(),
    communeCode: z.string().nullable(),
  }),
  clusters: z.int(),
});
export type Area = z.infer<typeof area>;
export type EffectiveRules = Area['effective'];
export const mergeInto = z.object({ into: id('ar') });

/** One line of the pasted list of Level 0. */
export const villageLine = z.object({
  name,
  households: count.nullable().optional(),
  people: count.nullable().optional(),
  head: z.string().trim().max(120).optional(),
  headPhone: phone.optional(),
  deputy: z.string().trim().max(120).optional(),
  deputyPhone: phone.optional(),
  languages: z.array(language).optional(),
});
export type VillageLine = z.infer<typeof villageLine>;
/** JSON, or `text` as pasted from a sheet: name, households, people, head, telephone, deputy, telephone; tab, semicolon or comma. */
export const newVillages = z.union([
  z.object({ areaId: id('ar'), villages: z.array(villageLine).min(1).max(2000) }),
  z.object({ areaId: id('ar'), text: z.string().min(1).max(500_000) }),
]);

/** What a pasted list did: villages that were new, and known ones that it changed. */
export const importedVillages = z.object({ made: z.int(), changed: z.int(), villages: z.array(area) });

export const speaker = z.object({
  bearingDeg: z.number().min(0).lt(360),
  tiltDeg: z.number().min(-90).max(90).optional(),
  powerW: z.number().positive().max(5000).optional(),
  model: z.string().max(80).optional(),
});
export const clusterKind = z.enum(['pole', 'hall', 'screen']);
const clusterFields = {
  name,
  areaId: id('ar'),
  kind: clusterKind,
  position: z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }).nullable(),
  speakers: z.array(speaker).max(32),
  /** Unset: the languages of the villages served, else the area's. */
  languages: z.array(language).min(1).nullable(),
  /** Villages that this cluster serves. */
  serves: z.array(id('ar')).max(200),
};
export const newCluster = z.object(clusterFields).partial().required({ name: true, areaId: true });
export const clusterChange = z.object(clusterFields).partial();

export const presence = z.object({ state: presenceState, since: instant.nullable() });
/** `part` names what is broken (speaker, disk, clock, …); `detail` is the device's own word, for technicians. */
export const fault = z.object({ part: z.string(), detail: z.string(), since: instant });
export const cluster = z.object({
  id: id('cl'),
  ...clusterFields,
  areaName: z.string(),
  serves: z.array(z.object({ id: z.string(), name: z.string(), households: count.nullable() })),
  /** Languages it plays. */
  plays: z.array(language),
  enrolled: z.boolean(),
  revoked: z.boolean(),
  presence,
  health: health.extend({ at: instant }).nullable(),
  /** Null while everything works; else what is wrong and since when. */
  fault: fault.nullable(),
  settings: z.object({ version: z.int(), acknowledged: z.int() }),
});
export type Cluster = z.infer<typeof cluster>;
export type NewCluster = z.infer<typeof newCluster>;
export type ClusterChange = z.infer<typeof clusterChange>;

export const enrolment = z.object({ code: z.string(), expiresAt: instant });
/** A test plays the opening chime; silent runs the same path at volume 0. */
export const clusterTest = z.object({ silent: z.boolean().default(true) });

export const pronunciations = z
  .array(z.object({ written: z.string().trim().min(1).max(60), spoken: z.string().trim().min(1).max(200) }))
  .max(500);
export type Pronunciations = z.infer<typeof pronunciations>;
export { clockTime };
