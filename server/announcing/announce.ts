// People's announcements on their way to an order: checked before the button, sent at once by those who may, else handed to a
// leader who approves or returns them. What is approved goes to acceptance; nothing else becomes sound.
import type { MadeBroadcast, NewBroadcast, Problem, SendingCheck, Unreachable } from '../../protocol/api/broadcasts.ts';
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import type { Clips } from '../audio/clips.ts';
import type { Bus } from '../bus/bus.ts';
import { LoaError } from '../errors.ts';
import { type AirItem, decide, mayPropose, maySendAtOnce, submit } from '../people/approvals.ts';
import type { Actor } from '../people/rights.ts';
import { appendAudit } from '../store/audit.ts';
import { broadcastById, changeUnchanged, insertBroadcast, type StoredBroadcast } from '../store/broadcasts.ts';
import type { Database } from '../store/database.ts';
import type { Acceptance } from './acceptance.ts';
import { type Audience, householdsOf, unreachableOf } from './audience.ts';
import { longestMs, type ResolvedContent, resolveContent } from './content.ts';
import type { LocalTime } from './localtime.ts';
import { neighbours, outlook } from './outlook.ts';
import { AHEAD_MS } from './plans.ts';
import { type PlannedItem, problemsOf } from './problems.ts';
import { DEFAULT_VOLUME } from './schedule-rule.ts';
import { lookAround, type Surroundings } from './surroundings.ts';
import type { Timetable } from './timetable.ts';
import { digestOf, fullMs, requireReadable } from './word.ts';

const DAY_MS = 86_400_000;
/** A start that has just passed while somebody was tapping means now. */
const TAPPING_MS = 60_000;
/** Nobody plans further ahead than this without a slip of the finger. */
const FURTHEST_MS = 366 * DAY_MS;

export interface AnnouncingParts {
  db: Database;
  bus: Bus;
  clips: Clips;
  local: LocalTime;
  timetable: Timetable;
  time: Time;
  random: (bytes: number) => Uint8Array;
  acceptance: Acceptance;
}

export interface Announcing {
  check(actor: Actor, request: NewBroadcast): Promise<SendingCheck>;
  /** Accepted at once by right, else awaiting; `draft` only keeps it. Refusals are thrown. */
  create(actor: Actor, request: NewBroadcast): Promise<MadeBroadcast>;
  submit(actor: Actor, broadcastId: string): Promise<MadeBroadcast>;
  approve(actor: Actor, broadcastId: string): Promise<MadeBroadcast>;
  sendBack(actor: Actor, broadcastId: string, reason: string): Promise<StoredBroadcast>;
}

type What = Pick<StoredBroadcast, 'title' | 'class' | 'content' | 'targets' | 'passes' | 'startAt'> & {
  id: string | null;
};

/** All that is known of an announcement before anybody decides on it. */
interface Weighed {
  surroundings: Surroundings;
  audience: Audience;
  resolved: ResolvedContent;
  durationMs: number;
  air: AirItem;
  unreachable: Unreachable[];
  problems: Problem[];
}

export function createAnnouncing(parts: AnnouncingParts): Announcing {
  const { db, bus, clips, local, timetable, time } = parts;

  async function weigh(actor: Actor, what: What): Promise<Weighed> {
    if (what.class === 'emergency') throw new LoaError('use_alerts');
    const surroundings = await lookAround(db);
    const audience = surroundings.audience(what.targets);
    const resolved = await resolveContent(db, clips, what.content);
    requireReadable(actor, surroundings, resolved);
    const at = what.startAt ?? time.now();
    const durationMs = longestMs(
      resolved.content,
      what.passes,
      audience.clusters.map(cluster => cluster.languages),
    );
    const item: PlannedItem = {
      at,
      endAt: at + durationMs,
      title: what.title,
      class: what.class,
      broadcastId: what.id,
      scheduleId: null,
      clusters: audience.clusters,
      notReady: resolved.notReady,
      spoken: resolved.spoken,
    };
    const planned = await outlook({ db, clips, timetable, surroundings }, at - DAY_MS, at + DAY_MS);
    const air = { class: what.class, durationMs: fullMs(resolved, what.passes), startAt: at };
    const refused = mayPropose(actor, audience.place, air);
    if (refused) throw new LoaError(refused.code, refused.details);
    return {
      surroundings,
      audience,
      resolved,
      durationMs,
      air,
      unreachable: unreachableOf(audience, { class: what.class, startAt: at }, local),
      problems: problemsOf(item, neighbours(planned)(item), local, actor.language),
    };
  }

  function startOf(request: NewBroadcast): number | null {
    if (request.startAt === undefined) return null;
    const at = Date.parse(request.startAt);
    const ahead = at - time.now();
    if (ahead < -TAPPING_MS) throw new LoaError('start_passed', { at: request.startAt });
    if (ahead > FURTHEST_MS) throw new LoaError('bad_request', { where: 'body.startAt', why: request.startAt });
    return ahead < 0 ? null : at;
  }

  const toWhat = (request: NewBroadcast, id: string | null): What => ({
    id,
    title: request.title,
    class: request.class,
    content: request.content,
    targets: [...new Set(request.targets)],
    passes: request.repeat ?? 1,
    startAt: startOf(request),
  });

  const answer = (broadcast: StoredBroadcast, weighed: Pick<Weighed, 'audience' | 'problems'>): MadeBroadcast => ({
    id: broadcast.id,
    state: broadcast.state,
    startAt: broadcast.startAt === null ? null : new Date(broadcast.startAt).toISOString(),
    durationMs: broadcast.durationMs,
    deliveries:
      broadcast.state === 'approved'
        ? weighed.audience.clusters.map(cluster => ({ clusterId: cluster.id, state: 'planned' }))
        : [],
    unreachable: broadcast.unreachable,
    problems: weighed.problems,
  });

  /** Approved now: sent if it is due within the days that devices hold, else kept until it comes near. */
  async function approved(
    actor: Actor,
    broadcast: StoredBroadcast,
    weighed: Weighed,
    isNew: boolean,
    word: { by: string } | null,
  ): Promise<StoredBroadcast> {
    if (broadcast.startAt === null || broadcast.startAt <= time.now() + AHEAD_MS) {
      const accepted = await parts.acceptance.accept(broadcast, {
        actor,
        approved: word,
        isNew,
        around: weighed.surroundings,
      });
      return accepted.broadcast;
    }
    const change = {
      state: 'approved',
      approvedBy: actor.accountId,
      approvedAt: time.now(),
      approvedDigest: digestOf(weighed),
      returnedReason: null,
    } as const;
    return keep(actor, { ...broadcast, ...change }, isNew ? null : broadcast, 'broadcast.approve');
  }

  /** Stores a change of state with its line in the log, and tells open pages. */
  async function keep(
    actor: Actor,
    after: StoredBroadcast,
    before: StoredBroadcast | null,
    action: string,
  ): Promise<StoredBroadcast> {
    await db.transaction().execute(async trx => {
      const written = before ? await changeUnchanged(trx, before, after) : await insertBroadcast(trx, after);
      if (!written) throw new LoaError('changed_meanwhile', { what: after.title });
      await appendAudit(trx, {
        at: time.now(),
        actor,
        action,
        subject: after.id,
        detail: { title: after.title, ...(after.returnedReason === null ? {} : { reason: after.returnedReason }) },
      });
    });
    bus.publish('board', { t: 'broadcast', broadcastId: after.id });
    bus.publish('board', { t: 'tasks' });
    return after;
  }

  async function standing(broadcastId: string): Promise<StoredBroadcast> {
    const broadcast = await broadcastById(db, broadcastId);
    if (!broadcast) throw new LoaError('not_found', { what: broadcastId });
    if (broadcast.stoppedAt !== null) throw new LoaError('stopped_already');
    return broadcast;
  }

  return {
    async check(actor, request) {
      const weighed = await weigh(actor, toWhat(request, null));
      return {
        clusters: weighed.audience.clusters.length,
        households: householdsOf(weighed.audience.clusters),
        durationMs: weighed.durationMs,
        unreachable: weighed.unreachable,
        problems: weighed.problems,
        maySend: maySendAtOnce(actor, weighed.audience.place, local.timezone, weighed.air).allowed,
      };
    },

    async create(actor, request) {
      const id = request.id ?? makeId('br', parts.random(8));
      const before = request.id === undefined ? null : await broadcastById(db, id);
      if (before) {
        if (before.createdBy !== actor.accountId) throw new LoaError('changed_meanwhile', { what: request.title });
        return answer(before, await weigh(actor, before));
      }
      const what = toWhat(request, id);
      const weighed = await weigh(actor, what);
      const fresh = freshBroadcast({ ...what, id }, weighed, {
        volume: request.volume ?? DEFAULT_VOLUME,
        createdBy: actor.accountId,
        createdAt: time.now(),
      });
      if (request.draft) return answer(await keep(actor, fresh, null, 'broadcast.draft'), weighed);
      const verdict = maySendAtOnce(actor, weighed.audience.place, local.timezone, weighed.air);
      if (verdict.allowed) return answer(await approved(actor, fresh, weighed, true, null), weighed);
      if (verdict.code !== 'needs_approval') throw new LoaError(verdict.code, verdict.details);
      return answer(await keep(actor, { ...fresh, state: 'awaiting' }, null, 'broadcast.submit'), weighed);
    },

    async submit(actor, broadcastId) {
      const broadcast = await standing(broadcastId);
      const weighed = await weigh(actor, broadcast);
      const next = submit(broadcast.state, actor, weighed.audience.place, local.timezone, weighed.air);
      if (!next.allowed) throw new LoaError(next.code, next.details);
      if (next.state === 'approved') return answer(await approved(actor, broadcast, weighed, false, null), weighed);
      const after = { ...broadcast, state: next.state, returnedReason: null, unreachable: weighed.unreachable };
      return answer(await keep(actor, after, broadcast, 'broadcast.submit'), weighed);
    },

    async approve(actor, broadcastId) {
      const broadcast = await standing(broadcastId);
      const place = (await lookAround(db)).audience(broadcast.targets).place;
      const next = decide(broadcast.state, 'approved', actor, place, broadcast.createdBy);
      if (!next.allowed) throw new LoaError(next.code, next.details);
      const weighed = await weigh(actor, broadcast);
      const word = { by: actor.accountId };
      return answer(await approved(actor, broadcast, weighed, false, word), weighed);
    },

    async sendBack(actor, broadcastId, reason) {
      const broadcast = await standing(broadcastId);
      const place = (await lookAround(db)).audience(broadcast.targets, 'found').place;
      const next = decide(broadcast.state, 'returned', actor, place, broadcast.createdBy);
      if (!next.allowed) throw new LoaError(next.code, next.details);
      return keep(actor, { ...broadcast, state: next.state, returnedReason: reason }, broadcast, 'broadcast.return');
    },
  };
}

function freshBroadcast(
  what: What & { id: string },
  weighed: Pick<Weighed, 'audience' | 'durationMs' | 'unreachable'>,
  more: Pick<StoredBroadcast, 'volume' | 'createdBy' | 'createdAt'>,
): StoredBroadcast {
  return {
    ...what,
    ...more,
    state: 'draft',
    areaId: weighed.audience.place.id,
    frozen: null,
    targetNames: weighed.audience.targets.map(target => target.name),
    durationMs: weighed.durationMs,
    expiresAt: null,
    revision: 0,
    scheduleId: null,
    scheduleDay: null,
    approvedBy: null,
    approvedAt: null,
    approvedDigest: null,
    returnedReason: null,
    acceptedAt: null,
    stoppedAt: null,
    stoppedBy: null,
    clusters: weighed.audience.clusters.length,
    unreachable: weighed.unreachable,
  };
}
