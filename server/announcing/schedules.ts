// Schedules as people make and change them: checked like any announcement, approved by a leader where the area asks for one, and
// followed at once by the broadcasts that they make.
import type { z } from 'zod';
import type { madeSchedule, NewSchedule, Schedule, SendingCheck } from '../../protocol/api/broadcasts.ts';
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import type { Clips } from '../audio/clips.ts';
import type { Bus } from '../bus/bus.ts';
import { LoaError } from '../errors.ts';
import { type AirItem, decide, mayPropose, maySendAtOnce, submit } from '../people/approvals.ts';
import type { Actor } from '../people/rights.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { accountNames } from '../store/names.ts';
import { type StoredSchedule, saveSchedule, scheduleById, schedulesUnder } from '../store/schedules.ts';
import { type Audience, householdsOf, unreachableOf } from './audience.ts';
import { longestMs, type ResolvedContent, resolveContent } from './content.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { LocalTime } from './localtime.ts';
import { neighbours, type OutlookItem, outlook } from './outlook.ts';
import type { Planning } from './planning.ts';
import { AHEAD_MS } from './plans.ts';
import { problemsOf } from './problems.ts';
import { asRequest, onlyLess, ruleOf, showSchedule } from './schedule-rule.ts';
import { lookAround, type Surroundings } from './surroundings.ts';
import type { Occurrence, Timetable } from './timetable.ts';
import { digestOf, fullMs, requireReadable } from './word.ts';

type MadeSchedule = z.infer<typeof madeSchedule>;

/** A rule that plays less often than this within a year has no next start to show. */
const YEAR_MS = 366 * 86_400_000;

export interface Schedules {
  list(paths: readonly string[]): Promise<Schedule[]>;
  check(actor: Actor, request: NewSchedule): Promise<SendingCheck>;
  create(actor: Actor, request: NewSchedule): Promise<MadeSchedule>;
  change(actor: Actor, id: string, change: Partial<NewSchedule>): Promise<MadeSchedule>;
  remove(actor: Actor, id: string): Promise<void>;
  submit(actor: Actor, id: string): Promise<MadeSchedule>;
  approve(actor: Actor, id: string): Promise<MadeSchedule>;
  sendBack(actor: Actor, id: string, reason: string): Promise<MadeSchedule>;
}

interface Weighed {
  surroundings: Surroundings;
  audience: Audience;
  resolved: ResolvedContent;
  durationMs: number;
  coming: Occurrence[];
  air: AirItem;
}

export function createSchedules(parts: {
  db: Database;
  bus: Bus;
  clips: Clips;
  local: LocalTime;
  timetable: Timetable;
  time: Time;
  random: (bytes: number) => Uint8Array;
  planning: Planning;
  dispatcher: Dispatcher;
}): Schedules {
  const { db, bus, clips, local, timetable, time } = parts;

  async function weigh(actor: Actor, schedule: StoredSchedule): Promise<Weighed> {
    const surroundings = await lookAround(db);
    const audience = surroundings.audience(schedule.targets);
    const resolved = await resolveContent(db, clips, schedule.content);
    requireReadable(actor, surroundings, resolved);
    const coming = timetable.occurrences(schedule, time.now(), time.now() + YEAR_MS);
    const air: AirItem = {
      class: schedule.class,
      durationMs: fullMs(resolved, schedule.passes),
      startAt: coming[0]?.at ?? local.instantOf(schedule.from, schedule.time),
    };
    const refused = mayPropose(actor, audience.place, air);
    if (refused) throw new LoaError(refused.code, refused.details);
    const durationMs = longestMs(
      resolved.content,
      schedule.passes,
      audience.clusters.map(cluster => cluster.languages),
    );
    return { surroundings, audience, resolved, durationMs, coming, air };
  }

  /** Whether all its starts may go out without a leader; a delegation must still hold on the last of them. */
  function mayAirAlone(actor: Actor, schedule: StoredSchedule, { audience, air }: Weighed): boolean {
    const { place } = audience;
    const first = maySendAtOnce(actor, place, local.timezone, air);
    if (!first.allowed || first.rule !== 'delegation') return first.allowed;
    if (schedule.to === null) return false;
    const last = { ...air, startAt: local.instantOf(schedule.to, schedule.time) };
    return maySendAtOnce(actor, place, local.timezone, last).allowed;
  }

  async function problems(actor: Actor, schedule: StoredSchedule, weighed: Weighed) {
    const { surroundings, audience, resolved, durationMs } = weighed;
    const now = time.now();
    const week = weighed.coming.filter(({ at }) => at < now + AHEAD_MS);
    const dates = week.length > 0 ? week : weighed.coming.slice(0, 1);
    const from = dates[0]?.at ?? now;
    const planned = await outlook(
      { db, clips, timetable, surroundings },
      from - AHEAD_MS / 7,
      (dates.at(-1)?.at ?? now) + AHEAD_MS / 7,
    );
    const own = dates.map(
      ({ at }): OutlookItem => ({
        at,
        endAt: at + durationMs,
        title: schedule.title,
        class: schedule.class,
        state: schedule.state,
        paused: schedule.paused,
        broadcastId: null,
        scheduleId: schedule.id,
        audience,
        clusters: audience.clusters,
        notReady: resolved.notReady,
        spoken: resolved.spoken,
      }),
    );
    const others = planned.filter(item => item.scheduleId !== schedule.id && !item.paused);
    const near = neighbours([...others, ...own]);
    // The same thing every day is said once, and what differs by its date as often as it differs.
    const found = own.flatMap(item => problemsOf(item, near(item), local, actor.language));
    return [...new Map(found.map(problem => [`${problem.code} ${problem.message}`, problem])).values()];
  }

  /** Stores it with its line in the log, and lets its broadcasts follow. */
  async function keep(actor: Actor, schedule: StoredSchedule, action: string, weighed: Weighed): Promise<MadeSchedule> {
    await db.transaction().execute(async trx => {
      await saveSchedule(trx, schedule);
      await appendAudit(trx, {
        at: time.now(),
        actor,
        action,
        subject: schedule.id,
        detail: {
          title: schedule.title,
          state: schedule.state,
          days: schedule.days,
          time: schedule.time,
          from: schedule.from,
          to: schedule.to,
          paused: schedule.paused,
          targets: schedule.targets,
          ...(schedule.returnedReason === null ? {} : { reason: schedule.returnedReason }),
        },
      });
    });
    bus.publish('board', { t: 'tasks' });
    await parts.planning.follow(schedule);
    await parts.dispatcher.run();
    const made = showSchedule(schedule, weighed, await accountNames(db));
    return { ...made, problems: await problems(actor, schedule, weighed) };
  }

  async function standing(id: string): Promise<StoredSchedule> {
    const schedule = await scheduleById(db, id);
    if (!schedule || schedule.removedAt !== null) throw new LoaError('not_found', { what: id });
    return schedule;
  }

  /** Approved by `by` now, or not approved. */
  const decided = (schedule: StoredSchedule, weighed: Weighed, state: StoredSchedule['state'], by: Actor) => ({
    ...schedule,
    areaId: weighed.audience.place.id,
    state,
    approvedBy: state === 'approved' ? by.accountId : null,
    approvedAt: state === 'approved' ? time.now() : null,
    approvedDigest: state === 'approved' ? digestOf(weighed) : null,
  });

  const fresh = (actor: Actor, request: NewSchedule): StoredSchedule => ({
    id: makeId('sc', parts.random(8)),
    areaId: '',
    ...ruleOf(request),
    state: 'draft',
    returnedReason: null,
    createdBy: actor.accountId,
    createdAt: time.now(),
    approvedBy: null,
    approvedAt: null,
    approvedDigest: null,
    removedAt: null,
  });

  return {
    async list(paths) {
      const surroundings = await lookAround(db);
      const name = await accountNames(db);
      const now = time.now();
      const items: Schedule[] = [];
      for (const schedule of await schedulesUnder(db, paths)) {
        const audience = surroundings.audience(schedule.targets, 'found');
        const { content } = await resolveContent(db, clips, schedule.content);
        const languages = audience.clusters.map(cluster => cluster.languages);
        const durationMs = longestMs(content, schedule.passes, languages);
        const coming = timetable.occurrences(schedule, now, now + AHEAD_MS * 2);
        items.push(showSchedule(schedule, { audience, durationMs, coming }, name));
      }
      return items;
    },

    async check(actor, request) {
      const schedule = fresh(actor, request);
      const weighed = await weigh(actor, schedule);
      const { audience, air, durationMs } = weighed;
      return {
        clusters: audience.clusters.length,
        households: householdsOf(audience.clusters),
        durationMs,
        unreachable: unreachableOf(audience, air, local),
        problems: await problems(actor, schedule, weighed),
        maySend: mayAirAlone(actor, schedule, weighed),
      };
    },

    async create(actor, request) {
      const schedule = fresh(actor, request);
      const weighed = await weigh(actor, schedule);
      const state = mayAirAlone(actor, schedule, weighed) ? 'approved' : 'awaiting';
      return keep(actor, decided(schedule, weighed, state, actor), 'schedule.create', weighed);
    },

    async change(actor, id, change) {
      const before = await standing(id);
      requirePerson(actor, before);
      await weigh(actor, before);
      const after: StoredSchedule = { ...before, ...ruleOf({ ...asRequest(before), ...change }) };
      const weighed = await weigh(actor, after);
      if (onlyLess(before, after) || before.state === 'draft' || before.state === 'returned')
        return keep(actor, { ...after, areaId: weighed.audience.place.id }, 'schedule.change', weighed);
      const state = mayAirAlone(actor, after, weighed) ? 'approved' : 'awaiting';
      return keep(actor, decided(after, weighed, state, actor), 'schedule.change', weighed);
    },

    async remove(actor, id) {
      const schedule = await standing(id);
      requirePerson(actor, schedule);
      const place = (await lookAround(db)).audience(schedule.targets, 'found').place;
      const refused = mayPropose(actor, place, { class: schedule.class, durationMs: 0, startAt: time.now() });
      if (refused) throw new LoaError(refused.code, refused.details);
      const removed = { ...schedule, removedAt: time.now() };
      await db.transaction().execute(async trx => {
        await saveSchedule(trx, removed);
        await appendAudit(trx, { at: time.now(), actor, action: 'schedule.remove', subject: id });
      });
      await parts.planning.follow(removed);
      await parts.dispatcher.run();
    },

    async submit(actor, id) {
      const schedule = await standing(id);
      const weighed = await weigh(actor, schedule);
      const next = submit(schedule.state, actor, weighed.audience.place, local.timezone, weighed.air);
      if (!next.allowed) throw new LoaError(next.code, next.details);
      const state = mayAirAlone(actor, schedule, weighed) ? 'approved' : 'awaiting';
      const after = { ...decided(schedule, weighed, state, actor), returnedReason: null };
      return keep(actor, after, 'schedule.submit', weighed);
    },

    async approve(actor, id) {
      const schedule = await standing(id);
      const place = (await lookAround(db)).audience(schedule.targets).place;
      const next = decide(schedule.state, 'approved', actor, place, schedule.createdBy);
      if (!next.allowed) throw new LoaError(next.code, next.details);
      const weighed = await weigh(actor, schedule);
      return keep(actor, decided(schedule, weighed, 'approved', actor), 'schedule.approve', weighed);
    },

    async sendBack(actor, id, reason) {
      const schedule = await standing(id);
      const place = (await lookAround(db)).audience(schedule.targets, 'found').place;
      const next = decide(schedule.state, 'returned', actor, place, schedule.createdBy);
      if (!next.allowed) throw new LoaError(next.code, next.details);
      const weighed = await weigh(actor, schedule);
      const after = { ...decided(schedule, weighed, 'returned', actor), returnedReason: reason };
      return keep(actor, after, 'schedule.return', weighed);
    },
  };
}

/** Tokens propose; what stands approved is changed by people. */
function requirePerson(actor: Actor, schedule: StoredSchedule): void {
  if (actor.kind === 'token' && schedule.state === 'approved') throw new LoaError('session_only');
}
