// What the calls about a village add up to: who has taken it on for the moment, and whether it was told.
import type { StoredCall } from '../../store/calls.ts';

/** Whoever takes a village on is expected to say within this what came of it; then the line comes back on top. */
export const CLAIM_MS = 10 * 60_000;

export interface VillageCalls {
  /** Who took it on and has not said since what came of it; it holds until `until`. */
  claim: { by: string; at: number; until: number } | null;
  told: { by: string; at: number; how: NonNullable<StoredCall['how']>; households: number | null } | null;
}

export const NO_CALLS: VillageCalls = { claim: null, told: null };

/**
 * By village id, read in order. "Tôi gọi" and "Đang cử người" take a village on, "Không nghe máy" gives it back; the last word on
 * how many were told stands, and that a village was told is not unsaid by later calls.
 */
export function foldCalls(calls: readonly StoredCall[]): Map<string, VillageCalls> {
  const villages = new Map<string, VillageCalls>();
  for (const { villageId, act, at, byName: by, how, households } of calls) {
    const before = villages.get(villageId) ?? NO_CALLS;
    const claim = act === 'claim' || act === 'sending' ? { by, at, until: at + CLAIM_MS } : null;
    const told = act === 'told' && how !== null ? { by, at, how, households } : before.told;
    villages.set(villageId, { claim: told === null ? claim : null, told });
  }
  return villages;
}
