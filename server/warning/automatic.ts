// A gauge that a named person has armed flows in; after a countdown that everybody may stop, its level-III warning goes out by
// voice, once in a flood. Off unless an administrator has allowed it on this server; every step is on record.

import type { z } from 'zod';
import type { NewAlert } from '../../protocol/api/alerts.ts';
import type { arm } from '../../protocol/api/warnings.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import {
  gaugeById,
  latestReadings,
  listGauges,
  type StoredArming,
  type StoredGauge,
  updateGauge,
} from '../store/gauges.ts';
import { openProposals, proposalsOf, type StoredProposal, setPlaysAt } from '../store/proposals.ts';
import { type Basis, LOOKED_AT, reasonToPlay, type Sensor } from './armed.ts';
import type { Person, Proposals } from './proposals.ts';

const LONGEST_DAYS = 30;
const DAY_MS = 86_400_000;

export interface Automatic {
  /** Whether this server lets gauges be armed at all. */
  allowed: boolean;
  /** Throws `not_automatic`, `arming_too_long`, `arming_alone`, `not_found`. Whoever calls has asked for the PIN. */
  arm(by: Person, gaugeId: string, request: Omit<z.infer<typeof arm>, 'pin'>): Promise<void>;
  disarm(by: Person, gaugeId: string): Promise<void>;
  /** Looks at a gauge after its readings, and at those that count on it. */
  consider(gaugeId: string): Promise<void>;
  /** Countdowns that the end of the program cut off begin anew, in full. */
  start(): Promise<void>;
  stop(): void;
}

export function createAutomatic(parts: {
  db: Database;
  time: Time;
  allowed: boolean;
  /** The clock of the readings, UTC ms. */
  now: () => number;
  proposals: Proposals;
  /** Sends the voice alone, by the word of the person who armed the gauge. */
  play(request: NewAlert, armedBy: string): Promise<unknown>;
  onError(error: unknown): void;
}): Automatic {
  const { db, time, proposals } = parts;
  const countdowns = new Map<string, () => void>();

  async function note(action: string, subject: string, detail: object, actor: Person | 'loa' = 'loa') {
    await db
      .transaction()
      .execute(trx => appendAudit(trx, { at: time.now(), actor, action, subject, detail: { ...detail } }));
  }

  async function gaugeOf(id: string): Promise<StoredGauge> {
    const gauge = await gaugeById(db, id);
    if (!gauge) throw new LoaError('not_found', { what: id });
    return gauge;
  }

  async function setArming(by: Person, id: string, armed: StoredArming | null): Promise<void> {
    await db.transaction().execute(async trx => {
      const gauge = await gaugeById(trx, id);
      if (!gauge) throw new LoaError('not_found', { what: id });
      await updateGauge(trx, { ...gauge, armed });
      await appendAudit(trx, {
        ...{ at: time.now(), actor: by, action: armed ? 'automatic.arm' : 'automatic.disarm', subject: id },
        detail: armed ? { ...armed, until: new Date(armed.until).toISOString() } : {},
      });
    });
  }

  const sensor = async (gauge: StoredGauge): Promise<Sensor> => ({
    gauge,
    newest: await latestReadings(db, gauge.id, LOOKED_AT),
  });

  async function reasonFor(gauge: StoredGauge): Promise<{ basis: Basis; armed: StoredArming } | null> {
    const { armed } = gauge;
    if (!parts.allowed || !armed || armed.until <= time.now()) return null;
    const other = armed.withGaugeId === null ? null : await gaugeById(db, armed.withGaugeId);
    const basis = reasonToPlay(await sensor(gauge), other && (await sensor(other)), armed, parts.now());
    return basis && { basis, armed };
  }

  /** The flood's level-III proposal while nobody has decided on it; one about an alert that lives is in people's hands. */
  async function waitingFor(gauge: StoredGauge): Promise<StoredProposal | null> {
    const list = await proposalsOf(db, gauge.event?.proposals ?? []);
    return list.find(one => one.level === 3 && one.state === 'open' && one.alertId === null) ?? null;
  }

  async function countDown(one: StoredProposal, armed: StoredArming, detail: object): Promise<void> {
    const playsAt = time.now() + armed.vetoS * 1000;
    if (!(await setPlaysAt(db, one.id, playsAt))) return;
    await note('automatic.countdown', one.id, {
      ...{ armedBy: armed.byName, playsAt: new Date(playsAt).toISOString() },
      ...detail,
    });
    countdowns.get(one.id)?.();
    countdowns.set(
      one.id,
      time.after(playsAt - time.now(), () => {
        countdowns.delete(one.id);
        void fire(one.id).catch(parts.onError);
      }),
    );
    proposals.told([one.id]);
  }

  async function drop(one: StoredProposal, why: string): Promise<void> {
    countdowns.get(one.id)?.();
    countdowns.delete(one.id);
    if (!(await setPlaysAt(db, one.id, null))) return;
    await note('automatic.drop', one.id, { why });
    proposals.told([one.id]);
  }

  /** The countdown is over: everything is asked once more before anything sounds. */
  async function fire(proposalId: string): Promise<void> {
    const one = await proposals.get(proposalId);
    if (one.state !== 'open' || one.playsAt === null) return;
    const gauge = await gaugeById(db, one.origin);
    const reason = gauge && (await reasonFor(gauge));
    if (!reason) return drop(one, 'conditions');
    const { by, byName } = reason.armed;
    await proposals.carryOut({ accountId: by, name: `${byName} (tự phát)` }, proposalId, request =>
      parts.play(request, by),
    );
  }

  async function look(gauge: StoredGauge): Promise<void> {
    const one = await waitingFor(gauge);
    const reason = one && one.playsAt === null ? await reasonFor(gauge) : null;
    if (one && reason) await countDown(one, reason.armed, { gauge: gauge.id, basis: reason.basis });
  }

  return {
    allowed: parts.allowed,

    async arm(by, gaugeId, request) {
      if (!parts.allowed) throw new LoaError('not_automatic');
      const until = Date.parse(request.until);
      if (until > time.now() + LONGEST_DAYS * DAY_MS) throw new LoaError('arming_too_long', { days: LONGEST_DAYS });
      if (until <= time.now()) throw new LoaError('start_passed', { at: request.until });
      if (request.withGaugeId === gaugeId) throw new LoaError('arming_alone');
      if (request.withGaugeId !== null) await gaugeOf(request.withGaugeId);
      const { marginM, withGaugeId, vetoS } = request;
      await setArming(by, gaugeId, { ...{ by: by.accountId, byName: by.name }, until, marginM, withGaugeId, vetoS });
    },

    async disarm(by, gaugeId) {
      const gauge = await gaugeOf(gaugeId);
      await setArming(by, gaugeId, null);
      const one = await waitingFor(gauge);
      if (one && one.playsAt !== null) await drop(one, 'disarmed');
    },

    async consider(gaugeId) {
      if (!parts.allowed) return;
      for (const gauge of await listGauges(db))
        if (gauge.id === gaugeId || gauge.armed?.withGaugeId === gaugeId) await look(gauge);
    },

    async start() {
      for (const one of await openProposals(db)) {
        if (one.playsAt === null) continue;
        const armed = (await gaugeById(db, one.origin))?.armed;
        if (armed && parts.allowed) await countDown(one, armed, { again: true });
        else await drop(one, 'restart');
      }
    },

    stop() {
      for (const cancel of countdowns.values()) cancel();
      countdowns.clear();
    },
  };
}
