// The people of an installation: who they are, what roles they hold where, and who may give and take these.
import type { Me, NewPerson, Person, PersonChange, Right, Role, SelfChange } from '../../protocol/api/people.ts';
import { right as everyRight } from '../../protocol/api/people.ts';
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import {
  accountById,
  accountByName,
  insertAccount,
  listAccounts,
  listGrants,
  replaceGrants,
  type StoredAccount,
  type StoredGrant,
  updateAccount,
} from '../store/accounts.ts';
import { areaOfId, rootArea } from '../store/areas.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database, Queryable } from '../store/database.ts';
import { removeSessionsOf } from '../store/sessions.ts';
import { hashSecret } from './passwords.ts';
import { type Actor, may, requireRight } from './rights.ts';
import { foldName, type Sessions } from './sessions.ts';

type Grants = NewPerson['roles'];

export interface Accounts {
  me(actor: Actor): Promise<Me>;
  changeSelf(actor: Actor, change: SelfChange): Promise<void>;
  /** People with a role at or below an area where `actor` holds `people`. */
  list(actor: Actor): Promise<Person[]>;
  create(actor: Actor, made: NewPerson): Promise<Person>;
  change(actor: Actor, id: string, change: PersonChange): Promise<Person>;
}

export function createAccounts(parts: {
  db: Database;
  time: Time;
  random: (bytes: number) => Uint8Array;
  checkPassword: Sessions['checkPassword'];
  demo: boolean;
}): Accounts {
  const { db, time } = parts;

  /** Throws unless the actor may hand out each of these roles. The province's role is given from the top alone. */
  async function requireMayGrant(trx: Queryable, actor: Actor, grants: Grants): Promise<void> {
    const root = await rootArea(trx);
    for (const grant of grants) {
      const area = await areaOfId(trx, grant.areaId);
      if (!area) throw new LoaError('not_found', { what: grant.areaId });
      requireRight(actor, 'people', area);
      if (grant.role === 'province' && root) requireRight(actor, 'people', root);
    }
  }

  /** Throws unless the actor administers every place where this person holds a role. */
  async function requireMayChange(trx: Queryable, actor: Actor, held: readonly StoredGrant[]): Promise<void> {
    const root = await rootArea(trx);
    for (const grant of held) requireRight(actor, 'people', { path: grant.areaPath, name: grant.areaName });
    if (held.length === 0 && root) requireRight(actor, 'people', root);
  }

  async function person(trx: Queryable, actor: Actor, id: string): Promise<Person> {
    const account = await accountById(trx, id);
    if (!account) throw new LoaError('not_found', { what: 'person' });
    return asPerson(account, await listGrants(trx, id), actor);
  }

  async function secrets(change: { password?: string | undefined; pin?: string | undefined }) {
    return {
      ...(change.password === undefined ? {} : { password_hash: await hashSecret(change.password) }),
      ...(change.pin === undefined ? {} : { pin_hash: await hashSecret(change.pin) }),
    };
  }

  return {
    async me(actor) {
      const account = await accountById(db, actor.accountId);
      if (!account) throw new LoaError('sign_in_required');
      const grants = await listGrants(db, account.id);
      const first = grants[0];
      const held = (right: Right) => first !== undefined && may(actor, right, first.areaPath);
      return {
        id: account.id,
        name: account.name,
        displayName: account.displayName,
        language: account.language,
        area: { id: first?.areaId ?? '', name: first?.areaName ?? '' },
        roles: shownRoles(grants),
        phoneNumber: account.phoneNumber,
        hasCodeKey: account.hasCodeKey,
        rights: everyRight.options.filter(held),
        demo: parts.demo,
      };
    },

    async changeSelf(actor, change) {
      if (actor.kind === 'token') throw new LoaError('session_only');
      // A cookie that was stolen must not be able to give itself a new PIN.
      if (change.password !== undefined || change.pin !== undefined)
        if (!(await parts.checkPassword(actor.accountId, change.currentPassword ?? '')))
          throw new LoaError('wrong_credentials');
      const columns = { ...(await secrets(change)), ...plainColumns(change) };
      await db.transaction().execute(async trx => {
        await updateAccount(trx, actor.accountId, columns);
        if (change.password !== undefined) await removeSessionsOf(trx, actor.accountId);
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'account.change',
          subject: actor.accountId,
          detail: described(change),
        });
      });
    },

    async list(actor) {
      const grants = Map.groupBy(await listGrants(db), grant => grant.accountId);
      const visible = (held: readonly StoredGrant[]) => held.some(grant => may(actor, 'people', grant.areaPath));
      return (await listAccounts(db))
        .map(account => ({ account, held: grants.get(account.id) ?? [] }))
        .filter(({ held }) => visible(held))
        .map(({ account, held }) => asPerson(account, held, actor));
    },

    async create(actor, made) {
      const hashed = { password_hash: await hashSecret(made.password), pin_hash: await hashSecret(made.pin) };
      const id = makeId('ac', parts.random(8));
      return await db.transaction().execute(async trx => {
        await requireMayGrant(trx, actor, made.roles);
        if (await accountByName(trx, foldName(made.name))) throw new LoaError('name_taken', { name: made.name });
        await insertAccount(trx, {
          id,
          name: foldName(made.name),
          display_name: made.displayName ?? made.name,
          language: made.language ?? 'vi',
          ...hashed,
          phone_number: made.phoneNumber || null,
          created_at: time.now(),
          disabled_at: null,
        });
        await replaceGrants(trx, id, made.roles);
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'account.create',
          subject: id,
          detail: { name: foldName(made.name), roles: made.roles },
        });
        return person(trx, actor, id);
      });
    },

    async change(actor, id, change) {
      if (id === actor.accountId) throw new LoaError('own_account');
      const hashed = await secrets(change);
      return await db.transaction().execute(async trx => {
        const before = await accountById(trx, id);
        if (!before) throw new LoaError('not_found', { what: 'person' });
        await requireMayChange(trx, actor, await listGrants(trx, id));
        if (change.roles) await requireMayGrant(trx, actor, change.roles);
        const disabled = change.disabled === undefined ? {} : { disabled_at: change.disabled ? time.now() : null };
        await updateAccount(trx, id, { ...hashed, ...plainColumns(change), ...disabled });
        if (change.roles) await replaceGrants(trx, id, change.roles);
        if (change.disabled === true || change.password !== undefined) await removeSessionsOf(trx, id);
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'account.change',
          subject: id,
          detail: described(change),
        });
        return person(trx, actor, id);
      });
    },
  };
}

const plainColumns = (change: Pick<PersonChange, 'displayName' | 'language' | 'phoneNumber'>) => ({
  ...(change.displayName === undefined ? {} : { display_name: change.displayName }),
  ...(change.language === undefined ? {} : { language: change.language }),
  ...(change.phoneNumber === undefined ? {} : { phone_number: change.phoneNumber || null }),
});

/** What the log may say of a change: that a secret was changed, not the secret. */
const described = ({ password, pin, phoneNumber, ...plain }: SelfChange & PersonChange): Record<string, unknown> => {
  const { currentPassword: _said, ...rest } = plain;
  return {
    ...rest,
    ...(password === undefined ? {} : { password: true }),
    ...(pin === undefined ? {} : { pin: true }),
    ...(phoneNumber === undefined ? {} : { phoneNumber: true }),
  };
};

const shownRoles = (grants: readonly StoredGrant[]): { role: Role; areaId: string; areaName: string }[] =>
  grants.map(grant => ({ role: grant.role, areaId: grant.areaId, areaName: grant.areaName }));

const asPerson = (account: StoredAccount, held: readonly StoredGrant[], reader: Actor): Person => ({
  id: account.id,
  name: account.name,
  displayName: account.displayName,
  disabled: account.disabledAt !== null,
  phoneNumber: held.some(grant => may(reader, 'contacts', grant.areaPath)) ? account.phoneNumber : null,
  createdAt: new Date(account.createdAt).toISOString(),
  roles: shownRoles(held),
});
