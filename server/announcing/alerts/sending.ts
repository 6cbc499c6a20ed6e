// The moment at which a message of an alert becomes an order: what stands behind it goes through the one gate, bytes, alert, act
// and audit entry are committed in one small transaction, and only then does it go out on the bus. Rows of deliveries come after.
import { bodyJson, readEnvelope } from '../../../protocol/envelope.ts';
import { makeId } from '../../../protocol/id.ts';
import { type AlertMessage, type Play, play, type Stop } from '../../../protocol/order.ts';
import type { Time } from '../../../protocol/time.ts';
import type { Bus } from '../../bus/bus.ts';
import { LoaError } from '../../errors.ts';
import { mayAir } from '../../people/approvals.ts';
import type { AlertProof } from '../../people/emergencies.ts';
import type { Actor } from '../../people/rights.ts';
import type { Signing } from '../../signing/signing.ts';
import { addAct, insertAlert, replaceAlert, type StoredAct, type StoredAlert } from '../../store/alerts.ts';
import { appendAudit } from '../../store/audit.ts';
import { changeUnchanged, insertBroadcast, type StoredBroadcast } from '../../store/broadcasts.ts';
import type { Database, Queryable } from '../../store/database.ts';
import { cancelPlannedAt } from '../../store/deliveries.ts';
import { clustersOfOrder, insertOrder, playsOf } from '../../store/orders.ts';
import { type Audience, unreachableOf } from '../audience.ts';
import type { LocalTime } from '../localtime.ts';
import type { Plans } from '../plans.ts';
import type { Planting } from '../planting.ts';
import type { Composed } from './composition.ts';

/** A tombstone outlives the last moment of what it stops by this. */
const TOMBSTONE_MS = 86_400_000;

export interface SendingParts {
  db: Database;
  bus: Bus;
  signing: Signing;
  local: LocalTime;
  time: Time;
  random: (bytes: number) => Uint8Array;
  plans: Plans;
  planting: Planting;
}

/** An alert as it stands: its row, its broadcast, and what was signed of it, oldest first. */
export interface Standing {
  alert: StoredAlert;
  broadcast: StoredBroadcast;
  plays: Play[];
}

export type Act = Omit<StoredAct, 'at'>;
/** Who does it: a person, or the program. */
export const by = (actor: Actor | null): Pick<Act, 'by' | 'byName'> =>
  actor ? { by: actor.accountId, byName: actor.name } : { by: null, byName: 'Loa' };

export interface Saying {
  message: AlertMessage;
  said: Composed;
  startAt: number;
  expiresAt: number;
  repeatEveryMs: number | null;
  proof: Omit<AlertProof, 'before' | 'authorityPath'>;
  /** More acts than one may lie behind a message. */
  acts: readonly Act[];
}

export interface Sending {
  /** `before` is null for a new alert; `after` says how it will stand. Throws the gate's refusal, or `changed_meanwhile`. */
  say(before: Standing | null, after: Standing, audience: Audience, saying: Saying): Promise<Standing>;
  /** Keeps a change that sounds nowhere. */
  keep(before: Standing | null, after: Standing, actor: Actor | null, acts: readonly Act[]): Promise<Standing>;
  /** Silences the newest revision, in all its targets or in those of a part; `state`: how the alert stands then. */
  silence(
    before: Standing,
    audience: Audience,
    actor: Actor,
    how: { state: StoredAlert['state']; act: Act; part?: Audience },
  ): Promise<Standing>;
  read(alert: StoredAlert, broadcast: StoredBroadcast): Promise<Standing>;
}

export function createSending(parts: SendingParts): Sending {
  const { db, bus, time } = parts;

  const targetsOf = (audience: Audience) => new Map(audience.targets.map(({ id, path }) => [id, path]));

  async function write(
    trx: Queryable,
    before: Standing | null,
    after: Standing,
    acts: readonly Act[],
    audit: { actor: Actor | null; action: string; detail: Record<string, unknown> },
  ): Promise<void> {
    const { alert, broadcast } = after;
    const now = time.now();
    if (before) {
      const kept =
        (await replaceAlert(trx, before.alert, alert)) && (await changeUnchanged(trx, before.broadcast, broadcast));
      if (!kept) throw new LoaError('changed_meanwhile', { what: broadcast.title });
    } else {
      await insertAlert(trx, alert);
      await insertBroadcast(trx, broadcast);
    }
    for (const act of acts) await addAct(trx, alert.id, { at: now, ...act });
    await appendAudit(trx, {
      at: now,
      actor: audit.actor ?? 'loa',
      action: audit.action,
      subject: alert.id,
      detail: audit.detail,
    });
  }

  function tell(alertId: string): void {
    bus.publish('board', { t: 'alert', alertId });
    bus.publish('board', { t: 'broadcast', broadcastId: alertId });
  }

  return {
    async say(before, after, audience, saying) {
      const { said, startAt, expiresAt, repeatEveryMs } = saying;
      const alert = { ...after.alert, ...endOf(after.alert, saying) };
      const now = time.now();
      const drill = alert.status === 'drill';
      const order: Play = play.parse({
        broadcastId: alert.id,
        revision: after.broadcast.revision + 1,
        class: drill ? 'priority' : 'emergency',
        // A frame must fit where little goes through; the clip says what it is.
        title: drill ? after.broadcast.title : '',
        issuedAt: now,
        startAt,
        expiresAt,
        targets: audience.targets.map(target => target.id),
        content: said.content,
        volume: after.broadcast.volume,
        message: saying.message,
        ...(said.siren === null ? {} : { siren: said.siren }),
        ...(repeatEveryMs === null ? {} : { repeatEveryMs }),
        ...(drill ? { drill: true } : {}),
      });
      const verdict = mayAir(order, saying.proof.asker?.actor ?? null, {
        place: audience.place,
        targets: targetsOf(audience),
        approved: null,
        alert: { ...saying.proof, authorityPath: alert.authorityPath, before: after.plays.at(-1) ?? null },
        timezone: parts.local.timezone,
      });
      if (!verdict.allowed) throw new LoaError(verdict.code, verdict.details);
      const bytes = parts.signing.order('play', order, verdict);
      const clusterIds = audience.clusters.map(cluster => cluster.id);
      const keepUntil = expiresAt + said.passMs;
      const { second } = saying.proof;
      const confirmedBy = second && second.by !== 'alone' ? second.actor.accountId : null;
      const broadcast: StoredBroadcast = {
        ...after.broadcast,
        state: 'approved',
        frozen: { content: order.content, items: said.items, unserved: audience.unserved },
        targetNames: audience.targets.map(target => target.name),
        startAt: after.broadcast.startAt ?? startAt,
        durationMs: spanOf(after.broadcast, startAt, keepUntil, now),
        expiresAt,
        revision: order.revision,
        approvedBy: confirmedBy ?? after.broadcast.approvedBy ?? verdict.by,
        approvedAt: after.broadcast.approvedAt ?? now,
        acceptedAt: after.broadcast.acceptedAt ?? now,
        stoppedAt: null,
        stoppedBy: null,
        clusters: clusterIds.length,
        unreachable: unreachableOf(audience, { class: order.class, startAt }, parts.local),
      };
      const spoken = { alert, broadcast, plays: [...after.plays, order] };
      const sent = {
        orderId: alert.id,
        revision: order.revision,
        kind: 'play' as const,
        bytes,
        clusterIds,
        issuedAt: now,
        keepUntil,
      };
      await db.transaction().execute(async trx => {
        await write(trx, before, spoken, saying.acts, {
          actor: saying.proof.asker?.actor ?? null,
          action: `alert.${saying.message}`,
          detail: {
            revision: order.revision,
            rule: verdict.rule,
            kind: saying.proof.kind,
            ...(confirmedBy === null ? {} : { confirmedBy }),
            startAt,
            order: verdict.digest,
          },
        });
        await insertOrder(trx, { ...sent, class: order.class, targets: order.targets, startAt });
      });
      bus.publish('order', sent);
      tell(alert.id);
      parts.planting.plant(broadcast, audience);
      if (drill) parts.plans.changed(clusterIds);
      return spoken;
    },

    async keep(before, after, actor, acts) {
      const action = `alert.${acts.at(-1)?.act ?? 'keep'}`;
      const detail = { siren: after.alert.asked?.siren ?? after.alert.siren, state: after.alert.state };
      await db.transaction().execute(trx => write(trx, before, after, acts, { actor, action, detail }));
      tell(after.alert.id);
      return after;
    },

    async silence(before, audience, actor, { state, act, part }) {
      const { alert, broadcast, plays } = before;
      const signed = plays.at(-1);
      // What somebody sounded at a box was never an order of ours; its device knows it by the same name and revision.
      if (!signed && alert.source !== 'onSite') throw new LoaError('wrong_state', { state: alert.state });
      const newest = signed ?? { ...broadcast, expiresAt: broadcast.expiresAt ?? time.now() };
      const now = time.now();
      const where = part ?? audience;
      const stop: Stop = {
        stopId: makeId('st', parts.random(8)),
        broadcastId: alert.id,
        revision: newest.revision,
        targets: where.targets.map(target => target.id),
        maxClass: newest.class,
        issuedAt: now,
        keepUntil: newest.expiresAt + TOMBSTONE_MS,
      };
      const verdict = mayAir(stop, actor, {
        place: where.place,
        targets: targetsOf(where),
        approved: null,
        alert: {
          kind: 'silence',
          asker: { actor, phone: null, pin: false },
          second: null,
          authorityPath: alert.authorityPath,
          sirenAllowed: false,
          before: signed ?? null,
        },
        timezone: parts.local.timezone,
      });
      if (!verdict.allowed) throw new LoaError(verdict.code, verdict.details);
      const bytes = parts.signing.order('stop', stop, verdict);
      const targets = where.clusters.map(cluster => cluster.id);
      const told = signed ? await clustersOfOrder(db, alert.id, newest.revision) : targets;
      const here = new Set(targets);
      const clusterIds = part ? told.filter(id => here.has(id)) : told;
      const after: Standing = part
        ? before
        : {
            ...before,
            alert: { ...alert, state, asked: null },
            broadcast: { ...broadcast, stoppedAt: now, stoppedBy: actor.accountId },
          };
      const { stopId: orderId, keepUntil } = stop;
      await db.transaction().execute(async trx => {
        await write(trx, before, after, [act], {
          actor,
          action: `alert.${act.act}`,
          detail: { stopId: orderId, revision: newest.revision, rule: verdict.rule },
        });
        await insertOrder(trx, {
          orderId,
          revision: 1,
          kind: 'stop',
          bytes,
          class: stop.maxClass,
          targets: stop.targets,
          clusterIds,
          issuedAt: now,
          startAt: now,
          keepUntil,
        });
      });
      bus.publish('order', { orderId, revision: 1, kind: 'stop', bytes, clusterIds, issuedAt: now, keepUntil });
      tell(alert.id);
      if (alert.status === 'drill') parts.plans.changed(clusterIds);
      // Rows that are still being made would be missed; the stop itself is out by now.
      await parts.planting.idle();
      await cancelPlannedAt(db, alert.id, clusterIds);
      return after;
    },

    async read(alert, broadcast) {
      const plays = (await playsOf(db, alert.id)).map(({ bytes }) => {
        const envelope = readEnvelope(bytes);
        if (!envelope) throw new Error(`an order of ${alert.id} is no envelope`);
        return play.parse(bodyJson(envelope.body));
      });
      return { alert, broadcast, plays };
    },
  };
}

/** Until when it may be heard. A siren that gives way to words ends before its alert does. */
function endOf(alert: StoredAlert, { said, expiresAt, message }: Saying): Pick<StoredAlert, 'repeatUntil' | 'endedAt'> {
  if (message === 'withdraw' || message === 'correct') return alert;
  const repeatUntil = alert.repeatEveryS === 0 ? expiresAt : alert.repeatUntil;
  return { repeatUntil, endedAt: Math.max(expiresAt, repeatUntil ?? 0) + said.passMs };
}

/** From the first start to the last sound; what is taken back long after it was over has not lasted until then. */
function spanOf(broadcast: StoredBroadcast, startAt: number, end: number, now: number): number {
  if (broadcast.startAt === null) return end - startAt;
  const over = broadcast.startAt + broadcast.durationMs;
  return now > over ? broadcast.durationMs : end - broadcast.startAt;
}
