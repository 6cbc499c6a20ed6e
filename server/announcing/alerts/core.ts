// What all acts on alerts share: reading one as it stands, taking turns on it, and the answer to whoever acted.
import type { MadeAlert } from '../../../protocol/api/alerts.ts';
import { LoaError } from '../../errors.ts';
import type { Actor } from '../../people/rights.ts';
import { alertById, stateAt } from '../../store/alerts.ts';
import { broadcastById } from '../../store/broadcasts.ts';
import type { StoredRecording } from '../../store/recordings.ts';
import { type Audience, householdsOf } from '../audience.ts';
import { lookAround, type Surroundings } from '../surroundings.ts';
import { type Asking, type AskingParts, createAsking } from './asking.ts';
import { createPace } from './pace.ts';
import { createSending, type Sending, type SendingParts, type Standing } from './sending.ts';
import { type AlertWords, createAlertWords, type WordsParts } from './words.ts';

export interface AlertsParts extends SendingParts, AskingParts, Omit<WordsParts, 'pace'> {
  /** Makes speech in the background; the recording says when it is ready. */
  speak(about: {
    title: string;
    language: string;
    areaId: string;
    text: string;
    createdBy: string;
  }): Promise<StoredRecording>;
  /** Told what went wrong in the background. */
  onError(error: unknown): void;
}

/** An alert among the places as they are now. */
export interface Seen {
  standing: Standing;
  audience: Audience;
  around: Surroundings;
}

export interface AlertsCore extends AlertsParts {
  sending: Sending;
  asking: Asking;
  words: AlertWords;
  /** One act after the other on one alert. */
  inTurn<T>(alertId: string, act: () => Promise<T>): Promise<T>;
  /** Throws `not_found`. */
  see(alertId: string): Promise<Seen>;
  answer(standing: Standing, audience: Audience, reader: Actor): Promise<MadeAlert>;
}

/** Nobody's program alerts. */
export function requirePerson(actor: Actor): void {
  if (actor.kind === 'token') throw new LoaError('session_only');
}

export function createAlertsCore(parts: AlertsParts): AlertsCore {
  const { db, time } = parts;
  const sending = createSending(parts);
  const asking = createAsking(parts);
  const words = createAlertWords({ ...parts, pace: createPace(parts.bus) });
  const turns = new Map<string, Promise<unknown>>();

  return {
    ...parts,
    sending,
    asking,
    words,
    inTurn(alertId, act) {
      const before = turns.get(alertId) ?? Promise.resolve();
      const mine = before.then(act, act);
      const quiet = mine.then(
        () => undefined,
        () => undefined,
      );
      turns.set(alertId, quiet);
      void quiet.then(() => turns.get(alertId) === quiet && turns.delete(alertId));
      return mine;
    },
    async see(alertId) {
      const [alert, broadcast, around] = await Promise.all([
        alertById(db, alertId),
        broadcastById(db, alertId),
        lookAround(db),
      ]);
      if (!alert || !broadcast) throw new LoaError('not_found', { what: alertId });
      const audience = around.audience(broadcast.targets, 'found');
      return { standing: await sending.read(alert, broadcast), audience, around };
    },
    async answer({ alert, broadcast }, audience, reader) {
      return {
        id: alert.id,
        state: stateAt(alert, time.now()),
        awaiting: await asking.shown(alert, audience, reader),
        startAt: broadcast.startAt === null ? null : new Date(broadcast.startAt).toISOString(),
        clusters: audience.clusters.length,
        households: householdsOf(audience.clusters),
        unreachable: broadcast.unreachable,
      };
    },
  };
}
