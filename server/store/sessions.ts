// Sessions and tokens in the store, known only by the hash of what their owners hold.
import { z } from 'zod';
import type { Queryable } from './database.ts';

export interface StoredSession {
  accountId: string;
  createdAt: number;
  seenAt: number;
  /** Names the phone that it was opened on; null for sessions from before phones had names. */
  phone: string | null;
}

export async function insertSession(
  db: Queryable,
  idHash: string,
  accountId: string,
  phone: string,
  at: number,
): Promise<void> {
  await db
    .insertInto('sessions')
    .values({ id_hash: idHash, account_id: accountId, created_at: at, seen_at: at, phone })
    .execute();
}

export async function sessionByHash(db: Queryable, idHash: string): Promise<StoredSession | null> {
  const row = await db.selectFrom('sessions').selectAll().where('id_hash', '=', idHash).executeTakeFirst();
  return row ? { accountId: row.account_id, createdAt: row.created_at, seenAt: row.seen_at, phone: row.phone } : null;
}

export async function touchSession(db: Queryable, idHash: string, at: number): Promise<void> {
  await db.updateTable('sessions').set({ seen_at: at }).where('id_hash', '=', idHash).execute();
}

export async function removeSession(db: Queryable, idHash: string): Promise<void> {
  await db.deleteFrom('sessions').where('id_hash', '=', idHash).execute();
}

export async function removeSessionsOf(db: Queryable, accountId: string, exceptHash = ''): Promise<void> {
  await db.deleteFrom('sessions').where('account_id', '=', accountId).where('id_hash', '!=', exceptHash).execute();
}

/** Drops sessions that were made or last seen before these times. */
export async function removeOldSessions(db: Queryable, madeBefore: number, seenBefore: number): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where(row => row.or([row('created_at', '<', madeBefore), row('seen_at', '<', seenBefore)]))
    .execute();
}

const scopes = z.array(z.enum(['read', 'propose']));

export interface StoredToken {
  id: string;
  accountId: string;
  name: string;
  scopes: z.infer<typeof scopes>;
  createdAt: number;
}

export async function insertToken(db: Queryable, token: StoredToken, tokenHash: string): Promise<void> {
  await db
    .insertInto('tokens')
    .values({
      id: token.id,
      token_hash: tokenHash,
      account_id: token.accountId,
      name: token.name,
      scopes_json: JSON.stringify(token.scopes),
      created_at: token.createdAt,
    })
    .execute();
}

export async function tokenByHash(db: Queryable, tokenHash: string): Promise<StoredToken | null> {
  const row = await db.selectFrom('tokens').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
  return row ? fromRow(row) : null;
}

export async function tokensOf(db: Queryable, accountId: string): Promise<StoredToken[]> {
  const rows = await db
    .selectFrom('tokens')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute();
  return rows.map(fromRow);
}

/** False if the account has no such token. */
export async function removeToken(db: Queryable, accountId: string, id: string): Promise<boolean> {
  const gone = await db
    .deleteFrom('tokens')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

const fromRow = (row: { id: string; account_id: string; name: string; scopes_json: string; created_at: number }) => ({
  id: row.id,
  accountId: row.account_id,
  name: row.name,
  scopes: scopes.parse(JSON.parse(row.scopes_json)),
  createdAt: row.created_at,
});
