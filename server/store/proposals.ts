// Proposals in the store: what a gauge or a CAP message would have people send, and what they decided.
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { alarmLevel } from '../../protocol/api/alerts.ts';
import { proposal as shownProposal } from '../../protocol/api/warnings.ts';
import type { Queryable } from './database.ts';
import type { Tables } from './tables.ts';

const shape = shownProposal.shape;
const ids = z.array(z.string());
export type ProposalState = z.infer<typeof shape.state>;

export interface StoredProposal {
  id: string;
  /** Who decides holds the right here. */
  areaId: string;
  source: z.infer<typeof shape.source>;
  /** The gauge, or what names the message. */
  origin: string;
  at: number;
  title: string;
  reason: string;
  /** Null: a person must choose, or there is nothing to send. */
  template: string | null;
  level: z.infer<typeof alarmLevel> | null;
  targets: string[];
  slots: Record<string, string>;
  siren: boolean;
  status: z.infer<typeof shape.status>;
  state: ProposalState;
  decidedBy: string | null;
  decidedName: string | null;
  decidedAt: number | null;
  rejectReason: string | null;
  /** The alert made of it; while it is open, the living alert that it is about. */
  alertId: string | null;
  expiresAt: number | null;
  playsAt: number | null;
  raw: string | null;
  warnings: string[];
}

const parse = (row: Selectable<Tables['proposals']>): StoredProposal => ({
  id: row.id,
  areaId: row.area_id,
  source: shape.source.parse(row.source),
  origin: row.origin,
  at: row.at,
  title: row.title,
  reason: row.reason,
  template: row.template,
  level: alarmLevel.nullable().parse(row.level),
  targets: ids.parse(JSON.parse(row.targets_json)),
  slots: shape.slots.parse(JSON.parse(row.slots_json)),
  siren: row.siren === 1,
  status: shape.status.parse(row.status),
  state: shape.state.parse(row.state),
  decidedBy: row.decided_by,
  decidedName: row.decided_name,
  decidedAt: row.decided_at,
  rejectReason: row.reject_reason,
  alertId: row.alert_id,
  expiresAt: row.expires_at,
  playsAt: row.plays_at,
  raw: row.raw,
  warnings: ids.parse(JSON.parse(row.warnings_json)),
});

export async function insertProposal(db: Queryable, one: StoredProposal): Promise<void> {
  await db
    .insertInto('proposals')
    .values({
      id: one.id,
      area_id: one.areaId,
      source: one.source,
      origin: one.origin,
      at: one.at,
      title: one.title,
      reason: one.reason,
      template: one.template,
      level: one.level,
      targets_json: JSON.stringify(one.targets),
      slots_json: JSON.stringify(one.slots),
      siren: one.siren ? 1 : 0,
      status: one.status,
      state: one.state,
      decided_by: one.decidedBy,
      decided_name: one.decidedName,
      decided_at: one.decidedAt,
      reject_reason: one.rejectReason,
      alert_id: one.alertId,
      expires_at: one.expiresAt,
      plays_at: one.playsAt,
      raw: one.raw,
      warnings_json: JSON.stringify(one.warnings),
    })
    .execute();
}

export async function proposalById(db: Queryable, id: string): Promise<StoredProposal | null> {
  const row = await db.selectFrom('proposals').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? parse(row) : null;
}

/** The newest ones: all that are open, then as many of the decided as there is room for. */
export async function listProposals(db: Queryable, limit: number): Promise<StoredProposal[]> {
  const newest = db.selectFrom('proposals').selectAll().orderBy('at', 'desc').orderBy('id').limit(limit);
  const open = await newest.where('state', '=', 'open').execute();
  const rest = await newest.where('state', '!=', 'open').execute();
  return [...open, ...rest].slice(0, limit).map(parse);
}

export async function openProposals(db: Queryable): Promise<StoredProposal[]> {
  const rows = await db.selectFrom('proposals').selectAll().where('state', '=', 'open').orderBy('at', 'desc').execute();
  return rows.map(parse);
}

export async function proposalsOf(db: Queryable, ids: readonly string[]): Promise<StoredProposal[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('proposals').selectAll().where('id', 'in', ids).orderBy('at', 'desc').execute();
  return rows.map(parse);
}

/** The newest proposal that came of this origin; null if none did. */
export async function proposalOfOrigin(db: Queryable, areaId: string, origin: string): Promise<StoredProposal | null> {
  const row = await db
    .selectFrom('proposals')
    .selectAll()
    .where('area_id', '=', areaId)
    .where('origin', '=', origin)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? parse(row) : null;
}

export interface Decision {
  state: ProposalState;
  /** Null: the program's own, or nobody yet. */
  by: { accountId: string; name: string } | null;
  at: number | null;
  reason?: string;
  alertId: string | null;
}

/** Closes an open proposal; false if it was not open any more. */
export async function closeProposal(db: Queryable, id: string, decision: Decision): Promise<boolean> {
  const result = await db
    .updateTable('proposals')
    .set({
      state: decision.state,
      decided_by: decision.by?.accountId ?? null,
      decided_name: decision.by?.name ?? null,
      decided_at: decision.at,
      reject_reason: decision.reason ?? null,
      alert_id: decision.alertId,
      plays_at: null,
    })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Opens it again after its acceptance came to nothing. */
export async function reopenProposal(db: Queryable, id: string, about: string | null): Promise<void> {
  await db
    .updateTable('proposals')
    .set({ state: 'open', decided_by: null, decided_name: null, decided_at: null, alert_id: about })
    .where('id', '=', id)
    .where('state', '=', 'accepted')
    .execute();
}

/** Accepted ones whose alert never came to be: the program ended in between. */
export async function orphanedProposals(db: Queryable): Promise<StoredProposal[]> {
  const rows = await db
    .selectFrom('proposals')
    .leftJoin('alerts', 'alerts.id', 'proposals.alert_id')
    .selectAll('proposals')
    .where('proposals.state', '=', 'accepted')
    .where('alerts.id', 'is', null)
    .execute();
  return rows.map(parse);
}

/** When it would play by itself; null: it does not. False if it is not open. */
export async function setPlaysAt(db: Queryable, id: string, playsAt: number | null): Promise<boolean> {
  const result = await db
    .updateTable('proposals')
    .set({ plays_at: playsAt })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
