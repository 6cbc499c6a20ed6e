// The slide: what somebody chose is checked, and goes out at once by one person's PIN, or waits for a second one.
import type { AlertCheck, MadeAlert, NewAlert } from '../../../protocol/api/alerts.ts';
import { makeId } from '../../../protocol/id.ts';
import { LoaError } from '../../errors.ts';
import { mayAsk } from '../../people/emergencies.ts';
import type { Actor } from '../../people/rights.ts';
import { type Asked, alertById, type StoredAlert } from '../../store/alerts.ts';
import type { StoredBroadcast } from '../../store/broadcasts.ts';
import { unreachableOf } from '../audience.ts';
import { DEFAULT_VOLUME } from '../schedule-rule.ts';
import { lookAround } from '../surroundings.ts';
import { checkOf } from './check.ts';
import { type Choice, choose, sirenAllowedFor } from './choice.ts';
import { type AlertsCore, requirePerson } from './core.ts';
import { by, type Standing } from './sending.ts';

const EMERGENCY_VOLUME = 100;

/** What another room knows of an alert that it hands on. */
export interface Given {
  source?: 'gauge' | 'cap' | undefined;
  /** False for what is past, unlikely or over. */
  sirenAllowed?: boolean | undefined;
  /** A named person gave their PIN for it before, when they armed it. */
  proven?: boolean | undefined;
}

export interface Issuing {
  /** What the confirm screen shows; needs no proof. Throws what makes the alert impossible. */
  check(actor: Actor, request: NewAlert): Promise<AlertCheck>;
  /** Signs and sends, or asks a second person. The same id again answers what became of it; `conflict` if it stands for another. */
  issue(actor: Actor, phone: string | null, request: NewAlert, given?: Given): Promise<MadeAlert>;
}

export function createIssuing(core: AlertsCore): Issuing {
  const { db, time, templates, asking, sending, words, local } = core;

  async function issue(
    actor: Actor,
    phone: string | null,
    request: NewAlert,
    given: Given,
    id: string,
  ): Promise<MadeAlert> {
    const [around, pin] = await Promise.all([
      lookAround(db),
      given.proven === true || asking.proves(actor, request.proof.pin),
    ]);
    const choice = choose(actor, request, { templates, around, now: time.now() });
    const { audience, status } = choice;
    const fresh = freshStanding(actor, request, choice, { id, phone, now: time.now(), source: given.source });
    const proof = {
      asker: { actor, phone, pin },
      second: null,
      sirenAllowed: (given.sirenAllowed ?? true) && sirenAllowedFor(choice.template.hazard),
    };
    if (choice.two === null) {
      const alert: StoredAlert = { ...fresh.alert, state: 'live', voiceSent: true };
      const said = await words.compose(alert);
      const timing = words.soon(alert, said, [], audience.clusters.length, time.now());
      const sent = await sending.say(null, { ...fresh, alert }, audience, {
        message: 'issue',
        said,
        ...timing,
        proof: { ...proof, kind: status === 'drill' ? 'drill' : 'voice' },
        acts: [{ act: 'issue', ...by(actor), detail: null }],
      });
      return core.answer(sent, audience, actor);
    }
    const asked = askedOf(choice, actor, phone, time.now());
    const loud = await words.compose({ ...fresh.alert, siren: asked.siren });
    const refused = mayAsk(
      { content: loud.content, siren: loud.siren ?? undefined, startAt: asked.until, issuedAt: time.now() },
      { ...proof, kind: asked.what },
      {
        paths: audience.targets.map(target => target.path),
        name: audience.place.name,
        timezone: local.timezone,
      },
    );
    if (refused) throw new LoaError(refused.code, refused.details);
    const ask = { act: 'ask' as const, ...by(actor), detail: asked.siren };
    if (request.voiceFirst !== true || asked.what !== 'siren') {
      const unreachable = unreachableOf(
        audience,
        { class: fresh.broadcast.class, startAt: choice.startAt ?? time.now() },
        local,
      );
      const waiting = { ...fresh.broadcast, unreachable };
      const kept = await sending.keep(null, { ...fresh, alert: { ...fresh.alert, asked }, broadcast: waiting }, actor, [
        ask,
      ]);
      return core.answer(kept, audience, actor);
    }
    const alert: StoredAlert = { ...fresh.alert, state: 'live', voiceSent: true, asked };
    const said = await words.compose(alert);
    const sent = await sending.say(null, { ...fresh, alert }, audience, {
      message: 'issue',
      said,
      ...words.soon(alert, said, [], audience.clusters.length, time.now()),
      proof: { ...proof, kind: 'voice' },
      acts: [ask, { act: 'voice', ...by(actor), detail: null }],
    });
    return core.answer(sent, audience, actor);
  }

  return {
    async check(actor, request) {
      requirePerson(actor);
      const around = await lookAround(db);
      const now = time.now();
      const choice = choose(actor, request, { templates, around, now });
      const { alert } = freshStanding(actor, request, choice, { id: 'al_a', phone: null, now, source: undefined });
      const said = await words.compose({ ...alert, siren: choice.siren?.name ?? null });
      return checkOf(actor, choice, said, { around, local, now });
    },

    issue(actor, phone, request, given = {}) {
      requirePerson(actor);
      const id = request.id ?? makeId('al', core.random(8));
      return core.inTurn(id, async () => {
        const known = request.id === undefined ? null : await alertById(db, id);
        if (!known) return issue(actor, phone, request, given, id);
        const { standing, audience } = await core.see(id);
        if (
          standing.broadcast.createdBy !== actor.accountId ||
          known.status !== request.status ||
          !isOf(known, request)
        )
          throw new LoaError('conflict', { why: 'idTaken' });
        return core.answer(standing, audience, actor);
      });
    },
  };
}

/** A level may have been raised since: the hazard stays. */
const isOf = (known: StoredAlert, request: NewAlert): boolean =>
  known.template === request.template || known.template.replace(/-\d$/, '') === request.template.replace(/-\d$/, '');

/** When one person may go on alone; for a test of the sirens nobody may, and the question ends a day before. */
export function askedOf(
  { two, siren, startAt, template }: Pick<Choice, 'two' | 'siren' | 'startAt' | 'template'>,
  actor: Actor,
  phone: string | null,
  now: number,
  turnsTo: string | null = null,
): Asked {
  if (two === null) throw new Error('nobody else is needed');
  return {
    what: two,
    siren: siren?.name ?? null,
    template: turnsTo,
    until: two === 'sirenTest' ? (startAt ?? now) : now + template.waitS * 1000,
    waitS: template.waitS,
    at: now,
    by: actor.accountId,
    phone,
  };
}

function freshStanding(
  actor: Actor,
  request: NewAlert,
  choice: Choice,
  made: { id: string; phone: string | null; now: number; source: Given['source'] },
): Standing {
  const { template, audience, status } = choice;
  const drill = status === 'drill';
  const title = drill && template.hazard !== 'sirenTest' ? `Diễn tập: ${template.title}` : template.title;
  const alert: StoredAlert = {
    id: made.id,
    template: template.name,
    hazard: template.hazard,
    status,
    level: template.level,
    state: 'awaiting',
    message: 'issue',
    siren: null,
    voiceSent: false,
    slots: request.slots,
    text: template.text,
    specifics: choice.specifics,
    specificsRecording: null,
    addedRecording: null,
    orderedBy: request.orderedBy ?? actor.name,
    documentNo: request.documentNo || null,
    source: made.source ?? choice.source,
    authorityPath: choice.authorityPath,
    proposalId: request.proposalId ?? null,
    asked: null,
    confirmedBy: null,
    confirmedName: null,
    aloneReason: null,
    repeatEveryS: choice.repeatEveryS,
    repeatUntil: choice.repeatUntil,
    createdPhone: made.phone,
    createdAt: made.now,
    endedAt: null,
  };
  const broadcast: StoredBroadcast = {
    id: made.id,
    title,
    class: drill ? 'priority' : 'emergency',
    state: 'draft',
    areaId: audience.place.id,
    content: [],
    frozen: null,
    targets: audience.targets.map(target => target.id),
    targetNames: audience.targets.map(target => target.name),
    startAt: null,
    durationMs: 0,
    expiresAt: null,
    volume: drill ? DEFAULT_VOLUME : EMERGENCY_VOLUME,
    passes: 1,
    revision: 0,
    scheduleId: null,
    scheduleDay: null,
    createdBy: actor.accountId,
    createdAt: made.now,
    approvedBy: null,
    approvedAt: null,
    approvedDigest: null,
    returnedReason: null,
    acceptedAt: null,
    stoppedAt: null,
    stoppedBy: null,
    clusters: audience.clusters.length,
    unreachable: [],
  };
  return { alert, broadcast, plays: [] };
}
