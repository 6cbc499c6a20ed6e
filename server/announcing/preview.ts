// Who hears what and when in the days to come, with what stands in the way of it, and the minutes of each day against the cap.
import type { Preview } from '../../protocol/api/broadcasts.ts';
import type { Time } from '../../protocol/time.ts';
import type { Clips } from '../audio/clips.ts';
import type { Database } from '../store/database.ts';
import { countStates } from '../store/delivery-log.ts';
import { addDays, type LocalTime } from './localtime.ts';
import { neighbours, type OutlookItem, outlook } from './outlook.ts';
import { airtimeOf, problemsOf } from './problems.ts';
import { lookAround, type Surroundings } from './surroundings.ts';
import type { Timetable } from './timetable.ts';

type Item = Preview['items'][number];
type Airtime = Preview['airtime'][number];

export interface PreviewRequest {
  /** UTC ms; unset: the beginning of today. */
  from?: number | undefined;
  days: number;
  areaId: string;
  language: 'vi' | 'en';
}

export interface PreviewParts {
  db: Database;
  clips: Clips;
  local: LocalTime;
  timetable: Timetable;
  time: Time;
}

export async function previewOf(parts: PreviewParts, request: PreviewRequest): Promise<Preview> {
  const { db, local } = parts;
  const surroundings = await lookAround(db);
  const area = surroundings.area(request.areaId);
  const first = local.dayOf(request.from ?? parts.time.now());
  const from = request.from ?? local.instantOf(first, '00:00');
  const to = local.instantOf(addDays(first, request.days), local.clockOf(from));
  // Whole days, so that the first day's airtime counts what was before `from` too.
  const around = await outlook(
    { ...parts, surroundings },
    local.instantOf(first, '00:00'),
    local.instantOf(addDays(local.dayOf(to), 1), '00:00'),
  );
  const here = new Set(surroundings.audience([area.id]).clusters.map(cluster => cluster.id));
  const heard = around.filter(item => item.clusters.some(cluster => here.has(cluster.id)));
  const planned = around.filter(item => !item.paused);
  const near = neighbours(planned);
  const shown = heard.filter(item => item.endAt > from && item.at < to);
  const stored = await storedCounts(parts.db, shown);
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    items: shown.map(item => ({
      ...describe(item),
      stored: item.broadcastId === null ? null : (stored.get(item.broadcastId) ?? 0),
      problems: item.paused ? [] : problemsOf(item, near(item), local, request.language),
    })),
    airtime: airtime(area, surroundings, planned, local, first, request.days),
  };
}

const describe = (item: OutlookItem): Omit<Item, 'stored' | 'problems'> => ({
  at: new Date(item.at).toISOString(),
  endAt: new Date(item.endAt).toISOString(),
  title: item.title,
  class: item.class,
  state: item.state,
  broadcastId: item.broadcastId,
  scheduleId: item.scheduleId,
  paused: item.paused,
  targetNames: item.audience.targets.map(target => target.name),
  clusters: item.clusters.length,
});

async function storedCounts(db: Database, items: readonly OutlookItem[]): Promise<Map<string, number>> {
  const counts = await countStates(
    db,
    items.flatMap(item => item.broadcastId ?? []),
  );
  return new Map(
    [...counts].map(([id, states]) => [
      id,
      (['stored', 'playing', 'played', 'interrupted'] as const).reduce((sum, state) => sum + (states[state] ?? 0), 0),
    ]),
  );
}

/** Of this area and those below it with a cap of their own: what the one of their clusters hears that hears most. */
function airtime(
  area: { id: string; name: string; path: string },
  surroundings: Surroundings,
  planned: readonly OutlookItem[],
  local: LocalTime,
  first: string,
  days: number,
): Airtime[] {
  const areas = [area, ...surroundings.capped(area.path).filter(({ id }) => id !== area.id)];
  const routine = planned.filter(item => item.class !== 'emergency');
  return Array.from({ length: days }, (_, index) => addDays(first, index)).flatMap(day => {
    const that = routine.filter(item => local.dayOf(item.at) === day);
    const byCluster = new Map<string, OutlookItem[]>();
    for (const item of that)
      for (const { id } of item.clusters) byCluster.set(id, [...(byCluster.get(id) ?? []), item]);
    return areas.map(({ id, name }) => {
      const loads = surroundings.audience([id]).clusters.map(cluster => airtimeOf(byCluster.get(cluster.id) ?? []));
      const cap = surroundings.cap(id);
      return {
        areaId: id,
        area: name,
        day,
        minutes: Math.max(0, ...loads.map(load => load.minutes)),
        sessions: Math.max(0, ...loads.map(load => load.sessions)),
        maxMinutes: cap.maxMinutesPerDay,
        minMinutes: cap.minMinutesPerDay,
      };
    });
  });
}
