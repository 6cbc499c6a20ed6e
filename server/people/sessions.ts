// Signing in and staying signed in: a name and a password become a cookie, a cookie or a token becomes an Actor.
import { createHash } from 'node:crypto';
import type { TokenInfo } from '../../protocol/api/people.ts';
import { base32, makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import { accountById, accountByName, listGrants, type StoredAccount } from '../store/accounts.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import {
  insertSession,
  insertToken,
  removeOldSessions,
  removeSession,
  removeToken,
  sessionByHash,
  tokenByHash,
  tokensOf,
  touchSession,
} from '../store/sessions.ts';
import { countAttempts } from './attempts.ts';
import { isSecret } from './passwords.ts';
import type { Actor } from './rights.ts';

const MINUTE_MS = 60_000;
export const IDLE_MS = 12 * 60 * MINUTE_MS;
export const ABSOLUTE_MS = 14 * 24 * 60 * MINUTE_MS;
const WINDOW_MS = 15 * MINUTE_MS;
const TRIES_PER_ACCOUNT = 10;
const TRIES_PER_ADDRESS = 50;
/** What we give a phone as its name: 16 random bytes. */
const PHONE = /^[\w-]{22}$/;
const TOKEN_PREFIX = 'loa_';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Names are the same however they were typed. */
export const foldName = (name: string): string => name.trim().normalize('NFC').toLowerCase();

export interface Opened {
  cookie: string;
  /** Names this phone from now on, whoever signs in on it. */
  phone: string;
}

export interface Sessions {
  /** The new cookie; `phone` names the phone, a new name is made without it. Throws `wrong_credentials` or `too_many_requests`. */
  signIn(name: string, password: string, address: string, phone?: string): Promise<Opened & { actor: Actor }>;
  /** A cookie for an account that has just proved itself otherwise. */
  open(accountId: string, phone?: string | null): Promise<Opened>;
  signOut(cookie: string): Promise<void>;
  /** The person behind a cookie or token, null if it is unknown, out of date or its account closed. */
  identify(credentials: { cookie?: string | undefined; bearer?: string | undefined }): Promise<Actor | null>;
  /** The same person as their sessions know them, for work that goes on without them; null if the account is closed. */
  actorFor(accountId: string): Promise<Actor | null>;
  makeToken(actor: Actor, name: string, scopes: Actor['scopes']): Promise<TokenInfo & { token: string }>;
  listTokens(actor: Actor): Promise<TokenInfo[]>;
  removeToken(actor: Actor, id: string): Promise<void>;
  /** Whether this is the account's PIN. Throws `too_many_requests` after ten wrong ones in a quarter of an hour. */
  checkPin(accountId: string, pin: string): Promise<boolean>;
  checkPassword(accountId: string, password: string): Promise<boolean>;
}

export function createSessions(parts: { db: Database; time: Time; random: (bytes: number) => Uint8Array }): Sessions {
  const { db, time } = parts;
  const perAccount = countAttempts({ time, limit: TRIES_PER_ACCOUNT, windowMs: WINDOW_MS });
  const perAddress = countAttempts({ time, limit: TRIES_PER_ADDRESS, windowMs: WINDOW_MS });
  const perProof = countAttempts({ time, limit: TRIES_PER_ACCOUNT, windowMs: WINDOW_MS });
  /** Addresses from which each account has signed in: guesses from elsewhere do not shut these out. */
  const familiar = new Map<string, Set<string>>();

  async function actorOf(account: StoredAccount, kind: Actor['kind'], scopes: Actor['scopes']): Promise<Actor> {
    const grants = await listGrants(db, account.id);
    return {
      accountId: account.id,
      name: account.displayName,
      kind,
      scopes,
      grants: grants.map(({ role, areaId, areaPath }) => ({ role, areaId, areaPath })),
      language: account.language,
    };
  }

  async function openAccount(id: string): Promise<StoredAccount | null> {
    const account = await accountById(db, id);
    return account && account.disabledAt === null ? account : null;
  }

  async function open(accountId: string, known?: string | null): Promise<Opened> {
    const cookie = Buffer.from(parts.random(32)).toString('base64url');
    const phone = known && PHONE.test(known) ? known : Buffer.from(parts.random(16)).toString('base64url');
    await removeOldSessions(db, time.now() - ABSOLUTE_MS, time.now() - IDLE_MS);
    await insertSession(db, sha256(cookie), accountId, phone, time.now());
    return { cookie, phone };
  }

  async function bySession(cookie: string): Promise<Actor | null> {
    const hash = sha256(cookie);
    const session = await sessionByHash(db, hash);
    const now = time.now();
    if (!session || now - session.createdAt > ABSOLUTE_MS || now - session.seenAt > IDLE_MS) return null;
    const account = await openAccount(session.accountId);
    if (!account) return null;
    // Once a minute is enough for a limit of hours, and spares a write for every read.
    if (now - session.seenAt >= MINUTE_MS) await touchSession(db, hash, now);
    return { ...(await actorOf(account, 'session', ['read', 'propose'])), phone: session.phone };
  }

  async function byToken(bearer: string): Promise<Actor | null> {
    const token = bearer.startsWith(TOKEN_PREFIX) ? await tokenByHash(db, sha256(bearer)) : null;
    const account = token && (await openAccount(token.accountId));
    return account ? actorOf(account, 'token', token.scopes) : null;
  }

  async function proves(accountId: string, hashed: string | null, secret: string): Promise<boolean> {
    if (!perProof.take(accountId)) throw new LoaError('too_many_requests');
    const right = await isSecret(hashed, secret);
    if (right) perProof.forgive(accountId);
    return right;
  }

  return {
    async signIn(typed, password, address, phone) {
      const name = foldName(typed);
      const known = familiar.get(name)?.has(address) ?? false;
      const account = known ? `${name}\0${address}` : name;
      // Counted before the slow check, so that many tries at once are no way around the limit.
      if (!perAddress.take(address)) throw new LoaError('too_many_requests');
      if (!perAccount.take(account)) {
        perAddress.forgive(address);
        throw new LoaError('too_many_requests');
      }
      const found = await accountByName(db, name);
      const right = await isSecret(found?.passwordHash ?? null, password);
      if (!found || !right || found.disabledAt !== null) throw new LoaError('wrong_credentials');
      perAddress.forgive(address);
      perAccount.forgive(account);
      familiar.set(name, (familiar.get(name) ?? new Set()).add(address));
      return { ...(await open(found.id, phone)), actor: await actorOf(found, 'session', ['read', 'propose']) };
    },
    open,
    signOut: cookie => removeSession(db, sha256(cookie)),
    async identify({ cookie, bearer }) {
      if (bearer !== undefined) return byToken(bearer);
      return cookie === undefined ? null : bySession(cookie);
    },
    async actorFor(accountId) {
      const account = await openAccount(accountId);
      return account && actorOf(account, 'session', ['read', 'propose']);
    },
    async makeToken(actor, name, scopes) {
      if (actor.kind === 'token') throw new LoaError('session_only');
      const secret = TOKEN_PREFIX + base32(parts.random(20));
      const token = {
        id: makeId('to', parts.random(8)),
        accountId: actor.accountId,
        name,
        scopes: [...new Set(scopes)],
        createdAt: time.now(),
      };
      await db.transaction().execute(async trx => {
        await insertToken(trx, token, sha256(secret));
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'token.make',
          subject: token.id,
          detail: { name, scopes },
        });
      });
      return { ...shown(token), token: secret };
    },
    listTokens: async actor => (await tokensOf(db, actor.accountId)).map(shown),
    async removeToken(actor, id) {
      if (actor.kind === 'token') throw new LoaError('session_only');
      await db.transaction().execute(async trx => {
        if (!(await removeToken(trx, actor.accountId, id))) throw new LoaError('not_found', { what: id });
        await appendAudit(trx, { at: time.now(), actor, action: 'token.remove', subject: id });
      });
    },
    checkPin: async (accountId, pin) => proves(accountId, (await accountById(db, accountId))?.pinHash ?? null, pin),
    checkPassword: async (accountId, password) =>
      proves(accountId, (await accountById(db, accountId))?.passwordHash ?? null, password),
  };
}

const shown = (token: { id: string; name: string; scopes: readonly string[]; createdAt: number }): TokenInfo => ({
  id: token.id,
  name: token.name,
  scopes: [...token.scopes],
  createdAt: new Date(token.createdAt).toISOString(),
});
