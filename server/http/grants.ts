// Where a caller holds a right: the areas whose things a list shows, and the area that is meant where none is named.
import type { Right } from '../../protocol/api/people.ts';
import { LoaError } from '../errors.ts';
import { type Actor, may } from '../people/rights.ts';

/** Paths of the areas where the actor was given this right. */
export const pathsWith = (actor: Actor, right: Right): string[] => [
  ...new Set(actor.grants.map(grant => grant.areaPath).filter(path => may(actor, right, path))),
];

/** The first of them by its id. Throws `forbidden` if there is none. */
export function homeOf(actor: Actor, right: Right): string {
  const grant = actor.grants.find(one => may(actor, right, one.areaPath));
  if (!grant) throw new LoaError('forbidden', { what: right, where: '*' });
  return grant.areaId;
}
