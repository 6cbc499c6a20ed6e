// Drives a whole agent with what an attacker has: flipped bytes, recorded frames, other clusters' orders, old and foreign keys.
import { expect, test } from 'vitest';
import { createAgent } from '../../agent/agent.ts';
import { silentSpeaker } from '../../agent/speaker/silent.ts';
import { evenRandom, house, listLog, tone } from '../support/agent-house.ts';
import { createCable } from '../support/cable.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fakeServer } from '../support/fake-server.ts';
import { certify } from '../support/keys.ts';
import { memoryDisk } from '../support/memory-disk.ts';

async function heldHouse() {
  const made = await house();
  const recording = made.server.hold(await tone(1));
  made.server.send(made.server.settings());
  const content = [{ type: 'recording' as const, versions: [{ language: 'vi', recording, durationMs: 1000 }] }];
  await made.clock.advance(1000);
  return { ...made, content };
}

test('T1, ORD-1: no order with any one byte changed is taken', async () => {
  const { server, clock, agent, content, heard } = await heldHouse();
  const frame = server.play({ broadcastId: 'br_a', class: 'emergency', content, startAt: clock.now() });
  for (let i = 1; i < frame.length; i++) {
    const changed = Uint8Array.from(frame);
    changed[i]! ^= 1 << (i % 8);
    server.send(changed);
  }
  await clock.advance(60_000);
  expect(agent.status()?.held).toEqual([]);
  expect(heard()).toEqual([]);
  expect(server.facts.filter(fact => fact.kind === 'fault')).toMatchObject([{ part: 'forgery' }]);
});

test('T2 recorded frames do nothing a second time: not again, not in another order, not after a restart', async () => {
  const { server, clock, cable, content, heard, again, disk } = await heldHouse();
  const recorded = cable.record();
  server.send(server.play({ broadcastId: 'br_a', content, startAt: clock.now() + 2000 }));
  server.send(server.play({ broadcastId: 'br_b', content, startAt: clock.now() + 6000 }));
  await clock.advance(30_000);
  expect(heard()).toHaveLength(2);
  const frames = recorded.filter(data => typeof data !== 'string').reverse();
  for (const frame of frames) server.send(frame as Uint8Array);
  await clock.advance(60_000);
  await again(disk);
  for (const frame of frames) server.send(frame as Uint8Array);
  await clock.advance(1200_000);
  expect(heard()).toHaveLength(2);
  expect(server.kinds('br_a')).toEqual(['stored', 'playing', 'played']);
});

test('T3, ONC-7: a new journal plays nothing routine from before it, but an emergency inside its validity', async () => {
  const { server, clock, content, heard, again, disk } = await heldHouse();
  const routine = server.play({ broadcastId: 'br_a', content, startAt: clock.now() + 120_000 });
  const alert = server.play({ broadcastId: 'al_a', class: 'emergency', content, startAt: clock.now() + 120_000 });
  await clock.advance(5000);
  disk.remove('journal.jsonl');
  server.welcomeAs = { finished: undefined };
  await again(disk);
  server.send(server.settings());
  server.send(routine);
  server.send(alert);
  await clock.advance(800_000);
  expect(heard()).toHaveLength(1);
  expect(server.kinds('al_a')).toEqual(['stored', 'playing', 'played']);
  const last = server.facts.findLast(fact => 'broadcastId' in fact && fact.broadcastId === 'br_a');
  expect(last).toMatchObject({ kind: 'expired', reason: 'new_journal' });
});

test('T4, ONC-7: a finished list lifts that rule for what it does not name', async () => {
  const { server, clock, content, heard, again, disk } = await heldHouse();
  const orders = ['br_a', 'br_b'].map(broadcastId =>
    server.play({ broadcastId, content, startAt: clock.now() + 120_000 }),
  );
  await clock.advance(5000);
  disk.remove('journal.jsonl');
  server.welcomeAs = { finished: ['br_a'] };
  await again(disk);
  server.send(server.settings());
  for (const order of orders) server.send(order);
  await clock.advance(800_000);
  expect(heard()).toHaveLength(1);
  expect(server.kinds('br_b')).toContain('played');
  expect(server.kinds('br_a')).not.toContain('played');
});

test('T5, ORD-5, KEY-2: orders for others, beyond the key, or of a past key are refused with their reason', async () => {
  const { server, clock, content, heard, cable, agent } = await heldHouse();
  server.send(server.play({ broadcastId: 'br_a', content, targets: ['cl_other', 'ar_huyen'] }));
  server.send(server.play({ broadcastId: 'br_b', content, targets: ['ar_tinh'], except: ['ar_xa'] }));
  await clock.advance(1000);
  // The same key is certified for less from the next welcome on, and then for a shorter time.
  server.welcomeAs = {
    certificate: certify(server.root, server.online, { areas: ['ar_xa'], classes: ['normal'], epoch: 1 }),
  };
  cable.cut();
  await clock.advance(1000);
  cable.heal();
  await clock.advance(40_000);
  server.send(server.play({ broadcastId: 'al_c', class: 'emergency', content }));
  server.send(server.play({ broadcastId: 'br_d', content, startAt: clock.now() + 2000 }));
  await clock.advance(10_000);
  const notAfter = clock.now() + 60_000;
  server.welcomeAs = { certificate: certify(server.root, server.online, { notAfter, epoch: 2 }) };
  cable.cut();
  await clock.advance(1000);
  cable.heal();
  await clock.advance(70_000);
  server.send(server.play({ broadcastId: 'br_e', content }));
  await clock.advance(1000);
  // A certificate of an epoch that is over is no welcome at all.
  server.welcomeAs = { certificate: certify(server.root, server.online, { epoch: 1 }) };
  cable.cut();
  await clock.advance(1000);
  cable.heal();
  await clock.advance(60_000);
  expect(agent.status()?.isUp).toBe(false);
  server.welcomeAs = { certificate: certify(server.root, server.online, { epoch: 2 }) };
  await clock.advance(120_000);
  const reasons = server.facts.flatMap(fact => (fact.kind === 'refused' ? [`${fact.broadcastId} ${fact.reason}`] : []));
  expect(reasons).toEqual(['br_a not_target', 'br_b not_target', 'al_c certificate', 'br_e certificate']);
  expect(heard()).toHaveLength(1);
  expect(server.kinds('br_d')).toContain('played');
});

test('T6 a server that is not the one of the code is not believed, nor told the code', async () => {
  const clock = fakeClock();
  const genuine = fakeServer(clock);
  const middle = fakeServer(clock);
  const lines: string[] = [];
  const agent = createAgent({
    time: clock,
    random: evenRandom('t6'),
    disk: memoryDisk(),
    dial: createCable({ time: clock, accept: middle.accept }).dial,
    speaker: () => silentSpeaker({ time: clock }),
    log: listLog(lines),
    serverUrl: 'ws://server/device',
    code: genuine.code,
  });
  // The man in the middle knows the code's name from the wire, and answers with its own root.
  middle.acceptAnyCode = true;
  const started = agent.start();
  started.catch(() => undefined);
  await clock.advance(60_000);
  await expect(started).rejects.toThrow('not the one that gave this code');
  expect(middle.said('claim')).toEqual([]);
});
