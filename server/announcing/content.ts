// What shall be heard, as somebody chose it, flows in; what an order says and a report will show, with every language version
// and all titles as they are now, flows out, or what is still missing.
import { createHash } from 'node:crypto';
import type { ContentRequest } from '../../protocol/api/broadcasts.ts';
import { type ContentItem, contentMs } from '../../protocol/order.ts';
import type { Clips } from '../audio/clips.ts';
import { LoaError } from '../errors.ts';
import type { Frozen } from '../store/broadcasts.ts';
import type { Queryable } from '../store/database.ts';
import { programmeById } from '../store/programmes.ts';
import { recordingById, recordingVersions, type StoredRecording } from '../store/recordings.ts';

export interface ResolvedContent {
  /** For the order; without the parts that are not ready. */
  content: ContentItem[];
  items: Frozen['items'];
  /** Titles that cannot be played yet, or no longer. */
  notReady: string[];
  /** Spoken parts and the languages in which they are there. */
  spoken: { title: string; languages: string[] }[];
  /** Areas in which the recordings and programmes are kept: whoever uses them must be able to read there. */
  areaIds: string[];
}

/** As many as one order may name. */
const MOST_PARTS = 64;

/** Names exactly this sound: whoever approves, approves it, and no later change of a programme or a version slips through. */
export const contentDigest = (content: readonly ContentItem[]): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');

/** The longest that anything lasts: what began earlier than this is over. */
export const LONGEST_MS = 6 * 3_600_000;

/** Longest reading of it, all passes, by clusters of these languages. */
export const longestMs = (content: ContentItem[], passes: number, languages: readonly (readonly string[])[]): number =>
  passes * Math.max(0, ...(languages.length > 0 ? languages : [[]]).map(plays => contentMs(content, plays)));

/** Throws `not_found` for a programme, recording or chime that never was, `too_many_parts` if programmes add up to too much. */
export async function resolveContent(
  db: Queryable,
  clips: Clips,
  requested: readonly ContentRequest[],
): Promise<ResolvedContent> {
  const resolved: ResolvedContent = { content: [], items: [], notReady: [], spoken: [], areaIds: [] };
  for (const part of await withoutProgrammes(db, requested, resolved)) {
    if ('chime' in part) addClip(clips, part.chime, resolved);
    else await addRecording(db, part.recordingId, resolved);
  }
  if (resolved.content.length > MOST_PARTS) throw new LoaError('too_many_parts', { most: MOST_PARTS });
  return resolved;
}

async function withoutProgrammes(
  db: Queryable,
  requested: readonly ContentRequest[],
  resolved: ResolvedContent,
): Promise<({ recordingId: string } | { chime: string })[]> {
  const parts: ({ recordingId: string } | { chime: string })[] = [];
  for (const item of requested) {
    if (!('programmeId' in item)) {
      parts.push(item);
      continue;
    }
    const programme = await programmeById(db, item.programmeId);
    if (!programme) throw new LoaError('not_found', { what: item.programmeId });
    resolved.areaIds.push(programme.areaId);
    if (programme.removedAt !== null) resolved.notReady.push(programme.name);
    for (const { recordingId, chime } of programme.items) {
      if (recordingId !== undefined) parts.push({ recordingId });
      else if (chime !== undefined) parts.push({ chime });
    }
  }
  return parts;
}

function addClip(clips: Clips, name: string, resolved: ResolvedContent): void {
  const clip = clips.routine.get(name);
  if (!clip) throw new LoaError('not_found', { what: name });
  resolved.content.push({ type: 'clip', name, durationMs: clip.durationMs });
  resolved.items.push({
    title: clip.title.vi,
    recordingId: null,
    durationMs: clip.durationMs,
    text: null,
    languages: [],
  });
}

async function addRecording(db: Queryable, id: string, resolved: ResolvedContent): Promise<void> {
  const chosen = await recordingById(db, id);
  if (!chosen) throw new LoaError('not_found', { what: id });
  resolved.areaIds.push(chosen.areaId);
  const versions = chosen.removedAt === null ? playable(chosen, await recordingVersions(db, [id])) : [];
  // Without the one that was chosen nothing else is played in its place: it may be what the others were said from.
  if (versions[0]?.recording !== chosen.sha256 || chosen.sha256 === null) {
    resolved.notReady.push(chosen.title);
    return;
  }
  resolved.content.push({ type: 'recording', versions });
  const languages = versions.map(version => version.language);
  resolved.spoken.push({ title: chosen.title, languages });
  resolved.items.push({
    title: chosen.title,
    recordingId: chosen.id,
    durationMs: versions.reduce((sum, version) => sum + version.durationMs, 0),
    text: chosen.text,
    languages,
  });
}

/** Ready ones, the chosen first, one a language: of several the newest, because it was made to replace the others. */
function playable(chosen: StoredRecording, group: readonly StoredRecording[]) {
  const byLanguage = new Map<string, StoredRecording>();
  for (const version of group) if (version.state === 'ready') byLanguage.set(version.language, version);
  byLanguage.delete(chosen.language);
  return [...(chosen.state === 'ready' ? [chosen] : []), ...byLanguage.values()]
    .slice(0, 16)
    .map(({ language, sha256, durationMs }) => ({ language, recording: sha256 ?? '', durationMs: durationMs ?? 0 }));
}
