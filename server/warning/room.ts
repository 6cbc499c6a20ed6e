// The room of what may lead to an alert, opened over one store: gauges, CAP messages and feeds, and the proposals that they make.
import type { NewAlert } from '../../protocol/api/alerts.ts';
import type { FeedMessage } from '../../protocol/feed.ts';
import { every, type Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { type Automatic, createAutomatic } from './automatic.ts';
import { createIntake, type Intake } from './cap/intake.ts';
import { type CapLists, createCapLists } from './cap/lists.ts';
import { createPolling, type Polling } from './cap/polling.ts';
import { createReader } from './cap/reader.ts';
import { createGauges, type Gauges } from './gauges.ts';
import type { GuardedFetch } from './guarded-fetch.ts';
import type { Places, Pole } from './places.ts';
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
  tree(): Promise<Places>;
  poles(): Promise<readonly Pole[]>;
  /** Whether gauges may be armed to play by themselves. */
  automatic: boolean;
  /** Sends the voice of an armed gauge's warning by the word of the account that armed it. */
  play(request: NewAlert, armedBy: string): Promise<unknown>;
  /** For feeds. */
  fetch: GuardedFetch;
  /** False when whoever hands in messages, or their sender, has had their share of the hour. */
  quota(key: string): boolean;
  /** Tells open pages. */
  tell(message: FeedMessage): void;
  onError(error: unknown): void;
}

export interface WarningRoom {
  gauges: Gauges;
  automatic: Automatic;
  proposals: Proposals;
  intake: Intake;
  lists: CapLists;
  polling: Polling;
  start(): Promise<void>;
  close(): Promise<void>;
}

export function openWarning(parts: WarningParts): WarningRoom {
  const proposals = createProposals(parts);
  const now = parts.gaugeNow ?? (() => parts.time.now());
  const automatic = createAutomatic({ ...parts, allowed: parts.automatic, now, proposals });
  const gauges = createGauges({
    ...parts,
    now,
    proposals,
    async areaOver(ids) {
      const places = await parts.tree();
      const over = places.lowestCommon(ids.flatMap(id => places.find(id)?.path ?? []));
      if (!over) throw new LoaError('not_found', { what: ids.join(', ') });
      return over.id;
    },
  });
  const reader = createReader();
  const intake = createIntake({ ...parts, reader, proposals });
  const polling = createPolling({ ...parts, reader, intake });
  let stop = (): void => undefined;
  return {
    gauges: {
      ...gauges,
      async take(by, id, readings) {
        const taken = await gauges.take(by, id, readings);
        if (taken.taken > 0) await automatic.consider(id).catch(parts.onError);
        return taken;
      },
    },
    automatic,
    proposals,
    intake,
    lists: createCapLists(parts),
    polling,
    async start() {
      await proposals.start();
      await automatic.start();
      polling.start();
      stop = every(parts.time, SWEEP_MS, () => void proposals.sweep().catch(parts.onError));
    },
    async close() {
      stop();
      automatic.stop();
      polling.stop();
      await polling.idle();
      await reader.close();
    },
  };
}
