// Who holds one of some roles at an area or above it: those who may be asked for a second word, with their telephone numbers.
import type { Role } from '../../protocol/api/people.ts';
import type { Queryable } from './database.ts';

/** Open accounts by name; `path` is the area's (`/ar_root/…/ar_this/`). */
export async function peopleWithRoles(
  db: Queryable,
  path: string,
  roles: readonly Role[],
): Promise<{ accountId: string; name: string; phone: string | null }[]> {
  const rows = await db
    .selectFrom('accounts')
    .select(['id', 'display_name', 'phone_number'])
    .where('disabled_at', 'is', null)
    .where(
      'id',
      'in',
      db.selectFrom('roles').select('account_id').where('area_id', 'in', path.split('/')).where('role', 'in', roles),
    )
    .orderBy('display_name')
    .execute();
  return rows.map(row => ({ accountId: row.id, name: row.display_name, phone: row.phone_number }));
}
