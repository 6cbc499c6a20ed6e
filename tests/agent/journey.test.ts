// Drives a whole agent through its day on a false clock: enrolled over the cable, told by signed orders, heard by the sample.
import { expect, test } from 'vitest';
import { house, tone } from '../support/agent-house.ts';

test('an order becomes sound at its time, and the sound a fact with its measured level', async () => {
  const { clock, server, heard, agent, log } = await house();
  expect(agent.status()?.isUp, log.join('\n')).toBe(true);
  const recording = server.hold(await tone(3));
  const startAt = clock.now() + 10_000;
  server.send(server.settings());
  server.send(
    server.play({
      broadcastId: 'br_a',
      startAt,
      content: [{ type: 'recording', versions: [{ language: 'vi', recording, durationMs: 3000 }] }],
    }),
  );
  await clock.advance(20_000);
  expect(server.kinds('br_a'), log.join('\n')).toEqual(['stored', 'playing', 'played']);
  expect(heard()).toHaveLength(1);
  expect(heard()[0]!.from).toBeGreaterThan(startAt - 1);
  expect(heard()[0]!.from).toBeLessThan(startAt + 3);
  expect(heard()[0]!.to - heard()[0]!.from).toBeCloseTo(3000, -1);
  const played = server.facts.find(fact => fact.kind === 'played');
  expect(played).toMatchObject({ proof: 'level', startedAt: startAt, endedAt: startAt + 3000 });
  expect(played && 'levelDbfs' in played && played.levelDbfs).toBeCloseTo(-9, 0);
});
