// The rule of a schedule between its forms, as a request says it, as it is stored and as a page shows it, and whether a change of
// it only takes starts away.
import type { NewSchedule, Schedule } from '../../protocol/api/broadcasts.ts';
import type { StoredSchedule } from '../store/schedules.ts';
import type { Audience } from './audience.ts';
import type { Occurrence } from './timetable.ts';

/** 0–100, where nobody says how loud. */
export const DEFAULT_VOLUME = 80;

/** What is stored of a request. */
export const ruleOf = (request: NewSchedule) => ({
  title: request.title,
  class: request.class,
  content: request.content,
  targets: [...new Set(request.targets)],
  volume: request.volume ?? DEFAULT_VOLUME,
  passes: request.repeat ?? 1,
  days: [...new Set(request.days)].sort(),
  time: request.time,
  from: request.from,
  to: request.to,
  exceptions: [...new Set(request.exceptions)].sort(),
  paused: request.paused,
});

/** The request that would store this. */
export const asRequest = (schedule: StoredSchedule): NewSchedule => ({
  title: schedule.title,
  class: schedule.class,
  content: schedule.content,
  targets: schedule.targets,
  volume: schedule.volume,
  repeat: schedule.passes,
  days: schedule.days,
  time: schedule.time,
  from: schedule.from,
  to: schedule.to,
  exceptions: schedule.exceptions,
  paused: schedule.paused,
});

/** A change that only takes starts away, or brings back what was approved and paused, needs nobody's word. */
export function onlyLess(before: StoredSchedule, after: StoredSchedule): boolean {
  const frame = ({ exceptions: _e, paused: _p, to: _t, ...rest }: NewSchedule) => JSON.stringify(rest);
  const ends = before.to === after.to || (after.to !== null && (before.to === null || after.to < before.to));
  const keeps = before.exceptions.every(day => after.exceptions.includes(day));
  return ends && keeps && frame(asRequest(before)) === frame(asRequest(after));
}

export const showSchedule = (
  schedule: StoredSchedule,
  found: { audience: Audience; durationMs: number; coming: readonly Occurrence[] },
  nameOf: (accountId: string) => string,
): Schedule => ({
  ...asRequest(schedule),
  id: schedule.id,
  volume: schedule.volume,
  repeat: schedule.passes,
  state: schedule.state,
  targetNames: found.audience.targets.map(target => target.name),
  durationMs: found.durationMs,
  nextAt: schedule.paused || !found.coming[0] ? null : new Date(found.coming[0].at).toISOString(),
  createdBy: nameOf(schedule.createdBy),
  approvedBy: schedule.approvedBy === null ? null : nameOf(schedule.approvedBy),
});
