// An area while it is being changed: the server's answer in, only what was changed out.
import type { Area } from '../protocol/api/places.ts';

export interface Draft {
  name: string;
  quietHours: Area['quietHours'];
  priorityIgnoresQuiet: boolean | null;
  approval: boolean | null;
  volumeCeiling: number | null;
  emergencyCeiling: number | null;
  languages: string[] | null;
  airtimeCap: Area['airtimeCap'];
  communeCode: string;
  delegations: Area['delegations'];
  households: string;
  people: string;
  headName: string;
  headPhone: string;
  deputyName: string;
  deputyPhone: string;
}

const text = (count: number | null): string => (count === null ? '' : String(count));

export const draftOf = (area: Area): Draft => ({
  name: area.name,
  quietHours: area.quietHours,
  priorityIgnoresQuiet: area.priorityIgnoresQuiet,
  approval: area.approval,
  volumeCeiling: area.volumeCeiling,
  emergencyCeiling: area.emergencyCeiling,
  languages: area.languages,
  airtimeCap: area.airtimeCap,
  communeCode: area.communeCode ?? '',
  delegations: area.delegations,
  households: text(area.households),
  people: text(area.people),
  headName: area.head?.name ?? '',
  headPhone: area.head?.phone ?? '',
  deputyName: area.deputy?.name ?? '',
  deputyPhone: area.deputy?.phone ?? '',
});

/** Nothing typed is "not known", never 0. */
const count = (typed: string): number | null => {
  const digits = typed.replace(/[\s.,]/g, '');
  return digits === '' ? null : Number(digits);
};
const contact = (name: string, phone: string) =>
  name.trim() === '' && phone.trim() === '' ? null : { name: name.trim(), phone: phone.trim() };

const full = (draft: Draft, withContacts: boolean) => ({
  name: draft.name.trim(),
  quietHours: draft.quietHours,
  priorityIgnoresQuiet: draft.priorityIgnoresQuiet,
  approval: draft.approval,
  volumeCeiling: draft.volumeCeiling,
  emergencyCeiling: draft.emergencyCeiling,
  languages: draft.languages,
  airtimeCap: draft.airtimeCap,
  communeCode: draft.communeCode.trim() || null,
  delegations: draft.delegations,
  households: count(draft.households),
  people: count(draft.people),
  // Who may not see a contact must not wipe it out.
  ...(withContacts
    ? { head: contact(draft.headName, draft.headPhone), deputy: contact(draft.deputyName, draft.deputyPhone) }
    : {}),
});

/** Only the fields that differ, so that two people who change different rules do not undo one another. */
export function changesOf(area: Area, draft: Draft, withContacts: boolean): Record<string, unknown> {
  const before: Record<string, unknown> = full(draftOf(area), withContacts);
  return Object.fromEntries(
    Object.entries(full(draft, withContacts)).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]),
    ),
  );
}
