// Signed sentences as they come off the line: verified, then parsed, then written down, then obeyed. What is refused is said.

import type { Certificate } from '../protocol/certificate.ts';
import type { Reason } from '../protocol/delivery.ts';
import { deliveryId } from '../protocol/id.ts';
import { plan as planBody, play as playBody, settings as settingsBody, stop as stopBody } from '../protocol/order.ts';
import type { Time } from '../protocol/time.ts';
import type { ServerClock } from './clock.ts';
import type { Director } from './director.ts';
import type { Faults } from './health.ts';
import type { Journal, Line } from './journal.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import type { Book, Held } from './plan.ts';
import type { Read } from './reading.ts';
import { endsOlder } from './succession.ts';
import { mayOrder } from './trust.ts';

/** One forged sentence is news, a thousand are the same news. */
const FORGERY_QUIET_MS = 10 * 60_000;

export interface Orders {
  /** Takes one signed frame, in the order of coming. */
  take(frame: Uint8Array): void;
  /** Orders whose signer has been revoked since they came. */
  review(): void;
  /** Resolves when everything taken so far is on disk and obeyed. */
  settled(): Promise<void>;
}

export function createOrders(parts: {
  clusterId: string;
  time: Time;
  clock: ServerClock;
  read: Read;
  book: Book;
  journal: Journal;
  outbox: Outbox;
  director: Director;
  faults: Faults;
  log: Log;
  /** Whether this routine order's past is unknown to this journal. */
  isDoubtful: (issuedAt: number) => boolean;
  /** Settings or plan hold from now on. */
  applied: () => void;
}): Orders {
  const { clock, read, book, journal, outbox, director, log } = parts;
  const told = new Set<string>();
  let forgedAt: number | null = null;
  let work: Promise<void> = Promise.resolve();

  const about = (order: Held) => ({
    broadcastId: order.play.broadcastId,
    revision: order.play.revision,
    deliveryId: deliveryId(order.play.broadcastId, parts.clusterId),
  });
  const sentence = (frame: Uint8Array): Line => ({
    k: 'sentence',
    frame: Buffer.from(frame).toString('base64'),
    at: Math.max(0, Math.round(clock.now())),
  });

  function refuse(order: Held, reason: Reason): void {
    const { broadcastId, revision } = order.play;
    const key = `${broadcastId} ${revision} ${reason}`;
    if (told.has(key)) return;
    if (told.size > 1000) told.clear();
    told.add(key);
    log.warn({ broadcastId, revision, reason }, 'an order was refused');
    void outbox.say({ kind: 'refused', ...about(order), reason });
  }

  function forged(): void {
    const now = parts.time.monotonic();
    log.warn({}, 'a sentence that nobody we trust has signed');
    if (forgedAt !== null && now - forgedAt < FORGERY_QUIET_MS) return;
    forgedAt = now;
    void outbox.say({ kind: 'fault', part: 'forgery', detail: 'a sentence came that nobody we trust has signed' });
  }

  async function takePlay(body: unknown, frame: Uint8Array, signer: Certificate, isCurrent: boolean) {
    const parsed = playBody.safeParse(body);
    if (!parsed.success) return misshapen('play', parsed.error.message);
    const order = { play: parsed.data, signed: { frame, signer } };
    const verdict = isCurrent ? book.judge(order, clock.now()) : ({ do: 'refuse', reason: 'certificate' } as const);
    const { broadcastId, revision, expiresAt } = order.play;
    if (verdict.do === 'nothing') return;
    if (verdict.do === 'refuse') return refuse(order, verdict.reason);
    if (verdict.do === 'expire' || verdict.do === 'cancel') {
      book.end(broadcastId, revision, 'ended', expiresAt);
      // A withdrawal that came too late to be heard still silences what it withdraws.
      const older = endsOlder(order.play) ? book.revisions(broadcastId) : [];
      for (const each of older) director.withdraw(each, 'superseded', 'refused');
      if (verdict.do === 'expire') await outbox.say({ kind: 'expired', ...about(order) });
      else await outbox.say({ kind: 'cancelled', ...about(order) });
      return;
    }
    log.info({ broadcastId, revision, class: order.play.class }, 'an order is kept');
    const doubtful = order.play.class !== 'emergency' && parts.isDoubtful(order.play.issuedAt);
    // An emergency sounds while it is being written down; anything else is written down first.
    const written = journal.add(sentence(frame));
    if (order.play.class !== 'emergency') await written;
    book.keep(order);
    director.accept(order, { doubtful, stored: false });
    await written;
  }

  async function takeStop(body: unknown, frame: Uint8Array, signer: Certificate) {
    const parsed = stopBody.safeParse(body);
    if (!parsed.success) return misshapen('stop', parsed.error.message);
    const stopped = book.stop(parsed.data, signer, frame);
    if (stopped === null) return log.debug({ stopId: parsed.data.stopId }, 'a stop that is known or not for us');
    // Silence first: a stop that is lost in a power cut is sent again, a second of shouting is not taken back.
    for (const order of stopped) director.withdraw(order, 'stopped', 'cancelled');
    await journal.add(sentence(frame));
    log.info({ stopId: parsed.data.stopId, stopped: stopped.length }, 'a stop');
  }

  async function takePlan(body: unknown, frame: Uint8Array) {
    const parsed = planBody.safeParse(body);
    if (!parsed.success) return misshapen('plan', parsed.error.message);
    const dropped = book.plan(parsed.data, clock.now(), frame);
    if (dropped === null) return log.debug({ version: parsed.data.version }, 'a plan that is not newer');
    await journal.add(sentence(frame));
    for (const order of dropped) director.withdraw(order, 'dropped_from_plan', 'refused');
    parts.applied();
  }

  async function takeSettings(body: unknown, frame: Uint8Array, signer: Certificate) {
    const parsed = settingsBody.safeParse(body);
    if (!parsed.success) return misshapen('settings', parsed.error.message);
    if (!mayOrder(signer, null, parsed.data.areas)) return log.warn({}, 'settings from beyond the signer’s areas');
    const gone = book.obey(parsed.data, frame);
    if (gone === null) return log.debug({ version: parsed.data.version }, 'settings that are not newer');
    await journal.add(sentence(frame));
    for (const order of gone) director.withdraw(order, 'not_target', 'refused');
    director.review();
    parts.applied();
  }

  function misshapen(kind: string, why: string) {
    log.error({ kind, why }, 'a signed sentence of a shape that we do not know');
    parts.faults.fault('order', `a signed ${kind} has an unknown shape`);
  }

  async function one(frame: Uint8Array) {
    const opened = read(frame, null);
    if (!opened.ok) return forged();
    const { body, signer, kind } = opened;
    const isCurrent = read(frame, clock.now()).ok;
    if (kind === 'play') return takePlay(body, frame, signer, isCurrent);
    if (!isCurrent) return log.warn({ kind }, 'signed with a certificate past its end');
    if (kind === 'stop') return takeStop(body, frame, signer);
    if (kind === 'plan' && mayOrder(signer, null, book.settings()?.areas ?? [])) return takePlan(body, frame);
    if (kind === 'settings') return takeSettings(body, frame, signer);
    log.info({ kind }, 'a sentence out of place');
  }

  return {
    settled: () => work,
    take(frame) {
      const copy = Uint8Array.from(frame);
      work = work
        .then(() => one(copy))
        .catch((error: unknown) => {
          log.error({ why: String(error) }, 'a sentence could not be kept');
          parts.faults.fault('disk', String(error));
        });
    },
    review() {
      for (const order of book.held()) {
        const isTrusted = order.signed === null || read(order.signed.frame, null).ok;
        if (!isTrusted) director.withdraw(order, 'certificate', 'refused');
      }
    },
  };
}
