// Recordings as they lie in the store: titles, states and measures go in, typed records come out. The audio itself is a file elsewhere.
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Queryable } from './database.ts';
import { underPaths } from './subtree.ts';
import type { Tables } from './tables.ts';

const failure = z.object({ code: z.string(), vi: z.string(), en: z.string() });
/** Why a recording could not be made, for either reader. */
export type RecordingFailure = z.infer<typeof failure>;
const peaks = z.array(z.number());
const state = z.enum(['processing', 'ready', 'failed']);
const source = z.enum(['upload', 'speech']);

export interface StoredRecording {
  id: string;
  title: string;
  language: string;
  areaId: string;
  /** The first of the recordings that say the same in several languages; its own id where it is that one. */
  groupId: string;
  state: z.infer<typeof state>;
  error: RecordingFailure | null;
  durationMs: number | null;
  /** Its name on the wire, hex. */
  sha256: string | null;
  bytes: number | null;
  loudnessLufs: number | null;
  waveform: number[] | null;
  source: z.infer<typeof source>;
  voice: string | null;
  text: string | null;
  spokenText: string | null;
  createdBy: string;
  createdAt: number;
  removedAt: number | null;
}

const parse = (row: Selectable<Tables['recordings']>): StoredRecording => ({
  id: row.id,
  title: row.title,
  language: row.language,
  areaId: row.area_id,
  groupId: row.group_id,
  state: state.parse(row.state),
  error: row.error_json === null ? null : failure.parse(JSON.parse(row.error_json)),
  durationMs: row.duration_ms,
  sha256: row.sha256,
  bytes: row.bytes,
  loudnessLufs: row.loudness_lufs,
  waveform: row.waveform_json === null ? null : peaks.parse(JSON.parse(row.waveform_json)),
  source: source.parse(row.source),
  voice: row.voice,
  text: row.text,
  spokenText: row.spoken_text,
  createdBy: row.created_by,
  createdAt: row.created_at,
  removedAt: row.removed_at,
});

export async function insertRecording(db: Queryable, made: StoredRecording): Promise<void> {
  await db
    .insertInto('recordings')
    .values({
      id: made.id,
      title: made.title,
      language: made.language,
      area_id: made.areaId,
      group_id: made.groupId,
      state: made.state,
      error_json: made.error && JSON.stringify(made.error),
      duration_ms: made.durationMs,
      sha256: made.sha256,
      bytes: made.bytes,
      loudness_lufs: made.loudnessLufs,
      waveform_json: made.waveform && JSON.stringify(made.waveform),
      source: made.source,
      voice: made.voice,
      text: made.text,
      spoken_text: made.spokenText,
      created_by: made.createdBy,
      created_at: made.createdAt,
      removed_at: made.removedAt,
    })
    .execute();
}

/** The recording, also one that was removed; null if there never was one. */
export async function recordingById(db: Queryable, id: string): Promise<StoredRecording | null> {
  const row = await db.selectFrom('recordings').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : parse(row);
}

/** All that still stand in the groups of these recordings: every language version of each. */
export async function recordingVersions(db: Queryable, ids: readonly string[]): Promise<StoredRecording[]> {
  const rows = await db
    .selectFrom('recordings')
    .selectAll()
    .where('group_id', 'in', db.selectFrom('recordings').select('group_id').where('id', 'in', ids))
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(parse);
}

/** Recordings of the areas at or below these paths, newest first. */
export async function recordingsUnder(db: Queryable, paths: readonly string[]): Promise<StoredRecording[]> {
  const rows = await db
    .selectFrom('recordings')
    .selectAll('recordings')
    .innerJoin('areas', 'areas.id', 'recordings.area_id')
    .where('recordings.removed_at', 'is', null)
    .where(eb => underPaths(eb, paths))
    .orderBy('recordings.created_at', 'desc')
    .orderBy('recordings.id')
    .execute();
  return rows.map(parse);
}

export async function renameRecording(
  db: Queryable,
  id: string,
  change: { title?: string | undefined; text?: string | undefined },
): Promise<void> {
  const set = {
    ...(change.title === undefined ? {} : { title: change.title }),
    ...(change.text === undefined ? {} : { text: change.text }),
  };
  if (Object.keys(set).length > 0) await db.updateTable('recordings').set(set).where('id', '=', id).execute();
}

/** The machine's reading of a text, known before its sound is. */
export async function keepSpoken(
  db: Queryable,
  id: string,
  spoken: { voice: string; spokenText: string },
): Promise<void> {
  await db
    .updateTable('recordings')
    .set({ voice: spoken.voice, spoken_text: spoken.spokenText })
    .where('id', '=', id)
    .execute();
}

export interface MeasuredAudio {
  durationMs: number;
  sha256: string;
  bytes: number;
  loudnessLufs: number | null;
  waveform: number[];
}

export async function markReady(db: Queryable, id: string, audio: MeasuredAudio): Promise<void> {
  await db
    .updateTable('recordings')
    .set({
      state: 'ready',
      error_json: null,
      duration_ms: audio.durationMs,
      sha256: audio.sha256,
      bytes: audio.bytes,
      loudness_lufs: audio.loudnessLufs,
      waveform_json: JSON.stringify(audio.waveform),
    })
    .where('id', '=', id)
    .execute();
}

export async function markFailed(db: Queryable, id: string, error: RecordingFailure): Promise<void> {
  await db
    .updateTable('recordings')
    .set({ state: 'failed', error_json: JSON.stringify(error) })
    .where('id', '=', id)
    .execute();
}

/** What was being made when the program ended is failed; the answer is how many. */
export async function failProcessing(db: Queryable, error: RecordingFailure): Promise<number> {
  const result = await db
    .updateTable('recordings')
    .set({ state: 'failed', error_json: JSON.stringify(error) })
    .where('state', '=', 'processing')
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** The audio of these recordings is no longer what it was; the answer is their ids. */
export async function failAudio(db: Queryable, sha256: string, error: RecordingFailure): Promise<string[]> {
  const rows = await db
    .updateTable('recordings')
    .set({ state: 'failed', error_json: JSON.stringify(error) })
    .where('sha256', '=', sha256)
    .where('state', '=', 'ready')
    .returning('id')
    .execute();
  return rows.map(row => row.id);
}

export async function hideRecording(db: Queryable, id: string, at: number): Promise<void> {
  await db.updateTable('recordings').set({ removed_at: at }).where('id', '=', id).execute();
}

/** Titles of the programmes, running schedules, coming broadcasts and emergency sentences that name this recording. */
export async function usesOfRecording(db: Queryable, id: string, now: number): Promise<string[]> {
  const named = `%"${id}"%`;
  const programmes = await db
    .selectFrom('programmes')
    .select('name as title')
    .where('removed_at', 'is', null)
    .where('items_json', 'like', named)
    .execute();
  const schedules = await db
    .selectFrom('schedules')
    .select('title')
    .where('removed_at', 'is', null)
    .where('content_json', 'like', named)
    .execute();
  const broadcasts = await db
    .selectFrom('broadcasts')
    .select('title')
    .where('stopped_at', 'is', null)
    .where('schedule_id', 'is', null)
    .where(eb => eb.or([eb('start_at', '>', now), eb('state', 'in', ['draft', 'awaiting'])]))
    .where('content_json', 'like', named)
    .execute();
  const sentences = await db.selectFrom('area_clips').select('name as title').where('recording_id', '=', id).execute();
  return [...programmes, ...schedules, ...broadcasts, ...sentences].map(row => row.title);
}
