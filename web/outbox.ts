// "Chưa gửi": routine announcements made without a link wait here, on this phone, until they are sent or dropped.
// Each carries the id under which the server will know it, so a try that broke off is tried again; what is too late asks a person.
import type { NewBroadcast } from '../protocol/api/broadcasts.ts';

export interface Waiting {
  /** The broadcast's. */
  id: string;
  body: NewBroadcast;
  /** Where, in words. */
  place: string;
  /** UTC ms. */
  madeAt: number;
  /** Who made it; another person's session does not send it. */
  accountId: string;
  /** What the server said when it refused. */
  refusal?: string;
}
export type Question = 'old' | 'past' | 'refused';

/** "Now" said longer ago than this is not now any more. */
const NOW_LASTS_MS = 15 * 60_000;

/** Null: it may go by itself. */
export function questionOf(waiting: Waiting, now: number): Question | null {
  if (waiting.refusal !== undefined) return 'refused';
  if (waiting.body.startAt === undefined) return now - waiting.madeAt > NOW_LASTS_MS ? 'old' : null;
  return Date.parse(waiting.body.startAt) <= now ? 'past' : null;
}

/** What became of one try. `lost`: the link broke, nobody knows, and the same id may be sent again. */
export type Sent = { kind: 'sent' } | { kind: 'lost' } | { kind: 'refused'; message: string };

interface OutboxParts {
  read(): string | null;
  write(text: string): void;
  now(): number;
  send(body: NewBroadcast): Promise<Sent>;
  changed(list: readonly Waiting[]): void;
}

function parse(text: string | null): Waiting[] {
  if (text === null) return [];
  try {
    const kept: unknown = JSON.parse(text);
    return Array.isArray(kept) ? kept.filter(isWaiting) : [];
  } catch (error) {
    console.warn('the outbox could not be read', error);
    return [];
  }
}

const isWaiting = (value: unknown): value is Waiting =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'madeAt' in value &&
  typeof value.madeAt === 'number' &&
  'accountId' in value &&
  typeof value.accountId === 'string' &&
  'body' in value &&
  typeof value.body === 'object' &&
  value.body !== null &&
  // Emergencies are never queued, however they came here.
  'class' in value.body &&
  value.body.class !== 'emergency';

export function createOutbox({ read, write, now, send, changed }: OutboxParts) {
  let list = parse(read());
  let busy = false;
  const keep = (next: Waiting[]) => {
    list = next;
    write(JSON.stringify(list));
    changed(list);
  };
  const replace = (id: string, change: Partial<Waiting>) =>
    keep(list.map(waiting => (waiting.id === id ? { ...waiting, ...change } : waiting)));

  async function attempt(waiting: Waiting): Promise<Sent> {
    replace(waiting.id, { refusal: undefined });
    const outcome = await send(waiting.body);
    if (outcome.kind === 'sent') keep(list.filter(other => other.id !== waiting.id));
    if (outcome.kind === 'refused') replace(waiting.id, { refusal: outcome.message });
    return outcome;
  }

  return {
    list: (): readonly Waiting[] => list,
    /** A second tap on the same one adds nothing. */
    add(waiting: Waiting): void {
      keep([...list.filter(other => other.id !== waiting.id), waiting]);
    },
    drop(id: string): void {
      keep(list.filter(waiting => waiting.id !== id));
    },
    /** A person has looked at it and wants it sent, as "now" if its time has passed. */
    async sendNow(id: string): Promise<Sent | null> {
      const waiting = list.find(other => other.id === id);
      if (!waiting || busy) return null;
      busy = true;
      try {
        const { startAt, ...rest } = waiting.body;
        const late = startAt !== undefined && Date.parse(startAt) <= now();
        return await attempt(late ? { ...waiting, body: rest } : waiting);
      } finally {
        busy = false;
      }
    },
    /** Sends in order what may go by itself; stops at the first broken link. Answers how many went. */
    async flush(accountId: string): Promise<number> {
      if (busy) return 0;
      busy = true;
      let went = 0;
      try {
        for (const waiting of [...list]) {
          if (waiting.accountId !== accountId || questionOf(waiting, now()) !== null) continue;
          const outcome = await attempt(waiting);
          if (outcome.kind === 'sent') went++;
          if (outcome.kind === 'lost') break;
        }
      } finally {
        busy = false;
      }
      return went;
    },
  };
}
