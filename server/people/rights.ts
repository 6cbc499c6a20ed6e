// Who may do what, where: one table of roles, held at an area and all below it; one function answers for every route.
import type { Right, Role } from '../../protocol/api/people.ts';
import { LoaError } from '../errors.ts';

/** Whoever asks: a signed-in person, a token of theirs, or the program itself for what was approved before. */
export interface Actor {
  accountId: string;
  /** As reports and the audit log name them. */
  name: string;
  kind: 'session' | 'token';
  /** A token's; a session has every scope. */
  scopes: readonly ('read' | 'propose')[];
  grants: readonly { role: Role; areaId: string; areaPath: string }[];
  language: 'vi' | 'en';
  /** Names the phone that the session was opened on: two accounts on one phone are not two people. */
  phone?: string | null;
}

/**
 * read: see places, recordings, broadcasts. announce: prepare and submit. announceAtOnce: send without a leader where the area asks
 * for one. approve: be that leader. stop: silence what sounds. library: recordings and programmes. places: areas, villages, rules.
 * install: clusters, enrolment, tests. people: accounts and roles. audit: the log. contacts: telephone numbers.
 * alert: send, silence and take back emergencies, decide on proposals. confirm: be the second person. signal: hand in readings
 * of gauges and CAP messages, which only propose.
 */
export const rightsOf: Record<Role, readonly Right[]> = {
  officer: ['read', 'announce', 'stop', 'library', 'places', 'install', 'contacts', 'alert', 'confirm', 'signal'],
  leader: [
    'read',
    'announce',
    'announceAtOnce',
    'approve',
    'stop',
    'library',
    'audit',
    'contacts',
    'alert',
    'confirm',
    'signal',
  ],
  villageHead: ['read', 'announce', 'stop', 'library'],
  technician: ['read', 'install'],
  province: [
    'read',
    'announce',
    'announceAtOnce',
    'stop',
    'library',
    'audit',
    'contacts',
    'alert',
    'confirm',
    'signal',
  ],
  inspector: ['read', 'audit'],
  admin: ['read', 'announce', 'stop', 'library', 'places', 'install', 'people', 'audit', 'contacts', 'signal'],
};

/** Whether `actor` holds `right` at the area with this path (`/ar_root/…/ar_this/`), by a role there or above. */
export function may(actor: Actor, right: Right, areaPath: string): boolean {
  if (actor.kind === 'token' && !scopeCovers(actor.scopes, right)) return false;
  return actor.grants.some(grant => areaPath.startsWith(grant.areaPath) && rightsOf[grant.role].includes(right));
}

/** Whether `actor` holds `right` at any area at all. */
export const holdsAnywhere = (actor: Actor, right: Right): boolean =>
  actor.grants.some(grant => may(actor, right, grant.areaPath));

/** Tokens read, and propose what a person then approves; nothing else. */
const scopeCovers = (scopes: Actor['scopes'], right: Right): boolean =>
  right === 'read'
    ? scopes.length > 0
    : (right === 'announce' || right === 'library' || right === 'signal') && scopes.includes('propose');

/** Throws `forbidden` unless `may`. */
export function requireRight(actor: Actor, right: Right, area: { path: string; name: string }): void {
  if (!may(actor, right, area.path)) throw new LoaError('forbidden', { what: right, where: area.name });
}

/**
 * Whoever edits places may not thereby do away with the leader's word: whether announcements wait for approval, and who is
 * delegated to send without it, is for those who approve or who appoint people.
 */
export function requireMaySetRules(
  actor: Actor,
  change: Record<string, unknown>,
  area: { path: string; name: string },
): void {
  if (!('approval' in change) && !('delegations' in change)) return;
  if (!may(actor, 'approve', area.path)) requireRight(actor, 'people', area);
}
