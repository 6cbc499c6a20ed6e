// What the benchmarks put into the store beforehand: clusters whose devices are enrolled, and what one real agent needs.
import { randomBytes } from 'node:crypto';
import { codeIdOf, fingerprintOf, writeCode } from '../../protocol/device.ts';
import type { Settings } from '../../protocol/order.ts';
import type { Signing } from '../../server/signing/signing.ts';
import type { Database } from '../../server/store/database.ts';
import { clusterIdOf, publicKeyOf } from './identity.ts';

export const AREA = 'ar_bench';
const SLICE = 500;

/** `count` enrolled clusters of one area. */
export async function seedClusters(db: Database, count: number): Promise<void> {
  await db
    .insertInto('areas')
    .values({
      id: AREA,
      name: 'Huyện thử',
      kind: 'district',
      path: `/${AREA}/`,
      rules_json: '{}',
      delegations_json: '[]',
      created_at: 0,
    })
    .execute();
  await db.transaction().execute(async trx => {
    for (let from = 0; from < count; from += SLICE) {
      const numbers = Array.from({ length: Math.min(SLICE, count - from) }, (_, index) => from + index);
      await trx
        .insertInto('clusters')
        .values(
          numbers.map(number => ({
            id: clusterIdOf(number),
            name: `Cụm ${number + 1}`,
            area_id: AREA,
            kind: 'pole',
            speakers_json: '[]',
            created_at: 0,
            device_key: publicKeyOf(number),
          })),
        )
        .execute();
    }
  });
}

/** A code for a new device at this cluster. */
export async function enrolmentCode(db: Database, signing: Signing, clusterId: string): Promise<string> {
  const secret = randomBytes(10);
  await db
    .insertInto('enrolments')
    .values({
      code_id: codeIdOf(secret),
      cluster_id: clusterId,
      secret,
      created_by: 'bench',
      expires_at: Date.now() + 600_000,
    })
    .execute();
  return writeCode({ secret, fingerprint: fingerprintOf(signing.rootPublicKey) });
}

/** Settings without quiet hours. */
export async function signSettings(db: Database, signing: Signing, clusterId: string): Promise<void> {
  const settings: Settings = {
    clusterId,
    version: 1,
    name: 'Cụm 1',
    areas: [AREA],
    languages: ['vi'],
    timezone: 'Asia/Ho_Chi_Minh',
    quietHours: [],
    priorityIgnoresQuiet: true,
    volumeCeiling: 100,
    emergencyCeiling: 100,
  };
  await db
    .updateTable('clusters')
    .set({ settings_version: 1, settings_bytes: signing.settings(settings) })
    .where('id', '=', clusterId)
    .execute();
}
