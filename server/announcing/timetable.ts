// Turns a schedule's rule into dated starts: weekdays, a clock time, from–to and exceptions go in, instants come out.
// node-cron decides which minutes fit; it is never started, so an injected clock rules and any zone's change of clocks is met.
import { createTask, type ScheduledTask } from 'node-cron';
import { addDays, type LocalTime } from './localtime.ts';

export interface ScheduleRule {
  /** ISO weekdays, Monday is 1. */
  days: readonly number[];
  /** Local HH:MM. */
  time: string;
  from: string;
  to: string | null;
  exceptions: readonly string[];
}

export interface Occurrence {
  /** Local day, `YYYY-MM-DD`. */
  day: string;
  /** UTC ms. */
  at: number;
}

export interface Timetable {
  /** Starts with `from` ≤ at < `to` (UTC ms), soonest first. At most one a day. */
  occurrences(rule: ScheduleRule, from: number, to: number): Occurrence[];
}

const KEPT_PATTERNS = 500;

/**
 * A time that the clocks leave out on a day is played when they have gone forward, one that they show twice only the first
 * time: a village hears its programme once a day, whatever the clocks do.
 */
export function createTimetable(local: LocalTime): Timetable {
  const patterns = new Map<string, ScheduledTask>();

  /** The matcher of one pattern; kept, because making it costs five times as much as asking it. */
  function pattern(clock: string, days: readonly number[]): ScheduledTask {
    const text = `${Number(clock.slice(3, 5))} ${Number(clock.slice(0, 2))} * * ${[...days].sort().join(',')}`;
    const kept = patterns.get(text);
    if (kept) return kept;
    const oldest = patterns.keys().next();
    if (patterns.size >= KEPT_PATTERNS && !oldest.done) {
      void patterns.get(oldest.value)?.destroy();
      patterns.delete(oldest.value);
    }
    const task = createTask(text, () => undefined, { timezone: local.timezone });
    patterns.set(text, task);
    return task;
  }

  return {
    occurrences(rule, from, to) {
      const found: Occurrence[] = [];
      const today = local.dayOf(from);
      const last = local.dayOf(to);
      const end = rule.to !== null && rule.to < last ? rule.to : last;
      for (let day = rule.from > today ? rule.from : today; day <= end; day = addDays(day, 1)) {
        if (rule.exceptions.includes(day)) continue;
        const at = local.instantOf(day, rule.time);
        if (at < from || at >= to) continue;
        if (pattern(local.clockOf(at), rule.days).match(new Date(at))) found.push({ day, at });
      }
      return found;
    },
  };
}
