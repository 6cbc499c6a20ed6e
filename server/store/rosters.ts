// Lịch trực in the store: who is to be asked in an area on which days, and who in their place, in the order of the list.
import type { Queryable } from './database.ts';

export interface StoredShift {
  /** First and last local day, `YYYY-MM-DD`. */
  from: string;
  to: string;
  accountId: string;
  deputyId: string | null;
}

export async function shiftsOf(db: Queryable, areaId: string): Promise<StoredShift[]> {
  const rows = await db.selectFrom('rosters').selectAll().where('area_id', '=', areaId).orderBy('position').execute();
  return rows.map(row => ({
    from: row.from_day,
    to: row.to_day,
    accountId: row.account_id,
    deputyId: row.deputy_id,
  }));
}

export async function replaceShifts(db: Queryable, areaId: string, shifts: readonly StoredShift[]): Promise<void> {
  await db.deleteFrom('rosters').where('area_id', '=', areaId).execute();
  if (shifts.length === 0) return;
  await db
    .insertInto('rosters')
    .values(
      shifts.map((shift, position) => ({
        area_id: areaId,
        position,
        from_day: shift.from,
        to_day: shift.to,
        account_id: shift.accountId,
        deputy_id: shift.deputyId,
      })),
    )
    .execute();
}

/** Who stands on the lists of these areas for this day, each list in its order; accounts that were closed are left out. */
export async function dutyOn(
  db: Queryable,
  areaIds: readonly string[],
  day: string,
): Promise<{ areaId: string; accountIds: string[] }[]> {
  if (areaIds.length === 0) return [];
  const rows = await db
    .selectFrom('rosters')
    .leftJoin('accounts as first', join =>
      join.onRef('first.id', '=', 'rosters.account_id').on('first.disabled_at', 'is', null),
    )
    .leftJoin('accounts as deputy', join =>
      join.onRef('deputy.id', '=', 'rosters.deputy_id').on('deputy.disabled_at', 'is', null),
    )
    .select(['rosters.area_id', 'first.id as first_id', 'deputy.id as deputy_id'])
    .where('rosters.area_id', 'in', areaIds)
    .where('rosters.from_day', '<=', day)
    .where('rosters.to_day', '>=', day)
    .orderBy('rosters.position')
    .execute();
  return rows.map(row => ({
    areaId: row.area_id,
    accountIds: [row.first_id, row.deputy_id].filter(id => id !== null),
  }));
}

/** Names and telephone numbers of these people, in this order; those whose accounts were closed are left out. */
export async function dutyPeople(
  db: Queryable,
  accountIds: readonly string[],
): Promise<{ name: string; phone: string | null }[]> {
  if (accountIds.length === 0) return [];
  const rows = await db
    .selectFrom('accounts')
    .select(['id', 'display_name', 'phone_number'])
    .where('id', 'in', accountIds)
    .where('disabled_at', 'is', null)
    .execute();
  const byId = new Map(rows.map(row => [row.id, { name: row.display_name, phone: row.phone_number }]));
  return accountIds.flatMap(id => byId.get(id) ?? []);
}
