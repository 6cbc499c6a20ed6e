// What the demonstration's two processes say to each other: who is to run as an agent, and whose line is cut or mended.
import { z } from 'zod';

export const device = z.object({
  clusterId: z.string(),
  code: z.string(),
  /** `kept`: measured, silent, its samples are kept; `blown`: an amplifier whose fuse goes at the first sound. */
  speaker: z.enum(['kept', 'blown']),
});
export type Device = z.infer<typeof device>;

export const toAgents = z.discriminatedUnion('t', [
  z.object({ t: z.literal('start'), server: z.string(), folder: z.string(), devices: z.array(device) }),
  z.object({ t: z.literal('cut'), clusterId: z.string() }),
  z.object({ t: z.literal('mend'), clusterId: z.string() }),
  z.object({ t: z.literal('stop') }),
]);
export type ToAgents = z.infer<typeof toAgents>;

export const fromAgents = z.discriminatedUnion('t', [
  z.object({ t: z.literal('enrolled'), count: z.int() }),
  /** Every one of them holds the chimes, sirens and emergency sentences. */
  z.object({ t: z.literal('stocked') }),
  z.object({ t: z.literal('failed'), clusterId: z.string(), why: z.string() }),
]);
export type FromAgents = z.infer<typeof fromAgents>;
