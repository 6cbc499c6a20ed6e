// Drives the programs as they are installed: a real server, real agents that enrol by their codes, and announcements typed by a
// person. What is asserted is measured in the files that the loudspeakers wrote, on the clock that the programs share.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Broadcast, MadeBroadcast } from '../../protocol/api/broadcasts.ts';
import { between, decibels, loudness, placeOf, readLine, sounding } from '../support/listening.ts';
import { found, type RealServer, startServer } from '../support/programs.ts';
import { slowLine } from '../support/slow-line.ts';

const NOTICE =
  'Kính thưa bà con thôn Bản Ven. Đúng 18h30 ngày 24/11/2026, thôn họp tại nhà văn hoá về việc nạo vét kênh mương.';
/** As long as a commune's bulletin. */
const BULLETIN = Array.from(
  { length: 20 },
  (_, i) => `Tin thứ ${i + 1}. ${NOTICE} Đề nghị mỗi hộ cử một người đi họp đúng giờ. Xin cảm ơn bà con.`,
).join('\n');
const VOLUME = 80;
const GAIN_DB = 0.5 * (VOLUME - 100);

let server: RealServer;
let notice: string;
let bulletin: string;
beforeAll(async () => {
  server = await startServer();
  notice = await server.type('Họp thôn', NOTICE);
  // Minutes of speech are made in the background, as on a working day.
  bulletin = await server.type('Bản tin', BULLETIN);
});
afterAll(() => server.close());

const send = (title: string, recordingId: string, targets: string[], more: object) =>
  server.call<MadeBroadcast>('POST', '/api/broadcasts', {
    ...{ title, class: 'normal', content: [{ recordingId }], targets },
    ...more,
  });
const report = (id: string) => server.call<Broadcast>('GET', `/api/broadcasts/${id}`);

test('TIM-4, RNK-4: a typed announcement sounds at two clusters at its time, whole, at its level, in step', async () => {
  const names = ['Bản Ven', 'Xóm Mới'];
  const files = names.map(name => join(server.folder, `${name}.wav`));
  const { sound } = await server.spoken(notice);
  const agents = await Promise.all(names.map((name, i) => server.agent(name, `wav:${files[i]}`)));
  const startAt = Date.now() + 3000;
  const lengthMs = sound.length / 48;
  const clusters = agents.map(agent => agent.clusterId);
  const { id } = await send('Họp thôn', notice, clusters, {
    startAt: new Date(startAt).toISOString(),
    volume: VOLUME,
  });
  const { deliveries } = await found(
    async () => {
      const shown = await report(id);
      return shown.counts.played === 2 ? shown : null;
    },
    3000 + lengthMs + 5000,
    () => agents.map(({ program }) => program.output()).join('\n'),
  );
  for (const delivery of deliveries) {
    expect(delivery).toMatchObject({ state: 'played', proof: 'level', missedMs: 0 });
    expect(Math.abs(Date.parse(delivery.startedAt ?? '') - startAt)).toBeLessThan(100);
    expect(Math.abs(Date.parse(delivery.endedAt ?? '') - startAt - lengthMs)).toBeLessThan(100);
  }

  for (const [i, { program }] of agents.entries()) {
    // The file is valid while it grows.
    const growing = readLine(files[i]!);
    expect(growing.promisedBytes).toBeGreaterThan(lengthMs * 96);
    expect(growing.promisedBytes).toBeLessThanOrEqual(growing.heldBytes);
    const asked = performance.now();
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    const tookMs = performance.now() - asked;
    expect(tookMs).toBeLessThan(500);
    const line = readLine(files[i]!);
    expect(line.promisedBytes).toBe(line.heldBytes);
    expect(statSync(files[i]!).size).toBe(44 + line.heldBytes);
  }

  const lines = files.map(readLine);
  const said = sounding(sound)!;
  const starts = lines.map(line => {
    const part = between(line, startAt, startAt + lengthMs);
    const { at, likeness } = placeOf(sound, between(line, startAt - 500, startAt + lengthMs + 500));
    const heard = sounding(line.samples)!;
    const begun = line.t0 + heard.from - said.from;
    // It is this very announcement, and nothing else is on the line.
    expect(likeness).toBeGreaterThan(0.99);
    expect(Math.abs(begun - startAt)).toBeLessThan(100);
    expect(Math.abs((heard.to - heard.from) / (said.to - said.from) - 1)).toBeLessThan(0.01);
    expect(Math.abs(loudness(part) - (-16 + GAIN_DB))).toBeLessThan(1);
    expect(Math.abs(decibels(part) - decibels(sound) - GAIN_DB)).toBeLessThan(1);
    return startAt - 500 + at;
  });
  for (const start of starts) expect(Math.abs(start - startAt)).toBeLessThan(100);
  expect(Math.abs(starts[0]! - starts[1]!)).toBeLessThan(20);
}, 60_000);

test('TIM-5: on 1 Mbit/s a bulletin that was never sent before sounds within 2 s of the press, and the rest follows', async () => {
  const line = await slowLine(server.port, 125_000);
  try {
    const file = join(server.folder, 'Đồng Kỳ.wav');
    const { bytes, sound } = await server.spoken(bulletin);
    expect(bytes).toBeGreaterThan(900_000);
    const agent = await server.agent('Đồng Kỳ', `wav:${file}`, line.port);
    const before = line.carriedBy(Date.now());
    const pressed = Date.now();
    const { id } = await send('Bản tin', bulletin, [agent.clusterId], {});
    const patience = () => agent.program.output();
    await found(async () => ((await report(id)).counts.playing ? true : null), 5000, patience);
    await new Promise(resolve => setTimeout(resolve, 6500));
    await server.call('POST', `/api/broadcasts/${id}/stop`);
    const { deliveries } = await found(
      async () => {
        const shown = await report(id);
        return shown.counts.interrupted ? shown : null;
      },
      5000,
      patience,
    );
    expect(deliveries[0]).toMatchObject({ reason: 'stopped', missedMs: 0 });

    const heard = readLine(file);
    const begun = heard.t0 + sounding(heard.samples)!.from;
    const carried = line.carriedBy(begun) - before;
    expect(begun - pressed).toBeLessThan(2000);
    expect(carried).toBeLessThan(bytes / 2);
    // While the rest was still coming nothing was left out.
    const opening = sound.subarray(0, 5 * 48_000);
    expect(placeOf(opening, between(heard, begun - 200, begun + 5500)).likeness).toBeGreaterThan(0.99);
  } finally {
    await line.close();
  }
}, 120_000);
