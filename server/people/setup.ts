// The first account: made once, by whoever holds the code that the program printed, or from the environment.
import { createHash, timingSafeEqual } from 'node:crypto';
import { base32, fromBase32, makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import { anyAccount, insertAccount, replaceGrants } from '../store/accounts.ts';
import { insertArea, NO_RULES, rootArea } from '../store/areas.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { readMeta, removeMeta, writeMeta } from '../store/meta.ts';
import { countAttempts } from './attempts.ts';
import { hashSecret } from './passwords.ts';
import { foldName } from './sessions.ts';

const CODE_HASH = 'setup_code_sha256';
const CODE_BYTES = 10;

export interface FirstAccount {
  name: string;
  password: string;
  pin?: string | undefined;
}

export interface Setup {
  /** A new code to print, which ends older ones; null once there is an account. */
  prepareSetup(): Promise<string | null>;
  needed(): Promise<boolean>;
  /** The new account's id. Throws `wrong_setup_code`, `already_set_up`, `too_many_requests`. */
  setUp(code: string, first: FirstAccount, address: string): Promise<string>;
  /** The same without a code, for the program's own environment; null if there is an account already. */
  setUpFrom(first: FirstAccount): Promise<string | null>;
}

export function createSetup(parts: { db: Database; time: Time; random: (bytes: number) => Uint8Array }): Setup {
  const { db, time } = parts;
  const tries = countAttempts({ time, limit: 10, windowMs: 15 * 60_000 });

  const hashOf = (code: string): Buffer =>
    createHash('sha256')
      .update(fromBase32(code) ?? '')
      .digest();

  async function make(first: FirstAccount): Promise<string> {
    const passwordHash = await hashSecret(first.password);
    const pinHash = first.pin === undefined ? null : await hashSecret(first.pin);
    return await db.transaction().execute(async trx => {
      if (await anyAccount(trx)) throw new LoaError('already_set_up');
      const now = time.now();
      let root = await rootArea(trx);
      if (!root) {
        const id = makeId('ar', parts.random(8));
        root = { id, path: `/${id}/`, name: 'Khu vực của tôi' };
        const empty = { rules: NO_RULES, delegations: [], households: null, people: null, head: null, deputy: null };
        await insertArea(trx, { ...root, kind: 'province', parentId: null, mergedInto: null, ...empty }, now);
      }
      const account = { accountId: makeId('ac', parts.random(8)), name: first.name };
      await insertAccount(trx, {
        id: account.accountId,
        name: foldName(first.name),
        display_name: first.name,
        language: 'vi',
        password_hash: passwordHash,
        pin_hash: pinHash,
        created_at: now,
        disabled_at: null,
      });
      await replaceGrants(trx, account.accountId, [
        { role: 'admin', areaId: root.id },
        { role: 'leader', areaId: root.id },
      ]);
      await removeMeta(trx, CODE_HASH);
      await appendAudit(trx, {
        at: now,
        actor: account,
        action: 'setup',
        subject: account.accountId,
        detail: { areaId: root.id },
      });
      return account.accountId;
    });
  }

  return {
    async prepareSetup() {
      if (await anyAccount(db)) return null;
      const code = base32(parts.random(CODE_BYTES))
        .toUpperCase()
        .replace(/(.{4})(?=.)/g, '$1-');
      await writeMeta(db, CODE_HASH, hashOf(code).toString('hex'));
      return code;
    },
    needed: async () => !(await anyAccount(db)),
    async setUp(code, first, address) {
      if (await anyAccount(db)) throw new LoaError('already_set_up');
      if (!tries.take(address)) throw new LoaError('too_many_requests');
      const expected = await readMeta(db, CODE_HASH);
      if (expected === null || !timingSafeEqual(hashOf(code), Buffer.from(expected, 'hex')))
        throw new LoaError('wrong_setup_code');
      return make(first);
    },
    setUpFrom: async first => ((await anyAccount(db)) ? null : make(first)),
  };
}
