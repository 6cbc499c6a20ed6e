// One-time addresses about an alert, known only by the hash of what their holders hold.
import { z } from 'zod';
import type { Queryable } from './database.ts';

export interface StoredLink {
  tokenHash: string;
  alertId: string;
  /** confirm: somebody is asked for the second word; report: somebody goes to a village and says what came of it. */
  kind: 'confirm' | 'report';
  /** Who is asked. */
  accountId: string | null;
  villageId: string | null;
  createdBy: string;
  createdAt: number;
  /** UTC ms. */
  expiresAt: number;
}

const kind = z.enum(['confirm', 'report']);

export async function insertLink(db: Queryable, link: StoredLink): Promise<void> {
  await db
    .insertInto('alert_links')
    .values({
      token_hash: link.tokenHash,
      alert_id: link.alertId,
      kind: link.kind,
      account_id: link.accountId,
      village_id: link.villageId,
      created_by: link.createdBy,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
      used_at: null,
    })
    .execute();
}

/** The link behind a hash while it holds at `now`: not used up and not out of date. */
export async function openLink(db: Queryable, tokenHash: string, now: number): Promise<StoredLink | null> {
  const row = await db
    .selectFrom('alert_links')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (!row) return null;
  return {
    tokenHash: row.token_hash,
    alertId: row.alert_id,
    kind: kind.parse(row.kind),
    accountId: row.account_id,
    villageId: row.village_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

/** Uses it up. */
export async function closeLink(db: Queryable, tokenHash: string, now: number): Promise<void> {
  await db
    .updateTable('alert_links')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .execute();
}
