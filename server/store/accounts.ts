// Accounts in the store, with the roles that they hold and the areas these stand on now.
import type { Insertable, Updateable } from 'kysely';
import { type Role, role } from '../../protocol/api/people.ts';
import type { Queryable } from './database.ts';
import type { Tables } from './tables.ts';

export interface StoredAccount {
  id: string;
  /** For signing in: lower case, unique. */
  name: string;
  displayName: string;
  language: 'vi' | 'en';
  passwordHash: string;
  pinHash: string | null;
  phoneNumber: string | null;
  /** Their phone shows six-digit codes. */
  hasCodeKey: boolean;
  createdAt: number;
  disabledAt: number | null;
}

export interface StoredGrant {
  accountId: string;
  role: Role;
  areaId: string;
  areaPath: string;
  areaName: string;
}

const fromRow = (row: Tables['accounts']): StoredAccount => ({
  id: row.id,
  name: row.name,
  displayName: row.display_name,
  language: row.language === 'en' ? 'en' : 'vi',
  passwordHash: row.password_hash,
  pinHash: row.pin_hash,
  phoneNumber: row.phone_number,
  hasCodeKey: row.code_secret !== null,
  createdAt: row.created_at,
  disabledAt: row.disabled_at,
});

export async function anyAccount(db: Queryable): Promise<boolean> {
  return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export async function accountById(db: Queryable, id: string): Promise<StoredAccount | null> {
  const row = await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? fromRow(row) : null;
}

export async function accountByName(db: Queryable, name: string): Promise<StoredAccount | null> {
  const row = await db.selectFrom('accounts').selectAll().where('name', '=', name).executeTakeFirst();
  return row ? fromRow(row) : null;
}

export async function listAccounts(db: Queryable): Promise<StoredAccount[]> {
  return (await db.selectFrom('accounts').selectAll().orderBy('display_name').execute()).map(fromRow);
}

/** Grants of one account, or of all, in the order in which they were given. */
export async function listGrants(db: Queryable, accountId?: string): Promise<StoredGrant[]> {
  let query = db
    .selectFrom('roles')
    .innerJoin('areas', 'areas.id', 'roles.area_id')
    .select(['roles.account_id', 'roles.role', 'roles.area_id', 'areas.path', 'areas.name'])
    .where('areas.removed_at', 'is', null)
    .orderBy('roles.position');
  if (accountId !== undefined) query = query.where('roles.account_id', '=', accountId);
  return (await query.execute()).map(row => ({
    accountId: row.account_id,
    role: role.parse(row.role),
    areaId: row.area_id,
    areaPath: row.path,
    areaName: row.name,
  }));
}

export async function insertAccount(db: Queryable, account: Insertable<Tables['accounts']>): Promise<void> {
  await db.insertInto('accounts').values(account).execute();
}

export async function updateAccount(
  db: Queryable,
  id: string,
  change: Omit<Updateable<Tables['accounts']>, 'id'>,
): Promise<void> {
  if (Object.keys(change).length > 0) await db.updateTable('accounts').set(change).where('id', '=', id).execute();
}

export async function replaceGrants(
  db: Queryable,
  accountId: string,
  grants: readonly { role: Role; areaId: string }[],
): Promise<void> {
  await db.deleteFrom('roles').where('account_id', '=', accountId).execute();
  const rows = grants.map((grant, position) => ({
    account_id: accountId,
    role: grant.role,
    area_id: grant.areaId,
    position,
  }));
  if (rows.length > 0)
    await db
      .insertInto('roles')
      .values(rows)
      .onConflict(conflict => conflict.doNothing())
      .execute();
}

/** Gives the roles held at one area to the same people at another. */
export async function moveGrants(db: Queryable, from: string, to: string): Promise<void> {
  const held = await db.selectFrom('roles').selectAll().where('area_id', '=', from).execute();
  await db.deleteFrom('roles').where('area_id', '=', from).execute();
  if (held.length > 0)
    await db
      .insertInto('roles')
      .values(held.map(row => ({ ...row, area_id: to })))
      .onConflict(conflict => conflict.doNothing())
      .execute();
}

/** Key of the six-digit codes of this account, if it is open and has one. */
export async function codeKeyOf(db: Queryable, id: string): Promise<{ secret: Uint8Array } | null> {
  const row = await db
    .selectFrom('accounts')
    .select('code_secret')
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return row?.code_secret ? { secret: row.code_secret } : null;
}

export async function keepCodeKey(db: Queryable, id: string, secret: Uint8Array | null): Promise<void> {
  await db.updateTable('accounts').set({ code_secret: secret, code_step: null }).where('id', '=', id).execute();
}

/** Uses a 30-second step up; false if it, or a later one, was used before. */
export async function useCodeStep(db: Queryable, id: string, step: number): Promise<boolean> {
  const result = await db
    .updateTable('accounts')
    .set({ code_step: step })
    .where('id', '=', id)
    .where(eb => eb.or([eb('code_step', 'is', null), eb('code_step', '<', step)]))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
