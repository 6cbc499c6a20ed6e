// Everything that is to sound between two instants: broadcasts that are made and the starts that schedules will make, each with
// its clusters and content as they stand now.
import type { ContentRequest } from '../../protocol/api/broadcasts.ts';
import type { Clips } from '../audio/clips.ts';
import { LoaError } from '../errors.ts';
import { findBroadcasts, isAlertId, type StoredBroadcast } from '../store/broadcasts.ts';
import type { Queryable } from '../store/database.ts';
import { type StoredSchedule, schedulesUnder } from '../store/schedules.ts';
import type { Audience } from './audience.ts';
import { LONGEST_MS, longestMs, type ResolvedContent, resolveContent } from './content.ts';
import type { PlannedItem } from './problems.ts';
import type { Surroundings } from './surroundings.ts';
import type { Timetable } from './timetable.ts';

export interface OutlookItem extends PlannedItem {
  state: StoredBroadcast['state'];
  paused: boolean;
  audience: Audience;
}

export interface OutlookParts {
  db: Queryable;
  clips: Clips;
  timetable: Timetable;
  surroundings: Surroundings;
}

/** Items that touch [from, to), UTC ms, soonest first. Drafts, returned and stopped ones are not planned and not among them. */
export async function outlook(parts: OutlookParts, from: number, to: number): Promise<OutlookItem[]> {
  const { db, timetable } = parts;
  const describe = describer(parts);
  const items: OutlookItem[] = [];
  const made = new Set<string>();
  const broadcasts = await findBroadcasts(db, { paths: null, from: from - LONGEST_MS, to });
  for (const broadcast of broadcasts) {
    if (broadcast.scheduleId !== null && !madeAgain(broadcast))
      made.add(`${broadcast.scheduleId} ${broadcast.scheduleDay}`);
    if (broadcast.startAt === null || broadcast.stoppedAt !== null) continue;
    if (broadcast.state !== 'awaiting' && broadcast.state !== 'approved') continue;
    // Nobody plans an emergency; a drill says of itself how long it is.
    if (broadcast.class === 'emergency') continue;
    const item = await describe(broadcast, broadcast.startAt);
    if (item && isAlertId(broadcast.id)) item.endAt = broadcast.startAt + broadcast.durationMs;
    if (item) items.push({ ...item, state: broadcast.state, paused: false, broadcastId: broadcast.id });
  }
  for (const schedule of await schedulesUnder(db, null)) {
    if (schedule.state !== 'awaiting' && schedule.state !== 'approved') continue;
    for (const { day, at } of timetable.occurrences(schedule, from - LONGEST_MS, to)) {
      if (made.has(`${schedule.id} ${day}`)) continue;
      const item = await describe({ ...schedule, scheduleId: schedule.id }, at);
      if (item) items.push({ ...item, state: schedule.state, paused: schedule.paused, broadcastId: null });
    }
  }
  return items.filter(item => item.endAt > from && item.at < to).sort((a, b) => a.at - b.at);
}

/** Withdrawn by its own schedule: if that plays again, so will it. */
const madeAgain = (broadcast: StoredBroadcast): boolean =>
  broadcast.stoppedAt !== null && broadcast.stoppedBy === broadcast.scheduleId;

type Described = Pick<StoredSchedule, 'title' | 'class' | 'content' | 'targets' | 'passes'>;

/** Resolves each choice of content and targets once, because a schedule asks for the same every day. */
function describer({ db, clips, surroundings }: OutlookParts) {
  const contents = new Map<string, ResolvedContent>();
  const audiences = new Map<string, Audience | null>();

  async function contentOf(content: readonly ContentRequest[]): Promise<ResolvedContent> {
    const key = JSON.stringify(content);
    const known = contents.get(key) ?? (await resolveContent(db, clips, content));
    contents.set(key, known);
    return known;
  }
  function audienceOf(targets: readonly string[]): Audience | null {
    const key = targets.join(' ');
    const known = audiences.get(key);
    if (known !== undefined) return known;
    let found: Audience | null = null;
    try {
      found = surroundings.audience(targets, 'found');
    } catch (error) {
      // All its places were removed: it will sound nowhere.
      if (!(error instanceof LoaError && error.code === 'not_found')) throw error;
    }
    audiences.set(key, found);
    return found;
  }

  return async (
    what: Omit<Described, 'class'> & { class: StoredBroadcast['class']; scheduleId: string | null },
    at: number,
  ): Promise<Omit<OutlookItem, 'state' | 'paused' | 'broadcastId'> | null> => {
    const audience = audienceOf(what.targets);
    if (!audience) return null;
    const resolved = await contentOf(what.content);
    const languages = audience.clusters.map(cluster => cluster.languages);
    return {
      at,
      endAt: at + longestMs(resolved.content, what.passes, languages),
      title: what.title,
      class: what.class,
      scheduleId: what.scheduleId,
      audience,
      clusters: audience.clusters,
      notReady: resolved.notReady,
      spoken: resolved.spoken,
    };
  };
}

/** For each item those of the others that share a cluster with it: only they can stand in its way. */
export function neighbours<T extends PlannedItem>(items: readonly T[]): (item: PlannedItem) => T[] {
  const byCluster = new Map<string, T[]>();
  for (const item of items) {
    for (const { id } of item.clusters) {
      const list = byCluster.get(id);
      if (list) list.push(item);
      else byCluster.set(id, [item]);
    }
  }
  return item => [...new Set(item.clusters.flatMap(({ id }) => byCluster.get(id) ?? []))];
}
