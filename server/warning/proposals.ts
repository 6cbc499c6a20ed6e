// What gauges and messages would have people send flows in; people's word on it flows out, as an alert or as a refusal on
// record. Nothing here sounds by itself.
import type { AlertUpdate, NewAlert } from '../../protocol/api/alerts.ts';
import type { AcceptProposal } from '../../protocol/api/warnings.ts';
import type { FeedMessage } from '../../protocol/feed.ts';
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database, Queryable } from '../store/database.ts';
import {
  closeProposal,
  insertProposal,
  listProposals,
  openProposals,
  orphanedProposals,
  type ProposalState,
  proposalById,
  reopenProposal,
  type StoredProposal,
} from '../store/proposals.ts';

/** Decided ones that the list still shows. */
const SHOWN = 200;

export interface Person {
  accountId: string;
  name: string;
}

/** What the room of alerts is to know of a proposal besides what people chose. */
export interface Given {
  source: StoredProposal['source'];
  sirenAllowed: boolean;
  /** Whoever it is by gave their PIN for it before: they armed the gauge. */
  proven?: true;
}

/** How an accepted proposal becomes, changes or takes back an alert: with the right, the PIN and the phone of whoever accepts. */
export interface AlertDoor {
  issue(request: NewAlert, given: Given): Promise<unknown>;
  update(alertId: string, change: AlertUpdate): Promise<unknown>;
  withdraw(alertId: string): Promise<unknown>;
}

/** A proposal before it has an id. */
export type Draft = Pick<
  StoredProposal,
  'areaId' | 'source' | 'origin' | 'title' | 'reason' | 'template' | 'level' | 'targets' | 'slots' | 'siren' | 'status'
> &
  Partial<Pick<StoredProposal, 'alertId' | 'expiresAt' | 'raw' | 'warnings' | 'state'>>;

export interface Proposals {
  /** Open ones first, the newest on top. */
  list(): Promise<StoredProposal[]>;
  /** Those that wait for a person. */
  open(): Promise<StoredProposal[]>;
  /** Throws `not_found`. */
  get(id: string): Promise<StoredProposal>;
  /** Makes one inside somebody's transaction, who tells of it after the commit. */
  put(trx: Queryable, draft: Draft): Promise<StoredProposal>;
  /** Closes an open one inside somebody's transaction: something newer has come in its place. */
  settle(trx: Queryable, id: string, state: Exclude<ProposalState, 'open' | 'accepted' | 'rejected'>): Promise<boolean>;
  /** Open pages read these again. */
  told(ids: readonly string[]): void;
  /** Answers the alert's id. Of two people at once one wins; the other gets `proposal_decided`. */
  accept(by: Person, id: string, request: AcceptProposal, alerts: AlertDoor): Promise<StoredProposal>;
  reject(by: Person, id: string, reason: string): Promise<StoredProposal>;
  /** The same by the word of whoever armed its gauge, without a siren. False if somebody has decided on it before. */
  carryOut(by: Person, id: string, send: (request: NewAlert) => Promise<unknown>): Promise<boolean>;
  /** Those whose acceptance was cut off wait again; open ones past their time are closed. */
  start(): Promise<void>;
  sweep(): Promise<void>;
}

export function createProposals(parts: {
  db: Database;
  time: Time;
  random: (bytes: number) => Uint8Array;
  tell: (message: FeedMessage) => void;
}): Proposals {
  const { db, time } = parts;

  function told(ids: readonly string[]): void {
    for (const proposalId of ids) parts.tell({ t: 'proposal', proposalId });
    if (ids.length > 0) parts.tell({ t: 'tasks' });
  }

  const outdated = (one: StoredProposal): boolean =>
    one.state === 'open' && one.expiresAt !== null && one.expiresAt <= time.now();
  const asShown = (one: StoredProposal): StoredProposal => (outdated(one) ? { ...one, state: 'outdated' } : one);

  async function get(id: string): Promise<StoredProposal> {
    const found = await proposalById(db, id);
    if (!found) throw new LoaError('not_found', { what: id });
    return asShown(found);
  }

  function refuseDecided(one: StoredProposal): void {
    if (one.state === 'outdated')
      throw new LoaError('proposal_outdated', { at: new Date(one.expiresAt ?? one.at).toISOString() });
    if (one.state !== 'open') throw new LoaError('proposal_decided', { by: one.decidedName ?? one.state });
  }

  async function decide(
    one: StoredProposal,
    decision: { state: 'accepted' | 'rejected'; by: Person; reason?: string; alertId: string | null; action: string },
  ): Promise<boolean> {
    const won = await db.transaction().execute(async trx => {
      if (!(await closeProposal(trx, one.id, { ...decision, at: time.now() }))) return false;
      await appendAudit(trx, {
        at: time.now(),
        actor: decision.by,
        action: decision.action,
        subject: one.id,
        detail: {
          title: one.title,
          ...(decision.reason === undefined ? {} : { reason: decision.reason }),
          ...(decision.alertId === null ? {} : { alertId: decision.alertId }),
          ...(one.playsAt === null ? {} : { countdown: true }),
        },
      });
      return true;
    });
    if (won) told([one.id]);
    return won;
  }

  /** Decided before it is sent, so that two people cannot both send it; taken back if the alert is refused. */
  async function sendOnce(
    one: StoredProposal,
    decision: { by: Person; alertId: string; action: string },
    work: () => Promise<unknown>,
  ): Promise<boolean> {
    if (!(await decide(one, { state: 'accepted', ...decision }))) return false;
    try {
      await work();
      return true;
    } catch (error) {
      await db.transaction().execute(async trx => {
        await reopenProposal(trx, one.id, one.alertId);
        await appendAudit(trx, {
          ...{ at: time.now(), actor: decision.by, action: 'proposal.reopen', subject: one.id },
          detail: { why: error instanceof LoaError ? error.code : 'internal' },
        });
      });
      told([one.id]);
      throw error;
    }
  }

  async function send(one: StoredProposal, alertId: string, request: AcceptProposal, door: AlertDoor): Promise<void> {
    const { proof } = request;
    if (one.alertId === null) {
      await door.issue(asAlert(one, alertId, request), { source: one.source, sirenAllowed: one.siren });
    } else if ((request.template ?? one.template) === 'all-clear') {
      await door.withdraw(one.alertId);
    } else {
      await door.update(one.alertId, {
        slots: one.slots,
        ...(one.level === null ? {} : { level: one.level }),
        ...(request.siren === undefined ? {} : { siren: request.siren }),
        ...(proof.pin === undefined ? {} : { pin: proof.pin }),
      });
    }
  }

  return {
    list: async () => (await listProposals(db, SHOWN)).map(asShown),
    open: async () => (await openProposals(db)).filter(one => !outdated(one)),
    get,
    told,

    async put(trx, draft) {
      const one: StoredProposal = {
        id: makeId('po', parts.random(8)),
        at: time.now(),
        ...{ decidedBy: null, decidedName: null, decidedAt: null, rejectReason: null, playsAt: null },
        ...{ state: 'open', alertId: null, expiresAt: null, raw: null, warnings: [] },
        ...draft,
      };
      await insertProposal(trx, one);
      await appendAudit(trx, {
        at: one.at,
        actor: 'loa',
        action: 'proposal.make',
        subject: one.id,
        detail: { title: one.title, reason: one.reason, origin: one.origin, state: one.state },
      });
      return one;
    },

    settle: (trx, id, state) => closeProposal(trx, id, { state, by: null, at: time.now(), alertId: null }),

    async accept(by, id, request, door) {
      const one = await get(id);
      refuseDecided(one);
      if (request.siren && !one.siren) throw new LoaError('no_siren');
      const alertId = one.alertId ?? makeId('al', parts.random(8));
      if (one.alertId === null) asAlert(one, alertId, request);
      const won = await sendOnce(one, { by, alertId, action: 'proposal.accept' }, () =>
        send(one, alertId, request, door),
      );
      if (!won) refuseDecided(await get(id));
      return get(id);
    },

    async carryOut(by, id, play) {
      const one = await get(id);
      if (one.state !== 'open') return false;
      const alertId = makeId('al', parts.random(8));
      const request = asAlert(one, alertId, { proof: {} });
      return sendOnce(one, { by, alertId, action: 'automatic.play' }, () => play(request));
    },

    async reject(by, id, reason) {
      const one = await get(id);
      refuseDecided(one);
      const won = await decide(one, { state: 'rejected', by, reason, alertId: null, action: 'proposal.reject' });
      const after = await get(id);
      if (!won) refuseDecided(after);
      return after;
    },

    async start() {
      for (const one of await orphanedProposals(db)) await reopenProposal(db, one.id, null);
    },

    async sweep() {
      const late = (await openProposals(db)).filter(outdated);
      for (const one of late)
        await closeProposal(db, one.id, { state: 'outdated', by: null, at: time.now(), alertId: one.alertId });
      told(late.map(one => one.id));
    },
  };
}

/** The alert that comes of it; throws `template_needed` where nobody has said what or where. */
function asAlert(one: StoredProposal, alertId: string, request: AcceptProposal): NewAlert {
  const template = request.template ?? one.template;
  const targets = request.targets ?? one.targets;
  if (template === null || targets.length === 0) throw new LoaError('template_needed');
  return {
    id: alertId,
    template,
    status: one.status,
    siren: request.siren ?? false,
    // Another template than the proposed one may speak of another level.
    level: template === one.template ? one.level : null,
    targets,
    slots: one.slots,
    ...(request.orderedBy === undefined ? {} : { orderedBy: request.orderedBy }),
    proof: request.proof,
    ...(request.voiceFirst === undefined ? {} : { voiceFirst: request.voiceFirst }),
    proposalId: one.id,
  };
}
