// How names are to be spoken, kept with the areas that say so.
import type { Queryable } from './database.ts';

/** The words of an area and all above it; where two say the same word, the nearer area's. */
export async function pronunciationsFor(db: Queryable, areaId: string): Promise<{ written: string; spoken: string }[]> {
  const area = await db.selectFrom('areas').select('path').where('id', '=', areaId).executeTakeFirst();
  const above = (area?.path ?? '').split('/').filter(id => id !== '');
  if (above.length === 0) return [];
  const rows = await db
    .selectFrom('pronunciations')
    .select(['area_id', 'written', 'spoken'])
    .where('area_id', 'in', above)
    .orderBy('position')
    .execute();
  const nearest = new Map<string, { written: string; spoken: string }>();
  for (const id of above) {
    for (const { area_id, written, spoken } of rows) if (area_id === id) nearest.set(written, { written, spoken });
  }
  return [...nearest.values()];
}
