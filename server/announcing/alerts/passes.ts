// When an alert sounds: its passes on the device's grid, how often its siren has sounded, and when all of it is over. Pure; times
// are UTC ms.
import { LONGEST_REPEAT_MS, type Play } from '../../../protocol/order.ts';

type Grid = Pick<Play, 'startAt' | 'expiresAt' | 'repeatEveryMs'>;

/** Starts of all passes of one order before `until`, on the grid that the devices keep. */
export function passesOf(order: Grid, until = Number.POSITIVE_INFINITY): number[] {
  const starts: number[] = [];
  const last = Math.min(order.expiresAt, until - 1);
  for (let at = order.startAt; at <= last; at += order.repeatEveryMs ?? Number.POSITIVE_INFINITY) starts.push(at);
  return starts;
}

/** The pass that sounds at `now`; null between two of them. */
export function soundingPass(order: Grid, passMs: number, now: number): { from: number; to: number } | null {
  const from = passesOf(order, now + 1).at(-1);
  return from === undefined || from + passMs <= now ? null : { from, to: from + passMs };
}

/** The first start on the old grid that is not before `at`: what is only renewed stays in step with itself. */
export function nextOnGrid(order: Grid, at: number): number {
  if (order.repeatEveryMs === undefined || at <= order.startAt) return Math.max(order.startAt, at);
  return order.startAt + Math.ceil((at - order.startAt) / order.repeatEveryMs) * order.repeatEveryMs;
}

/** How often this siren has sounded, or will have, by orders that one after the other took each other's place before `until`. */
export function sirenPasses(plays: readonly (Grid & Pick<Play, 'siren'>)[], siren: string, until: number): number {
  return plays.reduce((sum, order, i) => {
    if (order.siren !== siren) return sum;
    const next = plays[i + 1];
    return sum + passesOf(order, Math.min(until, next?.startAt ?? until)).length;
  }, 0);
}

/** A repeat leaves room for the pass itself and a breath, in whole minutes. */
export function repeatFor(passMs: number, wantedMs: number): number {
  const room = Math.ceil((passMs + 10_000) / 60_000) * 60_000;
  return Math.min(LONGEST_REPEAT_MS, Math.max(wantedMs, room, 60_000));
}
