// Alerts over HTTP: what may be warned of, how an alert is sent and by whom, and what became of it village by village.
import { z } from 'zod';
import { deliveryState, reason } from '../delivery.ts';
import { id } from '../id.ts';
import { clipName } from '../order.ts';
import { unreachable } from './broadcasts.ts';
import { day, instant, phone, targetId } from './common.ts';
import { pin } from './people.ts';
import { contact } from './places.ts';

export const hazard = z.enum([
  'flood',
  'flashFlood',
  'landslide',
  'damRelease',
  'storm',
  'fire',
  'evacuation',
  'other',
  'allClear',
  'correction',
  'sirenTest',
]);
export type Hazard = z.infer<typeof hazard>;
/** báo động 1/2/3 at a gauge. */
export const alarmLevel = z.union([z.literal(1), z.literal(2), z.literal(3)]);

/** A siren of a province's code: so many times on and off. */
export const sirenPreset = z.object({
  name: clipName,
  code: z.string(),
  title: z.string(),
  titleEn: z.string(),
  /** What it stands for in a template's `siren`. */
  use: z.enum(['storm', 'flood2', 'flood3']),
  steps: z
    .array(z.object({ onS: z.number().positive(), offS: z.number().nonnegative() }))
    .min(1)
    .max(20),
  /** The code allows no more soundings than this for one event; null: it says nothing. */
  most: z.int().positive().nullable(),
  durationMs: z.int(),
  source: z.string(),
});
export type SirenPreset = z.infer<typeof sirenPreset>;

export const template = z.object({
  name: clipName,
  hazard,
  level: alarmLevel.nullable(),
  title: z.string(),
  titleEn: z.string(),
  /** The words of the cached clip, as spoken; what people approve when they send it. */
  text: z.string(),
  /** The same for readers of English; nobody hears it. */
  textEn: z.string(),
  /** The sentence of specifics with `{slot}` in it; null where there is none. */
  specifics: z.string().nullable(),
  /** Where one is left open, its sentence is left out of the specifics. */
  slots: z.array(z.object({ name: z.string(), title: z.string(), titleEn: z.string(), example: z.string() })),
  /** Which siren goes with it, where the province's code has one. */
  siren: z.enum(['storm', 'flood2', 'flood3']).nullable(),
  /** Two people even for the voice. */
  evacuation: z.boolean(),
  /** How long a second person is waited for, s. */
  waitS: z.int(),
  repeatEveryS: z.int(),
  /** How long it repeats if nobody says otherwise, s. */
  lastsS: z.int(),
  clip: clipName,
  clipDurationMs: z.int(),
  /** The commune's own voice, not the machine's. */
  human: z.boolean(),
});
export type AlertTemplate = z.infer<typeof template>;
export const templates = z.object({
  items: z.array(template),
  /** Active where the reader's area has picked a province's code; empty until then. */
  sirens: z.array(sirenPreset),
  /** Every code that is shipped, for the page where one is picked. */
  codes: z.array(z.object({ code: z.string(), title: z.string(), titleEn: z.string(), sirens: z.array(sirenPreset) })),
});
export type Templates = z.infer<typeof templates>;

const orderedBy = z.string().trim().min(1).max(120);
const slots = z.record(z.string().max(40), z.string().trim().max(120));
const repeat = {
  repeatEveryS: z.int().min(60).max(3600).optional(),
  /** At most 60 min from now; an update renews it. */
  repeatUntil: instant.optional(),
};

export const newAlert = z.object({
  /** Made by the phone, so that a second try is the same alert. */
  id: id('al').optional(),
  template: clipName,
  status: z.enum(['actual', 'drill']),
  /** True: the one that goes with the template in the area's code; or a preset by name. */
  siren: z.union([z.boolean(), clipName, z.null()]).default(false),
  level: alarmLevel.nullable().optional(),
  targets: z.array(targetId).min(1).max(64),
  slots: slots.default({}),
  /** Whose decision it is: "Chủ tịch UBND xã". Unset: the sender's own name. */
  orderedBy: orderedBy.optional(),
  documentNo: z.string().trim().max(60).optional(),
  proof: z.object({ pin: pin.optional() }),
  ...repeat,
  /** The voice goes out while the second person is waited for. */
  voiceFirst: z.boolean().optional(),
  /** An announced test of the sirens only: when. */
  startAt: instant.optional(),
  proposalId: id('po').optional(),
});
export type NewAlert = z.infer<typeof newAlert>;

export const alertState = z.enum(['awaiting', 'live', 'silenced', 'withdrawn', 'corrected', 'ended', 'dropped']);
export type AlertState = z.infer<typeof alertState>;

/** What a second person is asked to allow. */
export const awaiting = z.object({
  what: z.enum(['siren', 'evacuation', 'sirenTest']),
  /** From then on one person may send it alone, with a reason. */
  until: instant,
  waitS: z.int(),
  /** Who may say yes: those on duty first. Telephone numbers only where the reader may see contacts. */
  people: z.array(
    z.object({ accountId: z.string(), name: z.string(), phone: z.string().nullable(), onDuty: z.boolean() }),
  ),
});
export type Awaiting = z.infer<typeof awaiting>;

export const madeAlert = z.object({
  id: id('al'),
  state: alertState,
  awaiting: awaiting.nullable(),
  startAt: instant.nullable(),
  clusters: z.int(),
  households: z.int().nullable(),
  unreachable: z.array(unreachable),
});
export type MadeAlert = z.infer<typeof madeAlert>;

const notHeard = z.object({
  villageId: z.string(),
  name: z.string(),
  households: z.int().nullable(),
  why: z.enum(['noCluster', 'notReached']),
  /** Null where the reader may not see contacts, or nobody is named. */
  head: contact.nullable(),
  deputy: contact.nullable(),
});
/** What the confirm screen shows before the slide. */
export const alertCheck = z.object({
  text: z.string(),
  /** The words of the second stage, when its slots are filled. */
  specifics: z.string().nullable(),
  /** The clips in the order in which they sound, for [Nghe thử]. */
  clips: z.array(clipName),
  villages: z.int(),
  clusters: z.int(),
  households: z.int().nullable(),
  siren: sirenPreset.nullable(),
  /** False: a second person is needed. */
  onePerson: z.boolean(),
  repeatEveryS: z.int(),
  repeatUntil: instant,
  unreachable: z.array(unreachable),
  notHeard: z.array(notHeard),
});
export type AlertCheck = z.infer<typeof alertCheck>;

/** Why one person sends alone: Không liên lạc được, Nước lên nhanh, Đã có lệnh miệng. */
export const aloneReason = z.enum(['unreachable', 'rising', 'orderedByWord']);
export type AloneReason = z.infer<typeof aloneReason>;
/** One of: a second person's PIN; a second person's six digits, typed by the first; alone with a reason and PIN; no. */
export const confirmAlert = z.object({
  pin: pin.optional(),
  code: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  /** Whose six digits they are. */
  accountId: id('ac').optional(),
  alone: aloneReason.optional(),
  refuse: z.string().trim().min(1).max(300).optional(),
});
export type ConfirmAlert = z.infer<typeof confirmAlert>;

export const alertUpdate = z.object({
  slots: slots.optional(),
  level: alarmLevel.optional(),
  siren: z.union([z.boolean(), clipName, z.null()]).optional(),
  /** "Nói thêm": a recording that follows the clip. */
  recordingId: id('re').optional(),
  pin: pin.optional(),
  ...repeat,
});
export type AlertUpdate = z.infer<typeof alertUpdate>;

export const alertAct = z.enum([
  'issue',
  'ask',
  'voice',
  'confirm',
  'alone',
  'refuse',
  'specifics',
  'update',
  'silence',
  'withdraw',
  'correct',
]);
export type AlertAct = z.infer<typeof alertAct>;

export const alertSummary = z.object({
  id: id('al'),
  state: alertState,
  status: z.enum(['actual', 'drill']),
  template: z.string(),
  hazard,
  level: alarmLevel.nullable(),
  title: z.string(),
  /** The siren preset that sounds or is asked for. */
  siren: z.string().nullable(),
  /** own: the commune; above: a wider area's people; onSite: somebody at the box. */
  source: z.enum(['own', 'above', 'gauge', 'cap', 'onSite']),
  createdBy: z.string(),
  createdAt: instant,
  startAt: instant.nullable(),
  awaiting: awaiting.nullable(),
  clusters: z.int(),
  /** Clusters at which it has sounded, by their own word. */
  sounded: z.int(),
  villages: z.int(),
  /** Villages with no confirmed cluster that nobody has told otherwise. */
  villagesLeft: z.int(),
});
export type AlertSummary = z.infer<typeof alertSummary>;

/** How a village was told without its loudspeaker. */
export const toldHow = z.enum(['phone', 'megaphone', 'handSiren', 'doorToDoor']);
export const call = z.object({
  id: z.string(),
  at: instant,
  villageId: z.string(),
  village: z.string(),
  by: z.string(),
  /** claim: "Tôi gọi"; sending: "Đang cử người". */
  act: z.enum(['claim', 'told', 'noAnswer', 'sending']),
  how: toldHow.nullable(),
  households: z.int().nullable(),
  note: z.string().nullable(),
});
export type Call = z.infer<typeof call>;
export const newCall = z.object({
  villageId: id('ar'),
  /** link: a one-time address for whoever goes there. */
  act: z.enum(['claim', 'told', 'noAnswer', 'sending', 'link']),
  how: toldHow.optional(),
  households: z.int().nonnegative().optional(),
  note: z.string().trim().max(300).optional(),
});
export type NewCall = z.infer<typeof newCall>;
export const madeLink = z.object({ url: z.string(), expiresAt: instant });
export const madeCall = z.union([call, madeLink]);

export const alertVillage = z.object({
  villageId: z.string(),
  name: z.string(),
  households: z.int().nullable(),
  people: z.int().nullable(),
  /** confirmed: a cluster that serves it has sounded; told: by people; open: nobody knows. */
  state: z.enum(['confirmed', 'told', 'open']),
  /** Why no loudspeaker told it; null where one did. */
  why: z.enum(['noCluster', 'noOrder', 'notPlayed', 'unconfirmed', 'language']).nullable(),
  /** Ids of the clusters that serve it, as in `clusterList`. */
  clusters: z.array(z.string()),
  head: contact.nullable(),
  deputy: contact.nullable(),
  /** Somebody has taken it on and said nothing since; after `until` (10 min) it is back on top. */
  claim: z.object({ by: z.string(), at: instant, until: instant }).nullable(),
  told: z.object({ by: z.string(), at: instant, how: toldHow, households: z.int().nullable() }).nullable(),
});
export type AlertVillage = z.infer<typeof alertVillage>;

export const alert = alertSummary.extend({
  text: z.string(),
  specifics: z.string().nullable(),
  slots,
  orderedBy: z.string(),
  documentNo: z.string().nullable(),
  confirmedBy: z.string().nullable(),
  aloneReason: aloneReason.nullable(),
  revision: z.int(),
  targets: z.array(z.object({ id: z.string(), name: z.string() })),
  repeatEveryS: z.int(),
  repeatUntil: instant.nullable(),
  acts: z.array(z.object({ at: instant, act: alertAct, by: z.string(), detail: z.string().nullable() })),
  clusterList: z.array(
    z.object({
      clusterId: z.string(),
      name: z.string(),
      area: z.string(),
      state: deliveryState,
      sounded: z.boolean(),
      startedAt: instant.nullable(),
      reason: reason.nullable(),
      villages: z.array(z.object({ id: z.string(), name: z.string(), households: z.int().nullable() })),
    }),
  ),
  /** Those that nobody has told come first, those with the most households, or an unknown number of them, on top. */
  villageList: z.array(alertVillage),
  calls: z.array(call),
  /** From acceptance to the last first sound so far, ms; null while nothing has sounded. */
  soundedAfterMs: z.int().nullable(),
  /** Of villages whose number is known, each once: confirmed, told and left add up to the total. */
  households: z.object({
    total: z.int().nullable(),
    confirmed: z.int().nullable(),
    told: z.int().nullable(),
    left: z.int().nullable(),
  }),
  unreachable: z.array(unreachable),
  /** What the caller may do now. */
  may: z.object({ act: z.boolean(), confirm: z.boolean(), alone: z.boolean() }),
});
export type Alert = z.infer<typeof alert>;

/** What a one-time address shows, without a session. */
export const linkedTask = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('confirm'),
    alertId: z.string(),
    title: z.string(),
    by: z.string(),
    what: awaiting.shape.what,
    siren: z.string().nullable(),
    text: z.string(),
    villages: z.int(),
    households: z.int().nullable(),
    person: z.string(),
    state: alertState,
    until: instant.nullable(),
  }),
  z.object({
    kind: z.literal('report'),
    alertId: z.string(),
    title: z.string(),
    village: z.string(),
    households: z.int().nullable(),
  }),
]);
export type LinkedTask = z.infer<typeof linkedTask>;
export const linkedAnswer = z.object({
  pin: pin.optional(),
  refuse: z.string().trim().min(1).max(300).optional(),
  act: z.enum(['told', 'noAnswer', 'sending']).optional(),
  how: toldHow.optional(),
  households: z.int().nonnegative().optional(),
  note: z.string().trim().max(300).optional(),
});
export type LinkedAnswer = z.infer<typeof linkedAnswer>;

/** Lịch trực: who is to be asked, and who in their place. */
export const rosterShift = z.object({
  from: day,
  to: day,
  accountId: id('ac'),
  deputyId: id('ac').nullable(),
});
export const roster = z.object({
  shifts: z
    .array(rosterShift.extend({ name: z.string().optional(), deputy: z.string().nullable().optional() }))
    .max(100),
});
export type Roster = z.infer<typeof roster>;
export const shownRoster = roster.extend({
  /** Who may be put on it: those who may send or confirm alerts there. */
  people: z.array(z.object({ accountId: z.string(), name: z.string() })),
});
export type ShownRoster = z.infer<typeof shownRoster>;

/** A phone's own key for six-digit codes (RFC 6238, SHA-1, 30 s), shown once. */
export const codeKey = z.object({ secret: z.string(), uri: z.string() });

/** Kept encrypted on duty phones: whom to call and the codes for the boxes of the coming days. */
export const dutyPack = z.object({
  at: instant,
  area: z.string(),
  villages: z.array(
    z.object({
      villageId: z.string(),
      name: z.string(),
      households: z.int().nullable(),
      head: contact.nullable(),
      deputy: contact.nullable(),
      clusters: z.array(z.string()),
    }),
  ),
  clusters: z.array(
    z.object({
      clusterId: z.string(),
      name: z.string(),
      presets: z.array(z.object({ number: z.int(), title: z.string() })),
      /** Six digits that hold on that day. */
      codes: z.array(z.object({ day, code: z.string() })),
    }),
  ),
  roster: z.array(z.object({ name: z.string(), phone: z.string().nullable() })),
});
export type DutyPack = z.infer<typeof dutyPack>;

/** A sentence of the emergency library as it stands in an area. */
export const sentence = z.object({
  name: clipName,
  title: z.string(),
  text: z.string(),
  language: z.string(),
  /** machine: "giọng máy"; human: the commune's own, heard and found clear by a second person; draft: not yet. */
  voice: z.enum(['machine', 'human', 'draft', 'none']),
  recordingId: z.string().nullable(),
  recordedBy: z.string().nullable(),
  checkedBy: z.string().nullable(),
});
export type Sentence = z.infer<typeof sentence>;
export const newSentence = z.object({
  areaId: id('ar').optional(),
  name: clipName,
  language: z.string(),
  recordingId: id('re'),
});

/** A second listener's word. Not clear: it is taken away and must be recorded again. */
export const sentenceCheck = z.object({
  areaId: id('ar').optional(),
  name: clipName,
  language: z.string(),
  clear: z.boolean(),
  /** What was listened to; refused if another recording has taken its place meanwhile. */
  recordingId: id('re').optional(),
});

/** Phương án sơ tán of a village: where to, which way, who leads. */
export const evacuationPlan = z.object({
  shelter: z.string().trim().max(200),
  route: z.string().trim().max(300),
  leader: z.string().trim().max(120),
  leaderPhone: phone,
});
export type EvacuationPlan = z.infer<typeof evacuationPlan>;
