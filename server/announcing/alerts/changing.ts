// "Cập nhật" and "Nói thêm": other words, another level, a siren or more time for an alert that is live. What one person may change
// goes out at once; what takes two is asked for.
import type { AlertUpdate, MadeAlert } from '../../../protocol/api/alerts.ts';
import { LoaError } from '../../errors.ts';
import { type AlertKind, type AlertProof, mayAsk } from '../../people/emergencies.ts';
import { type Actor, may } from '../../people/rights.ts';
import { type StoredAlert, stateAt } from '../../store/alerts.ts';
import { recordingById } from '../../store/recordings.ts';
import type { LibraryTemplate } from '../templates.ts';
import { isOver } from './agreeing.ts';
import { endOf, presetOf, sirenAllowedFor } from './choice.ts';
import { type AlertsCore, requirePerson, type Seen } from './core.ts';
import { askedOf } from './issuing.ts';
import { by, type Standing } from './sending.ts';

export interface Changing {
  /** Other words take a PIN, more time does not. Throws `pin_needed`, `alert_over`, `siren_not_chosen`, `siren_used_up` … */
  update(actor: Actor, phone: string | null, alertId: string, change: AlertUpdate): Promise<MadeAlert>;
}

export function createChanging(core: AlertsCore): Changing {
  const { db, time, templates, local, asking, sending, words } = core;

  async function update(actor: Actor, phone: string | null, seen: Seen, change: AlertUpdate): Promise<MadeAlert> {
    const { standing, audience, around } = seen;
    const { alert } = standing;
    const state = stateAt(alert, time.now());
    if (isOver(alert) || state === 'ended') throw new LoaError('alert_over');
    if (state === 'awaiting' || alert.hazard === 'sirenTest') throw new LoaError('wrong_state', { state });
    const pin = await asking.proves(actor, change.pin);
    const asker = { actor, phone, pin };
    const now = time.now();

    const template = levelled(words.templateOf(alert), change.level);
    const wanted = presetOf(change.siren ?? false, template, audience, around, templates);
    // What sounds already needs nobody's word again.
    const siren = wanted === null || wanted.name === alert.siren ? null : wanted;
    const real = alert.status === 'actual';
    const turns = real && template.evacuation && !words.templateOf(alert).evacuation;
    const added = change.recordingId === undefined ? null : await readable(actor, seen, change.recordingId);
    const slots = { ...alert.slots, ...change.slots };
    const specifics = templates.specifics(template, slots);

    const changed: StoredAlert = {
      ...alert,
      state: 'live',
      message: 'update',
      ...(turns ? {} : { template: template.name, level: template.level, text: template.text }),
      siren: change.siren === false || change.siren === null ? null : alert.siren,
      slots,
      specifics,
      specificsRecording: specifics === alert.specifics ? alert.specificsRecording : null,
      addedRecording: added ?? alert.addedRecording,
      repeatEveryS: change.repeatEveryS ?? alert.repeatEveryS,
      repeatUntil: change.repeatUntil === undefined ? alert.repeatUntil : endOf(change.repeatUntil, now, 0),
    };
    const speaks = added !== null || specifics !== alert.specifics || changed.template !== alert.template;
    const kind: AlertKind = !real ? 'drill' : speaks ? 'voice' : 'specifics';
    const asks = real && (siren !== null || turns);
    if (asks) {
      const two = turns ? ('evacuation' as const) : ('siren' as const);
      changed.asked = askedOf({ two, siren, startAt: null, template }, actor, phone, now, turns ? template.name : null);
      await requireMayAsk(seen, { ...changed, siren: siren?.name ?? changed.siren }, { kind: two, asker });
    }
    const acts = [
      { act: 'update' as const, ...by(actor), detail: describe(change) },
      ...(changed.asked && asks ? [{ act: 'ask' as const, ...by(actor), detail: changed.asked.siren }] : []),
    ];
    if (asks && onlyAsks(alert, changed)) {
      const asking = { ...alert, asked: changed.asked };
      const kept = await sending.keep(standing, { ...standing, alert: asking }, actor, acts.slice(1));
      return core.answer(kept, audience, actor);
    }
    const said = await words.compose(changed);
    const sent = await sending.say(standing, { ...standing, alert: changed }, audience, {
      message: 'update',
      said,
      ...words.later(changed, said, standing.plays, audience.clusters.length, now),
      proof: { kind, asker, second: null, sirenAllowed: sirenAllowedFor(alert.hazard) },
      acts,
    });
    return core.answer(sent, audience, actor);
  }

  function levelled(template: LibraryTemplate, level: AlertUpdate['level']): LibraryTemplate {
    if (level === undefined || level === template.level) return template;
    const found = templates.list().find(one => one.hazard === template.hazard && one.level === level);
    if (!found) throw new LoaError('not_found', { what: `${template.hazard} ${level}` });
    return found;
  }

  /** Whoever plays a recording must be able to hear it first. */
  async function readable(actor: Actor, { around }: Seen, id: string): Promise<string> {
    const recording = await recordingById(db, id);
    if (!recording || recording.removedAt !== null) throw new LoaError('not_found', { what: id });
    const area = around.area(recording.areaId);
    if (!may(actor, 'read', area.path)) throw new LoaError('forbidden', { what: 'read', where: area.name });
    if (recording.state !== 'ready') throw new LoaError('not_ready', { titles: recording.title });
    return id;
  }

  /** Nobody else is troubled with what its asker may not do, or with a siren that has sounded as often as it may. */
  async function requireMayAsk(
    { standing, audience }: Seen,
    wanted: StoredAlert,
    proof: Pick<AlertProof, 'kind' | 'asker'>,
  ): Promise<void> {
    const said = await words.compose(wanted);
    const now = time.now();
    words.soon(wanted, said, standing.plays, audience.clusters.length, now);
    const refused = mayAsk(
      { content: said.content, siren: said.siren ?? undefined, startAt: now, issuedAt: now },
      { ...proof, sirenAllowed: sirenAllowedFor(wanted.hazard) },
      {
        paths: [...audience.targets.map(target => target.path), standing.alert.authorityPath],
        name: audience.place.name,
        timezone: local.timezone,
      },
    );
    if (refused) throw new LoaError(refused.code, refused.details);
  }

  return {
    update(actor, phone, alertId, change) {
      requirePerson(actor);
      return core.inTurn(alertId, async () => update(actor, phone, await core.see(alertId), change));
    },
  };
}

/** Nothing but a second person's word was wanted: what sounds goes on as it is. */
const onlyAsks = (alert: Standing['alert'], changed: Standing['alert']): boolean =>
  JSON.stringify({ ...changed, asked: null, message: null, state: null }) ===
  JSON.stringify({ ...alert, asked: null, message: null, state: null });

function describe({ level, slots, recordingId, repeatUntil, siren }: AlertUpdate): string | null {
  const said = [
    level === undefined ? null : `level ${level}`,
    slots && Object.keys(slots).length > 0 ? Object.values(slots).join(', ') : null,
    recordingId ?? null,
    siren === false || siren === null ? 'no siren' : null,
    repeatUntil ?? null,
  ].filter(part => part !== null);
  return said.length === 0 ? null : said.join(' · ');
}
