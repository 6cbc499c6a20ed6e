// What the benchmarks put into the store beforehand: a province of communes and villages whose clusters' devices are enrolled.
import { makeId } from '../../protocol/id.ts';
import { insertArea, NO_RULES, rootArea } from '../../server/store/areas.ts';
import { type Database, openDatabase } from '../../server/store/database.ts';
import { insertRecording } from '../../server/store/recordings.ts';
import { clusterIdOf, digest, publicKeyOf } from './identity.ts';

export const CLUSTERS_A_COMMUNE = 100;
const NOBODY = { mergedInto: null, rules: NO_RULES, delegations: [], people: null, head: null, deputy: null };

export const areaId = (kind: string, number: number): string => makeId('ar', digest(kind, number).subarray(0, 8));
export const villageOf = (number: number) => ({
  id: areaId('village', number),
  name: `Thôn ${number + 1}`,
  households: 80 + (number % 90),
  people: null,
});

/** A tree below the top area (which is made if it is not there) and `count` enrolled clusters, each serving a village of its own. */
export async function seedProvince(db: Database, count: number): Promise<{ id: string; path: string }> {
  const top = (await rootArea(db)) ?? { id: 'ar_bench', path: '/ar_bench/', name: 'Tỉnh thử' };
  await db.transaction().execute(async trx => {
    if (!(await rootArea(trx))) {
      await insertArea(trx, { ...NOBODY, ...top, kind: 'province', parentId: null, households: null }, 0);
    }
    for (let number = 0; number < count; number++) {
      const commune = areaId('commune', Math.floor(number / CLUSTERS_A_COMMUNE));
      const path = `${top.path}${commune}/`;
      if (number % CLUSTERS_A_COMMUNE === 0) {
        const name = `Xã ${number / CLUSTERS_A_COMMUNE + 1}`;
        await insertArea(
          trx,
          { ...NOBODY, id: commune, name, kind: 'commune', parentId: top.id, path, households: null },
          0,
        );
      }
      const village = villageOf(number);
      await insertArea(
        trx,
        { ...NOBODY, ...village, kind: 'village', parentId: commune, path: `${path}${village.id}/` },
        0,
      );
      await trx
        .insertInto('clusters')
        .values({
          id: clusterIdOf(number),
          name: `Cụm ${number + 1}`,
          area_id: commune,
          kind: 'pole',
          speakers_json: '[{"bearingDeg":90,"tiltDeg":10,"powerW":25}]',
          created_at: 0,
          device_key: publicKeyOf(number),
        })
        .execute();
      await trx
        .insertInto('serves')
        .values({ cluster_id: clusterIdOf(number), village_id: village.id })
        .execute();
    }
  });
  return top;
}

/** Runs `act` on a connection of its own, beside the server that has the file open. */
export async function beside<T>(file: string, act: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(file);
  try {
    return await act(db);
  } finally {
    await db.destroy();
  }
}

/** A ready recording whose audio stands in the folder of recordings already; answers its id. */
export async function seedRecording(db: Database, audio: { recording: string; bytes: number; durationMs: number }) {
  const top = await rootArea(db);
  if (!top) throw new Error('the server has no area yet');
  const id = 're_bench';
  await insertRecording(db, {
    id,
    title: 'Bản tin',
    language: 'vi',
    areaId: top.id,
    groupId: id,
    state: 'ready',
    error: null,
    durationMs: audio.durationMs,
    sha256: audio.recording,
    bytes: audio.bytes,
    loudnessLufs: -16,
    waveform: null,
    source: 'upload',
    voice: null,
    text: null,
    spokenText: null,
    createdBy: 'ac_bench',
    createdAt: Date.now(),
    removedAt: null,
  });
  return id;
}
