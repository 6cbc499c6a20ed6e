// Programmes (rundowns that are used again) as they lie in the store.
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Queryable } from './database.ts';
import { underPaths } from './subtree.ts';
import type { Tables } from './tables.ts';

const items = z.array(
  z.object({
    part: z.enum(['intro', 'lead', 'item', 'closing']),
    recordingId: z.string().optional(),
    chime: z.string().optional(),
  }),
);

export interface StoredProgramme {
  id: string;
  name: string;
  areaId: string;
  items: z.infer<typeof items>;
  createdBy: string;
  createdAt: number;
  removedAt: number | null;
}

const parse = (row: Selectable<Tables['programmes']>): StoredProgramme => ({
  id: row.id,
  name: row.name,
  areaId: row.area_id,
  items: items.parse(JSON.parse(row.items_json)),
  createdBy: row.created_by,
  createdAt: row.created_at,
  removedAt: row.removed_at,
});

/** Inserts it, or replaces its name and items. */
export async function saveProgramme(db: Queryable, programme: StoredProgramme): Promise<void> {
  const content = { name: programme.name, items_json: JSON.stringify(programme.items) };
  await db
    .insertInto('programmes')
    .values({
      id: programme.id,
      area_id: programme.areaId,
      ...content,
      created_by: programme.createdBy,
      created_at: programme.createdAt,
      removed_at: programme.removedAt,
    })
    .onConflict(conflict => conflict.column('id').doUpdateSet(content))
    .execute();
}

/** The programme, also one that was removed. */
export async function programmeById(db: Queryable, id: string): Promise<StoredProgramme | null> {
  const row = await db.selectFrom('programmes').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : parse(row);
}

/** Programmes of the areas at or below these paths, by name. */
export async function programmesUnder(db: Queryable, paths: readonly string[]): Promise<StoredProgramme[]> {
  const rows = await db
    .selectFrom('programmes')
    .selectAll('programmes')
    .innerJoin('areas', 'areas.id', 'programmes.area_id')
    .where('programmes.removed_at', 'is', null)
    .where(eb => underPaths(eb, paths))
    .orderBy('programmes.name')
    .execute();
  return rows.map(parse);
}

export async function hideProgramme(db: Queryable, id: string, at: number): Promise<void> {
  await db.updateTable('programmes').set({ removed_at: at }).where('id', '=', id).execute();
}

/** Titles of the standing schedules that play this programme. */
export async function usesOfProgramme(db: Queryable, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('schedules')
    .select('title')
    .where('removed_at', 'is', null)
    .where('content_json', 'like', `%"${id}"%`)
    .execute();
  return rows.map(row => row.title);
}
