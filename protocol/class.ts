// The three classes of bulletin (Circular 39/2020/TT-BTTTT) and the one function that ranks them.
import { z } from 'zod';

export const broadcastClass = z.enum(['normal', 'priority', 'emergency']);
export type BroadcastClass = z.infer<typeof broadcastClass>;

const ORDER: Record<BroadcastClass, number> = { normal: 0, priority: 1, emergency: 2 };

/** Positive if `a` goes before `b`. A higher class pre-empts; an equal one (0) waits. */
export const rank = (a: BroadcastClass, b: BroadcastClass): number => ORDER[a] - ORDER[b];
