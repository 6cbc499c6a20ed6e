// The commune's own voice in the store: which recording says a sentence of the emergency library in an area and a language, who
// recorded it, and who else found it clear.
import type { Queryable } from './database.ts';

export interface StoredAreaClip {
  areaId: string;
  /** A clip of the emergency library, or `plan` in a village. */
  name: string;
  language: string;
  recordingId: string;
  recordedBy: string;
  /** UTC ms. */
  recordedAt: number;
  /** Null until a second person has found it clear: devices do not get it before. */
  checkedBy: string | null;
  checkedAt: number | null;
}

export type AreaClipKey = Pick<StoredAreaClip, 'areaId' | 'name' | 'language'>;

/** A clip that may go to devices, with its audio. */
export interface CheckedClip extends AreaClipKey {
  recording: string;
  bytes: number;
  durationMs: number;
}

export async function areaClipsIn(db: Queryable, areaIds: readonly string[]): Promise<StoredAreaClip[]> {
  const rows = await db.selectFrom('area_clips').selectAll().where('area_id', 'in', areaIds).execute();
  return rows.map(row => ({
    areaId: row.area_id,
    name: row.name,
    language: row.language,
    recordingId: row.recording_id,
    recordedBy: row.recorded_by,
    recordedAt: row.recorded_at,
    checkedBy: row.checked_by,
    checkedAt: row.checked_at,
  }));
}

/** Those of these areas that were found clear and whose audio is there. */
export async function checkedClipsIn(db: Queryable, areaIds: readonly string[]): Promise<CheckedClip[]> {
  const rows = await db
    .selectFrom('area_clips')
    .innerJoin('recordings', 'recordings.id', 'area_clips.recording_id')
    .select(['area_clips.area_id', 'area_clips.name', 'area_clips.language'])
    .select(['recordings.sha256', 'recordings.bytes', 'recordings.duration_ms'])
    .where('area_clips.area_id', 'in', areaIds)
    .where('area_clips.checked_by', 'is not', null)
    .where('recordings.state', '=', 'ready')
    .orderBy('area_clips.name')
    .orderBy('area_clips.language')
    .execute();
  return rows.flatMap(row =>
    row.sha256 === null || row.bytes === null || row.duration_ms === null
      ? []
      : [
          {
            areaId: row.area_id,
            name: row.name,
            language: row.language,
            recording: row.sha256,
            bytes: row.bytes,
            durationMs: row.duration_ms,
          },
        ],
  );
}

/** Takes the place of what was there; it waits for its second listener. */
/**
 * In which languages villages had their own voices for some of these clips at `at` (UTC ms), by village id: their
 * own, or those of an area above them.
 */
export async function voicesOfVillages(
  db: Queryable,
  names: readonly string[],
  at: number,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (names.length === 0) return found;
  const voices = await db
    .selectFrom('area_clips')
    .innerJoin('areas', 'areas.id', 'area_clips.area_id')
    .select(['areas.path', 'area_clips.language'])
    .distinct()
    .where('area_clips.name', 'in', names)
    .where('area_clips.checked_at', '<=', at)
    .execute();
  if (voices.length === 0) return found;
  const villages = await db.selectFrom('areas').select(['id', 'path']).where('kind', '=', 'village').execute();
  for (const { id, path } of villages) {
    const own = voices.filter(voice => path.startsWith(voice.path)).map(voice => voice.language);
    if (own.length > 0) found.set(id, own);
  }
  return found;
}

export async function putAreaClip(db: Queryable, clip: Omit<StoredAreaClip, 'checkedBy' | 'checkedAt'>): Promise<void> {
  const said = { recording_id: clip.recordingId, recorded_by: clip.recordedBy, recorded_at: clip.recordedAt };
  const fresh = { ...said, checked_by: null, checked_at: null };
  await db
    .insertInto('area_clips')
    .values({ area_id: clip.areaId, name: clip.name, language: clip.language, ...fresh })
    .onConflict(conflict => conflict.columns(['area_id', 'name', 'language']).doUpdateSet(fresh))
    .execute();
}

const at = (key: AreaClipKey) => [key.areaId, key.name, key.language] as const;

/** Writes who found it clear. */
export async function markClear(db: Queryable, key: AreaClipKey, by: string, when: number): Promise<void> {
  const [areaId, name, language] = at(key);
  await db
    .updateTable('area_clips')
    .set({ checked_by: by, checked_at: when })
    .where('area_id', '=', areaId)
    .where('name', '=', name)
    .where('language', '=', language)
    .execute();
}

export async function removeAreaClip(db: Queryable, key: AreaClipKey): Promise<void> {
  const [areaId, name, language] = at(key);
  await db
    .deleteFrom('area_clips')
    .where('area_id', '=', areaId)
    .where('name', '=', name)
    .where('language', '=', language)
    .execute();
}

/** What was said of an area under this name is no longer certain, in any language; the answer is how many had been clear. */
export async function forgetClear(db: Queryable, areaId: string, name: string): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('area_clips')
    .set({ checked_by: null, checked_at: null })
    .where('area_id', '=', areaId)
    .where('name', '=', name)
    .where('checked_by', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
