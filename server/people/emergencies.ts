// The part of the gate that judges alerts and drills. An order comes in with what kind of act it is and who stands behind it;
// out comes by which rule it may sound, or why not. Pure: clocks, PINs and codes were looked at before.
import type { AloneReason } from '../../protocol/api/alerts.ts';
import type { Play, Stop } from '../../protocol/order.ts';
import { type Actor, may } from './rights.ts';
import { localTime, type Refusal, refuse } from './verdict.ts';

/** A test of the sirens is announced so long before, and sounds by day. */
const ANNOUNCED_MS = 24 * 3_600_000;
const BY_DAY = { from: '08:00', to: '17:00' } as const;

/** The other person, or the reason why there is none. */
export type Second =
  | { by: 'pin' | 'link'; actor: Actor; phone: string | null }
  /** Read out from the other person's own phone. */
  | { by: 'code'; actor: Actor }
  | { by: 'alone'; reason: AloneReason; secondsLeft: number };

/**
 * voice: words, first or changed ones. specifics: the same alert said more exactly, or for longer, by the program or anybody who
 * may. siren, evacuation, sirenTest: what takes two.
 */
export type AlertKind =
  | 'voice'
  | 'siren'
  | 'evacuation'
  | 'specifics'
  | 'withdraw'
  | 'correct'
  | 'silence'
  | 'drill'
  | 'sirenTest';

export interface AlertProof {
  kind: AlertKind;
  /** Who asked for it; null is the program, which may only say more exactly what people have sent. */
  asker: { actor: Actor; phone: string | null; pin: boolean } | null;
  second: Second | null;
  /** Path of the area by whose right the alert was first sent: nobody below it takes it back. */
  authorityPath: string;
  /** False for what is past, unlikely or over: a siren never sounds for it. */
  sirenAllowed: boolean;
  /** The newest order of the alert, if there is one. */
  before: Play | null;
}

export type AlertRule = 'voice' | 'two' | 'alone' | 'specifics' | 'takeBack' | 'silence' | 'drill';
export type AlertVerdict = { allowed: true; by: string; rule: AlertRule } | Refusal;

const clipsOf = (order: Pick<Play, 'content'>): string[] =>
  order.content.flatMap(item => (item.type === 'clip' ? [item.name] : []));
const soundsSiren = (order: Pick<Play, 'content' | 'siren'>): boolean =>
  order.siren !== undefined || clipsOf(order).some(name => /^siren-(?!test-)/.test(name));
const evacuates = (order: Play): boolean => clipsOf(order).some(name => name === 'evacuate' || name === 'plan');

/** Throws if the order is not what `kind` says it is: that would be a bug, not a refusal. */
export function mayAlert(
  order: Play | Stop,
  proof: AlertProof,
  where: { paths: readonly string[]; name: string; timezone: string },
): AlertVerdict {
  if (!isWhatItSays(order, proof)) throw new Error(`the order is no ${proof.kind}`);
  const { kind, asker } = proof;
  if (kind === 'specifics' && !asker) return { allowed: true, by: 'loa', rule: 'specifics' };
  if (!asker) return refuse('forbidden', { what: 'alert', where: where.name });
  const by = asker.actor.accountId;
  if (kind === 'withdraw' || kind === 'correct' || kind === 'silence') {
    const allowed = may(asker.actor, 'alert', proof.authorityPath);
    if (!allowed) return refuse('forbidden', { what: 'alert', where: where.name });
    return { allowed, by, rule: kind === 'silence' ? 'silence' : 'takeBack' };
  }
  // Nor do they change what was sent from above them.
  const paths = proof.before ? [...where.paths, proof.authorityPath] : where.paths;
  if (!paths.every(path => may(asker.actor, 'alert', path)))
    return refuse('forbidden', { what: 'alert', where: where.name });
  if (kind === 'specifics') return { allowed: true, by, rule: 'specifics' };
  if (kind === 'drill') return { allowed: true, by, rule: 'drill' };
  const refused = 'stopId' in order ? null : mayAsk(order, proof, where);
  if (refused) return refused;
  return kind === 'voice' ? { allowed: true, by, rule: 'voice' } : withSecond(proof, asker, where);
}

/** Whether somebody may ask for this before a second person is troubled; null: yes. */
export function mayAsk(
  order: Pick<Play, 'siren' | 'content' | 'startAt' | 'issuedAt'>,
  { kind, asker, sirenAllowed }: Pick<AlertProof, 'kind' | 'asker' | 'sirenAllowed'>,
  where: { paths: readonly string[]; name: string; timezone: string },
): Refusal | null {
  if (!asker || !where.paths.every(path => may(asker.actor, 'alert', path)))
    return refuse('forbidden', { what: 'alert', where: where.name });
  if (!asker.pin) return refuse('pin_needed');
  if (soundsSiren(order) && !sirenAllowed) return refuse('siren_forbidden');
  if (kind === 'sirenTest' && !isAnnounced(order, where.timezone)) return refuse('siren_test_time');
  return null;
}

function withSecond(
  { kind, second }: AlertProof,
  asker: { actor: Actor; phone: string | null },
  where: { paths: readonly string[]; name: string },
): AlertVerdict {
  const by = asker.actor.accountId;
  if (!second || (second.by === 'alone' && kind === 'sirenTest')) return refuse('needs_second');
  if (second.by === 'alone') {
    if (second.secondsLeft > 0) return refuse('wait_not_over', { secondsLeft: second.secondsLeft });
    return { allowed: true, by, rule: 'alone' };
  }
  if (second.actor.accountId === by) return refuse('same_person');
  // A phone that nobody can name may be the same one.
  if (second.by !== 'code' && (second.phone === null || second.phone === asker.phone)) return refuse('same_phone');
  if (!where.paths.every(path => may(second.actor, 'confirm', path)))
    return refuse('forbidden', { what: 'confirm', where: where.name });
  return { allowed: true, by, rule: 'two' };
}

/** Announced a day before and by day: people must not take it for the real one. */
function isAnnounced({ startAt, issuedAt }: Pick<Play, 'startAt' | 'issuedAt'>, timezone: string): boolean {
  const { clock } = localTime(startAt, timezone);
  return startAt - issuedAt >= ANNOUNCED_MS && clock >= BY_DAY.from && clock < BY_DAY.to;
}

function isWhatItSays(order: Play | Stop, proof: AlertProof): boolean {
  const { kind, before } = proof;
  if ('stopId' in order)
    return kind === 'silence' && order.revision !== undefined && order.broadcastId?.startsWith('al_') === true;
  if (kind === 'silence' || !order.broadcastId.startsWith('al_')) return false;
  const drill = order.drill === true && order.class === 'priority' && order.siren === undefined;
  const real = order.drill === undefined && order.class === 'emergency';
  if (before && !isWithin(order, before)) return false;
  const framed = isFramed(order, 'drill-open', /^drill-(close|end)$/);
  if (kind === 'drill') return drill && !soundsSiren(order) && framed;
  if (kind === 'sirenTest') return drill && isFramed(order, 'siren-test-open', /^siren-test-close$/);
  if (drill && !framed) return false;
  if (kind === 'specifics') return before !== null && saysNoMore(order, before);
  if (kind === 'withdraw' || kind === 'correct')
    return (real || drill) && order.message === kind && !soundsSiren(order) && !evacuates(order);
  if (!real || (order.message !== 'issue' && order.message !== 'update')) return false;
  if (kind === 'voice') return before ? saysNoMore(order, before, 'words') : !soundsSiren(order) && !evacuates(order);
  return kind === 'siren' ? soundsSiren(order) : true;
}

const isFramed = (order: Play, open: string, close: RegExp): boolean => {
  const [first, last] = [order.content[0], order.content.at(-1)];
  return first?.type === 'clip' && first.name === open && last?.type === 'clip' && close.test(last.name);
};

/** A later message of an alert is for the same places or fewer. */
const isWithin = (order: Play, before: Play): boolean =>
  order.broadcastId === before.broadcastId &&
  order.targets.every(target => before.targets.includes(target)) &&
  (before.except ?? []).every(target => order.except?.includes(target)) &&
  order.class === before.class &&
  order.drill === before.drill;

/** Nothing that takes two people is in it that was not before; without `words` not even another clip. */
const saysNoMore = (order: Play, before: Play, words?: 'words'): boolean =>
  order.message === 'update' &&
  (order.siren === undefined || order.siren === before.siren) &&
  (order.drill === true || !soundsSiren({ ...order, siren: undefined })) &&
  (!evacuates(order) || evacuates(before)) &&
  (words === 'words' || clipsOf(order).every(name => clipsOf(before).includes(name) || name === 'chime-alert'));
