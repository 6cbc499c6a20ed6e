// What a sender has said in an area flows in; what a new message takes back or follows, and whether something later has already
// done so to it, flows out. Pure: messages are named by their keys.
import type { CapOutline } from '../../store/cap.ts';
import { circles, messageKey } from './circle.ts';
import type { CapMessage } from './message.ts';
import type { Reference } from './rules.ts';

export interface Chain {
  /** Earlier messages that it refers to, directly or through others, the newest first. */
  earlier: CapOutline[];
  /** What it refers to and nobody has seen. */
  unknown: Reference[];
  /** What came before it and speaks of it. */
  fate: 'cancelled' | 'replaced' | null;
  /** A circle of references that it would close, as identifiers; null if none. */
  circle: string | null;
}

/** The same key as `messageKey` makes of a message: the store has its time in UTC. */
const keyOf = (one: CapOutline): string => `${one.sender},${one.identifier},${Date.parse(one.sent)}`;

/** `said` are the messages of the same sender in the same area. An exercise speaks of exercises alone, and what is real of what is real. */
export function chainOf(message: CapMessage, said: readonly CapOutline[]): Chain {
  const own = messageKey(message);
  const alike = said.filter(one => one.status === message.status);
  const byKey = new Map(alike.map(one => [keyOf(one), one]));
  const references = message.references.map(messageKey);
  const referencesOf = (key: string): string[] => (key === own ? references : (byKey.get(key)?.references ?? []));

  const reached = new Map<string, CapOutline>();
  const left = [...references];
  for (let key = left.pop(); key !== undefined; key = left.pop()) {
    const found = byKey.get(key);
    if (!found || reached.has(key)) continue;
    reached.set(key, found);
    left.push(...found.references);
  }
  const about = alike.filter(one => one.references.includes(own));
  const round = circles([own], referencesOf)[0];
  return {
    earlier: [...reached.values()].sort((a, b) => b.receivedAt - a.receivedAt),
    unknown: message.references.filter(one => !byKey.has(messageKey(one))),
    fate: about.some(one => one.type === 'Cancel')
      ? 'cancelled'
      : about.some(one => one.type === 'Update')
        ? 'replaced'
        : null,
    circle: round?.join(' → ') ?? null,
  };
}
