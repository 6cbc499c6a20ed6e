// Whom an area listens to and which feeds it reads, as people keep these lists; every change is on record.
import { createPublicKey } from 'node:crypto';
import type { z } from 'zod';
import type { newCapFeed, newCapSender } from '../../../protocol/api/warnings.ts';
import { makeId } from '../../../protocol/id.ts';
import type { Time } from '../../../protocol/time.ts';
import { LoaError } from '../../errors.ts';
import { appendAudit } from '../../store/audit.ts';
import {
  insertCapFeed,
  insertCapSender,
  listCapFeeds,
  listCapSenders,
  removeCapFeed,
  removeCapSender,
  type StoredCapFeed,
  type StoredCapSender,
} from '../../store/cap.ts';
import type { Database } from '../../store/database.ts';
import type { Person } from '../proposals.ts';

export interface CapLists {
  senders(): Promise<StoredCapSender[]>;
  /** Throws `not_found`. */
  sender(id: string): Promise<StoredCapSender>;
  addSender(by: Person, sender: z.infer<typeof newCapSender>): Promise<StoredCapSender>;
  removeSender(by: Person, id: string): Promise<void>;
  feeds(): Promise<StoredCapFeed[]>;
  feed(id: string): Promise<StoredCapFeed>;
  addFeed(by: Person, feed: z.infer<typeof newCapFeed>): Promise<StoredCapFeed>;
  removeFeed(by: Person, id: string): Promise<void>;
}

export function createCapLists(parts: { db: Database; time: Time; random: (bytes: number) => Uint8Array }): CapLists {
  const { db, time } = parts;
  const named = <T extends { id: string }>(list: readonly T[], id: string): T => {
    const found = list.find(one => one.id === id);
    if (!found) throw new LoaError('not_found', { what: id });
    return found;
  };
  const line = (by: Person, action: string, subject: string, detail: Record<string, unknown>) => ({
    ...{ at: time.now(), actor: by, action, subject, detail },
  });

  const sender = async (id: string) => named(await listCapSenders(db), id);
  const feed = async (id: string) => named(await listCapFeeds(db), id);

  return {
    senders: () => listCapSenders(db),
    sender,
    async addSender(by, said) {
      if (said.certificate !== null) requireKey(said.certificate);
      const one: StoredCapSender = { id: makeId('cs', parts.random(8)), ...said };
      await db.transaction().execute(async trx => {
        await insertCapSender(trx, one, time.now());
        const { certificate, ...plain } = one;
        await appendAudit(trx, line(by, 'cap-sender.add', one.id, { ...plain, signed: certificate !== null }));
      });
      return one;
    },
    async removeSender(by, id) {
      const one = await sender(id);
      await db.transaction().execute(async trx => {
        await removeCapSender(trx, id);
        await appendAudit(trx, line(by, 'cap-sender.remove', id, { sender: one.sender }));
      });
    },
    feeds: () => listCapFeeds(db),
    feed,
    async addFeed(by, said) {
      const { protocol, host } = new URL(said.url);
      if (protocol !== 'http:' && protocol !== 'https:') throw new LoaError('fetch_refused', { host, why: protocol });
      const one: StoredCapFeed = {
        id: makeId('cf', parts.random(8)),
        ...said,
        ...{ readAt: null, trouble: null, seen: [] },
      };
      await db.transaction().execute(async trx => {
        await insertCapFeed(trx, one, time.now());
        await appendAudit(trx, line(by, 'cap-feed.add', one.id, said));
      });
      return one;
    },
    async removeFeed(by, id) {
      const one = await feed(id);
      await db.transaction().execute(async trx => {
        await removeCapFeed(trx, id);
        await appendAudit(trx, line(by, 'cap-feed.remove', id, { url: one.url }));
      });
    },
  };
}

/** A list that nobody can be verified by would shut a sender out without a word. */
function requireKey(pem: string): void {
  try {
    createPublicKey(pem);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new LoaError('bad_request', { where: 'body.certificate', why: 'PEM' });
  }
}
