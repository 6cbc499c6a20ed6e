// One-time addresses: made for whoever goes to a village, or for the second person, and opened again by the token in them, of which
// only the hash is kept.
import { createHash } from 'node:crypto';
import type { Time } from '../../../protocol/time.ts';
import { closeLink, insertLink, openLink, type StoredLink } from '../../store/alert-links.ts';
import { alertById } from '../../store/alerts.ts';
import { type AuditLine, appendAudit } from '../../store/audit.ts';
import type { Database, Queryable } from '../../store/database.ts';
import type { CallMade, Calls } from './calls.ts';

const LASTS_MS = 24 * 3_600_000;
const TOKEN_BYTES = 16;

export type LinkFor =
  | { kind: 'report'; alertId: string; villageId: string }
  | { kind: 'confirm'; alertId: string; accountId: string };

export interface Links {
  /** The secret of the new address, and until when it holds, UTC ms. */
  make(by: AuditLine['actor'] & object, what: LinkFor): Promise<{ token: string; expiresAt: number }>;
  /** Null if there never was such a token, it was used up, its day is over, or nobody is asked any more. */
  find(token: string): Promise<StoredLink | null>;
  /** Writes down what came of a village; `told` uses the address up. False if it does not hold any more. */
  report(token: string, name: string, made: CallMade): Promise<boolean>;
  close(token: string): Promise<void>;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export function createLinks(parts: {
  db: Database;
  time: Time;
  random: (bytes: number) => Uint8Array;
  calls: Calls;
}): Links {
  const { db, time, calls } = parts;

  async function find(q: Queryable, token: string): Promise<StoredLink | null> {
    const link = await openLink(q, hashOf(token), time.now());
    if (link?.kind !== 'confirm') return link;
    const asked = (await alertById(q, link.alertId))?.asked ?? null;
    return asked === null ? null : link;
  }

  return {
    find: token => find(db, token),
    async make(by, what) {
      const token = Buffer.from(parts.random(TOKEN_BYTES)).toString('base64url');
      const now = time.now();
      const link: StoredLink = {
        tokenHash: hashOf(token),
        alertId: what.alertId,
        kind: what.kind,
        accountId: what.kind === 'confirm' ? what.accountId : null,
        villageId: what.kind === 'report' ? what.villageId : null,
        createdBy: by.accountId,
        createdAt: now,
        expiresAt: now + LASTS_MS,
      };
      await db.transaction().execute(async trx => {
        await insertLink(trx, link);
        const { alertId, ...detail } = what;
        await appendAudit(trx, { at: now, actor: by, action: 'alert.link', subject: alertId, detail });
      });
      return { token, expiresAt: link.expiresAt };
    },
    async report(token, name, made) {
      const alertId = await db.transaction().execute(async trx => {
        const link = await find(trx, token);
        if (link?.kind !== 'report' || link.villageId === null) return null;
        await calls.write(trx, link.alertId, link.villageId, { accountId: null, name }, made);
        if (made.act === 'told') await closeLink(trx, link.tokenHash, time.now());
        return link.alertId;
      });
      if (alertId !== null) calls.tell(alertId);
      return alertId !== null;
    },
    close: token => closeLink(db, hashOf(token), time.now()),
  };
}
