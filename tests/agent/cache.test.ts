// Drives the recordings on the device: what is fetched first, what gives way when room runs out, and what never does.
import { expect, test } from 'vitest';
import { openCache } from '../../agent/cache.ts';
import { CHUNK_BYTES, type ChunkList, listChunks } from '../../protocol/chunk.ts';
import { house, listLog, tone } from '../support/agent-house.ts';
import { memoryDisk } from '../support/memory-disk.ts';

const recordingOf = (seed: number, chunks = 2) => {
  const bytes = new Uint8Array(chunks * CHUNK_BYTES).fill(seed);
  return { bytes, list: listChunks(bytes) };
};

async function shelf(limit: number) {
  let now = 0;
  const cache = await openCache({
    disk: memoryDisk(),
    log: listLog([]),
    limit,
    now: () => ++now,
    changed: () => undefined,
    spoilt: () => undefined,
  });
  const fill = async ({ bytes, list }: { bytes: Uint8Array; list: ChunkList }) => {
    await cache.takeList(list.recording, list.bytes);
    const verdicts: string[] = [];
    for (let i = 0; i < list.hashes.length; i++)
      verdicts.push(await cache.takeChunk(list.recording, i, bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)));
    return verdicts;
  };
  return { cache, fill };
}

test('AUD-4: the limit holds; what nobody wants goes first, then what is wanted last, and the clips never', async () => {
  const limit = 7 * CHUNK_BYTES;
  const { cache, fill } = await shelf(limit);
  const [clip, old, soon, later] = [recordingOf(1), recordingOf(2), recordingOf(3), recordingOf(4)];
  const name = (one: { list: ChunkList }) => one.list.recording;
  const clips = new Set([name(clip)]);
  for (const one of [clip, old, later]) await fill(one);
  cache.want([name(clip), name(soon), name(later)], clips);
  expect(await fill(soon)).toEqual(['taken', 'taken']);
  expect([clip, old, soon, later].map(one => cache.isWhole(name(one)))).toEqual([true, false, true, true]);

  const urgent = recordingOf(5, 4);
  cache.want([name(urgent), name(clip), name(soon), name(later)], clips);
  expect(await fill(urgent)).toEqual(['taken', 'taken', 'taken', 'taken']);
  expect([clip, soon, later].map(one => cache.isWhole(name(one)))).toEqual([true, false, false]);
  expect(cache.bytes()).toBeLessThanOrEqual(limit);

  // Only the clips are left to give way, and they do not.
  const more = recordingOf(6, 6);
  cache.want([name(more), name(clip)], clips);
  expect(await fill(more)).toContain('full');
  expect(cache.isWhole(name(clip))).toBe(true);
  expect(cache.bytes()).toBeLessThanOrEqual(limit);
});

test('AUD-4: clips that join the library are fetched before the rest of a routine recording', async () => {
  const { server, clock, cable, agent } = await house();
  const clip = await tone(1, 880);
  const news = server.hold(await tone(60));
  server.bytesPerSecond = 8000;
  server.send(server.settings());
  const versions = [{ language: 'vi', recording: news, durationMs: 60_000 }];
  const content = [{ type: 'recording' as const, versions }];
  server.send(server.play({ broadcastId: 'br_a', content, startAt: clock.now() + 600_000 }));
  await clock.advance(5000);
  server.library = {
    version: 2,
    clips: [{ name: 'chime-open', number: 1, recording: server.hold(clip), bytes: clip.length, durationMs: 1000 }],
  };
  cable.cut();
  await clock.advance(1000);
  cable.heal();
  const before = server.said('want').length;
  await clock.advance(120_000);
  const asked = server.said('want').slice(before);
  // The first window went out with the connection, before the welcome's library was taken in.
  const then = asked.slice(1).map(want => want.recording);
  expect(asked[0]?.recording).toBe(news);
  expect([...new Set(then)]).toEqual([server.library.clips[0]?.recording, news]);
  expect(then.lastIndexOf(server.library.clips[0]?.recording ?? '')).toBeLessThan(then.indexOf(news));
  expect(agent.status()?.libraryVersion).toBe(2);
  expect(server.kinds('br_a')).toEqual(['stored']);
});
