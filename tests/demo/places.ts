// Yên Thế entered over the public API as a technician and an officer would: rules, communes, villages pasted as a list, clusters
// with what they serve, and a code for each device.
import { z } from 'zod';
import { type AreaChange, area, cluster, enrolment, importedVillages } from '../../protocol/api/places.ts';
import type { Client } from './client.ts';
import { examHours, quietNights } from './daytime.ts';
import type { Device } from './words.ts';
import { asPasted, BLOWN_CLUSTER, type DemoCommune, EXAM_CLUSTER, yenThe } from './yen-the.ts';

export interface DemoCluster {
  id: string;
  name: string;
  commune: string;
  speakers: number;
  device: Device;
}

export interface Places {
  communes: { id: string; name: string; villageIds: string[] }[];
  clusters: DemoCluster[];
}

type Quiet = ReturnType<typeof quietNights>['hours'];

/** `now`, UTC ms, decides which hours are quiet: never those of the first broadcast, but for one village. */
export async function settle(client: Client, rootId: string, now: number): Promise<Places> {
  const quiet = quietNights(now).hours;
  const rules: AreaChange = {
    name: 'Vùng Yên Thế (Bắc Ninh)',
    quietHours: quiet,
    approval: true,
    airtimeCap: { maxMinutesPerDay: 45, maxSessionsPerDay: 4, minMinutesPerDay: null },
    volumeCeiling: 90,
    languages: ['vi'],
    sirenCode: 'hue',
  };
  await client.send('PATCH', `/api/areas/${rootId}`, rules, area);
  const places: Places = { communes: [], clusters: [] };
  for (const commune of yenThe()) {
    const settled = await settleCommune(client, rootId, commune, [...quiet, examHours(now)]);
    places.communes.push(settled);
    places.clusters.push(...settled.clusters);
  }
  return places;
}

async function settleCommune(client: Client, parentId: string, commune: DemoCommune, exams: Quiet) {
  const { name } = commune;
  const { id } = await client.send('POST', '/api/areas', { name, kind: 'commune', parentId }, area);
  const pasted = { areaId: id, text: asPasted(commune.villages) };
  const { villages } = await client.send('POST', '/api/villages', pasted, importedVillages);
  const idOf = new Map(villages.map(village => [village.name, village.id]));
  const named = (village: string): string => z.string(`no village ${village}`).parse(idOf.get(village));

  for (const { name: village, language } of commune.villages) {
    if (language === null) continue;
    await client.send('PATCH', `/api/areas/${named(village)}`, { languages: ['vi', language] }, area);
  }
  const clusters: DemoCluster[] = [];
  for (const { serves, ...described } of commune.clusters) {
    const at = named(serves[0] ?? '');
    if (described.name === EXAM_CLUSTER) await client.send('PATCH', `/api/areas/${at}`, { quietHours: exams }, area);
    const body = { ...described, areaId: at, serves: serves.map(named) };
    const made = await client.send('POST', '/api/clusters', body, cluster);
    const { code } = await client.send('POST', `/api/clusters/${made.id}/enrolment`, undefined, enrolment);
    const speaker = made.name === BLOWN_CLUSTER ? 'blown' : 'kept';
    clusters.push({
      id: made.id,
      name: made.name,
      commune: name,
      speakers: made.speakers.length,
      device: { clusterId: made.id, code, speaker },
    });
  }
  return { id, name, villageIds: [...idOf.values()], clusters };
}
