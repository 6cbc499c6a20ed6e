// The second person: a yes by PIN or six digits, a no with its reason, or one person going on alone after the wait; and the voice
// that may go out meanwhile.
import type { ConfirmAlert, MadeAlert } from '../../../protocol/api/alerts.ts';
import { LoaError } from '../../errors.ts';
import type { Second } from '../../people/emergencies.ts';
import { type Actor, requireRight } from '../../people/rights.ts';
import type { StoredAlert } from '../../store/alerts.ts';
import { sirenAllowedFor } from './choice.ts';
import { type AlertsCore, requirePerson, type Seen } from './core.ts';
import { type Act, by } from './sending.ts';

/** A PIN that came with the question still counts for its voice. */
const PIN_LASTS_MS = 15 * 60_000;

export interface Agreeing {
  /** Throws `wait_not_over`, `same_person`, `same_phone`, `wrong_code`, `wrong_pin`, `pin_needed`, `alert_over`, `wrong_state`. */
  confirm(actor: Actor, phone: string | null, alertId: string, answer: ConfirmAlert): Promise<MadeAlert>;
  /** Sends the voice while a second person is waited for. The asker's PIN still counts for a while. */
  voice(actor: Actor, alertId: string, pin?: string): Promise<MadeAlert>;
}

export function createAgreeing(core: AlertsCore): Agreeing {
  const { time, sending, asking, words } = core;

  async function confirm(actor: Actor, phone: string | null, seen: Seen, answer: ConfirmAlert): Promise<MadeAlert> {
    const { standing, audience } = seen;
    const { alert, plays } = standing;
    const { asked } = alert;
    if (!asked) {
      // A second tap of the one who agreed.
      if (alert.confirmedBy === actor.accountId) return core.answer(standing, audience, actor);
      throw isOver(alert) ? new LoaError('alert_over') : new LoaError('wrong_state', { state: alert.state });
    }
    if (answer.refuse !== undefined) return refuse(actor, seen, answer.refuse);
    // Whoever types digits that were read out must have a say there too.
    if (answer.code !== undefined) requireRight(actor, 'alert', audience.place);
    const asker = await asking.asker(asked);
    const second = await asking.second(actor, phone, asked, answer, audience);
    const template = words.templateOf({ template: asked.template ?? alert.template });
    const agreed: StoredAlert = {
      ...alert,
      template: template.name,
      level: template.level,
      text: template.text,
      state: 'live',
      message: 'issue',
      siren: asked.what === 'sirenTest' ? asked.siren : (asked.siren ?? alert.siren),
      voiceSent: true,
      asked: null,
      ...(second.by === 'alone'
        ? { aloneReason: second.reason }
        : { confirmedBy: second.actor.accountId, confirmedName: second.actor.name }),
    };
    const said = await words.compose(agreed);
    const now = time.now();
    const clusters = audience.clusters.length;
    const timing =
      asked.what === 'sirenTest'
        ? words.once(agreed, clusters, now, asked.until)
        : words.soon(agreed, said, plays, clusters, now);
    const sent = await sending.say(standing, { ...standing, alert: agreed }, audience, {
      // Not an update: a siren does not wait for the words to end.
      message: 'issue',
      said,
      ...timing,
      proof: { kind: asked.what, asker, second, sirenAllowed: sirenAllowedFor(alert.hazard) },
      acts: [actOf(second, actor)],
    });
    return core.answer(sent, audience, actor);
  }

  async function refuse(actor: Actor, { standing, audience }: Seen, reason: string): Promise<MadeAlert> {
    const { alert, broadcast } = standing;
    if (alert.asked?.by === actor.accountId) throw new LoaError('same_person');
    requireRight(actor, 'confirm', audience.place);
    const now = time.now();
    const dropped = !alert.voiceSent;
    const after = {
      ...standing,
      alert: { ...alert, asked: null, ...(dropped ? { state: 'dropped' as const, endedAt: now } : {}) },
      broadcast: dropped ? { ...broadcast, stoppedAt: now, stoppedBy: actor.accountId } : broadcast,
    };
    const kept = await sending.keep(standing, after, actor, [{ act: 'refuse', ...by(actor), detail: reason }]);
    return core.answer(kept, audience, actor);
  }

  async function voice(actor: Actor, { standing, audience }: Seen, pin: string | undefined): Promise<MadeAlert> {
    const { alert, plays } = standing;
    if (alert.voiceSent && alert.state === 'live') return core.answer(standing, audience, actor);
    if (isOver(alert)) throw new LoaError('alert_over');
    if (alert.asked?.what !== 'siren') throw new LoaError('needs_second');
    const { asked } = alert;
    const fresh = asked.by === actor.accountId && time.now() - asked.at <= PIN_LASTS_MS;
    const proven = fresh || (await asking.proves(actor, pin));
    const spoken: StoredAlert = { ...alert, state: 'live', message: 'issue', voiceSent: true };
    const said = await words.compose(spoken);
    const sent = await sending.say(standing, { ...standing, alert: spoken }, audience, {
      message: 'issue',
      said,
      ...words.soon(spoken, said, plays, audience.clusters.length, time.now()),
      proof: { kind: 'voice', asker: { actor, phone: null, pin: proven }, second: null, sirenAllowed: false },
      acts: [{ act: 'voice', ...by(actor), detail: null }],
    });
    return core.answer(sent, audience, actor);
  }

  return {
    confirm(actor, phone, alertId, answer) {
      requirePerson(actor);
      return core.inTurn(alertId, async () => confirm(actor, phone, await core.see(alertId), answer));
    },
    voice(actor, alertId, pin) {
      requirePerson(actor);
      return core.inTurn(alertId, async () => voice(actor, await core.see(alertId), pin));
    },
  };
}

const actOf = (second: Second, actor: Actor): Act => {
  if (second.by === 'alone') return { act: 'alone', ...by(actor), detail: second.reason };
  const typed = second.by === 'code' ? actor.name : null;
  return { act: 'confirm', ...by(second.actor), detail: typed };
};

export const isOver = (alert: Pick<StoredAlert, 'state'>): boolean =>
  alert.state === 'withdrawn' || alert.state === 'corrected' || alert.state === 'dropped';
