// CAP in the store: messages by their identity in each area, whose messages an area listens to, and the feeds that it reads.
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Queryable } from './database.ts';
import type { Tables } from './tables.ts';

const texts = z.array(z.string());

/** What names a message; `sent` is ISO 8601, UTC, however it was written. */
export interface CapKey {
  areaId: string;
  sender: string;
  identifier: string;
  sent: string;
}

const verdict = z.enum(['taken', 'kept']);

export interface StoredCapMessage extends CapKey {
  sha256: string;
  status: string;
  type: string;
  /** Keys of the messages that it refers to (`messageKey`). */
  references: string[];
  receivedAt: number;
  /** kept: it speaks of messages that have not come yet. */
  verdict: z.infer<typeof verdict>;
  proposalId: string | null;
  raw: string;
}

export type CapOutline = Omit<StoredCapMessage, 'raw'>;

const OUTLINE = [
  'area_id',
  'sender',
  'identifier',
  'sent',
  'sha256',
  'status',
  'type',
  'references_json',
  'received_at',
  'verdict',
  'proposal_id',
] as const;

const outline = (row: Pick<Selectable<Tables['cap_messages']>, (typeof OUTLINE)[number]>): CapOutline => ({
  areaId: row.area_id,
  sender: row.sender,
  identifier: row.identifier,
  sent: row.sent,
  sha256: row.sha256,
  status: row.status,
  type: row.type,
  references: texts.parse(JSON.parse(row.references_json)),
  receivedAt: row.received_at,
  verdict: verdict.parse(row.verdict),
  proposalId: row.proposal_id,
});

export async function insertCapMessage(db: Queryable, one: StoredCapMessage): Promise<void> {
  await db
    .insertInto('cap_messages')
    .values({
      area_id: one.areaId,
      sender: one.sender,
      identifier: one.identifier,
      sent: one.sent,
      sha256: one.sha256,
      status: one.status,
      type: one.type,
      references_json: JSON.stringify(one.references),
      received_at: one.receivedAt,
      verdict: one.verdict,
      proposal_id: one.proposalId,
      raw: one.raw,
    })
    .execute();
}

export async function capMessage(db: Queryable, key: CapKey): Promise<CapOutline | null> {
  const row = await db
    .selectFrom('cap_messages')
    .select(OUTLINE)
    .where('area_id', '=', key.areaId)
    .where('sender', '=', key.sender)
    .where('identifier', '=', key.identifier)
    .where('sent', '=', key.sent)
    .executeTakeFirst();
  return row ? outline(row) : null;
}

/** The newest messages of a sender in an area. */
export async function capMessagesOf(
  db: Queryable,
  where: { areaId: string; sender: string; limit: number },
): Promise<CapOutline[]> {
  const rows = await db
    .selectFrom('cap_messages')
    .select(OUTLINE)
    .where('area_id', '=', where.areaId)
    .where('sender', '=', where.sender)
    .orderBy('received_at', 'desc')
    .limit(where.limit)
    .execute();
  return rows.map(outline);
}

export interface StoredCapSender {
  id: string;
  areaId: string;
  sender: string;
  name: string;
  certificate: string | null;
}

export async function listCapSenders(db: Queryable): Promise<StoredCapSender[]> {
  const rows = await db.selectFrom('cap_senders').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map(row => ({
    id: row.id,
    areaId: row.area_id,
    sender: row.sender,
    name: row.name,
    certificate: row.certificate,
  }));
}

export async function insertCapSender(db: Queryable, one: StoredCapSender, at: number): Promise<void> {
  await db
    .insertInto('cap_senders')
    .values({
      ...{ id: one.id, area_id: one.areaId, sender: one.sender, name: one.name },
      ...{ certificate: one.certificate, created_at: at },
    })
    .execute();
}

export async function removeCapSender(db: Queryable, id: string): Promise<void> {
  await db.deleteFrom('cap_senders').where('id', '=', id).execute();
}

export interface StoredCapFeed {
  id: string;
  areaId: string;
  url: string;
  everyS: number;
  readAt: number | null;
  trouble: string | null;
  /** Entries of its last reading that were fetched. */
  seen: string[];
}

export async function listCapFeeds(db: Queryable): Promise<StoredCapFeed[]> {
  const rows = await db.selectFrom('cap_feeds').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map(row => ({
    id: row.id,
    areaId: row.area_id,
    url: row.url,
    everyS: row.every_s,
    readAt: row.read_at,
    trouble: row.trouble,
    seen: texts.parse(JSON.parse(row.seen_json)),
  }));
}

export async function insertCapFeed(db: Queryable, one: StoredCapFeed, at: number): Promise<void> {
  await db
    .insertInto('cap_feeds')
    .values({
      ...{ id: one.id, area_id: one.areaId, url: one.url, every_s: one.everyS },
      ...{ read_at: one.readAt, trouble: one.trouble, seen_json: JSON.stringify(one.seen), created_at: at },
    })
    .execute();
}

/** What its last reading came to. */
export async function storeCapFeedRead(
  db: Queryable,
  id: string,
  read: Pick<StoredCapFeed, 'readAt' | 'trouble' | 'seen'>,
): Promise<void> {
  await db
    .updateTable('cap_feeds')
    .set({ read_at: read.readAt, trouble: read.trouble, seen_json: JSON.stringify(read.seen) })
    .where('id', '=', id)
    .execute();
}

export async function removeCapFeed(db: Queryable, id: string): Promise<void> {
  await db.deleteFrom('cap_feeds').where('id', '=', id).execute();
}
