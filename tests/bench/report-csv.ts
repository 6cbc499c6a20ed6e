// A month of two broadcasts a day to every cluster of a province, read from the store and written as the weekly log's CSV.
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import SQLite from 'better-sqlite3';
import { deliveryId } from '../../protocol/id.ts';
import { systemTime } from '../../protocol/time.ts';
import { insertBroadcast } from '../../server/store/broadcasts.ts';
import { openDatabase } from '../../server/store/database.ts';
import { createOutcomes } from '../../server/tracking/outcomes.ts';
import { playbackCsv } from '../../server/tracking/report/playback.ts';
import { type Benchmark, median } from './figures.ts';
import { clusterIdOf } from './identity.ts';
import { seedProvince, villageOf } from './seed.ts';
import { withFolder } from './stage.ts';

const DAY_MS = 86_400_000;
const BROADCASTS = 60;
const CLUSTERS = 6000;
const ROUNDS = 5;
const TIMEZONE = 'Asia/Ho_Chi_Minh';

export const reportCsv: Benchmark = {
  name: 'report-csv',
  run: ({ quick }) =>
    withFolder(async dir => {
      const clusters = quick ? CLUSTERS / 10 : CLUSTERS;
      const file = join(dir, 'loa.sqlite');
      const db = await openDatabase(file);
      const to = Math.floor(Date.now() / DAY_MS) * DAY_MS;
      const from = to - (BROADCASTS / 2) * DAY_MS;
      const top = await seedProvince(db, clusters);
      await seedMonth(db, file, { clusters, from, areaId: top.id });
      const outcomes = createOutcomes({ db, time: systemTime, itemsOf: async () => [] });
      const loop = monitorEventLoopDelay({ resolution: 1 });
      loop.enable();
      const seconds: number[] = [];
      let lines = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const begun = performance.now();
        const report = await outcomes.playback([top.path], from, to);
        const csv = playbackCsv(
          { from: new Date(from).toISOString(), to: new Date(to).toISOString(), area: 'Huyện thử', lines: report },
          TIMEZONE,
        );
        seconds.push((performance.now() - begun) / 1000);
        // The stall is seen when the loop turns again.
        await new Promise<void>(resolve => setTimeout(resolve, 5));
        lines = csv.trimEnd().split('\r\n').length - 1;
      }
      await db.destroy();
      if (lines !== BROADCASTS) throw new Error(`the report has ${lines} lines`);
      return [
        {
          what: `month report, ${clusters.toLocaleString('en')} clusters × ${BROADCASTS} broadcasts, as CSV`,
          measured: median(seconds),
          unit: 's',
          goal: { most: 1 },
          note: `median of ${ROUNDS}, first ${seconds[0]?.toFixed(2)} s; longest stall of the event loop ${Math.round(loop.max / 1e6)} ms`,
        },
      ];
    }),
};

/** Deliveries by a connection of its own, in one transaction: 360,000 through the repository would take a minute. */
async function seedMonth(
  db: Awaited<ReturnType<typeof openDatabase>>,
  file: string,
  { clusters, from, areaId }: { clusters: number; from: number; areaId: string },
): Promise<void> {
  const sqlite = new SQLite(file);
  const insert = sqlite.prepare(
    `insert into deliveries (id, broadcast_id, cluster_id, revision, state, sent_at, started_at, ended_at, reason, proof,
       missed_ms, uncertainty_ms, level_dbfs, reported_at, cluster_name, area_name, villages_json, languages_json)
     values (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, 0, 2, -18.2, ?, ?, ?, ?, '["vi"]')`,
  );
  const villages = Array.from({ length: clusters }, (_, number) => JSON.stringify([villageOf(number)]));
  for (let number = 0; number < BROADCASTS; number++) {
    const id = `br_${'abcdefghij'[Math.floor(number / 10)]}${'abcdefghij'[number % 10]}`;
    const startAt = from + (number / 2) * DAY_MS;
    await insertBroadcast(db, {
      id,
      title: `Bản tin thứ ${number + 1}`,
      class: 'normal',
      state: 'approved',
      areaId,
      content: [],
      frozen: { content: [{ type: 'clip', name: 'chime', durationMs: 900_000 }], items: [], unserved: [] },
      targets: [areaId],
      targetNames: ['Huyện thử'],
      startAt,
      durationMs: 900_000,
      expiresAt: startAt + 900_000,
      volume: 80,
      passes: 1,
      revision: 1,
      scheduleId: null,
      scheduleDay: null,
      createdBy: 'ac_a',
      createdAt: startAt - DAY_MS,
      approvedBy: 'ac_a',
      approvedAt: startAt - DAY_MS,
      approvedDigest: null,
      returnedReason: null,
      acceptedAt: startAt - DAY_MS,
      stoppedAt: null,
      stoppedBy: null,
      clusters,
      unreachable: [],
    });
    sqlite.transaction(() => {
      for (let at = 0; at < clusters; at++) {
        const played = at % 50 !== 0;
        insert.run(
          deliveryId(id, clusterIdOf(at)),
          id,
          clusterIdOf(at),
          played ? 'played' : 'failed',
          startAt - DAY_MS,
          played ? startAt : null,
          played ? startAt + 900_000 : null,
          played ? null : 'speaker',
          played ? 'level' : null,
          startAt + 901_000,
          `Cụm ${at + 1}`,
          `Xã ${Math.floor(at / 6) + 1}`,
          villages[at],
        );
      }
    })();
  }
  sqlite.close();
}
