// Areas in the store: rows in, the tree's members out. Merged areas stay as aliases of the area that took them in.
import { z } from 'zod';
import { type AreaRules, areaRules, contact, delegation, type pronunciations } from '../../protocol/api/places.ts';
import type { Queryable } from './database.ts';

const delegations = z.array(delegation);
type Contact = z.infer<typeof contact>;

export interface StoredArea {
  id: string;
  name: string;
  kind: string;
  parentId: string | null;
  /** `/ar_root/…/ar_this/`; a merged area has the path of the one that took it in. */
  path: string;
  mergedInto: string | null;
  rules: AreaRules;
  delegations: z.infer<typeof delegations>;
  households: number | null;
  people: number | null;
  head: Contact | null;
  deputy: Contact | null;
}

export const NO_RULES: AreaRules = {
  quietHours: null,
  priorityIgnoresQuiet: null,
  volumeCeiling: null,
  emergencyCeiling: null,
  airtimeCap: null,
  approval: null,
  languages: null,
  sirenCode: null,
  communeCode: null,
};

const json = <T>(schema: z.ZodType<T>, text: string): T => schema.parse(JSON.parse(text));
const jsonOrNull = <T>(schema: z.ZodType<T>, text: string | null): T | null =>
  text === null ? null : json(schema, text);

function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return text => {
    const found = known.get(text) ?? read(text);
    known.set(text, found);
    return found;
  };
}

/** Every area that still answers to its id: the living ones and the merged. */
export async function listAreas(db: Queryable): Promise<StoredArea[]> {
  const rows = await db.selectFrom('areas').selectAll().where('removed_at', 'is', null).orderBy('path').execute();
  // Thousands of villages say the same, namely nothing: a text that was read is not read again.
  // A rule that is newer than the row is one that it does not set.
  const rulesOf = remembering(text => areaRules.parse({ ...NO_RULES, ...JSON.parse(text) }));
  const delegationsOf = remembering(text => json(delegations, text));
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    parentId: row.parent_id,
    path: row.path,
    mergedInto: row.merged_into,
    rules: rulesOf(row.rules_json),
    delegations: delegationsOf(row.delegations_json),
    households: row.households,
    people: row.people,
    head: jsonOrNull(contact, row.head_json),
    deputy: jsonOrNull(contact, row.deputy_json),
  }));
}

export async function insertArea(db: Queryable, area: StoredArea, at: number): Promise<void> {
  await db
    .insertInto('areas')
    .values({ id: area.id, created_at: at, ...columns(area) })
    .execute();
}

export async function updateArea(db: Queryable, area: StoredArea): Promise<void> {
  await db.updateTable('areas').set(columns(area)).where('id', '=', area.id).execute();
}

const columns = (area: StoredArea) => ({
  name: area.name,
  kind: area.kind,
  parent_id: area.parentId,
  path: area.path,
  merged_into: area.mergedInto,
  rules_json: JSON.stringify(area.rules),
  delegations_json: JSON.stringify(area.delegations),
  households: area.households,
  people: area.people,
  head_json: area.head && JSON.stringify(area.head),
  deputy_json: area.deputy && JSON.stringify(area.deputy),
});

export async function setAreaPath(db: Queryable, id: string, path: string): Promise<void> {
  await db.updateTable('areas').set({ path }).where('id', '=', id).execute();
}

export async function removeArea(db: Queryable, id: string, at: number): Promise<void> {
  await db.updateTable('areas').set({ removed_at: at }).where('id', '=', id).execute();
}

export async function pronunciationsAt(db: Queryable, areaId: string): Promise<z.infer<typeof pronunciations>> {
  return await db
    .selectFrom('pronunciations')
    .select(['written', 'spoken'])
    .where('area_id', '=', areaId)
    .orderBy('position')
    .execute();
}

export async function replacePronunciations(
  db: Queryable,
  areaId: string,
  list: z.infer<typeof pronunciations>,
): Promise<void> {
  await db.deleteFrom('pronunciations').where('area_id', '=', areaId).execute();
  const rows = list.map((line, position) => ({ area_id: areaId, position, ...line }));
  // SQLite binds a bounded number of values in one statement.
  for (let i = 0; i < rows.length; i += 100)
    await db
      .insertInto('pronunciations')
      .values(rows.slice(i, i + 100))
      .execute();
}

/** Whether a cluster, a role or anything of the library stands on this very area. */
export async function areaInUse(db: Queryable, id: string): Promise<boolean> {
  const found = await db
    .selectFrom('clusters')
    .select('id')
    .where('area_id', '=', id)
    .where('removed_at', 'is', null)
    .union(db.selectFrom('serves').select('cluster_id as id').where('village_id', '=', id))
    .union(db.selectFrom('roles').select('account_id as id').where('area_id', '=', id))
    .union(db.selectFrom('recordings').select('id').where('area_id', '=', id).where('removed_at', 'is', null))
    .union(db.selectFrom('programmes').select('id').where('area_id', '=', id).where('removed_at', 'is', null))
    .union(db.selectFrom('schedules').select('id').where('area_id', '=', id).where('removed_at', 'is', null))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Path and name of the area that an id answers to; null if there is none. */
export async function areaOfId(
  db: Queryable,
  id: string,
): Promise<{ id: string; path: string; name: string; kind: string } | null> {
  const row = await db
    .selectFrom('areas')
    .select(['id', 'path', 'name', 'kind'])
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** The top of the tree: the oldest area without one above it. */
export async function rootArea(db: Queryable): Promise<{ id: string; path: string; name: string } | null> {
  const row = await db
    .selectFrom('areas')
    .select(['id', 'path', 'name'])
    .where('parent_id', 'is', null)
    .where('merged_into', 'is', null)
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
