// An order in its two encodings: a play or stop in, its compact form by clip numbers out, and back by a device's clips. Both
// forms of one (id, revision) are one order; what cannot be said compactly is not said otherwise, it is null.
import { type CompactOrder, type CompactPlay, type CompactStop, expiryStep } from './compact.ts';
import { type LibraryClip, type Play, play as playBody, type Stop, stop as stopBody } from './order.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const START_STEP = 10;

type Numbered = readonly Pick<LibraryClip, 'name' | 'number' | 'durationMs'>[];

/** The compact form of an alert whose content is clips alone; null for anything else. */
export function compactPlay(play: Play, counter: number, library: Numbered): CompactPlay | null {
  if (play.class !== 'emergency' || play.drill || play.message === undefined) return null;
  const numberOf = (name: string): number => library.find(clip => clip.name === name)?.number ?? 0;
  const clips = play.content.map(item =>
    item.type === 'clip' ? { number: numberOf(item.name), optional: item.optional === true } : null,
  );
  const siren = play.siren === undefined ? null : numberOf(play.siren);
  if (clips.includes(null) || clips.some(clip => clip?.number === 0) || siren === 0) return null;
  const issuedAt = Math.floor(play.issuedAt / SECOND) * SECOND;
  const step = expiryStep(play.expiresAt - issuedAt);
  const repeatMinutes = play.repeatEveryMs === undefined ? null : play.repeatEveryMs / MINUTE;
  return {
    kind: 'play',
    counter,
    issuedAt,
    alertId: play.broadcastId,
    revision: play.revision,
    message: play.message,
    startAt: issuedAt + Math.max(0, Math.round((play.startAt - issuedAt) / START_STEP) * START_STEP),
    // Never sooner: its last repeat may belong at the very end.
    expiresAt: issuedAt + Math.ceil((play.expiresAt - issuedAt) / step) * step,
    targets: play.targets,
    except: play.except ?? [],
    clips: clips.flatMap(clip => clip ?? []),
    siren,
    passes: play.passes ?? 1,
    repeatMinutes,
    volume: play.volume,
  };
}

/** The compact form of a stop: it covers no less and is kept no shorter. */
export function compactStop(stop: Stop, counter: number): CompactStop {
  const issuedAt = Math.ceil(stop.issuedAt / SECOND) * SECOND;
  return {
    kind: 'stop',
    counter,
    issuedAt,
    stopId: stop.stopId,
    broadcastId: stop.broadcastId ?? null,
    revision: stop.revision ?? null,
    maxClass: stop.maxClass,
    keepUntil: issuedAt + Math.max(0, Math.ceil((stop.keepUntil - issuedAt) / HOUR)) * HOUR,
    targets: stop.targets,
  };
}

/** The order that a compact one says, with the names and lengths that its numbers have in `library`; null if it is none. */
export function orderOf(
  compact: CompactOrder,
  library: Numbered,
): { kind: 'play'; body: Play } | { kind: 'stop'; body: Stop } | null {
  if (compact.kind === 'stop') {
    const { stopId, broadcastId, revision, maxClass, keepUntil, targets, issuedAt } = compact;
    const about = { ...(broadcastId && { broadcastId }), ...(revision && { revision }) };
    const parsed = stopBody.safeParse({ stopId, ...about, maxClass, keepUntil, targets, issuedAt });
    return parsed.success ? { kind: 'stop', body: parsed.data } : null;
  }
  // A number that this device does not know names a clip that it lacks.
  const clipOf = (number: number) =>
    library.find(clip => clip.number === number) ?? { name: `number-${number}`, durationMs: 0 };
  const { alertId, revision, message, issuedAt, startAt, expiresAt, targets, except, siren, passes, volume } = compact;
  const parsed = playBody.safeParse({
    broadcastId: alertId,
    revision,
    class: 'emergency',
    title: '',
    issuedAt,
    startAt,
    expiresAt,
    targets,
    ...(except.length > 0 && { except }),
    content: compact.clips.map(({ number, optional }) => {
      const { name, durationMs } = clipOf(number);
      return { type: 'clip', name, durationMs, ...(optional && { optional }) };
    }),
    volume,
    passes,
    message,
    ...(siren !== null && { siren: clipOf(siren).name }),
    ...(compact.repeatMinutes !== null && { repeatEveryMs: compact.repeatMinutes * MINUTE }),
  });
  return parsed.success ? { kind: 'play', body: parsed.data } : null;
}
