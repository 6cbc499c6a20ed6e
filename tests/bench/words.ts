// What the benchmarks ask their own processes, and what those answer: moments on the shared clock (ms) and sizes (bytes).
import { z } from 'zod';

/** Asked of the crowd (crowd.ts). */
export const crowdQuestion = z.discriminatedUnion('do', [
  /** Resolves when all are welcomed. */
  z.object({ do: z.literal('connect'), port: z.int(), tls: z.boolean(), count: z.int() }),
  /** Resolves when all have heard of this order and all that they said is acknowledged. */
  z.object({ do: z.literal('receipts'), orderId: z.string() }),
  /** Every agent says a fact of each broadcast, so many in a message; resolves when all are acknowledged. */
  z.object({ do: z.literal('report'), broadcasts: z.array(z.string()), together: z.int() }),
  /** The first so many drop their connections and come back; resolves when the last is welcomed. */
  z.object({ do: z.literal('reconnect'), count: z.int() }),
]);
export type CrowdQuestion = z.infer<typeof crowdQuestion>;

export const connected = z.object({ ms: z.number() });
export const receipts = z.object({ lastHeardAt: z.number(), lastRecordedAt: z.number() });
export const reported = z.object({ firstSentAt: z.number(), lastRecordedAt: z.number(), facts: z.int() });

/** Asked of the server (station.ts). */
export const stationQuestion = z.discriminatedUnion('do', [
  z.object({ do: z.literal('open'), dir: z.string(), clusters: z.int(), tls: z.boolean() }),
  /** After a collection of garbage. */
  z.object({ do: z.literal('memory') }),
  /** Resolves when all that was reported is stored. */
  z.object({ do: z.literal('settle') }),
  /** One order to every cluster; resolves when its bytes have left for all. */
  z.object({ do: z.literal('send') }),
  /**
   * An alert from the library to the clusters of the communes numbered from `from` to `to`, or to everybody, with a number of
   * ordinary senders in the same moment.
   */
  z.object({
    do: z.literal('alert'),
    communes: z.object({ from: z.int(), to: z.int() }).nullable(),
    senders: z.int(),
  }),
  /** Resolves when so many devices have said that it sounds. */
  z.object({ do: z.literal('soundings'), alertId: z.string(), count: z.int() }),
  /** Silences an alert; resolves when the bytes have left for all. */
  z.object({ do: z.literal('silence'), alertId: z.string() }),
  /** What the server had to do since the last `send` or `load`. */
  z.object({ do: z.literal('load') }),
  /** A code with which a cluster's device enrols. */
  z.object({ do: z.literal('enrol'), cluster: z.int() }),
  /** A recording to the first cluster, to start in so many ms. */
  z.object({ do: z.literal('play'), path: z.string(), durationMs: z.int(), inMs: z.int() }),
  z.object({ do: z.literal('state'), broadcastId: z.string() }),
]);
export type StationQuestion = z.infer<typeof stationQuestion>;

export const opened = z.object({ port: z.int() });
export const memory = z.object({ rss: z.number() });
export const sent = z.object({
  orderId: z.string(),
  begunAt: z.number(),
  publishedAt: z.number(),
  writtenAt: z.number(),
  /** Processor time from `begunAt` to `writtenAt`. */
  cpuMs: z.number(),
});
export const alerted = z.object({
  alertId: z.string(),
  begunAt: z.number(),
  begunAtUtc: z.number(),
  answeredAt: z.number(),
});
export const sounded = z.object({ lastAt: z.number() });
export const silenced = z.object({ begunAt: z.number(), writtenAt: z.number() });
/** The longest stall of the event loop, and processor time. */
export const load = z.object({ stallMs: z.number(), cpuMs: z.number() });
export const enrolment = z.object({ code: z.string() });
export const ordered = z.object({ broadcastId: z.string() });
export const delivery = z.object({ state: z.string() });
/** An answer without content. */
export const done = z.null();
