// The log that cannot be edited unseen: every entry carries the hash of the one before. It is written inside the
// transaction of what it tells, so neither stands without the other.
import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../protocol/api/people.ts';
import type { Queryable } from './database.ts';
import type { Tables } from './tables.ts';

export interface AuditLine {
  /** UTC, ms. */
  at: number;
  /** Who did it; `loa` is the program itself. */
  actor: { accountId: string; name: string } | 'loa';
  /** What was done, as `noun.verb`. */
  action: string;
  /** The id of what it was done to. */
  subject: string;
  detail?: Record<string, unknown>;
}

export const FIRST_PREVIOUS = '0'.repeat(64);

/** The hash of an entry over all its other fields. */
export const auditHash = (entry: Omit<AuditEntry, 'hash'>): string =>
  createHash('sha256')
    .update(
      JSON.stringify([entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.detail, entry.previous]),
    )
    .digest('hex');

const nameOf = (actor: AuditLine['actor']): string => (actor === 'loa' ? 'loa' : `${actor.name} (${actor.accountId})`);

/** Whether somebody did this to that before. Reads the whole log: for what is asked seldom. */
export async function isAudited(
  db: Queryable,
  actor: AuditLine['actor'],
  action: string,
  subject: string,
): Promise<boolean> {
  const found = await db
    .selectFrom('audit')
    .select('seq')
    .where('subject', '=', subject)
    .where('action', '=', action)
    .where('actor', '=', nameOf(actor))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Appends one entry; `trx` is the transaction that makes the change. */
export async function appendAudit(trx: Queryable, line: AuditLine): Promise<void> {
  const last = await trx.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const detailText = JSON.stringify(line.detail ?? {});
  const entry = {
    seq: (last?.seq ?? 0) + 1,
    at: new Date(line.at).toISOString(),
    actor: nameOf(line.actor),
    action: line.action,
    subject: line.subject,
    // What JSON cannot hold must not be in the hash either.
    detail: JSON.parse(detailText),
    previous: last?.hash ?? FIRST_PREVIOUS,
  };
  await trx
    .insertInto('audit')
    .values({
      seq: entry.seq,
      at: line.at,
      actor: entry.actor,
      action: entry.action,
      subject: entry.subject,
      detail_json: detailText,
      previous: entry.previous,
      hash: auditHash(entry),
    })
    .execute();
}

/** Entries after a sequence number, oldest first. */
export async function auditAfter(db: Queryable, after: number, limit: number): Promise<AuditEntry[]> {
  const rows = await db.selectFrom('audit').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).execute();
  return rows.map(fromRow);
}

/** Entries before a sequence number, newest first. */
export async function auditBefore(db: Queryable, before: number, limit: number): Promise<AuditEntry[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

const fromRow = ({ detail_json, at, ...row }: Tables['audit']): AuditEntry => ({
  ...row,
  at: new Date(at).toISOString(),
  detail: JSON.parse(detail_json),
});
