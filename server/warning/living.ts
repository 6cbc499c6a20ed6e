// Proposals of one flood or one message flow in; the alert that came of them and still holds for people flows out, and whether it
// can still be changed.
import type { AlertState } from '../../protocol/api/alerts.ts';
import { alertById, type StoredAlert } from '../store/alerts.ts';
import type { Queryable } from '../store/database.ts';
import type { StoredProposal } from '../store/proposals.ts';

/** Nobody has taken it back, so people may still believe in it; its repeats may be over. */
const LIVING: readonly AlertState[] = ['awaiting', 'live', 'silenced'];

const kindOf = (template: string): string => template.replace(/-[123]$/, '');

/** Whether an update may turn it into this: it still repeats, nobody is asked about it, and it warns of the same thing. */
export const isChangeable = (alert: StoredAlert, template: string | null, now: number): boolean =>
  (alert.state === 'live' || alert.state === 'silenced') &&
  (alert.repeatUntil === null || alert.repeatUntil > now) &&
  template !== null &&
  kindOf(alert.template) === kindOf(template);

/** Null if there is none. The newest proposal counts first. */
export async function livingAlert(db: Queryable, proposals: readonly StoredProposal[]): Promise<StoredAlert | null> {
  for (const { alertId } of proposals) {
    const alert = alertId === null ? null : await alertById(db, alertId);
    if (alert && LIVING.includes(alert.state)) return alert;
  }
  return null;
}
