// What somebody chose to warn of and where flows in; template, siren, audience and by whose right it goes flow out, with all that
// makes it impossible thrown before anybody is asked or anything is signed.
import type { Awaiting, NewAlert, SirenPreset } from '../../../protocol/api/alerts.ts';
import { LONGEST_REPEAT_MS } from '../../../protocol/order.ts';
import { LoaError } from '../../errors.ts';
import { type Actor, may } from '../../people/rights.ts';
import type { StoredAlert } from '../../store/alerts.ts';
import type { Audience } from '../audience.ts';
import type { Surroundings } from '../surroundings.ts';
import type { AlertTemplates, LibraryTemplate } from '../templates.ts';

export interface Choice {
  template: LibraryTemplate;
  status: StoredAlert['status'];
  siren: SirenPreset | null;
  audience: Audience;
  authorityPath: string;
  source: 'own' | 'above';
  specifics: string | null;
  /** What a second person is asked for. */
  two: Awaiting['what'] | null;
  /** Zero: once. */
  repeatEveryS: number;
  /** UTC ms; null: once. */
  repeatUntil: number | null;
  /** UTC ms; null: now. */
  startAt: number | null;
}

/** The words of these are no danger: a siren would say the opposite. */
const QUIET: readonly StoredAlert['hazard'][] = ['allClear', 'correction'];
export const sirenAllowedFor = (hazard: StoredAlert['hazard']): boolean => !QUIET.includes(hazard);

export function choose(
  actor: Actor,
  request: NewAlert,
  { templates, around, now }: { templates: AlertTemplates; around: Surroundings; now: number },
): Choice {
  const template = templates.get(request.template);
  if (!template) throw new LoaError('not_found', { what: request.template });
  const test = template.hazard === 'sirenTest';
  if (test && request.status !== 'drill') throw wrong('status', 'drill');
  if (test !== (request.startAt !== undefined)) throw wrong('startAt', test ? 'missing' : 'siren-test');
  const audience = around.audience([...new Set(request.targets)]);
  if (audience.clusters.length === 0) throw new LoaError('no_clusters', { where: audience.place.name });
  const authorityPath = authorityOf(actor, audience);
  const drill = request.status === 'drill';
  const wanted = test && typeof request.siren !== 'string' ? true : request.siren;
  const siren = drill && !test ? null : presetOf(wanted, template, audience, around, templates);
  const loud = !drill && template.evacuation ? 'evacuation' : siren ? 'siren' : null;
  // A drill is said once, unless somebody wants it again.
  const once = test || (drill && request.repeatEveryS === undefined && request.repeatUntil === undefined);
  return {
    template,
    status: request.status,
    siren,
    audience,
    authorityPath,
    source: isAbove(authorityPath, audience, around) ? 'above' : 'own',
    specifics: test ? null : templates.specifics(template, request.slots),
    two: test ? 'sirenTest' : loud,
    repeatEveryS: once ? 0 : (request.repeatEveryS ?? template.repeatEveryS),
    repeatUntil: once ? null : endOf(request.repeatUntil, now, template.lastsS),
    startAt: request.startAt === undefined ? null : Date.parse(request.startAt),
  };
}

const wrong = (field: string, why: string) => new LoaError('bad_request', { where: `body.${field}`, why });

/** Until when it repeats, at most 60 min from now. */
export function endOf(wish: string | undefined, now: number, lastsS: number): number {
  const until = wish === undefined ? now + lastsS * 1000 : Date.parse(wish);
  if (until <= now) throw wrong('repeatUntil', 'has passed');
  if (until > now + LONGEST_REPEAT_MS) throw wrong('repeatUntil', 'is more than 60 minutes from now');
  return until;
}

/** The preset that is asked for; null for none. Throws `siren_not_chosen` or `no_such_siren`. */
export function presetOf(
  wanted: NewAlert['siren'],
  template: LibraryTemplate,
  audience: Audience,
  around: Surroundings,
  templates: AlertTemplates,
): SirenPreset | null {
  if (wanted === false || wanted === null) return null;
  // One signal must mean one thing wherever it is heard.
  const codes = new Set([...new Set(audience.clusters.map(({ areaId }) => areaId))].map(around.sirenCode));
  const [code = null] = codes;
  if (codes.size !== 1 || code === null) throw new LoaError('siren_not_chosen', { where: audience.place.name });
  const preset =
    template.hazard === 'sirenTest' && wanted === true
      ? templates.sirens(code)[0]
      : templates.siren(code, wanted === true ? template.siren : wanted);
  if (!preset) throw new LoaError('no_such_siren', { what: template.title });
  return preset;
}

/** The area by whose right it is sent: the lowest that covers all targets. Throws `forbidden`. */
function authorityOf(actor: Actor, { targets, place }: Audience): string {
  const paths = actor.grants
    .map(grant => grant.areaPath)
    .filter(path => may({ ...actor, grants: actor.grants.filter(one => one.areaPath === path) }, 'alert', path))
    .filter(path => targets.every(target => target.path.startsWith(path)));
  const lowest = paths.sort((a, b) => b.length - a.length)[0];
  if (lowest === undefined) throw new LoaError('forbidden', { what: 'alert', where: place.name });
  return lowest;
}

/** Whether it comes from wider than the commune that hears it. */
function isAbove(authorityPath: string, { place }: Audience, around: Surroundings): boolean {
  const chain = around.chain(place.id);
  const commune = chain.find(area => area.kind === 'commune');
  return commune ? authorityPath.length < commune.path.length : chain.at(-1)?.kind === 'province';
}
