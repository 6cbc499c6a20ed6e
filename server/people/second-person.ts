// Whom to ask for a second word: everybody else who may confirm at a place, those on duty first and in the order of their list.
import type { Awaiting } from '../../protocol/api/alerts.ts';
import { role } from '../../protocol/api/people.ts';
import type { Queryable } from '../store/database.ts';
import { peopleWithRoles } from '../store/second-people.ts';
import { rightsOf } from './rights.ts';
import { onDuty } from './roster.ts';

const CONFIRMING = role.options.filter(one => rightsOf[one].includes('confirm'));

/** `by` asked and is not asked; `day` is the local day; numbers are left out without `contacts`. */
export async function secondPeople(
  db: Queryable,
  asked: { place: { id: string; path: string }; by: string; day: string; contacts: boolean },
): Promise<Awaiting['people']> {
  const duty = await onDuty(db, asked.place.id, asked.day);
  const people = await peopleWithRoles(db, asked.place.path, CONFIRMING);
  const place = (accountId: string) => (duty.includes(accountId) ? duty.indexOf(accountId) : duty.length);
  return people
    .filter(person => person.accountId !== asked.by)
    .sort((a, b) => place(a.accountId) - place(b.accountId))
    .map(person => ({
      ...person,
      phone: asked.contacts ? person.phone : null,
      onDuty: duty.includes(person.accountId),
    }));
}
