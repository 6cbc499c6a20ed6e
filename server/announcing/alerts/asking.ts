// The second person: who may be asked, those on duty first, flows out; a PIN, six digits or a reason to go alone flows in and
// becomes what the gate asks for.
import type { AloneReason, Awaiting, ConfirmAlert } from '../../../protocol/api/alerts.ts';
import type { Time } from '../../../protocol/time.ts';
import { LoaError } from '../../errors.ts';
import type { Codes } from '../../people/codes.ts';
import type { AlertProof, Second } from '../../people/emergencies.ts';
import { type Actor, may } from '../../people/rights.ts';
import { secondPeople } from '../../people/second-person.ts';
import type { Sessions } from '../../people/sessions.ts';
import type { Asked, StoredAlert } from '../../store/alerts.ts';
import type { Database } from '../../store/database.ts';
import type { Audience } from '../audience.ts';
import type { LocalTime } from '../localtime.ts';

/** An answer that comes later is about another hour: it is asked again. */
export const ASK_LASTS_MS = 30 * 60_000;

export interface AskingParts {
  db: Database;
  time: Time;
  local: LocalTime;
  sessions: Pick<Sessions, 'checkPin' | 'actorFor'>;
  codes: Pick<Codes, 'take'>;
}

export interface Asking {
  /** Whether the PIN that was given is right; false if none was. Throws `wrong_pin` or `too_many_requests`. */
  proves(actor: Actor, pin: string | undefined): Promise<boolean>;
  /** What is asked for, as `reader` may see it; null if nothing is. */
  shown(alert: StoredAlert, audience: Audience, reader: Actor): Promise<Awaiting | null>;
  /** Who asked, as the gate wants to know it. Throws `alert_over` if the question is too old or its asker's account closed. */
  asker(asked: Asked): Promise<NonNullable<AlertProof['asker']>>;
  /** The answer as the gate wants to know it. Throws what is wrong with it. */
  second(actor: Actor, phone: string | null, asked: Asked, answer: ConfirmAlert, audience: Audience): Promise<Second>;
}

export function createAsking(parts: AskingParts): Asking {
  const { db, time, local, sessions } = parts;

  const people = (audience: Audience, asked: Asked, contacts: boolean) =>
    secondPeople(db, { place: audience.place, by: asked.by, day: local.dayOf(time.now()), contacts });

  const lapsed = (asked: Asked): boolean =>
    asked.what === 'sirenTest' ? time.now() > asked.until : time.now() > asked.at + ASK_LASTS_MS;

  return {
    async proves(actor, pin) {
      if (pin === undefined) return false;
      if (!(await sessions.checkPin(actor.accountId, pin))) throw new LoaError('wrong_pin');
      return true;
    },

    async shown({ asked }, audience, reader) {
      if (!asked || lapsed(asked)) return null;
      const contacts = may(reader, 'contacts', audience.place.path);
      return {
        what: asked.what,
        until: new Date(asked.until).toISOString(),
        waitS: asked.waitS,
        people: await people(audience, asked, contacts),
      };
    },

    async asker(asked) {
      const actor = lapsed(asked) ? null : await sessions.actorFor(asked.by);
      if (!actor) throw new LoaError('alert_over');
      return { actor, phone: asked.phone, pin: true };
    },

    async second(actor, phone, asked, answer, audience) {
      if (answer.code !== undefined) {
        const eligible = await people(audience, asked, false);
        const whose = eligible
          .map(one => one.accountId)
          .filter(id => answer.accountId === undefined || id === answer.accountId);
        const accountId = await parts.codes.take(actor.accountId, whose, answer.code);
        const other = accountId === null ? null : await sessions.actorFor(accountId);
        if (!other) throw new LoaError('wrong_code');
        return { by: 'code', actor: other };
      }
      if (answer.alone !== undefined) return alone(actor, asked, answer.alone, answer.pin);
      // Before the PIN, so that nobody's guesses are used up by a phone in the wrong hand.
      if (actor.accountId === asked.by) throw new LoaError('same_person');
      if (answer.pin === undefined) throw new LoaError('pin_needed');
      if (!(await sessions.checkPin(actor.accountId, answer.pin))) throw new LoaError('wrong_pin');
      return { by: 'pin', actor, phone };
    },
  };

  async function alone(actor: Actor, asked: Asked, reason: AloneReason, pin: string | undefined): Promise<Second> {
    if (actor.accountId !== asked.by) throw new LoaError('forbidden', { what: 'alert', where: '*' });
    const secondsLeft = Math.max(0, Math.ceil((asked.until - time.now()) / 1000));
    if (secondsLeft > 0) throw new LoaError('wait_not_over', { secondsLeft });
    if (pin === undefined) throw new LoaError('pin_needed');
    if (!(await sessions.checkPin(actor.accountId, pin))) throw new LoaError('wrong_pin');
    return { by: 'alone', reason, secondsLeft };
  }
}
