// Reads what became of broadcasts, for pages and for the weekly log.
import type { PlaybackReport } from '../../protocol/api/boards.ts';
import type { Broadcast, BroadcastSummary } from '../../protocol/api/broadcasts.ts';
import type { Time } from '../../protocol/time.ts';
import { alertById } from '../store/alerts.ts';
import { broadcastById, type Frozen, findBroadcasts, type StoredBroadcast } from '../store/broadcasts.ts';
import type { Database } from '../store/database.ts';
import { deliveriesOf } from '../store/deliveries.ts';
import { countStates, createDeliveryCounter, createHeardReader } from '../store/delivery-log.ts';
import { accountNames } from '../store/names.ts';
import { asHeard, describeBroadcast, summarise } from './broadcast.ts';
import { playbackLine } from './report/playback.ts';

export interface Outcomes {
  /** The broadcast and the area at which the right to read it is asked; null if it never was. */
  find(broadcastId: string): Promise<{ areaId: string; broadcast: Broadcast } | null>;
  summarise(broadcasts: readonly StoredBroadcast[]): Promise<BroadcastSummary[]>;
  /** Approved broadcasts that started in [from, to), UTC ms, at or below these area paths, oldest first. */
  playback(paths: readonly string[], from: number, to: number): Promise<PlaybackReport['lines']>;
}

export interface OutcomesParts {
  db: Database;
  time: Time;
  /** What would sound as it stands now: whoever is to approve hears and reads it before anything is frozen. */
  itemsOf(content: StoredBroadcast['content']): Promise<Frozen['items']>;
}

const isAlert = ({ id }: StoredBroadcast): boolean => id.startsWith('al_');

export function createOutcomes({ db, time, itemsOf }: OutcomesParts): Outcomes {
  return {
    async find(broadcastId) {
      const stored = await broadcastById(db, broadcastId);
      if (!stored) return null;
      const targets = stored.targets.map((id, i) => ({ id, name: stored.targetNames[i] ?? id }));
      const items = stored.frozen?.items ?? (await itemsOf(stored.content));
      const deliveries = await deliveriesOf(db, broadcastId);
      return {
        areaId: stored.areaId,
        broadcast: describeBroadcast(stored, items, deliveries, targets, await accountNames(db), time.now()),
      };
    },
    async summarise(broadcasts) {
      const nameOf = await accountNames(db);
      const counts = await countStates(
        db,
        broadcasts.map(broadcast => broadcast.id),
      );
      return broadcasts.map(broadcast => summarise(broadcast, counts.get(broadcast.id) ?? {}, nameOf, time.now()));
    },
    async playback(paths, from, to) {
      const nameOf = await accountNames(db);
      const started = await findBroadcasts(db, { paths, from, to, states: ['approved'] });
      const counted = createDeliveryCounter(db);
      const heardOf = createHeardReader(db);
      const lines: PlaybackReport['lines'] = [];
      for (const broadcast of started.filter(
        one => one.acceptedAt !== null && (one.startAt ?? Number.POSITIVE_INFINITY) <= time.now(),
      )) {
        const alert = isAlert(broadcast) ? await alertById(db, broadcast.id) : null;
        const deliveries = alert ? (await heardOf(broadcast.id)).map(asHeard) : await counted(broadcast.id);
        lines.push(playbackLine(broadcast, deliveries, nameOf, time.now(), alert));
        // A year of a province takes seconds: what cannot wait gets its turn between two broadcasts.
        await new Promise<void>(resolve => setImmediate(resolve));
      }
      return lines.reverse();
    },
  };
}
