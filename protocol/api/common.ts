// What many HTTP shapes share: times, ids, the error answer.
import { z } from 'zod';
import { clockTime } from '../order.ts';

/** ISO 8601, UTC. */
export const instant = z.iso.datetime();
/** A calendar day in the server's time zone. */
export const day = z.iso.date();
export const targetId = z.string().regex(/^(ar|cl)_[a-z2-7]{1,26}$/, 'must be an area or cluster id');
export const title = z.string().trim().min(1).max(200);
export const name = z.string().trim().min(1).max(120);
export const phone = z
  .string()
  .trim()
  .max(30)
  .regex(/^[0-9+ ().-]*$/, 'must be a telephone number');
export const hoursSpan = z.object({ from: clockTime, to: clockTime });

export const errorAnswer = z.object({
  /** Stable, for programs. */
  code: z.string(),
  /** For people, in the caller's language. */
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type ErrorAnswer = z.infer<typeof errorAnswer>;

/** How every list is answered. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
export const done = z.object({ ok: z.literal(true) });
