// From an alert as it shall stand to what its next order says and when: recordings are looked up, the siren's share of its code is
// kept, and passes stay on their grid.
import type { ContentItem, Play } from '../../../protocol/order.ts';
import type { Clips } from '../../audio/clips.ts';
import { LoaError } from '../../errors.ts';
import { ON_SITE, type StoredAlert } from '../../store/alerts.ts';
import type { Database } from '../../store/database.ts';
import { type ResolvedContent, resolveContent } from '../content.ts';
import type { AlertTemplates, LibraryTemplate } from '../templates.ts';
import { type Composed, compose } from './composition.ts';
import { FETCHED_LEAD_MS, type Pace } from './pace.ts';
import { nextOnGrid, passesOf, repeatFor, sirenPasses, soundingPass } from './passes.ts';

/** How long after its start something that is said once may still begin. */
const ONCE_MS = { drill: 5 * 60_000, takenBack: 30 * 60_000 } as const;
/** What repeats is heard again at least so long by those who come back. */
const SHORTEST_MS = 60_000;

export interface WordsParts {
  db: Database;
  clips: Clips;
  templates: AlertTemplates;
  pace: Pace;
}

export interface Timing {
  startAt: number;
  expiresAt: number;
  repeatEveryMs: number | null;
}

export interface AlertWords {
  templateOf(alert: Pick<StoredAlert, 'template'>): LibraryTemplate;
  /** Throws `not_ready` where a recording that was added is not there any more. */
  compose(alert: StoredAlert, message?: 'withdraw' | 'correct'): Promise<Composed>;
  /** For something new: as soon as nearly all devices can start together. */
  soon(alert: StoredAlert, said: Composed, plays: readonly Play[], clusters: number, now: number): Timing;
  /** For an update: where the pass that sounds ends, or on the old grid where only time was added. Throws `siren_used_up`. */
  later(alert: StoredAlert, said: Composed, plays: readonly Play[], clusters: number, now: number): Timing;
  /** For what is said once. */
  once(alert: StoredAlert, clusters: number, now: number, startAt?: number | null): Timing;
}

export function createAlertWords({ db, clips, templates, pace }: WordsParts): AlertWords {
  const templateOf = ({ template }: Pick<StoredAlert, 'template'>): LibraryTemplate => {
    // What somebody sounded at a box has no words of its own; it is taken back like any other warning.
    const found = templates.get(template === ON_SITE ? 'other' : template);
    if (!found) throw new LoaError('not_found', { what: template });
    return found;
  };

  async function recordingsOf(alert: StoredAlert): Promise<ResolvedContent> {
    const ids = [alert.specificsRecording, alert.addedRecording].filter(id => id !== null);
    const found = await resolveContent(
      db,
      clips,
      ids.map(recordingId => ({ recordingId })),
    );
    return found;
  }

  /** A code says how often its siren may sound for one event. */
  function sirenEnds(said: Composed, plays: readonly Play[], startAt: number, everyMs: number): number {
    const preset = templates
      .codes()
      .flatMap(code => code.sirens)
      .find(one => one.name === said.siren);
    if (!preset || preset.most === null) return Number.POSITIVE_INFINITY;
    const left = preset.most - sirenPasses(plays, preset.name, startAt);
    if (left <= 0) throw new LoaError('siren_used_up', { most: preset.most });
    return startAt + left * everyMs - 1;
  }

  function repeated(alert: StoredAlert, said: Composed, plays: readonly Play[], startAt: number): Timing {
    const until = Math.max(alert.repeatUntil ?? 0, startAt + SHORTEST_MS);
    const everyMs = repeatFor(said.passMs, alert.repeatEveryS * 1000);
    return { startAt, expiresAt: Math.min(until, sirenEnds(said, plays, startAt, everyMs)), repeatEveryMs: everyMs };
  }

  const words: AlertWords = {
    templateOf,
    async compose(alert, message) {
      const recordings = await recordingsOf(alert);
      // The machine's own words come when they are there; what somebody added was there when they chose it.
      if (alert.addedRecording !== null && recordings.notReady.length > 0 && message === undefined)
        throw new LoaError('not_ready', { titles: recordings.notReady.join(', ') });
      return compose(
        {
          template: templateOf(alert),
          status: alert.status,
          message: message ?? 'say',
          siren: alert.siren,
          recordings: message === undefined ? recordings : { content: [], items: [] },
        },
        clips,
      );
    },
    soon(alert, said, plays, clusters, now) {
      if (alert.repeatEveryS === 0) return words.once(alert, clusters, now);
      return repeated(alert, said, plays, now + pace.leadMs(clusters));
    },
    later(alert, said, plays, clusters, now) {
      const old = plays.at(-1);
      if (!old) return words.soon(alert, said, plays, clusters, now);
      const renewed = sameSound(old, said);
      const lead = fetches(old, said) ? FETCHED_LEAD_MS : pace.leadMs(clusters);
      const sounding = soundingPass(old, passMsOf(old, clips), now);
      const startAt = renewed ? nextOnGrid(old, now + lead) : Math.max(now + lead, sounding?.to ?? 0);
      if (alert.repeatEveryS === 0) return words.once(alert, clusters, now, startAt);
      return repeated(alert, said, plays, startAt);
    },
    once(alert, clusters, now, startAt) {
      const at = startAt ?? now + pace.leadMs(clusters);
      const grace = alert.status === 'drill' ? ONCE_MS.drill : ONCE_MS.takenBack;
      return { startAt: at, expiresAt: at + grace, repeatEveryMs: null };
    },
  };
  return words;
}

const recordingsIn = (content: readonly ContentItem[]): string[] =>
  content.flatMap(item => (item.type === 'clip' ? [] : item.versions.map(version => version.recording)));

const fetches = (old: Play, said: Composed): boolean =>
  recordingsIn(said.content).some(recording => !recordingsIn(old.content).includes(recording));

/** The same sound, but for a siren that has done its part. */
const sameSound = (old: Play, said: Composed): boolean => {
  const plain = (content: readonly ContentItem[]) =>
    JSON.stringify(content.filter(item => item.type !== 'clip' || item.name !== 'chime-alert'));
  return plain(old.content) === plain(said.content) && (said.siren === null || said.siren === (old.siren ?? null));
};

export function passMsOf(order: Play, clips: Clips): number {
  const siren = order.siren === undefined ? 0 : (clips.byName.get(order.siren)?.durationMs ?? 0);
  return order.content.reduce(
    (sum, item) =>
      sum + (item.type === 'clip' ? item.durationMs : item.versions.reduce((all, one) => all + one.durationMs, 0)),
    siren,
  );
}

/** Whether this order's siren has sounded as often as it was to, and its last pass is over. */
export const sirenIsDone = (order: Play, passMs: number, now: number): boolean =>
  order.siren !== undefined && (passesOf(order).at(-1) ?? order.startAt) + passMs <= now;
