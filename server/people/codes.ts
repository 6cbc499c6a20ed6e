// Six digits that a phone shows without a network (RFC 6238: SHA-1, 30 s), so that a second person can say yes over a plain call.
// A new secret flows out once; digits that somebody reads out flow in, and each step of 30 s counts once.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { base32 } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import { codeKeyOf, keepCodeKey, useCodeStep } from '../store/accounts.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { countAttempts } from './attempts.ts';
import type { Actor } from './rights.ts';

const STEP_MS = 30_000;
/** One step early or late: clocks of phones differ, and digits take time to be read out. */
const WINDOW = [0, -1, 1] as const;
const SECRET_BYTES = 20;
const WINDOW_MS = 15 * 60_000;
/** Of a million; whoever types digits read out to them rarely errs more often. */
const GUESSES = 6;

/** The digits of one step (RFC 4226 5.3). */
export function digitsOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

export interface Codes {
  /** A new secret for this person's phone; the old one ends. Base32, shown once. */
  makeKey(actor: Actor): Promise<{ secret: string; uri: string }>;
  removeKey(actor: Actor): Promise<void>;
  /**
   * Whose digits these are among `accountIds`, in their order; null if nobody's. They are used up then. Throws
   * `too_many_requests` after six wrong ones in a quarter of an hour.
   */
  take(typedBy: string, accountIds: readonly string[], digits: string): Promise<string | null>;
}

export function createCodes(parts: { db: Database; time: Time; random: (bytes: number) => Uint8Array }): Codes {
  const { db, time } = parts;
  const guesses = countAttempts({ time, limit: GUESSES, windowMs: WINDOW_MS });

  async function matches(accountId: string, digits: string): Promise<boolean> {
    const key = await codeKeyOf(db, accountId);
    if (!key) return false;
    const now = Math.floor(time.now() / STEP_MS);
    for (const shift of WINDOW) {
      const step = now + shift;
      const same = timingSafeEqual(Buffer.from(digitsOf(key.secret, step)), Buffer.from(digits));
      if (same && (await useCodeStep(db, accountId, step))) return true;
    }
    return false;
  }

  async function keep(actor: Actor, secret: Uint8Array | null): Promise<void> {
    if (actor.kind === 'token') throw new LoaError('session_only');
    await db.transaction().execute(async trx => {
      await keepCodeKey(trx, actor.accountId, secret);
      await appendAudit(trx, {
        at: time.now(),
        actor,
        action: secret ? 'account.codeKey' : 'account.codeKeyRemove',
        subject: actor.accountId,
      });
    });
  }

  return {
    async makeKey(actor) {
      const bytes = parts.random(SECRET_BYTES);
      await keep(actor, bytes);
      const secret = base32(bytes).toUpperCase();
      const label = encodeURIComponent(`Loa:${actor.name}`);
      return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=Loa&algorithm=SHA1&digits=6&period=30` };
    },
    removeKey: actor => keep(actor, null),
    async take(typedBy, accountIds, digits) {
      if (digits.length !== 6) return null;
      if (!guesses.take(typedBy)) throw new LoaError('too_many_requests');
      for (const accountId of accountIds) {
        if (accountId === typedBy) continue;
        if (await matches(accountId, digits)) {
          guesses.forgive(typedBy);
          return accountId;
        }
      }
      return null;
    },
  };
}
