// What an alert does by itself: its second stage is spoken and sent when it is ready, a siren that has sounded as often as its code
// allows gives way to words, and questions that nobody answered lapse. Nothing here adds to what people have sent, and all of it
// survives a restart, because it is read from the store each time.
import { every } from '../../../protocol/time.ts';
import { LoaError } from '../../errors.ts';
import { openAlerts, type StoredAlert, stateAt } from '../../store/alerts.ts';
import { recordingById, type StoredRecording } from '../../store/recordings.ts';
import { isOver } from './agreeing.ts';
import { ASK_LASTS_MS } from './asking.ts';
import type { AlertsCore, Seen } from './core.ts';
import { by, type Standing } from './sending.ts';
import { passMsOf, sirenIsDone } from './words.ts';

const LOOK_MS = 10_000;

export interface Renewing {
  /** Looks at all open alerts now, and then every ten seconds. */
  start(): Promise<void>;
  stop(): void;
  /** A recording is ready or failed, or an alert was sent: looks soon, in the background. */
  look(): void;
  /** Resolves when nothing is being done. */
  idle(): Promise<void>;
}

export function createRenewing(core: AlertsCore): Renewing {
  const { db, time, clips, sending, words } = core;
  let cancel: (() => void) | null = null;
  let running: Promise<void> = Promise.resolve();
  let queued = false;

  async function lookAtAll(): Promise<void> {
    queued = false;
    for (const { id } of await openAlerts(db, time.now())) await core.inTurn(id, () => lookAt(id)).catch(core.onError);
  }

  async function lookAt(id: string): Promise<void> {
    let seen = await core.see(id);
    if (isOver(seen.standing.alert)) return;
    const now = time.now();
    seen = { ...seen, standing: await lapse(seen.standing, now) };
    const { alert, plays } = seen.standing;
    if (stateAt(alert, now) !== 'live') return;
    const newest = plays.at(-1);
    if (newest && alert.siren !== null && (alert.repeatUntil ?? 0) > newest.expiresAt) {
      if (sirenIsDone(newest, passMsOf(newest, clips), now))
        return renew(seen, { ...alert, siren: null }, { act: 'update', detail: null });
    }
    await speakSpecifics(seen);
  }

  /** An answer that comes hours later would be about another flood. */
  async function lapse(standing: Standing, now: number): Promise<Standing> {
    const { alert, broadcast } = standing;
    const { asked } = alert;
    const end = asked && (asked.what === 'sirenTest' ? asked.until : asked.at + ASK_LASTS_MS);
    if (end === null || now <= end) return standing;
    const dropped = alert.voiceSent ? {} : { state: 'dropped' as const, endedAt: now };
    const stopped = alert.voiceSent ? {} : { stoppedAt: now };
    const after = {
      ...standing,
      alert: { ...alert, ...dropped, asked: null },
      broadcast: { ...broadcast, ...stopped },
    };
    return sending.keep(standing, after, null, [{ act: 'refuse', ...by(null), detail: null }]);
  }

  async function renew(
    { standing, audience }: Seen,
    alert: StoredAlert,
    act: { act: 'update' | 'specifics'; detail: string | null },
  ): Promise<void> {
    const said = await words.compose(alert);
    await sending.say(standing, { ...standing, alert: { ...alert, message: 'update' } }, audience, {
      message: 'update',
      said,
      ...words.later(alert, said, standing.plays, audience.clusters.length, time.now()),
      proof: { kind: 'specifics', asker: null, second: null, sirenAllowed: true },
      acts: [{ ...act, ...by(null) }],
    });
  }

  async function speakSpecifics(seen: Seen): Promise<void> {
    const { standing } = seen;
    const { alert, plays } = standing;
    if (alert.specifics === null) return;
    const recording = alert.specificsRecording === null ? null : await recordingById(db, alert.specificsRecording);
    const cut = recording?.state === 'failed' && recording.error?.code === 'audio_interrupted';
    if (recording === null || cut) return begin(seen, alert.specifics);
    if (recording.state === 'failed') return giveUp(standing, recording);
    if (recording.state !== 'ready' || isSaid(recording, plays)) return;
    await renew(seen, alert, { act: 'specifics', detail: alert.specifics });
  }

  async function begin({ standing, audience }: Seen, text: string): Promise<void> {
    const { alert, broadcast } = standing;
    const made = await core.speak({
      title: broadcast.title,
      language: 'vi',
      areaId: audience.place.id,
      text,
      createdBy: broadcast.createdBy,
    });
    await sending.keep(standing, { ...standing, alert: { ...alert, specificsRecording: made.id } }, null, []);
  }

  /** The clip goes on; people are told that nothing more will be heard. */
  async function giveUp(standing: Standing, { error }: StoredRecording): Promise<void> {
    const { alert } = standing;
    const after = { ...standing, alert: { ...alert, specifics: null, specificsRecording: null } };
    const why = error?.vi ?? new LoaError('internal').say('vi');
    await sending.keep(standing, after, null, [{ act: 'specifics', ...by(null), detail: why }]);
  }

  const renewing: Renewing = {
    async start() {
      await lookAtAll();
      cancel = every(time, LOOK_MS, renewing.look);
    },
    stop: () => cancel?.(),
    look() {
      if (queued) return;
      queued = true;
      running = running.then(lookAtAll).catch(core.onError);
    },
    idle: () => running,
  };
  return renewing;
}

const isSaid = ({ sha256 }: StoredRecording, plays: Standing['plays']): boolean =>
  plays
    .at(-1)
    ?.content.some(item => item.type === 'recording' && item.versions.some(one => one.recording === sha256)) ?? false;
