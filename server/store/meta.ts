// Single values of the installation, by name.
import type { Queryable } from './database.ts';

export async function readMeta(db: Queryable, key: string): Promise<string | null> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value ?? null;
}

export async function writeMeta(db: Queryable, key: string, value: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ key, value })
    .onConflict(conflict => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

export async function removeMeta(db: Queryable, key: string): Promise<void> {
  await db.deleteFrom('meta').where('key', '=', key).execute();
}
