// The first broadcast as a story: handed in, approved, sounding at sixty clusters while one of them loses its reception, told in a
// report, and told again when that cluster is back and its own journal speaks.
import { area as place } from '../../protocol/api/places.ts';
import { isFinal } from '../../protocol/delivery.ts';
import { listed } from './client.ts';
import type { Fleet } from './fleet.ts';
import type { Staff } from './people.ts';
import type { DemoCluster } from './places.ts';
import { announce, outcomeOf, type Recordings } from './planning.ts';
import { lateLine, reportOf, sentence } from './report.ts';
import type { Until } from './show.ts';
import { DEAD_ZONE_CLUSTER } from './yen-the.ts';

/** Later than this before the start the line is not cut any more until it sounds. */
const CUT_MS = 1000;
/** After the end of a broadcast, for its last reports. */
const REPORTS_MS = 8000;
/** So long the report stands before the cluster without reception comes back. */
const OUT_OF_REACH_MS = 5000;
const LATE_MS = 15_000;

export async function firstBroadcast(parts: {
  staff: Staff;
  clusters: readonly DemoCluster[];
  recordings: Recordings;
  fleet: Fleet;
  until: Until;
  pause: (ms: number) => Promise<void>;
  say: (vi: string, en: string) => void;
  write: (line: string) => void;
}): Promise<void> {
  const { staff, clusters, fleet, until, say, write } = parts;
  const deadZone = clusters.find(one => one.name === DEAD_ZONE_CLUSTER);
  if (!deadZone) throw new Error(`there is no ${DEAD_ZONE_CLUSTER}`);
  const { id, at } = await announce(staff, parts.recordings);
  const look = () => outcomeOf(staff, id);
  const wordOf = async () => (await look()).deliveries.find(one => one.clusterId === deadZone.id) ?? null;
  say(
    `Cán bộ gửi duyệt, lãnh đạo duyệt; máy chủ ký lệnh và gửi tới ${clusters.length} cụm`,
    'handed in, approved, signed and sent',
  );

  const loseReception = () => {
    fleet.cut(deadZone.id);
    say(
      `${deadZone.name} mất sóng; lệnh và âm thanh đã nằm sẵn ở cụm`,
      'one cluster loses reception; it holds the order and its audio',
    );
  };
  const held = await until(at - Date.now() - CUT_MS, async () => ((await wordOf())?.state === 'stored' ? true : null));
  if (held) loseReception();
  await parts.pause(Math.max(0, at - Date.now()));
  say('Loa đang kêu…', 'sounding');
  const { durationMs } = await look();
  // On a slow machine the audio is still on its way.
  if (!held) await parts.pause(durationMs / 2).then(loseReception);
  await until(at + durationMs + REPORTS_MS - Date.now(), async () => {
    const open = (await look()).deliveries.filter(one => !isFinal(one.state) && one.clusterId !== deadZone.id);
    return open.length === 0 ? true : null;
  });
  const { items } = await staff.leader.client.get('/api/areas', listed(place));
  const around = {
    communes: new Map(clusters.map(one => [one.id, one.commune])),
    villages: new Map(items.map(one => [one.id, one])),
  };
  write('');
  for (const line of reportOf(await look(), around, Date.now())) write(line === '' ? '' : `  ${line}`);
  write('');

  await parts.pause(OUT_OF_REACH_MS);
  fleet.mend(deadZone.id);
  const word = await until(LATE_MS, async () => {
    const now = await wordOf();
    return now && isFinal(now.state) ? now : null;
  });
  if (word === null) return say(`${deadZone.name} chưa báo về`, 'no word from it yet');
  const after = sentence(await look());
  say(lateLine(word), 'its late report counts');
  say(after.vi, after.en);
}
