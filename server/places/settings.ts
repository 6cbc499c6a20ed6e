// What each device must obey, signed: the rules of its place, composed from the tree and signed again only when they say
// something else than before. A new version goes out on the bus; agents keep it and act by it alone.
import { createHash } from 'node:crypto';
import type { Settings } from '../../protocol/order.ts';
import type { Time } from '../../protocol/time.ts';
import type { Bus } from '../bus/bus.ts';
import type { Signing } from '../signing/signing.ts';
import { checkedClipsIn } from '../store/area-clips.ts';
import { listAreas } from '../store/areas.ts';
import { clusterById, clustersAfter, type StoredCluster, storeSettings } from '../store/clusters.ts';
import type { Database } from '../store/database.ts';
import { onSiteSecrets, storeOnSiteSecret } from '../store/on-site.ts';
import { clipAreasOf, composeEmergency, type EmergencyShelf } from './emergency.ts';
import { type AreaTree, createTree } from './tree.ts';

/** So many are signed and stored before other work gets a turn. */
const SLICE = 50;

/** The languages that a cluster plays: its own, else its villages', else its area's. */
export function languagesOf(cluster: Pick<StoredCluster, 'languages' | 'serves' | 'areaId'>, tree: AreaTree): string[] {
  if (cluster.languages) return cluster.languages;
  const villages = cluster.serves.filter(id => tree.find(id) !== null);
  const theirs = villages.flatMap(id => tree.effective(id).languages);
  const area = tree.effective(cluster.areaId).languages;
  if (theirs.length === 0) return area;
  // The area's order first, so that neighbours play the languages in the same order.
  return [...new Set([...area.filter(language => theirs.includes(language)), ...theirs])];
}

const SECRET_BYTES = 32;

/** Everything of a cluster's settings but their version, and what it holds for emergencies. */
function composeSettings(
  cluster: StoredCluster,
  tree: AreaTree,
  timezone: string,
): Omit<Settings, 'version' | 'clips' | 'onSite'> {
  const rules = tree.effective(cluster.areaId);
  const chain = tree.chain(cluster.areaId).map(area => area.id);
  return {
    clusterId: cluster.id,
    name: cluster.name,
    areas: [...chain, ...chain.flatMap(tree.aliases)].slice(0, 64),
    languages: languagesOf(cluster, tree),
    timezone,
    quietHours: rules.quietHours,
    priorityIgnoresQuiet: rules.priorityIgnoresQuiet,
    volumeCeiling: rules.volumeCeiling,
    emergencyCeiling: rules.emergencyCeiling,
  };
}

export interface PlaceSettings {
  /**
   * Signs and sends what has changed for one cluster, for those that stand in an area or serve it, or for all; answers how
   * many it was. The program does it for all at its start, in case it was ended between a change and this.
   */
  refresh(whom?: { areaId: string } | { clusterId: string }): Promise<number>;
}

export function createPlaceSettings(parts: {
  db: Database;
  signing: Signing;
  bus: Bus;
  time: Time;
  random: (bytes: number) => Uint8Array;
  timezone: string;
  shelf: EmergencyShelf;
}): PlaceSettings {
  const { db, signing, bus, shelf } = parts;
  let before: Promise<unknown> = Promise.resolve();

  async function refreshNow(whom: Parameters<PlaceSettings['refresh']>[0]): Promise<number> {
    const tree = createTree(await listAreas(db));
    if (whom && 'clusterId' in whom) return signSlice([(await clusterById(db, whom.clusterId)) ?? []].flat(), tree);
    const within = whom === undefined ? '/' : tree.get(whom.areaId).path;
    const inside = (id: string) => tree.find(id)?.path.startsWith(within) ?? false;
    let changed = 0;
    for (let after = ''; ; ) {
      const clusters = await clustersAfter(db, after, SLICE);
      // A village's languages concern the clusters that serve it, wherever these are listed.
      const due = clusters.filter(cluster => inside(cluster.areaId) || cluster.serves.some(inside));
      changed += await signSlice(due, tree);
      const last = clusters.at(-1);
      if (!last) return changed;
      after = last.id;
      await new Promise<void>(resolve => setImmediate(resolve));
    }
  }

  async function signSlice(clusters: StoredCluster[], tree: AreaTree): Promise<number> {
    if (clusters.length === 0) return 0;
    const areas = new Set(clusters.flatMap(cluster => clipAreasOf(cluster, tree)));
    const checked = Map.groupBy(await checkedClipsIn(db, [...areas]), clip => clip.areaId);
    const secrets = await secretsOf(clusters.map(cluster => cluster.id));
    const signed = clusters.flatMap(cluster => {
      const place = composeSettings(cluster, tree, parts.timezone);
      const emergency = composeEmergency({ ...cluster, languages: place.languages }, tree, shelf, {
        checked: [...new Set(clipAreasOf(cluster, tree))].flatMap(id => checked.get(id) ?? []),
        secret: secrets(cluster.id),
      });
      const content = { ...place, ...emergency };
      const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
      if (digest === cluster.settingsDigest) return [];
      const version = cluster.settingsVersion + 1;
      return [{ id: cluster.id, version, digest, bytes: signing.settings({ ...content, version }) }];
    });
    if (signed.length === 0) return 0;
    await db.transaction().execute(async trx => {
      for (const one of signed) await storeSettings(trx, one.id, one);
    });
    for (const { id, version, bytes } of signed)
      bus.publish('order', {
        orderId: id,
        revision: version,
        kind: 'settings',
        bytes,
        clusterIds: [id],
      });
    return signed.length;
  }

  /** The keys of on-site codes of these clusters; a cluster without one gets it now, for good. */
  async function secretsOf(clusterIds: string[]): Promise<(clusterId: string) => Uint8Array> {
    const known = await onSiteSecrets(db, clusterIds);
    const fresh = clusterIds.filter(id => !known.has(id));
    if (fresh.length > 0)
      await db.transaction().execute(async trx => {
        for (const id of fresh) {
          const secret = parts.random(SECRET_BYTES);
          await storeOnSiteSecret(trx, id, secret);
          known.set(id, secret);
        }
      });
    return id => known.get(id) ?? new Uint8Array();
  }

  return {
    refresh(whom) {
      // One after the other: two at once would give one version to two contents.
      const run = before.then(
        () => refreshNow(whom),
        () => refreshNow(whom),
      );
      before = run;
      return run;
    },
  };
}
