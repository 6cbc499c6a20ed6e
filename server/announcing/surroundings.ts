// The places as they stand at one moment, read once, for planning that asks about many targets: areas and clusters flow in,
// audiences flow out. What only changes when people change places is kept from one look to the next.
import { LoaError } from '../errors.ts';
import { languagesOf } from '../places/settings.ts';
import { villagesOf } from '../places/targets.ts';
import { type AreaTree, createTree } from '../places/tree.ts';
import { listAreas, type StoredArea } from '../store/areas.ts';
import { type ClusterOutline, clusterStandings, outlineClusters, placesVersion } from '../store/clusters.ts';
import type { Queryable } from '../store/database.ts';
import type { Audience, Listener } from './audience.ts';

export interface Surroundings {
  /** Throws `not_found` if a target is not there; with `found`, only if none of them is. */
  audience(targets: readonly string[], which?: 'found'): Audience;
  /** The living area that an id answers to. Throws `not_found`. */
  area(id: string): { id: string; name: string; path: string };
  /** The area and all above it, the top first. */
  chain(areaId: string): { id: string; name: string; kind: string; path: string }[];
  /** The province's siren code that is picked there, or above. */
  sirenCode(areaId: string): string | null;
  /** Whom to call in a village. */
  contacts(areaId: string): Pick<StoredArea, 'head' | 'deputy' | 'path'> | null;
  /** Areas at or below this path with an airtime cap of their own. */
  capped(path: string): { id: string; name: string; path: string }[];
  /** What comes out for an area after inheritance. */
  cap(areaId: string): Listener['cap'];
}

/** A listener but for what changes with every connection. */
type Placed = Omit<Listener, 'presence' | 'presenceSince' | 'settled'>;
type Gathered = Omit<Audience, 'clusters'> & { clusters: Placed[] };

interface Places {
  version: number;
  tree: AreaTree;
  /** Throws `not_found` if a target is not there; with `found`, only if none of them is. */
  gather(targets: readonly string[], which?: 'found'): Gathered;
}

const known = new WeakMap<Queryable, Places>();
/** As many choices of targets as people usually make in turn. */
const REMEMBERED = 40;

async function placesOf(db: Queryable): Promise<Places> {
  const version = await placesVersion(db);
  const before = known.get(db);
  if (before?.version === version) return before;
  const places = readPlaces(version, createTree(await listAreas(db)), await outlineClusters(db));
  known.set(db, places);
  return places;
}

function readPlaces(version: number, tree: AreaTree, clusters: readonly ClusterOutline[]): Places {
  const byId = new Map(clusters.map(cluster => [cluster.id, cluster]));
  const placed = new Map<string, Placed>();
  const gathered = new Map<string, Gathered>();
  const paths = new Map(clusters.map(cluster => [cluster.id, tree.find(cluster.areaId)?.path ?? '']));

  function place(cluster: ClusterOutline): Placed {
    const before = placed.get(cluster.id);
    if (before) return before;
    const rules = tree.effective(cluster.areaId);
    const made: Placed = {
      id: cluster.id,
      name: cluster.name,
      areaId: tree.get(cluster.areaId).id,
      areaName: tree.get(cluster.areaId).name,
      languages: languagesOf(cluster, tree),
      villages: villagesOf(cluster, tree),
      revoked: cluster.revokedAt !== null,
      quietHours: rules.quietHours,
      priorityIgnoresQuiet: rules.priorityIgnoresQuiet,
      cap: rules.airtimeCap,
    };
    placed.set(cluster.id, made);
    return made;
  }

  function locate(id: string): Audience['targets'][number] | null {
    const cluster = byId.get(id);
    if (cluster) return { id, name: cluster.name, path: tree.get(cluster.areaId).path };
    const area = tree.find(id);
    return area && { id, name: area.name, path: area.path };
  }

  function unserved(areas: readonly string[], heard: readonly Placed[]): Audience['unserved'] {
    const served = new Set(heard.flatMap(cluster => cluster.villages.map(village => village.id)));
    return tree.living
      .filter(({ id, kind, path }) => kind === 'village' && !served.has(id) && areas.some(top => path.startsWith(top)))
      .map(({ id, name, households, people }) => ({ id, name, households, people }));
  }

  function gather(ids: readonly string[], which?: 'found'): Gathered {
    const targets = ids.flatMap(id => {
      const found = locate(id);
      if (!found && which !== 'found') throw new LoaError('not_found', { what: id });
      return found ?? [];
    });
    const lowest = tree.lowestCommon(targets.map(target => target.path));
    if (!lowest) throw new LoaError('not_found', { what: ids.join(', ') });
    const areas = targets.filter(target => !byId.has(target.id)).map(target => target.path);
    const named = new Set(ids);
    const heard = clusters
      .filter(({ id }) => named.has(id) || areas.some(path => paths.get(id)?.startsWith(path)))
      .map(place);
    return {
      place: {
        id: lowest.id,
        name: lowest.name,
        path: lowest.path,
        approval: tree.effective(lowest.id).approval,
        delegations: tree.delegations(lowest.id),
      },
      targets,
      clusters: heard,
      unserved: unserved(areas, heard),
    };
  }

  return {
    version,
    tree,
    gather(ids, which) {
      const key = ids.join(' ');
      const before = gathered.get(key);
      if (before) return before;
      const made = gather(ids, which);
      // One that lacks a target is no answer for those who need them all.
      if (made.targets.length === ids.length) gathered.set(key, made);
      const oldest = gathered.keys().next();
      if (gathered.size > REMEMBERED && !oldest.done) gathered.delete(oldest.value);
      return made;
    },
  };
}

/** A cluster that was made since its places were read. */
const NEVER = { presence: 'never', presenceSince: null, settled: false } as const;

export async function lookAround(db: Queryable): Promise<Surroundings> {
  const { tree, gather } = await placesOf(db);
  const standings = await clusterStandings(db);
  /** Weighing, the neighbours in time and the order itself ask for the same ones. */
  const audiences = new Map<Gathered, Audience>();
  return {
    audience(ids, which) {
      const gathered = gather(ids, which);
      const before = audiences.get(gathered);
      if (before) return before;
      const clusters = gathered.clusters.map(cluster => ({ ...cluster, ...(standings.get(cluster.id) ?? NEVER) }));
      const made: Audience = { ...gathered, clusters };
      audiences.set(gathered, made);
      return made;
    },
    area(id) {
      const { id: living, name, path } = tree.get(id);
      return { id: living, name, path };
    },
    chain: areaId => tree.chain(areaId).map(({ id, name, kind, path }) => ({ id, name, kind, path })),
    sirenCode: areaId => tree.effective(areaId).sirenCode,
    contacts: tree.find,
    capped: path =>
      tree.living
        .filter(area => area.path.startsWith(path) && area.rules.airtimeCap !== null)
        .map(({ id, name, path: own }) => ({ id, name, path: own })),
    cap: areaId => tree.effective(areaId).airtimeCap,
  };
}
