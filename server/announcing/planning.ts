// Makes schedules into dated broadcasts for the days ahead, and keeps these as the schedule now says: new days are added, changed
// ones wait for a new order, days that it no longer plays are withdrawn. What nobody sent in time is on record as missed.
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import type { Clips } from '../audio/clips.ts';
import type { Bus } from '../bus/bus.ts';
import { appendAudit } from '../store/audit.ts';
import { changeUnchanged, insertBroadcast, madeBySchedule, type StoredBroadcast } from '../store/broadcasts.ts';
import type { Database } from '../store/database.ts';
import { cancelPlanned } from '../store/deliveries.ts';
import { readMeta, writeMeta } from '../store/meta.ts';
import { clustersOfOrder } from '../store/orders.ts';
import { type StoredSchedule, saveSchedule, schedulesUnder } from '../store/schedules.ts';
import { contentDigest, resolveContent } from './content.ts';
import type { LocalTime } from './localtime.ts';
import { AHEAD_MS, type Plans } from './plans.ts';
import { lookAround } from './surroundings.ts';
import type { Occurrence, Timetable } from './timetable.ts';

const DAY_MS = 86_400_000;
/** What was missed longer ago than this is not written down any more. */
const MISSED_MS = 31 * DAY_MS;
/** The meta row that says up to when starts have been planned, so that a server that was away knows what it missed. */
const PLANNED_UNTIL = 'planned_until';

export interface Planning {
  /** Brings the broadcasts of one schedule in line with it. */
  follow(schedule: StoredSchedule): Promise<void>;
  /** The same for all schedules: adds the days that have come into sight, and follows programmes and versions that changed. */
  followAll(): Promise<void>;
}

export function createPlanning(parts: {
  db: Database;
  bus: Bus;
  clips: Clips;
  time: Time;
  random: (bytes: number) => Uint8Array;
  local: LocalTime;
  timetable: Timetable;
  plans: Plans;
}): Planning {
  const { db, bus, time, local, timetable } = parts;

  let caughtUp = false;

  /** From where starts are wanted: now, or at first where planning had come to before the server was away. */
  async function since(now: number): Promise<number> {
    if (caughtUp) return now;
    caughtUp = true;
    const reached = Number((await readMeta(db, PLANNED_UNTIL)) ?? now);
    return Math.max(Math.min(reached, now), now - MISSED_MS);
  }

  async function follow(schedule: StoredSchedule, from: number, now: number): Promise<void> {
    const content = await resolveContent(db, parts.clips, schedule.content);
    // While a part is missing nothing can be said of the whole; what was signed with it stays.
    const digest = content.notReady.length > 0 ? null : contentDigest(content.content);
    const airs = !schedule.paused && (await stillApproved(schedule, digest, now));
    const approvedAt = schedule.approvedAt ?? schedule.createdAt;
    // A day that had passed before it was approved was never promised to anybody.
    const wanted = airs ? timetable.occurrences(schedule, Math.max(from, approvedAt), now + AHEAD_MS) : [];
    const made = await madeBySchedule(db, schedule.id, local.dayOf(from));
    const byDay = new Map(made.map(broadcast => [broadcast.scheduleDay, broadcast]));
    for (const occurrence of wanted) {
      const broadcast = byDay.get(occurrence.day);
      byDay.delete(occurrence.day);
      if (!broadcast) await insertBroadcast(db, dated(schedule, occurrence));
      else if ((broadcast.startAt ?? 0) > now && occurrence.at > now)
        await renew(broadcast, schedule, occurrence.at, digest);
    }
    for (const broadcast of byDay.values()) {
      if ((broadcast.startAt ?? 0) > now && broadcast.stoppedAt === null) await withdraw(broadcast, schedule, now);
    }
  }

  /** A schedule whose programme or versions say something else than what a leader approved goes back to the leader. */
  async function stillApproved(schedule: StoredSchedule, digest: string | null, now: number): Promise<boolean> {
    if (schedule.state !== 'approved' || schedule.removedAt !== null) return false;
    if (schedule.approvedDigest === null || digest === null || digest === schedule.approvedDigest) return true;
    if (!(await lookAround(db)).audience(schedule.targets, 'found').place.approval) return true;
    await db.transaction().execute(async trx => {
      await saveSchedule(trx, {
        ...schedule,
        state: 'awaiting',
        approvedBy: null,
        approvedAt: null,
        approvedDigest: null,
      });
      await appendAudit(trx, {
        at: now,
        actor: 'loa',
        action: 'schedule.outdated',
        subject: schedule.id,
        detail: { approved: schedule.approvedDigest, now: digest },
      });
    });
    bus.publish('board', { t: 'tasks' });
    return false;
  }

  const dated = (schedule: StoredSchedule, { day, at }: Occurrence): StoredBroadcast => ({
    id: makeId('br', parts.random(8)),
    ...saidBy(schedule, at),
    state: 'approved',
    frozen: null,
    targetNames: [],
    durationMs: 0,
    expiresAt: null,
    revision: 0,
    scheduleId: schedule.id,
    scheduleDay: day,
    createdBy: schedule.createdBy,
    createdAt: time.now(),
    returnedReason: null,
    acceptedAt: null,
    stoppedAt: null,
    stoppedBy: null,
    clusters: 0,
    unreachable: [],
  });

  /** An order that no longer says what the schedule says is taken back; the next one, of a higher revision, replaces it. */
  async function renew(
    broadcast: StoredBroadcast,
    schedule: StoredSchedule,
    at: number,
    digest: string | null,
  ): Promise<void> {
    const withdrawn = broadcast.stoppedAt !== null;
    if (withdrawn && broadcast.stoppedBy !== schedule.id) return;
    const said = saidBy(schedule, at);
    const same = JSON.stringify(saidBy(broadcast, broadcast.startAt ?? 0)) === JSON.stringify(said);
    const sounds = digest === null || broadcast.frozen === null || contentDigest(broadcast.frozen.content) === digest;
    if (!withdrawn && same && sounds) return;
    await changeUnchanged(db, broadcast, {
      ...said,
      frozen: null,
      expiresAt: null,
      stoppedAt: null,
      stoppedBy: null,
    });
    await changed(broadcast);
  }

  async function withdraw(broadcast: StoredBroadcast, schedule: StoredSchedule, now: number): Promise<void> {
    const done = await changeUnchanged(db, broadcast, { stoppedAt: now, stoppedBy: schedule.id });
    if (!done) return;
    await cancelPlanned(db, broadcast.id, 'cancelled');
    await changed(broadcast);
  }

  /** The plans of those that had the order no longer name it. */
  async function changed(broadcast: StoredBroadcast): Promise<void> {
    if (broadcast.revision > 0) parts.plans.changed(await clustersOfOrder(db, broadcast.id, broadcast.revision));
    bus.publish('board', { t: 'broadcast', broadcastId: broadcast.id });
  }

  return {
    async follow(schedule) {
      const now = time.now();
      await follow(schedule, now, now);
    },
    async followAll() {
      const now = time.now();
      const from = await since(now);
      for (const schedule of await schedulesUnder(db, null)) await follow(schedule, from, now);
      await writeMeta(db, PLANNED_UNTIL, String(now));
    },
  };
}

type Said = Pick<
  StoredBroadcast,
  | 'title'
  | 'class'
  | 'areaId'
  | 'content'
  | 'targets'
  | 'volume'
  | 'passes'
  | 'approvedBy'
  | 'approvedAt'
  | 'approvedDigest'
> & { startAt: number };

/** What a schedule and the broadcasts that it makes have in common. */
const saidBy = (what: Omit<Said, 'startAt'>, startAt: number): Said => ({
  title: what.title,
  class: what.class,
  areaId: what.areaId,
  content: what.content,
  targets: what.targets,
  volume: what.volume,
  passes: what.passes,
  startAt,
  approvedBy: what.approvedBy,
  approvedAt: what.approvedAt,
  approvedDigest: what.approvedDigest,
});
