// Which clusters need somebody, and in which order they are shown.
import type { Cluster } from '../protocol/api/places.ts';

type Seen = Pick<Cluster, 'name' | 'presence' | 'fault' | 'revoked'>;

/** A revoked box is out of service on purpose. */
export const isFaulty = (cluster: Seen): boolean =>
  !cluster.revoked && (cluster.fault !== null || cluster.presence.state !== 'online');

const ORDER = { lost: 0, silent: 1, never: 3, online: 4 } as const;

const place = (cluster: Seen): number =>
  cluster.revoked
    ? 5
    : cluster.presence.state === 'online' && cluster.fault !== null
      ? 2
      : ORDER[cluster.presence.state];

/** Lost, silent, faulty, never seen, ready; the longest in trouble before the others. */
export const troubledFirst = <C extends Seen>(clusters: readonly C[]): C[] =>
  [...clusters].sort((a, b) => {
    const difference = place(a) - place(b);
    if (difference !== 0) return difference;
    if (isFaulty(a)) {
      const since = (cluster: Seen) => cluster.fault?.since ?? cluster.presence.since ?? '';
      if (since(a) !== since(b)) return since(a).localeCompare(since(b));
    }
    return a.name.localeCompare(b.name, 'vi', { numeric: true });
  });
