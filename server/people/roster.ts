// Lịch trực: who is to be asked first in an area on a day. The list as somebody writes it flows in, with its line in the audit
// log; who is on duty, from the nearest area up the tree that names anybody, flows out.
import type { Roster, ShownRoster } from '../../protocol/api/alerts.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import { listAccounts, listGrants } from '../store/accounts.ts';
import { areaOfId } from '../store/areas.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database, Queryable } from '../store/database.ts';
import { dutyOn, replaceShifts, shiftsOf } from '../store/rosters.ts';
import { type Actor, rightsOf } from './rights.ts';

type Place = { id: string; path: string };

export interface Rosters {
  read(area: Place): Promise<ShownRoster>;
  /** Throws `not_found` for an account that is not there or was closed, `bad_request` for a shift that ends before it begins. */
  write(actor: Actor, area: Place, roster: Roster): Promise<ShownRoster>;
}

/**
 * Account ids of those on duty at an area on a local day (`YYYY-MM-DD`), in the order of the list, each person followed by their
 * deputy. They are those of the nearest area, looking up the tree, whose list has anybody for that day; empty if none has.
 */
export async function onDuty(db: Queryable, areaId: string, day: string): Promise<string[]> {
  const area = await areaOfId(db, areaId);
  const chain = area?.path.split('/').filter(step => step !== '') ?? [];
  const named = await dutyOn(db, chain, day);
  const nearest = chain.findLast(id => named.some(shift => shift.areaId === id && shift.accountIds.length > 0));
  return [...new Set(named.filter(shift => shift.areaId === nearest).flatMap(shift => shift.accountIds))];
}

export function createRosters({ db, time }: { db: Database; time: Time }): Rosters {
  async function read(q: Queryable, area: Place): Promise<ShownRoster> {
    const accounts = await listAccounts(q);
    const names = new Map(accounts.map(account => [account.id, account.displayName]));
    const nameOf = (id: string) => names.get(id) ?? id;
    const mayAct = new Set(
      (await listGrants(q))
        .filter(grant => area.path.startsWith(grant.areaPath))
        .filter(grant => rightsOf[grant.role].includes('confirm') || rightsOf[grant.role].includes('alert'))
        .map(grant => grant.accountId),
    );
    return {
      shifts: (await shiftsOf(q, area.id)).map(shift => ({
        ...shift,
        name: nameOf(shift.accountId),
        deputy: shift.deputyId === null ? null : nameOf(shift.deputyId),
      })),
      people: accounts
        .filter(account => account.disabledAt === null && mayAct.has(account.id))
        .map(account => ({ accountId: account.id, name: account.displayName })),
    };
  }

  return {
    read: area => read(db, area),
    write: (actor, area, { shifts }) =>
      db.transaction().execute(async trx => {
        const open = new Set((await listAccounts(trx)).filter(one => one.disabledAt === null).map(one => one.id));
        for (const [index, shift] of shifts.entries()) {
          if (shift.to < shift.from)
            throw new LoaError('bad_request', { where: `shifts.${index}.to`, why: 'must not be before from' });
          for (const id of [shift.accountId, ...(shift.deputyId === null ? [] : [shift.deputyId])])
            if (!open.has(id)) throw new LoaError('not_found', { what: 'person' });
        }
        const plain = shifts.map(({ from, to, accountId, deputyId }) => ({ from, to, accountId, deputyId }));
        await replaceShifts(trx, area.id, plain);
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'roster.set',
          subject: area.id,
          detail: { shifts: plain },
        });
        return read(trx, area);
      }),
  };
}
