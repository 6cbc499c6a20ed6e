// Reading the audit log: pages for the screen, the whole as JSON lines, and the check that names the first bad entry.
import { z } from 'zod';
import { type AuditEntry, auditEntry } from '../../protocol/api/people.ts';
import { auditHash, FIRST_PREVIOUS } from '../store/audit.ts';

/** The last line of an export: what it must end with, so that a cut end is seen. */
const head = z.object({ head: z.object({ seq: z.int(), hash: z.string() }) });

export const auditLine = (entry: AuditEntry): string => `${JSON.stringify(entry)}\n`;
export const auditHeadLine = (last: AuditEntry | null): string =>
  `${JSON.stringify({ head: { seq: last?.seq ?? 0, hash: last?.hash ?? FIRST_PREVIOUS } })}\n`;

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
