// The room of what may lead to an alert, opened over one store: gauges, messages and the proposals that they make.
import type { FeedMessage } from '../../protocol/feed.ts';
import { every, type Time } from '../../protocol/time.ts';
import type { Database } from '../store/database.ts';
import { createGauges, type Gauges } from './gauges.ts';
import { createProposals, type Proposals } from './proposals.ts';

/** How soon a proposal past its time is closed on open pages. */
const SWEEP_MS = 60_000;

export interface WarningParts {
  db: Database;
  time: Time;
  random: (bytes: number) => Uint8Array;
  timezone: string;
  /** The clock of gauges, UTC ms; unset: the wall clock. A replay of a flood of the past brings its own. */
  gaugeNow?: (() => number) | undefined;
  /** The lowest area that holds all of these; throws `not_found`. */
  areaOver(areaIds: readonly string[]): Promise<string>;
  /** Tells open pages. */
  tell(message: FeedMessage): void;
  onError(error: unknown): void;
}

export interface WarningRoom {
  gauges: Gauges;
  proposals: Proposals;
  start(): Promise<void>;
  close(): void;
}

export function openWarning(parts: WarningParts): WarningRoom {
  const proposals = createProposals(parts);
  const gauges = createGauges({
    ...parts,
    now: parts.gaugeNow ?? (() => parts.time.now()),
    proposals,
  });
  let stop = (): void => undefined;
  return {
    gauges,
    proposals,
    async start() {
      await proposals.start();
      stop = every(parts.time, SWEEP_MS, () => void proposals.sweep().catch(parts.onError));
    },
    close: () => stop(),
  };
}
