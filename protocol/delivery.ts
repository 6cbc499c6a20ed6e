// What became of one broadcast at one cluster: the facts a device reports, and the pure fold that makes a state of them.
import { z } from 'zod';

const ms = z.int().nonnegative();

/** How the device knows that it sounded: it says so, it measured its output level, or a microphone heard it. */
export const proof = z.enum(['device', 'level', 'microphone']);
export type Proof = z.infer<typeof proof>;

export const reason = z.enum([
  'signature',
  'certificate',
  'not_target',
  'expired',
  'older_revision',
  'quiet_hours',
  'clock_unknown',
  'new_journal',
  'dropped_from_plan',
  'stopped',
  'preempted',
  'superseded',
  'restart',
  'shutdown',
  'audio_missing',
  'audio_corrupt',
  'speaker',
]);
export type Reason = z.infer<typeof reason>;

const about = {
  broadcastId: z.string(),
  revision: z.int().min(1),
  deliveryId: z.string(),
};
const common = {
  /** Rises by one within a journal. */
  seq: z.int().min(1),
  /** The device's best server time, UTC ms. */
  at: ms,
  /** Half width of what `at` may be off by; null while the device has never known the time. */
  uncertaintyMs: ms.nullable(),
};
const span = {
  startedAt: ms,
  endedAt: ms,
  missedMs: ms.optional(),
  resumes: z.int().min(1).optional(),
  /** Passes of an emergency that were heard whole. */
  rounds: ms.optional(),
};

export const fact = z.discriminatedUnion('kind', [
  /** The order is kept and all its audio is on the device. */
  z.object({ kind: z.literal('stored'), ...common, ...about }),
  z.object({ kind: z.literal('playing'), ...common, ...about, startedAt: ms, missedMs: ms.optional() }),
  /** A higher class took the loudspeaker; the item waits to start again from its beginning. */
  z.object({ kind: z.literal('preempted'), ...common, ...about, by: z.string() }),
  /** The loudspeaker failed while an emergency sounded; it is tried again until its end. `rounds` were heard whole before. */
  z.object({ kind: z.literal('broken'), ...common, ...about, reason, rounds: ms }),
  z.object({ kind: z.literal('played'), ...common, ...about, ...span, proof, levelDbfs: z.number().optional() }),
  z.object({ kind: z.literal('interrupted'), ...common, ...about, ...span, reason }),
  z.object({ kind: z.literal('failed'), ...common, ...about, reason, detail: z.string().max(300).optional() }),
  z.object({ kind: z.literal('refused'), ...common, ...about, reason }),
  z.object({ kind: z.literal('expired'), ...common, ...about, reason: reason.optional() }),
  z.object({ kind: z.literal('cancelled'), ...common, ...about }),
  /** Somebody at the box sounded a preset without a server: the word that this delivery exists. */
  z.object({
    kind: z.literal('onSite'),
    ...common,
    ...about,
    preset: z.int().min(1).max(9),
    title: z.string().max(60),
    how: z.enum(['button', 'key', 'code']),
  }),
  /** Something of the device itself: `speaker`, `disk`, `clock`, `forgery` … */
  z.object({ kind: z.literal('fault'), ...common, part: z.string().max(40), detail: z.string().max(300) }),
  z.object({ kind: z.literal('mended'), ...common, part: z.string().max(40) }),
]);
export type Fact = z.infer<typeof fact>;
export type DeliveryFact = Extract<Fact, { deliveryId: string }>;

export const deliveryState = z.enum([
  'planned',
  'sent',
  'stored',
  'playing',
  'played',
  'interrupted',
  'failed',
  'refused',
  'expired',
  'cancelled',
  'unconfirmed',
]);
export type DeliveryState = z.infer<typeof deliveryState>;

const TERMINAL = ['played', 'interrupted', 'failed', 'refused', 'expired', 'cancelled'] as const;
/** True for states that only a fact of a higher revision can leave. */
export const isFinal = (state: DeliveryState): boolean => (TERMINAL as readonly string[]).includes(state);

export interface DeliveryOutcome {
  state: Exclude<DeliveryState, 'planned' | 'sent' | 'unconfirmed'> | null;
  revision: number;
  /**
   * When it was first heard here, in any revision: an alert's update does not unsay that the alert has sounded. What broke off
   * before one whole pass was no warning and is not counted; what still sounds is.
   */
  soundedAt: number | null;
  startedAt: number | null;
  endedAt: number | null;
  reason: Reason | null;
  proof: Proof | null;
  missedMs: number;
  uncertaintyMs: number | null;
  levelDbfs: number | null;
}

/** A fact with the journal it stands in; (journalId, seq) is its identity. */
export interface JournalledFact {
  journalId: string;
  fact: DeliveryFact;
}

const HEARD: readonly string[] = ['playing', 'played', 'interrupted'];
const UNHEARD: readonly string[] = ['refused', 'expired', 'cancelled'];

/** Whether a fact of another revision than the outcome's says more of the delivery than the outcome does. */
function outweighs(said: DeliveryFact, outcome: DeliveryOutcome): boolean {
  const { state } = outcome;
  // An older message that sounds is more than a newer one that came to nothing.
  if (said.revision < outcome.revision) return HEARD.includes(said.kind) && state !== null && UNHEARD.includes(state);
  // A newer one that waits or came to nothing does not unsay what was heard.
  if (said.kind === 'stored') return state !== 'playing' && state !== 'played';
  if (UNHEARD.includes(said.kind)) return state !== 'played' && state !== 'interrupted';
  return said.kind !== 'failed' || state !== 'played';
}

/**
 * The outcome that all facts of one delivery add up to. Facts may come in any order and more than once: journals are read
 * by their first device time, facts within one by sequence; a final state stands unless another revision says more: of an
 * alert whose messages follow one another, the newest that was heard.
 */
export function foldDelivery(facts: readonly JournalledFact[]): DeliveryOutcome {
  const began = new Map<string, number>();
  for (const { journalId, fact: said } of facts)
    began.set(journalId, Math.min(began.get(journalId) ?? said.at, said.at));
  const ordered = [...facts].sort(
    (a, b) =>
      began.get(a.journalId)! - began.get(b.journalId)! ||
      (a.journalId < b.journalId ? -1 : a.journalId > b.journalId ? 1 : a.fact.seq - b.fact.seq),
  );
  const outcome: DeliveryOutcome = {
    state: null,
    revision: 0,
    soundedAt: firstHeard(ordered.map(({ fact: said }) => said)),
    startedAt: null,
    endedAt: null,
    reason: null,
    proof: null,
    missedMs: 0,
    uncertaintyMs: null,
    levelDbfs: null,
  };
  /** Failed for now: it may yet sound. */
  let waits = false;
  for (const { fact: said } of ordered) {
    if (said.kind === 'onSite') continue;
    const isSame = said.revision === outcome.revision;
    if (isSame ? !waits && outcome.state !== null && isFinal(outcome.state) : !outweighs(said, outcome)) continue;
    outcome.revision = said.revision;
    outcome.uncertaintyMs = said.uncertaintyMs;
    waits = said.kind === 'broken';
    outcome.state = stateAfter(said.kind);
    outcome.startedAt = 'startedAt' in said ? said.startedAt : null;
    outcome.endedAt = 'endedAt' in said ? said.endedAt : null;
    outcome.reason = 'reason' in said ? (said.reason ?? null) : null;
    outcome.proof = said.kind === 'played' ? said.proof : null;
    outcome.missedMs = 'missedMs' in said ? (said.missedMs ?? 0) : 0;
    outcome.levelDbfs = said.kind === 'played' ? (said.levelDbfs ?? null) : null;
  }
  return outcome;
}

const stateAfter = (kind: Exclude<DeliveryFact['kind'], 'onSite'>): NonNullable<DeliveryOutcome['state']> =>
  kind === 'preempted' ? 'stored' : kind === 'broken' ? 'failed' : kind;

/** Start of the earliest revision that still sounds or was heard whole; `facts` in their order. */
function firstHeard(facts: readonly DeliveryFact[]): number | null {
  const heard = new Map<number, { startedAt: number | null; over: boolean; whole: boolean }>();
  for (const said of facts) {
    if (said.kind === 'onSite') continue;
    const one = heard.get(said.revision) ?? { startedAt: null, over: false, whole: false };
    if ('startedAt' in said) one.startedAt = Math.min(one.startedAt ?? said.startedAt, said.startedAt);
    if ('endedAt' in said) one.whole ||= (said.rounds ?? (said.kind === 'played' ? 1 : 0)) > 0;
    if (said.kind === 'broken') {
      one.whole ||= said.rounds > 0;
      if (!one.whole) one.startedAt = null;
    } else one.over ||= isFinal(stateAfter(said.kind));
    heard.set(said.revision, one);
  }
  const starts = [...heard.values()].flatMap(one => (one.whole || !one.over ? (one.startedAt ?? []) : []));
  return starts.length === 0 ? null : Math.min(...starts);
}
