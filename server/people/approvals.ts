// The one gate before a signature, and the rules of approval that lead to it. Nothing here reads the store: an order comes
// in with what is known of its place and its approval, a verdict comes out that names the very order it is about.
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { approvalState } from '../../protocol/api/broadcasts.ts';
import type { Role } from '../../protocol/api/people.ts';
import type { Delegation } from '../../protocol/api/places.ts';
import { type BroadcastClass, rank } from '../../protocol/class.ts';
import { contentMs, type Play, type Stop } from '../../protocol/order.ts';
import { type AlertProof, type AlertRule, mayAlert } from './emergencies.ts';
import { type Actor, may, rightsOf } from './rights.ts';
import { localTime, type Refusal, refuse } from './verdict.ts';

/** A village head announces to the own village: everyday matters, kept short. */
const VILLAGE_HEAD_MAX_MS = 5 * 60_000;

/** The lowest area that holds all targets, with the rules that come out there. */
export interface AirPlace {
  path: string;
  name: string;
  /** Whether announcements wait for a leader. */
  approval: boolean;
  /** Those of the area and of all areas above it. */
  delegations: readonly Delegation[];
}

export interface AirItem {
  class: BroadcastClass;
  /** All passes, in every language that it has. */
  durationMs: number;
  /** UTC ms; now for what goes out at once. */
  startAt: number;
}

export type AirRule = 'approved' | 'leader' | 'noApproval' | 'delegation' | 'stop' | 'test' | AlertRule;
export type AirVerdict = { allowed: true; digest: string; by: string; rule: AirRule } | Refusal;

export interface AirProof {
  place: AirPlace;
  /** Paths of the order's targets by id, as the tree stands; every target must be named. */
  targets: ReadonlyMap<string, string>;
  /** The leader's word on exactly this content, if it was given. */
  approved: { by: string } | null;
  /** A technician's test of one cluster: a clip that every device holds, by the right to install. */
  test?: boolean | undefined;
  /** What stands behind an alert, a drill, or the silencing of one; nothing else passes as such. */
  alert?: AlertProof | undefined;
  /** IANA name, for hours in delegations. */
  timezone: string;
}

/**
 * Whether this order may sound, by whose word and by which rule. `actor` is whoever asks; null is the program, which may only
 * carry out what was approved. Throws if `proof` does not describe the order: that would be a bug, not a refusal.
 */
export function mayAir(order: Play | Stop, actor: Actor | null, proof: AirProof): AirVerdict {
  for (const target of order.targets) {
    const path = proof.targets.get(target);
    if (!path?.startsWith(proof.place.path))
      throw new Error(`target ${target} is not shown to lie in ${proof.place.path}`);
  }
  const digest = createHash('sha256').update(JSON.stringify(order)).digest('hex');
  if (proof.alert) {
    const paths = order.targets.map(target => proof.targets.get(target) ?? '');
    const verdict = mayAlert(order, proof.alert, { paths, name: proof.place.name, timezone: proof.timezone });
    return verdict.allowed ? { ...verdict, digest } : verdict;
  }
  if ('stopId' in order) {
    if (!actor) return refuse('forbidden', { what: 'stop', where: proof.place.name });
    const refused = mayStop(actor, order.maxClass, proof.place);
    return refused ?? { allowed: true, digest, by: actor.accountId, rule: 'stop' };
  }
  if (order.class === 'emergency' || order.message || order.drill || order.siren) return refuse('use_alerts');
  if (proof.approved) return { allowed: true, digest, by: proof.approved.by, rule: 'approved' };
  if (!actor) return refuse('not_approved');
  if (proof.test) return mayTest(order, actor, proof.place, digest);
  const languages = order.content.flatMap(item => (item.type === 'clip' ? [] : item.versions.map(v => v.language)));
  const verdict = maySendAtOnce(actor, proof.place, proof.timezone, {
    class: order.class,
    durationMs: contentMs(order.content, languages) * (order.passes ?? 1),
    startAt: order.startAt,
  });
  return verdict.allowed ? { ...verdict, digest, by: actor.accountId } : verdict;
}

/** A test says nothing: one clip, one cluster, no higher class, once. */
function mayTest(order: Play, actor: Actor, place: AirPlace, digest: string): AirVerdict {
  const [item, ...more] = order.content;
  const plain = item?.type === 'clip' && more.length === 0 && order.class === 'normal' && (order.passes ?? 1) === 1;
  const single = order.targets.length === 1 && order.targets[0]?.startsWith('cl_');
  if (!plain || !single) throw new Error('a test is one clip at one cluster');
  if (!may(actor, 'install', place.path)) return refuse('forbidden', { what: 'install', where: place.name });
  return { allowed: true, digest, by: actor.accountId, rule: 'test' };
}

/** Whether the button reads PHÁT NGAY: `needs_approval` is the refusal that makes it GỬI DUYỆT. */
export function maySendAtOnce(
  actor: Actor,
  place: AirPlace,
  timezone: string,
  item: AirItem,
): { allowed: true; rule: AirRule } | Refusal {
  const refused = mayPropose(actor, place, item);
  if (refused) return refused;
  if (actor.kind === 'token') return refuse('needs_approval', { where: place.name });
  if (may(actor, 'announceAtOnce', place.path)) return { allowed: true, rule: 'leader' };
  if (!place.approval) return { allowed: true, rule: 'noApproval' };
  if (place.delegations.some(d => d.accountId === actor.accountId && covers(d, item, timezone)))
    return { allowed: true, rule: 'delegation' };
  return refuse('needs_approval', { where: place.name });
}

/** Null if `actor` may prepare such an item there and hand it in. */
export function mayPropose(actor: Actor, place: AirPlace, item: AirItem): Refusal | null {
  if (item.class === 'emergency') return refuse('use_alerts');
  if (!may(actor, 'announce', place.path)) return refuse('forbidden', { what: 'announce', where: place.name });
  const beyond = item.class !== 'normal' || item.durationMs > VILLAGE_HEAD_MAX_MS;
  if (beyond && onlyVillageHead(actor, place.path)) return refuse('beyond_role', { where: place.name });
  return null;
}

/** Null if `actor` may silence items up to `maxClass` in this place. */
export function mayStop(actor: Actor, maxClass: BroadcastClass, place: { path: string; name: string }): Refusal | null {
  if (!may(actor, 'stop', place.path)) return refuse('forbidden', { what: 'stop', where: place.name });
  if (maxClass === 'emergency') return refuse('use_alerts');
  return rank(maxClass, highestStop(actor, place.path)) > 0 ? refuse('beyond_role', { where: place.name }) : null;
}

/** The highest class that `actor` may silence in a place where they may stop at all. */
export const highestStop = (actor: Actor, areaPath: string): BroadcastClass =>
  onlyVillageHead(actor, areaPath) ? 'normal' : 'priority';

const onlyVillageHead = (actor: Actor, path: string): boolean =>
  actor.grants
    .filter(grant => path.startsWith(grant.areaPath) && rightsOf[grant.role].includes('announce'))
    .every(grant => grant.role === ('villageHead' satisfies Role));

/** Whether a delegation holds for the whole of an item: its class, its length, its hours and its last day. */
function covers(delegation: Delegation, item: AirItem, timezone: string): boolean {
  if (delegation.class !== item.class || item.durationMs > delegation.maxMinutes * 60_000) return false;
  const starts = localTime(item.startAt, timezone);
  const ends = localTime(item.startAt + item.durationMs, timezone);
  const { from, to } = delegation.hours;
  const inside = (clock: string) => (from < to ? clock >= from && clock <= to : clock >= from || clock <= to);
  return starts.day <= delegation.until && inside(starts.clock) && inside(ends.clock);
}

export type ApprovalState = z.infer<typeof approvalState>;
export type Transition = { allowed: true; state: ApprovalState; approvedBy: string | null } | Refusal;

/** Handing in: approved at once by those who may, else it waits for a leader. */
export function submit(
  state: ApprovalState,
  actor: Actor,
  place: AirPlace,
  timezone: string,
  item: AirItem,
): Transition {
  if (state !== 'draft' && state !== 'returned') return refuse('wrong_state', { state });
  const verdict = maySendAtOnce(actor, place, timezone, item);
  if (verdict.allowed) return { allowed: true, state: 'approved', approvedBy: actor.accountId };
  return verdict.code === 'needs_approval' ? { allowed: true, state: 'awaiting', approvedBy: null } : verdict;
}

/** A leader's yes or no. Nobody approves what they made, unless they could have sent it without being asked. */
export function decide(
  state: ApprovalState,
  decision: 'approved' | 'returned',
  actor: Actor,
  place: AirPlace,
  author: string,
): Transition {
  if (!may(actor, 'approve', place.path)) return refuse('forbidden', { what: 'approve', where: place.name });
  if (state !== 'awaiting') return refuse('wrong_state', { state });
  if (decision === 'returned') return { allowed: true, state: 'returned', approvedBy: null };
  if (author === actor.accountId && !may(actor, 'announceAtOnce', place.path)) return refuse('own_item');
  return { allowed: true, state: 'approved', approvedBy: actor.accountId };
}
