// The revisions of one alert: a newer message in; what it silences at once, what may sound on until it begins, and when it takes
// the place, out. A withdrawal or correction ends what sounds whether or not it can sound itself; an issue takes its place as
// soon as it can begin, an update at the end of the pass that sounds then.
import type { AlertMessage } from '../protocol/order.ts';
import { CUE_MS, type Entry, type Item, type PlayerState } from './item.ts';
import type { Scene } from './scene.ts';
import { hasSpeaker, isUrgent } from './turns.ts';

/** Whether it may sound now if the loudspeaker is free. */
export const mayPlay = (entry: Entry, state: PlayerState): boolean =>
  entry.ready && state.speakerOk && (isUrgent(entry.item) || (state.clockKnown && !entry.doubtful));

/** Its time has come and nothing is in its way but others. */
export const isDue = (entry: Entry, state: PlayerState, now: number): boolean =>
  !hasSpeaker(entry) && mayPlay(entry, state) && now >= entry.dueAt - CUE_MS;

/** Whether it cuts into the pass of the revision before it. */
export const isAtOnce = (item: Item): boolean => item.message !== 'update';

/** Whether the revisions before it fall silent although it may never sound itself. */
export const endsOlder = ({ message }: { message?: AlertMessage | null | undefined }): boolean =>
  message !== 'issue' && message !== 'update';

/** Makes room for a new revision among the older ones that are here. */
export function enter(scene: Scene, item: Item, now: number): void {
  const older = scene.revisions(item.broadcastId).filter(each => each.item.revision < item.revision);
  if (endsOlder(item)) {
    scene.cutFading(each => each.broadcastId === item.broadcastId, now);
    for (const entry of older) scene.giveUp(entry, 'superseded', { kind: 'refused', reason: 'superseded' });
    return;
  }
  // What people hear goes on until the new one can begin; what has not begun by now never will.
  const goesOn = older.find(hasSpeaker) ?? older[0];
  for (const entry of older) if (entry !== goesOn) scene.drop(entry, now);
}

/** A revision that does not sound gives way as soon as a newer one can begin. */
export function giveWay(scene: Scene, now: number): void {
  for (const entry of scene.state().entries) {
    if (hasSpeaker(entry)) continue;
    const heir = scene
      .revisions(entry.item.broadcastId)
      .find(each => each.item.revision > entry.item.revision && isDue(each, scene.state(), now));
    if (!heir) continue;
    scene.drop(entry, Infinity);
    scene.change(heir, { turnAt: Math.max(heir.turnAt, entry.turnAt) });
  }
}
