// Alerts as they lie in the store, beside their broadcasts of the same id: what was warned of, by whom, and what was done since.
import type { Selectable, Updateable } from 'kysely';
import { z } from 'zod';
import {
  type AlertAct,
  alarmLevel,
  alertAct,
  alertState,
  alertSummary,
  aloneReason,
  awaiting,
  hazard,
} from '../../protocol/api/alerts.ts';
import { alertMessage, LONGEST_REPEAT_MS } from '../../protocol/order.ts';
import type { Queryable } from './database.ts';
import type { Tables } from './tables.ts';

/** What a second person is asked for, and until when alone is not yet possible. */
const asked = z.object({
  what: awaiting.shape.what,
  /** The preset that is to sound; null: words alone. */
  siren: z.string().nullable(),
  /** The template that is to be said instead of the alert's own. */
  template: z.string().nullable(),
  until: z.int(),
  waitS: z.int(),
  at: z.int(),
  /** Account and phone of whoever asks, with their PIN. */
  by: z.string(),
  phone: z.string().nullable(),
});
export type Asked = z.infer<typeof asked>;

/** The template of what somebody sounded at a box: none of the library's. */
export const ON_SITE = 'onSite';

export interface StoredAlert {
  id: string;
  template: string;
  hazard: z.infer<typeof hazard>;
  status: 'actual' | 'drill';
  level: z.infer<typeof alarmLevel> | null;
  /** As stored; that its repeats are over is read from `repeatUntil`. */
  state: z.infer<typeof alertState>;
  message: z.infer<typeof alertMessage>;
  siren: string | null;
  /** Something of it was signed. */
  voiceSent: boolean;
  slots: Record<string, string>;
  text: string;
  specifics: string | null;
  /** Recording id of the second stage. */
  specificsRecording: string | null;
  /** Recording id of what was said in addition. */
  addedRecording: string | null;
  orderedBy: string;
  documentNo: string | null;
  source: z.infer<typeof alertSummary.shape.source>;
  authorityPath: string;
  proposalId: string | null;
  asked: Asked | null;
  confirmedBy: string | null;
  confirmedName: string | null;
  aloneReason: z.infer<typeof aloneReason> | null;
  repeatEveryS: number;
  /** UTC ms. */
  repeatUntil: number | null;
  createdPhone: string | null;
  createdAt: number;
  /** When its last pass is over, known from its newest signing; or when somebody took it back. */
  endedAt: number | null;
}

export interface StoredAct {
  at: number;
  act: AlertAct;
  /** Account id; null for the program or somebody at the box. */
  by: string | null;
  byName: string;
  detail: string | null;
}

const parse = (row: Selectable<Tables['alerts']>): StoredAlert => ({
  id: row.id,
  template: row.template,
  hazard: hazard.parse(row.hazard),
  status: alertSummary.shape.status.parse(row.status),
  level: alarmLevel.nullable().parse(row.level),
  state: alertState.parse(row.state),
  message: alertMessage.parse(row.message),
  siren: row.siren,
  voiceSent: row.voice_sent === 1,
  slots: z.record(z.string(), z.string()).parse(JSON.parse(row.slots_json)),
  text: row.text,
  specifics: row.specifics,
  specificsRecording: row.specifics_recording,
  addedRecording: row.added_recording,
  orderedBy: row.ordered_by,
  documentNo: row.document_no,
  source: alertSummary.shape.source.parse(row.source),
  authorityPath: row.authority_path,
  proposalId: row.proposal_id,
  asked: row.asked_json === null ? null : asked.parse(JSON.parse(row.asked_json)),
  confirmedBy: row.confirmed_by,
  confirmedName: row.confirmed_name,
  aloneReason: aloneReason.nullable().parse(row.alone_reason),
  repeatEveryS: row.repeat_every_s,
  repeatUntil: row.repeat_until,
  createdPhone: row.created_phone,
  createdAt: row.created_at,
  endedAt: row.ended_at,
});

const write = (alert: StoredAlert): Tables['alerts'] => ({
  id: alert.id,
  template: alert.template,
  hazard: alert.hazard,
  status: alert.status,
  level: alert.level,
  state: alert.state,
  message: alert.message,
  siren: alert.siren,
  voice_sent: alert.voiceSent ? 1 : 0,
  slots_json: JSON.stringify(alert.slots),
  text: alert.text,
  specifics: alert.specifics,
  specifics_recording: alert.specificsRecording,
  added_recording: alert.addedRecording,
  ordered_by: alert.orderedBy,
  document_no: alert.documentNo,
  source: alert.source,
  authority_path: alert.authorityPath,
  proposal_id: alert.proposalId,
  // In one order of its words, because they are compared.
  asked_json: alert.asked && JSON.stringify(asked.parse(alert.asked)),
  confirmed_by: alert.confirmedBy,
  confirmed_name: alert.confirmedName,
  alone_reason: alert.aloneReason,
  repeat_every_s: alert.repeatEveryS,
  repeat_until: alert.repeatUntil,
  created_phone: alert.createdPhone,
  created_at: alert.createdAt,
  ended_at: alert.endedAt,
});

export async function insertAlert(db: Queryable, alert: StoredAlert): Promise<void> {
  await db.insertInto('alerts').values(write(alert)).execute();
}

/** Puts `after` in the place of `before`; false if somebody changed the alert's state or what is asked for in between. */
export async function replaceAlert(db: Queryable, before: StoredAlert, after: StoredAlert): Promise<boolean> {
  const { id: _id, ...columns } = write(after);
  const { asked_json: asks } = write(before);
  const result = await db
    .updateTable('alerts')
    .set(columns satisfies Updateable<Tables['alerts']>)
    .where('id', '=', before.id)
    .where('state', '=', before.state)
    .where('message', '=', before.message)
    .where('asked_json', asks === null ? 'is' : '=', asks)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function alertById(db: Queryable, id: string): Promise<StoredAlert | null> {
  const row = await db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : parse(row);
}

/** `ended` is not stored: it is when nothing of an alert may sound again and nobody took it back. */
export function stateAt({ state, repeatUntil, createdAt, endedAt }: StoredAlert, now: number): StoredAlert['state'] {
  if (state !== 'live' && state !== 'silenced') return state;
  return now > (endedAt ?? repeatUntil ?? createdAt + LONGEST_REPEAT_MS) ? 'ended' : state;
}

/** Newest first: those that are asked for, or may sound again, or were silenced before their end. */
export async function standingAlerts(db: Queryable, now: number): Promise<StoredAlert[]> {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where('state', 'in', ['awaiting', 'live', 'silenced'])
    .where(eb =>
      eb.or([
        eb('state', '=', 'awaiting'),
        eb(eb.fn.coalesce('ended_at', 'repeat_until', eb('created_at', '+', LONGEST_REPEAT_MS)), '>=', now),
      ]),
    )
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(parse);
}

/** Newest first: those made at or after `since`, and those that are asked for or live whenever they were made. */
export async function listAlerts(db: Queryable, since: number, limit = 200): Promise<StoredAlert[]> {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where(eb => eb.or([eb('created_at', '>=', since), eb('state', 'in', ['awaiting', 'live', 'silenced'])]))
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(parse);
}

/** Those that somebody is asked for, or of which something may still sound, oldest first. */
export async function openAlerts(db: Queryable, now: number): Promise<StoredAlert[]> {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where('state', 'in', ['awaiting', 'live', 'silenced'])
    .where(eb => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>=', now)]))
    .orderBy('created_at')
    .execute();
  return rows.map(parse);
}

/** Adds to what was done with an alert, in order. */
export async function addAct(db: Queryable, alertId: string, act: StoredAct): Promise<void> {
  await db
    .insertInto('alert_acts')
    .values(eb => ({
      alert_id: alertId,
      n: eb
        .selectFrom('alert_acts')
        .where('alert_id', '=', alertId)
        .select(count => count(count.fn.coalesce(count.fn.max<number>('n'), count.lit(0)), '+', 1).as('n')),
      at: act.at,
      act: act.act,
      by: act.by,
      by_name: act.byName,
      detail: act.detail,
    }))
    .execute();
}

export async function actsOf(db: Queryable, alertId: string): Promise<StoredAct[]> {
  const rows = await db.selectFrom('alert_acts').selectAll().where('alert_id', '=', alertId).orderBy('n').execute();
  return rows.map(row => ({
    at: row.at,
    act: alertAct.parse(row.act),
    by: row.by,
    byName: row.by_name,
    detail: row.detail,
  }));
}
