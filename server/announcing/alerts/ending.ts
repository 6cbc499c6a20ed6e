// Three separate acts of one person: silence while the alert stays, the all-clear, the correction; and STOP ALL, which silences what
// its person may.
import type { AlertAct, MadeAlert } from '../../../protocol/api/alerts.ts';
import { LoaError } from '../../errors.ts';
import { type Actor, may, requireRight } from '../../people/rights.ts';
import { openAlerts, type StoredAlert, stateAt } from '../../store/alerts.ts';
import type { Audience } from '../audience.ts';
import { isOver } from './agreeing.ts';
import { type AlertsCore, requirePerson, type Seen } from './core.ts';
import { by } from './sending.ts';

export interface Ending {
  silence(actor: Actor, alertId: string): Promise<MadeAlert>;
  withdraw(actor: Actor, alertId: string): Promise<MadeAlert>;
  correct(actor: Actor, alertId: string): Promise<MadeAlert>;
  /** What of these places is live and not above the actor; answers the alerts that it silenced. */
  silenceIn(actor: Actor, part: Audience): Promise<string[]>;
}

const ENDED = { withdraw: 'withdrawn', correct: 'corrected' } as const;

export function createEnding(core: AlertsCore): Ending {
  const { db, time, sending, words } = core;
  const act = (what: AlertAct, actor: Actor) => ({ act: what, ...by(actor), detail: null });

  async function silence(actor: Actor, { standing, audience }: Seen): Promise<MadeAlert> {
    const { alert } = standing;
    if (alert.state === 'silenced') return core.answer(standing, audience, actor);
    const state = stateAt(alert, time.now());
    if (isOver(alert) || state === 'ended') throw new LoaError('alert_over');
    if (state !== 'live') throw new LoaError('wrong_state', { state });
    const how = { state: 'silenced' as const, act: act('silence', actor) };
    return core.answer(await sending.silence(standing, audience, actor, how), audience, actor);
  }

  async function takeBack(actor: Actor, { standing, audience }: Seen, what: keyof typeof ENDED): Promise<MadeAlert> {
    const { alert, broadcast } = standing;
    const state = ENDED[what];
    if (alert.state === state || alert.state === 'dropped') return core.answer(standing, audience, actor);
    if (isOver(alert)) throw new LoaError('alert_over');
    const now = time.now();
    const ended: StoredAlert = { ...alert, state, asked: null, endedAt: now };
    if (!alert.voiceSent) {
      requireRight(actor, 'alert', { path: alert.authorityPath, name: audience.place.name });
      const dropped = { ...ended, state: 'dropped' as const };
      const stopped = { ...broadcast, stoppedAt: now, stoppedBy: actor.accountId };
      const after = { ...standing, alert: dropped, broadcast: stopped };
      return core.answer(await sending.keep(standing, after, actor, [act(what, actor)]), audience, actor);
    }
    // A test that was only announced is not taken back by more sound.
    if (alert.hazard === 'sirenTest' && now < (broadcast.startAt ?? 0)) {
      const how = { state, act: act(what, actor) };
      return core.answer(await sending.silence(standing, audience, actor, how), audience, actor);
    }
    const said = await words.compose(ended, what);
    const after = { ...standing, alert: { ...ended, message: what, siren: null } };
    const sent = await sending.say(standing, after, audience, {
      message: what,
      said,
      ...words.once(ended, audience.clusters.length, now),
      proof: { kind: what, asker: { actor, phone: null, pin: false }, second: null, sirenAllowed: false },
      acts: [act(what, actor)],
    });
    return core.answer(sent, audience, actor);
  }

  const acting =
    (run: (actor: Actor, seen: Seen) => Promise<MadeAlert>) =>
    (actor: Actor, alertId: string): Promise<MadeAlert> => {
      requirePerson(actor);
      return core.inTurn(alertId, async () => run(actor, await core.see(alertId)));
    };

  async function silenceHere(actor: Actor, alertId: string, part: Audience): Promise<boolean> {
    const { standing, audience } = await core.see(alertId);
    const { alert } = standing;
    if (stateAt(alert, time.now()) !== 'live' || !may(actor, 'alert', alert.authorityPath)) return false;
    const here = new Set(part.clusters.map(cluster => cluster.id));
    const heard = audience.clusters.filter(({ id }) => here.has(id));
    if (heard.length === 0) return false;
    const whole = heard.length === audience.clusters.length;
    await sending.silence(standing, audience, actor, {
      state: 'silenced',
      act: { act: 'silence', ...by(actor), detail: whole ? null : part.place.name },
      ...(whole ? {} : { part }),
    });
    return true;
  }

  return {
    silence: acting(silence),
    withdraw: acting((actor, seen) => takeBack(actor, seen, 'withdraw')),
    correct: acting((actor, seen) => takeBack(actor, seen, 'correct')),
    async silenceIn(actor, part) {
      const silenced: string[] = [];
      for (const { id } of await openAlerts(db, time.now())) {
        if (await core.inTurn(id, () => silenceHere(actor, id, part))) silenced.push(id);
      }
      return silenced;
    },
  };
}
