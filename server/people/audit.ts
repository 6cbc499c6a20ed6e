// Reading the audit log: pages for the screen, the whole as JSON lines, and the check that names the first bad entry.
import { z } from 'zod';
import { type AuditEntry, auditEntry } from '../../protocol/api/people.ts';
import type { Time } from '../../protocol/time.ts';
import { appendAudit, auditAfter, auditBefore, auditHash, FIRST_PREVIOUS, isAudited } from '../store/audit.ts';
import type { Database, Queryable } from '../store/database.ts';
import type { Actor } from './rights.ts';

/** The last line of an export: what it must end with, so that a cut end is seen. */
const head = z.object({ head: z.object({ seq: z.int(), hash: z.string() }) });

const PAGE = 1000;
const OPENED = 'contacts.open';
const HOUR_MS = 3_600_000;

export interface AuditLog {
  /** Newest first. */
  page(before: number | undefined, limit: number): Promise<AuditEntry[]>;
  /** The whole log as JSON lines, oldest first, closed by its head. */
  lines(): AsyncGenerator<string>;
  /** Writes down that a person was shown telephone numbers: once an hour, however many pages they turn. */
  contactsShown(actor: Actor, areaId: string): Promise<void>;
  /** The same for the people to call about an alert: once for each person and alert, however often its page asks again. */
  alertContactsShown(actor: Actor, alertId: string): Promise<void>;
}

export function createAuditLog({ db, time }: { db: Database; time: Time }): AuditLog {
  const shown = new Map<string, number>();
  const shownOfAlerts = new Set<string>();
  const opened = (trx: Queryable, actor: Actor, subject: string) =>
    appendAudit(trx, { at: time.now(), actor, action: OPENED, subject });
  return {
    page: (before, limit) => auditBefore(db, before ?? Number.MAX_SAFE_INTEGER, limit),
    async *lines() {
      let last = { seq: 0, hash: FIRST_PREVIOUS };
      for (;;) {
        const entries = await auditAfter(db, last.seq, PAGE);
        if (entries.length === 0) break;
        yield entries.map(entry => `${JSON.stringify(entry)}\n`).join('');
        last = entries.at(-1) ?? last;
      }
      yield `${JSON.stringify({ head: { seq: last.seq, hash: last.hash } })}\n`;
    },
    async contactsShown(actor, areaId) {
      const before = shown.get(actor.accountId);
      if (before !== undefined && time.now() - before < HOUR_MS) return;
      shown.set(actor.accountId, time.now());
      await db.transaction().execute(trx => opened(trx, actor, areaId));
    },
    async alertContactsShown(actor, alertId) {
      const key = `${actor.accountId} ${alertId}`;
      if (shownOfAlerts.has(key)) return;
      shownOfAlerts.add(key);
      await db.transaction().execute(async trx => {
        // Before the program's last start, perhaps.
        if (!(await isAudited(trx, actor, OPENED, alertId))) await opened(trx, actor, alertId);
      });
    },
  };
}

export type AuditCheck = { ok: true; entries: number } | { ok: false; line: number; seq: number | null; why: string };

/** Reads an export line by line; stops at the first entry that was edited, removed, moved or cut off. */
export function checkAudit(lines: Iterable<string>): AuditCheck {
  let previous: { seq: number; hash: string } = { seq: 0, hash: FIRST_PREVIOUS };
  let number = 0;
  let ended = false;
  for (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const bad = (why: string, seq: number | null = null): AuditCheck => ({ ok: false, line: number, seq, why });
    if (ended) return bad('a line after the head');
    const value = parsed(line);
    const end = head.safeParse(value);
    if (end.success) {
      ended = true;
      if (end.data.head.seq !== previous.seq || end.data.head.hash !== previous.hash)
        return bad(`entries are missing before the head, which is at ${end.data.head.seq}`, previous.seq + 1);
      continue;
    }
    const entry = auditEntry.strict().safeParse(value);
    if (!entry.success) return bad('not an entry of an audit log');
    const { hash, ...rest } = entry.data;
    if (rest.seq !== previous.seq + 1) return bad(`expected entry ${previous.seq + 1}`, rest.seq);
    if (rest.previous !== previous.hash) return bad('does not follow from the entry before', rest.seq);
    if (auditHash(rest) !== hash) return bad('was edited', rest.seq);
    previous = { seq: rest.seq, hash };
  }
  if (!ended) return { ok: false, line: number + 1, seq: previous.seq + 1, why: 'the end is missing' };
  return { ok: true, entries: previous.seq };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
