// A call about an alert as somebody made it flows in; it is added for good, with its line in the audit log, and open pages hear of it.
import type { Call, NewCall } from '../../../protocol/api/alerts.ts';
import { makeId } from '../../../protocol/id.ts';
import type { Time } from '../../../protocol/time.ts';
import type { Bus } from '../../bus/bus.ts';
import { LoaError } from '../../errors.ts';
import { appendAudit } from '../../store/audit.ts';
import { insertCall, nextCallAt, type StoredCall } from '../../store/calls.ts';
import type { Database, Queryable } from '../../store/database.ts';
import { showCall } from './telling.ts';

/** Who made it: somebody with an account, or whoever held a one-time address. */
export interface Caller {
  accountId: string | null;
  name: string;
}
export type CallMade = Pick<NewCall, 'how' | 'households' | 'note'> & { act: StoredCall['act'] };

export interface Calls {
  /** Throws `how_missing` where a village was told and nobody says how. Calls count however late they come. */
  add(alertId: string, village: { id: string; name: string }, by: Caller, made: CallMade): Promise<Call>;
  /** The same inside somebody's transaction; `tell` open pages after it. */
  write(trx: Queryable, alertId: string, villageId: string, by: Caller, made: CallMade): Promise<StoredCall>;
  tell(alertId: string): void;
}

export function createCalls(parts: {
  db: Database;
  bus: Bus;
  time: Time;
  random: (bytes: number) => Uint8Array;
}): Calls {
  const { db, bus, time } = parts;

  async function write(trx: Queryable, alertId: string, villageId: string, by: Caller, made: CallMade) {
    if (made.act === 'told' && made.how === undefined) throw new LoaError('how_missing');
    const call: StoredCall = {
      id: makeId('ca', parts.random(8)),
      alertId,
      villageId,
      at: await nextCallAt(trx, alertId, time.now()),
      by: by.accountId,
      byName: by.name,
      act: made.act,
      how: made.act === 'told' ? (made.how ?? null) : null,
      households: made.act === 'told' ? (made.households ?? null) : null,
      note: made.note ?? null,
    };
    await insertCall(trx, call);
    await appendAudit(trx, {
      at: call.at,
      actor: by.accountId === null ? 'loa' : { accountId: by.accountId, name: by.name },
      action: 'alert.call',
      subject: alertId,
      detail: {
        call: call.id,
        village: villageId,
        by: by.name,
        act: call.act,
        how: call.how,
        households: call.households,
      },
    });
    return call;
  }

  const tell = (alertId: string) => bus.publish('board', { t: 'alert', alertId });
  return {
    write,
    tell,
    async add(alertId, village, by, made) {
      const call = await db.transaction().execute(trx => write(trx, alertId, village.id, by, made));
      tell(alertId);
      return { ...showCall(call), village: village.name };
    },
  };
}
