// Drives an agent through kills, power cuts, torn writes, spoilt audio, thin and dead lines, and a server that forgets.
import { expect, test } from 'vitest';
import type { Fact } from '../../protocol/delivery.ts';
import { type House, house, tone } from '../support/agent-house.ts';
import type { FakeServer } from '../support/fake-server.ts';

const spoken = (recording: string, durationMs: number) => [
  { type: 'recording' as const, versions: [{ language: 'vi', recording, durationMs }] },
];
const facts = (server: FakeServer, broadcastId: string): Fact[] =>
  server.facts.filter(fact => 'broadcastId' in fact && fact.broadcastId === broadcastId);

async function withTone(
  seconds: number,
  change: Parameters<typeof house>[0] = {},
): Promise<House & { content: ReturnType<typeof spoken> }> {
  const made = await house(change);
  const recording = made.server.hold(await tone(seconds));
  made.server.send(made.server.settings());
  await made.clock.advance(500);
  return Object.assign(made, { content: spoken(recording, seconds * 1000) });
}

test('F1 killed while it waits: the order is still played, once', async () => {
  const home = await withTone(2);
  const { server, clock } = home;
  server.send(server.play({ broadcastId: 'br_a', content: home.content, startAt: clock.now() + 60_000 }));
  await clock.advance(5000);
  await home.again();
  await clock.advance(100_000);
  expect(server.kinds('br_a')).toEqual(['stored', 'playing', 'played']);
  expect(home.heard()).toHaveLength(1);
});

test('F2 killed while a routine item sounds: it is cut, said, and not played again', async () => {
  const home = await withTone(20);
  const { server, clock } = home;
  const startAt = clock.now() + 5000;
  server.send(server.play({ broadcastId: 'br_a', content: home.content, startAt, expiresAt: startAt + 600_000 }));
  await clock.advance(10_000);
  await home.again();
  await clock.advance(600_000);
  expect(home.heard()).toHaveLength(1);
  expect(facts(server, 'br_a').at(-1)).toMatchObject({ kind: 'interrupted', reason: 'restart', startedAt: startAt });
});

test('F3 killed while an emergency sounds: it goes on in step, counted as resumed, one delivery', async () => {
  const home = await withTone(20);
  const { server, clock } = home;
  const startAt = clock.now() + 500;
  server.send(server.play({ broadcastId: 'al_a', class: 'emergency', content: home.content, startAt }));
  await clock.advance(8000);
  home.kill();
  await clock.advance(3000);
  await home.again();
  await clock.advance(60_000);
  expect(home.heard()).toHaveLength(2);
  expect(home.heard()[1]!.to).toBeCloseTo(startAt + 20_000, -2);
  const said = facts(server, 'al_a');
  expect(said.at(-1)).toMatchObject({ kind: 'played', resumes: 1 });
  expect(new Set(said.map(fact => 'deliveryId' in fact && fact.deliveryId)).size).toBe(1);
});

test('F4 power cut at any byte of any write: nothing routine sounds twice and nothing accepted is lost', async () => {
  for (const torn of [0, 1, 40, 200, 100_000]) {
    for (const when of [400, 5500, 6500, 9500]) {
      const home = await withTone(2);
      const { server, clock } = home;
      server.send(server.play({ broadcastId: 'br_a', content: home.content, startAt: clock.now() + 6000 }));
      await clock.advance(when);
      home.disk.stall();
      await clock.advance(1000);
      home.kill();
      const soundedBefore = home.heard().length;
      const kept = server.kinds('br_a').length > 0 || when > 400;
      await home.again(home.disk.afterPowerCut(torn));
      // The server sends again what nobody has acknowledged, as it does at every welcome.
      await clock.advance(700_000);
      expect(home.heard().length, `torn ${torn} at ${when}`).toBeLessThanOrEqual(1);
      if (kept && soundedBefore === 0) {
        const kinds = server.kinds('br_a');
        expect(
          kinds.filter(kind => kind === 'played' || kind === 'interrupted'),
          `torn ${torn} at ${when}`,
        ).toHaveLength(1);
      }
    }
  }
});

test('F5 a start that cannot be written down makes no sound; an emergency sounds all the same', async () => {
  const home = await withTone(2);
  const { server, clock } = home;
  server.send(server.play({ broadcastId: 'br_a', content: home.content, startAt: clock.now() + 5000 }));
  server.send(
    server.play({ broadcastId: 'al_b', class: 'emergency', content: home.content, startAt: clock.now() + 20_000 }),
  );
  await clock.advance(2000);
  home.disk.fail('no space left on device');
  await clock.advance(40_000);
  expect(home.heard()).toHaveLength(1);
  expect(server.kinds('al_b')).toContain('played');
  expect(facts(server, 'br_a').at(-1)).toMatchObject({ kind: 'failed' });
});

test('F6, AUD-5: audio that is spoilt on disk is found before play, fetched again, and said', async () => {
  const home = await withTone(10);
  const { server, clock, disk } = home;
  server.send(server.play({ broadcastId: 'br_a', content: home.content, startAt: clock.now() + 60_000 }));
  await clock.advance(5000);
  const path = disk.paths().find(name => name.endsWith('.ogg'))!;
  const bytes = Uint8Array.from(disk.file(path)!);
  bytes[20_000]! ^= 1;
  disk.put(path, bytes);
  await home.again();
  await clock.advance(120_000);
  expect(server.kinds('br_a')).toContain('played');
  const parts = server.facts.flatMap(fact => ('part' in fact ? [`${fact.kind} ${fact.part}`] : []));
  expect(parts).toEqual(['fault cache', 'mended cache']);
  expect(home.heard()[0]!.to - home.heard()[0]!.from).toBeCloseTo(10_000, -1);
});

test('F7 a server that sends other bytes than it listed is never heard', async () => {
  const home = await withTone(10);
  const { server, clock } = home;
  server.spoilAt = 100;
  server.send(
    server.play({
      broadcastId: 'br_a',
      content: home.content,
      startAt: clock.now() + 5000,
      expiresAt: clock.now() + 60_000,
    }),
  );
  await clock.advance(120_000);
  expect(home.heard()).toEqual([]);
  expect(facts(server, 'br_a').at(-1)).toMatchObject({ kind: 'expired', reason: 'audio_missing' });
});

test('F8 on a thin line it begins before the whole is here, and an order overtakes the download', async () => {
  const home = await withTone(60);
  const { server, clock } = home;
  server.bytesPerSecond = 8000;
  server.send(server.play({ broadcastId: 'br_a', content: home.content, startAt: clock.now() + 10_000 }));
  await clock.advance(9000);
  expect(server.kinds('br_a')).toEqual([]);
  // Never more under way than a quarter of a second of this line.
  const asked = server.said('want').slice(-5);
  for (const want of asked) expect(want.count).toBeLessThanOrEqual(2600);
  await clock.advance(90_000);
  expect(server.kinds('br_a')).toEqual(['playing', 'played']);
  const played = facts(server, 'br_a').at(-1);
  expect(played && 'missedMs' in played ? played.missedMs : 0).toBe(0);
});

test('F9 audio that stops coming is silence in step, and counted', async () => {
  const home = await withTone(60);
  const { server, clock, cable } = home;
  server.bytesPerSecond = 8000;
  const startAt = clock.now() + 6000;
  server.send(server.play({ broadcastId: 'br_a', content: home.content, startAt }));
  await clock.advance(7000);
  cable.cut();
  await clock.advance(20_000);
  cable.heal();
  server.bytesPerSecond = null;
  await clock.advance(90_000);
  const heard = home.heard();
  expect(heard).toHaveLength(2);
  expect(heard[1]!.to).toBeCloseTo(startAt + 60_000, -1);
  const played = facts(server, 'br_a').at(-1);
  expect(played).toMatchObject({ kind: 'played', endedAt: startAt + 60_000 });
  expect(played && 'missedMs' in played && played.missedMs).toBeCloseTo(heard[1]!.from - heard[0]!.to, -2);
});

test('F10 facts survive a cut line and a restart, come in order and once, and again for a server that forgot', async () => {
  const home = await withTone(2);
  const { server, clock, cable } = home;
  server.send(server.play({ broadcastId: 'br_a', content: home.content, startAt: clock.now() + 10_000 }));
  await clock.advance(3000);
  cable.cut();
  await clock.advance(30_000);
  expect(server.kinds('br_a')).toEqual(['stored']);
  await home.again();
  cable.heal();
  await clock.advance(60_000);
  expect(server.kinds('br_a')).toEqual(['stored', 'playing', 'played']);
  const seqs = server.facts.map(fact => fact.seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  const before = server.facts.length;
  server.facts.length = 0;
  server.welcomeAs = { generation: 1 };
  cable.cut();
  cable.heal();
  await clock.advance(60_000);
  expect(server.facts).toHaveLength(before);
});

test('F11 a line that has gone silent is noticed within 30 s, and dialled anew', async () => {
  const home = await withTone(2);
  const { server, clock, cable, agent } = home;
  cable.mute();
  await clock.advance(31_000);
  expect(agent.status()?.isUp).toBe(false);
  cable.heal();
  await clock.advance(35_000);
  expect(agent.status()?.isUp).toBe(true);
  const connections = server.said('hello').map(hello => hello.connection);
  expect(connections).toEqual([...connections].sort((a, b) => a - b));
  expect(new Set(connections).size).toBe(connections.length);
});

test('F12 a message of a newer server is passed over, a wrong shape closes with its code', async () => {
  const home = await withTone(2);
  const { server, clock, agent } = home;
  for (const wire of server.wires) wire.send(JSON.stringify({ t: 'fromTheFuture', x: 1 }));
  await clock.advance(1000);
  expect(agent.status()?.isUp).toBe(true);
  for (const wire of server.wires) wire.send(JSON.stringify({ t: 'recorded', seq: 'many' }));
  await clock.advance(200);
  expect(server.closed.at(-1)).toMatchObject({ code: 4400 });
});

test('F13 a clone that is turned away stays away for minutes and says so', async () => {
  const home = await withTone(2);
  const { server, clock } = home;
  for (const wire of server.wires) wire.close(4409, 'clone');
  const before = server.said('hello').length;
  await clock.advance(9 * 60_000);
  expect(server.said('hello')).toHaveLength(before);
  await clock.advance(2 * 60_000);
  expect(server.said('hello').length).toBeGreaterThan(before);
});

test('F14 cut off for days it plays its plan and reports in order afterwards', async () => {
  const home = await withTone(2);
  const { server, clock, cable } = home;
  const day = 24 * 3600_000;
  const names = ['br_a', 'br_b', 'br_c'];
  for (const [index, broadcastId] of names.entries())
    server.send(
      server.play({
        broadcastId,
        content: home.content,
        startAt: clock.now() + (index + 1) * day,
        expiresAt: clock.now() + (index + 2) * day,
      }),
    );
  await clock.advance(5000);
  cable.cut();
  await clock.advance(3.5 * day);
  cable.heal();
  await clock.advance(60_000);
  for (const name of names) expect(server.kinds(name)).toEqual(['stored', 'playing', 'played']);
});
