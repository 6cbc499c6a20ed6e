// The places as they stand at one moment, read once, for planning that asks about many targets: areas and clusters flow in,
// audiences flow out.
import { LoaError } from '../errors.ts';
import { languagesOf } from '../places/settings.ts';
import { villagesOf } from '../places/targets.ts';
import { createTree } from '../places/tree.ts';
import { listAreas } from '../store/areas.ts';
import { outlineClusters } from '../store/clusters.ts';
import type { Queryable } from '../store/database.ts';
import type { Audience, Listener } from './audience.ts';

export interface Surroundings {
  /** Throws `not_found` if a target is not there; with `found`, only if none of them is. */
  audience(targets: readonly string[], which?: 'found'): Audience;
  /** The living area that an id answers to. Throws `not_found`. */
  area(id: string): { id: string; name: string; path: string };
  /** Areas at or below this path with an airtime cap of their own. */
  capped(path: string): { id: string; name: string; path: string }[];
  /** What comes out for an area after inheritance. */
  cap(areaId: string): Listener['cap'];
}

export async function lookAround(db: Queryable): Promise<Surroundings> {
  const tree = createTree(await listAreas(db));
  const clusters = await outlineClusters(db);
  const byId = new Map(clusters.map(cluster => [cluster.id, cluster]));
  const listeners = new Map<string, Listener>();
  /** Weighing, the neighbours in time and the order itself ask for the same ones. */
  const audiences = new Map<string, Audience>();
  const paths = new Map(clusters.map(cluster => [cluster.id, tree.find(cluster.areaId)?.path ?? '']));

  function listener(cluster: (typeof clusters)[number]): Listener {
    const known = listeners.get(cluster.id);
    if (known) return known;
    const rules = tree.effective(cluster.areaId);
    const made: Listener = {
      id: cluster.id,
      name: cluster.name,
      areaId: tree.get(cluster.areaId).id,
      areaName: tree.get(cluster.areaId).name,
      languages: languagesOf(cluster, tree),
      villages: villagesOf(cluster, tree),
      presence: cluster.presence,
      presenceSince: cluster.presenceSince,
      revoked: cluster.revokedAt !== null,
      settled: cluster.settingsAcknowledged >= cluster.settingsVersion,
      quietHours: rules.quietHours,
      priorityIgnoresQuiet: rules.priorityIgnoresQuiet,
      cap: rules.airtimeCap,
    };
    listeners.set(cluster.id, made);
    return made;
  }

  function locate(id: string): Audience['targets'][number] | null {
    const cluster = byId.get(id);
    if (cluster) return { id, name: cluster.name, path: tree.get(cluster.areaId).path };
    const area = tree.find(id);
    return area && { id, name: area.name, path: area.path };
  }

  function unserved(areas: readonly string[], heard: readonly Listener[]): Audience['unserved'] {
    const served = new Set(heard.flatMap(cluster => cluster.villages.map(village => village.id)));
    return tree.living
      .filter(({ id, kind, path }) => kind === 'village' && !served.has(id) && areas.some(top => path.startsWith(top)))
      .map(({ id, name, households, people }) => ({ id, name, households, people }));
  }

  function gather(ids: readonly string[], which?: 'found'): Audience {
    const targets = ids.flatMap(id => {
      const found = locate(id);
      if (!found && which !== 'found') throw new LoaError('not_found', { what: id });
      return found ?? [];
    });
    const place = tree.lowestCommon(targets.map(target => target.path));
    if (!place) throw new LoaError('not_found', { what: ids.join(', ') });
    const areas = targets.filter(target => !byId.has(target.id)).map(target => target.path);
    const named = new Set(ids);
    const heard = clusters
      .filter(({ id }) => named.has(id) || areas.some(path => paths.get(id)?.startsWith(path)))
      .map(listener);
    return {
      place: {
        id: place.id,
        name: place.name,
        path: place.path,
        approval: tree.effective(place.id).approval,
        delegations: tree.delegations(place.id),
      },
      targets,
      clusters: heard,
      unserved: unserved(areas, heard),
    };
  }

  return {
    audience(ids, which) {
      const key = ids.join(' ');
      const known = audiences.get(key);
      if (known) return known;
      const made = gather(ids, which);
      // One that lacks a target is no answer for those who need them all.
      if (made.targets.length === ids.length) audiences.set(key, made);
      return made;
    },
    area(id) {
      const { id: living, name, path } = tree.get(id);
      return { id: living, name, path };
    },
    capped: path =>
      tree.living
        .filter(area => area.path.startsWith(path) && area.rules.airtimeCap !== null)
        .map(({ id, name, path: own }) => ({ id, name, path: own })),
    cap: areaId => tree.effective(areaId).airtimeCap,
  };
}
