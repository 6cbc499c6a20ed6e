// What pages and reports call the people behind account ids.
import type { Queryable } from './database.ts';

/** A person's name for an account id; the id itself where there is no such account. */
export async function accountNames(db: Queryable): Promise<(accountId: string) => string> {
  const rows = await db.selectFrom('accounts').select(['id', 'display_name']).execute();
  const names = new Map(rows.map(row => [row.id, row.display_name]));
  return accountId => names.get(accountId) ?? accountId;
}
