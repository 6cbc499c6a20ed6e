// What somebody gives their word for: content that they may hear, of this length, and no other.
import { contentMs } from '../../protocol/order.ts';
import { LoaError } from '../errors.ts';
import { type Actor, may } from '../people/rights.ts';
import type { Audience } from './audience.ts';
import { contentDigest, LONGEST_MS, type ResolvedContent } from './content.ts';
import type { Surroundings } from './surroundings.ts';

/** What exactly was approved, where that is asked for. Throws `not_ready`: nobody can approve what nobody can hear yet. */
export function digestOf({ audience, resolved }: { audience: Audience; resolved: ResolvedContent }): string | null {
  if (!audience.place.approval) return null;
  if (resolved.notReady.length > 0) throw new LoaError('not_ready', { titles: resolved.notReady.join(', ') });
  return contentDigest(resolved.content);
}

/** Whoever plays a recording must be able to hear it first. */
export function requireReadable(actor: Actor, surroundings: Surroundings, resolved: ResolvedContent): void {
  for (const id of resolved.areaIds) {
    const area = surroundings.area(id);
    if (!may(actor, 'read', area.path)) throw new LoaError('forbidden', { what: 'read', where: area.name });
  }
}

/** All passes in every language that is there: what a limit on length is held against. Throws `broadcast_too_long`. */
export function fullMs({ content }: ResolvedContent, passes: number): number {
  const languages = content.flatMap(item =>
    item.type === 'clip' ? [] : item.versions.map(({ language }) => language),
  );
  const ms = passes * contentMs(content, languages);
  if (ms > LONGEST_MS) throw new LoaError('broadcast_too_long', { hours: LONGEST_MS / 3_600_000 });
  return ms;
}
