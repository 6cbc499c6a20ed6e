// Drives a whole agent with the orders that take others away: stops that outlive what they stop, and plans that leave out.
import { expect, test } from 'vitest';
import { house, tone } from '../support/agent-house.ts';

const HOUR = 3_600_000;

async function listening() {
  const made = await house();
  const recording = made.server.hold(await tone(1));
  made.server.send(made.server.settings());
  await made.clock.advance(1000);
  const content = [{ type: 'recording' as const, versions: [{ language: 'vi', recording, durationMs: 1000 }] }];
  const last = (broadcastId: string) =>
    made.server.facts.findLast(fact => 'broadcastId' in fact && fact.broadcastId === broadcastId);
  return { ...made, content, last };
}

test('ORD-6: a play that comes after its stop never sounds, whatever its revision, also after a restart', async () => {
  const { server, clock, heard, content, last, again } = await listening();
  const startAt = clock.now() + 5 * HOUR;
  const order = { content, startAt, expiresAt: startAt + HOUR };
  server.send(server.stop({ broadcastId: 'br_a', keepUntil: startAt + 24 * HOUR }));
  await clock.advance(1000);
  server.send(server.play({ ...order, broadcastId: 'br_a' }));
  await clock.advance(1000);
  expect(last('br_a')).toMatchObject({ kind: 'cancelled' });
  await again();
  server.send(server.play({ ...order, broadcastId: 'br_a', revision: 2 }));
  server.send(server.play({ ...order, broadcastId: 'br_b' }));
  await clock.advance(6 * HOUR);
  expect(heard()).toHaveLength(1);
  expect(last('br_a')).toMatchObject({ kind: 'cancelled', revision: 2 });
  expect(last('br_b')).toMatchObject({ kind: 'played' });
});

test('ORD-7: what comes after a stop of all is silenced if it was issued before, and sounds if issued after', async () => {
  const { server, clock, heard, content, last } = await listening();
  const before = server.play({ broadcastId: 'br_a', content, startAt: clock.now() + 60_000 });
  const far = server.play({
    broadcastId: 'br_b',
    content,
    startAt: clock.now() + HOUR,
    expiresAt: clock.now() + 2 * HOUR,
  });
  await clock.advance(1000);
  server.send(server.stop({ maxClass: 'priority' }));
  await clock.advance(1000);
  server.send(before);
  server.send(far);
  server.send(server.play({ broadcastId: 'br_c', content, startAt: clock.now() + 60_000 }));
  await clock.advance(2 * HOUR);
  expect(last('br_a')).toMatchObject({ kind: 'cancelled' });
  expect([last('br_b')?.kind, last('br_c')?.kind]).toEqual(['played', 'played']);
  expect(heard()).toHaveLength(2);
});

test('ORD-8: a plan drops the stored routine orders up to its end that it does not name, and nothing else', async () => {
  const { server, clock, content, last, agent } = await listening();
  const at = (hours: number) => ({ content, startAt: clock.now() + hours * HOUR, expiresAt: clock.now() + 60 * HOUR });
  server.send(server.play({ broadcastId: 'br_named', ...at(2) }));
  server.send(server.play({ broadcastId: 'br_unnamed', ...at(3) }));
  server.send(server.play({ broadcastId: 'br_old', ...at(4) }));
  server.send(server.play({ broadcastId: 'br_beyond', ...at(48) }));
  server.send(server.play({ broadcastId: 'al_a', class: 'emergency', ...at(5) }));
  await clock.advance(1000);
  const items = [
    { broadcastId: 'br_named', revision: 1 },
    { broadcastId: 'br_old', revision: 2 },
  ];
  const plan = server.plan({ items, until: clock.now() + 24 * HOUR });
  const older = server.plan({ items: [], until: clock.now() + 24 * HOUR, version: 1 });
  server.send(plan);
  server.send(older);
  await clock.advance(1000);
  expect(
    agent
      .status()
      ?.held.map(held => held.broadcastId)
      .sort(),
  ).toEqual(['al_a', 'br_beyond', 'br_named']);
  for (const dropped of ['br_unnamed', 'br_old'])
    expect(last(dropped)).toMatchObject({ kind: 'refused', reason: 'dropped_from_plan' });
});
