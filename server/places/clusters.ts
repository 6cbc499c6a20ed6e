// Clusters of loudspeakers as people keep them: where they are, what they serve, and the codes that bind a device to one.
import type { ClusterChange, NewCluster } from '../../protocol/api/places.ts';
import { codeIdOf, fingerprintOf, writeCode } from '../../protocol/device.ts';
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import type { Bus } from '../bus/bus.ts';
import { LoaError } from '../errors.ts';
import type { Signing } from '../signing/signing.ts';
import { listAreas } from '../store/areas.ts';
import { type AuditLine, appendAudit } from '../store/audit.ts';
import {
  clusterById,
  countClusters,
  insertCluster,
  listClusters,
  removeCluster,
  revokeCluster,
  type StoredCluster,
  updateCluster,
} from '../store/clusters.ts';
import type { Database, Queryable } from '../store/database.ts';
import { endEnrolments, insertEnrolment } from '../store/enrolments.ts';
import type { PlaceSettings } from './settings.ts';
import { type AreaTree, createTree } from './tree.ts';

const CODE_LASTS_MS = 10 * 60_000;
const SECRET_BYTES = 10;

type Who = AuditLine['actor'];

export interface Clusters {
  list(): Promise<StoredCluster[]>;
  /** How many stand on each area itself. */
  count(): Promise<Map<string, number>>;
  /** Throws `not_found`. */
  get(id: string): Promise<StoredCluster>;
  create(actor: Who, cluster: NewCluster): Promise<StoredCluster>;
  change(actor: Who, id: string, change: ClusterChange): Promise<StoredCluster>;
  /** Its history stays; its device is sent away. */
  remove(actor: Who, id: string): Promise<void>;
  /** A code for a device, good once and for ten minutes; it ends older ones of the cluster. `expiresAt` in UTC ms. */
  enrol(actor: Who & object, id: string): Promise<{ code: string; expiresAt: number }>;
  /** Forgets the device's key and ends its session: it can come back only with a new code. */
  revoke(actor: Who, id: string): Promise<void>;
}

export function createClusters(parts: {
  db: Database;
  time: Time;
  random: (bytes: number) => Uint8Array;
  settings: PlaceSettings;
  signing: Signing;
  bus: Bus;
}): Clusters {
  const { db, time } = parts;

  const get = async (q: Queryable, id: string): Promise<StoredCluster> => {
    const cluster = await clusterById(q, id);
    if (!cluster) throw new LoaError('not_found', { what: 'cluster' });
    return cluster;
  };
  const audit = (trx: Queryable, actor: Who, action: string, subject: string, detail: Record<string, unknown> = {}) =>
    appendAudit(trx, { at: time.now(), actor, action, subject, detail });

  return {
    list: () => listClusters(db),
    count: () => countClusters(db),
    get: id => get(db, id),

    async create(actor, { name, areaId, ...said }) {
      const id = makeId('cl', parts.random(8));
      await db.transaction().execute(async trx => {
        const tree = createTree(await listAreas(trx));
        const area = tree.get(areaId);
        // A pole in a village serves that village unless somebody says more.
        const serves = said.serves ?? (area.kind === 'village' ? [area.id] : []);
        await insertCluster(
          trx,
          id,
          {
            name,
            areaId: area.id,
            kind: said.kind ?? 'pole',
            position: said.position ?? null,
            speakers: said.speakers ?? [],
            languages: said.languages ?? null,
            serves: villageIds(tree, serves),
          },
          time.now(),
        );
        await audit(trx, actor, 'cluster.create', id, { name, areaId: area.id, ...said });
      });
      await parts.settings.refresh({ clusterId: id });
      return get(db, id);
    },

    async change(actor, id, change) {
      await db.transaction().execute(async trx => {
        const tree = createTree(await listAreas(trx));
        const before = await get(trx, id);
        const after = {
          name: change.name ?? before.name,
          areaId: change.areaId === undefined ? before.areaId : tree.get(change.areaId).id,
          kind: change.kind ?? before.kind,
          position: change.position === undefined ? before.position : change.position,
          speakers: change.speakers ?? before.speakers,
          languages: change.languages === undefined ? before.languages : change.languages,
          serves: change.serves === undefined ? before.serves : villageIds(tree, change.serves),
        };
        await updateCluster(trx, id, after);
        await audit(trx, actor, 'cluster.change', id, change);
      });
      await parts.settings.refresh({ clusterId: id });
      return get(db, id);
    },

    async remove(actor, id) {
      await db.transaction().execute(async trx => {
        const cluster = await get(trx, id);
        await endEnrolments(trx, id);
        await removeCluster(trx, id, time.now());
        await audit(trx, actor, 'cluster.remove', id, { name: cluster.name });
      });
      parts.bus.publish('close', { clusterId: id });
    },

    async enrol(actor, id) {
      const secret = parts.random(SECRET_BYTES);
      const expiresAt = time.now() + CODE_LASTS_MS;
      await db.transaction().execute(async trx => {
        await get(trx, id);
        await insertEnrolment(trx, {
          code_id: codeIdOf(secret),
          cluster_id: id,
          secret,
          created_by: actor.accountId,
          expires_at: expiresAt,
        });
        await audit(trx, actor, 'cluster.enrolment', id, { expiresAt });
      });
      return { code: writeCode({ secret, fingerprint: fingerprintOf(parts.signing.rootPublicKey) }), expiresAt };
    },

    async revoke(actor, id) {
      await db.transaction().execute(async trx => {
        const cluster = await get(trx, id);
        await endEnrolments(trx, id);
        await revokeCluster(trx, id, time.now());
        await audit(trx, actor, 'cluster.revoke', id, { name: cluster.name });
      });
      parts.bus.publish('close', { clusterId: id });
      await parts.settings.refresh({ clusterId: id });
    },
  };
}

/** The villages that these ids answer to; throws `not_a_village` for any other area. */
function villageIds(tree: AreaTree, ids: readonly string[]): string[] {
  const villages = ids.map(id => tree.get(id));
  const other = villages.find(area => area.kind !== 'village');
  if (other) throw new LoaError('not_a_village', { name: other.name });
  return [...new Set(villages.map(area => area.id))];
}
