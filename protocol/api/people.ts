// Accounts, sessions, roles and tokens over HTTP.
import { z } from 'zod';
import { id } from '../id.ts';
import { instant, name, phone } from './common.ts';

/** cán bộ, lãnh đạo, trưởng thôn, kỹ thuật, tỉnh, thanh tra, quản trị. */
export const role = z.enum(['officer', 'leader', 'villageHead', 'technician', 'province', 'inspector', 'admin']);
export type Role = z.infer<typeof role>;

export const signInName = z.string().trim().min(1).max(60);
export const password = z.string().min(10).max(200);
export const pin = z.string().regex(/^\d{6}$/, 'must be 6 digits');
const language = z.enum(['vi', 'en']);

export const setup = z.object({ code: z.string().max(80), name: signInName, password, pin: pin.optional() });
export const signIn = z.object({ name: signInName, password: z.string().max(200) });

/** What a person may do; the same words stand in server/people/rights.ts. */
export const right = z.enum([
  'read',
  'announce',
  'announceAtOnce',
  'approve',
  'stop',
  'library',
  'places',
  'install',
  'people',
  'audit',
  'contacts',
  'alert',
  'confirm',
  'signal',
]);
export type Right = z.infer<typeof right>;

export const me = z.object({
  id: id('ac'),
  name: z.string(),
  displayName: z.string(),
  language,
  /** The area whose home page this person sees: the first role's. */
  area: z.object({ id: z.string(), name: z.string() }),
  roles: z.array(z.object({ role, areaId: z.string(), areaName: z.string() })),
  phoneNumber: z.string().nullable(),
  /** This person's phone shows six-digit codes. */
  hasCodeKey: z.boolean(),
  /** Rights held at `area`. */
  rights: z.array(right),
  /** True in the demonstration: pages then offer [Nghe loa này] and mark figures as illustrative. */
  demo: z.boolean(),
});
export type Me = z.infer<typeof me>;

/** What anybody may know before signing in. */
export const about = z.object({
  needsSetup: z.boolean(),
  demo: z.boolean(),
  version: z.string(),
  timezone: z.string(),
});
export type About = z.infer<typeof about>;

export const newPerson = z.object({
  name: signInName,
  displayName: name.optional(),
  password,
  pin,
  phoneNumber: phone.optional(),
  language: language.optional(),
  roles: z
    .array(z.object({ role, areaId: id('ar') }))
    .min(1)
    .max(20),
});
export const person = z.object({
  id: id('ac'),
  name: z.string(),
  displayName: z.string(),
  disabled: z.boolean(),
  /** Null where the reader may not see contacts, or nobody has given one. */
  phoneNumber: z.string().nullable(),
  createdAt: instant,
  roles: z.array(z.object({ role, areaId: z.string(), areaName: z.string() })),
});
export type Person = z.infer<typeof person>;
export const personChange = z.object({
  displayName: name.optional(),
  language: language.optional(),
  password: password.optional(),
  pin: pin.optional(),
  phoneNumber: phone.optional(),
  disabled: z.boolean().optional(),
  roles: newPerson.shape.roles.optional(),
});
export type NewPerson = z.infer<typeof newPerson>;
export type PersonChange = z.infer<typeof personChange>;
/** What people change of themselves; a new password or PIN takes the old password. */
export const selfChange = z.object({
  displayName: name.optional(),
  language: language.optional(),
  password: password.optional(),
  pin: pin.optional(),
  phoneNumber: phone.optional(),
  currentPassword: z.string().max(200).optional(),
});
export type SelfChange = z.infer<typeof selfChange>;

/** Tokens only read and propose: what they send waits for approval. */
export const newToken = z.object({ name, scopes: z.array(z.enum(['read', 'propose'])).min(1) });
export const token = z.object({ id: id('to'), name: z.string(), scopes: z.array(z.string()), createdAt: instant });
export type TokenInfo = z.infer<typeof token>;
export const madeToken = token.extend({ token: z.string() });

export const auditEntry = z.object({
  seq: z.int(),
  at: instant,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
  /** The hash of the entry before; 64 zeros at the first. */
  previous: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
