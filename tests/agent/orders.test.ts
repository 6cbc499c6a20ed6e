// Drives an agent with the sentences of a day: stops, plans, settings, revisions, the clip library; each does what it says and no more.
import { expect, test } from 'vitest';
import { deliveryId } from '../../protocol/id.ts';
import { house, tone } from '../support/agent-house.ts';

async function ready(seconds = 10) {
  const home = await house();
  const recording = home.server.hold(await tone(seconds));
  home.server.send(home.server.settings());
  await home.clock.advance(500);
  const content = [
    { type: 'recording' as const, versions: [{ language: 'vi', recording, durationMs: seconds * 1000 }] },
  ];
  const last = (broadcastId: string) =>
    home.server.facts.findLast(fact => 'broadcastId' in fact && fact.broadcastId === broadcastId);
  return { ...home, content, recording, last };
}

test('O1 a stop silences what sounds at once, and its tombstone outlives every revision', async () => {
  const { server, clock, content, heard, last } = await ready();
  const startAt = clock.now() + 5000;
  server.send(server.play({ broadcastId: 'br_a', content, startAt }));
  await clock.advance(8000);
  server.send(server.stop({ broadcastId: 'br_a' }));
  const asked = clock.now();
  await clock.advance(60_000);
  expect(heard()).toHaveLength(1);
  expect(heard()[0]!.to - asked).toBeLessThan(60);
  expect(last('br_a')).toMatchObject({ kind: 'interrupted', reason: 'stopped', startedAt: startAt });
  server.send(server.play({ broadcastId: 'br_a', revision: 2, content, startAt: clock.now() + 1000 }));
  await clock.advance(60_000);
  expect(heard()).toHaveLength(1);
  expect(last('br_a')).toMatchObject({ kind: 'cancelled', revision: 2 });
});

test('O2 a stop that comes before its order keeps it silent', async () => {
  const { server, clock, content, heard } = await ready();
  server.send(server.stop({ broadcastId: 'al_a' }));
  server.send(server.play({ broadcastId: 'al_a', class: 'emergency', content, startAt: clock.now() }));
  await clock.advance(60_000);
  expect(heard()).toEqual([]);
  expect(server.kinds('al_a')).toEqual(['cancelled']);
});

test('O3 STOP ALL takes what sounds, waits or is due within 10 min, up to its class, and leaves the rest', async () => {
  const { server, clock, content, heard } = await ready();
  server.send(server.play({ broadcastId: 'br_a', content, startAt: clock.now() + 4000 }));
  server.send(server.play({ broadcastId: 'br_b', content, startAt: clock.now() + 500_000 }));
  server.send(
    server.play({
      broadcastId: 'br_c',
      content,
      startAt: clock.now() + 3600_000,
      expiresAt: clock.now() + 2 * 3600_000,
    }),
  );
  server.send(server.play({ broadcastId: 'al_d', class: 'emergency', content, startAt: clock.now() + 60_000 }));
  await clock.advance(8000);
  server.send(server.stop({ maxClass: 'priority' }));
  await clock.advance(4000_000);
  expect(server.kinds('br_a').at(-1)).toBe('interrupted');
  expect(server.kinds('br_b').at(-1)).toBe('cancelled');
  expect(server.kinds('br_c').at(-1)).toBe('played');
  expect(server.kinds('al_d').at(-1)).toBe('played');
  expect(heard()).toHaveLength(3);
});

test('O4 a plan drops the routine orders in its reach that it does not name, and an older plan nothing', async () => {
  const { server, clock, content, last } = await ready();
  const soon = clock.now() + 600_000;
  for (const broadcastId of ['br_a', 'br_b'])
    server.send(server.play({ broadcastId, content, startAt: soon, expiresAt: soon + 900_000 }));
  server.send(
    server.play({
      broadcastId: 'al_c',
      class: 'emergency',
      content,
      startAt: soon + 100_000,
      expiresAt: soon + 900_000,
    }),
  );
  server.send(
    server.play({
      broadcastId: 'br_far',
      content,
      startAt: clock.now() + 9 * 86400_000,
      expiresAt: clock.now() + 10 * 86400_000,
    }),
  );
  const older = server.plan({ items: [] });
  server.send(server.plan({ items: [{ broadcastId: 'br_a', revision: 1 }] }));
  server.send(older);
  await clock.advance(2000);
  expect(last('br_b')).toMatchObject({ kind: 'refused', reason: 'dropped_from_plan' });
  expect(server.said('applied').at(-1)).toMatchObject({ planVersion: 3 });
  await clock.advance(1000_000);
  expect(server.kinds('br_a').at(-1)).toBe('played');
  expect(server.kinds('al_c').at(-1)).toBe('played');
  expect(server.kinds('br_far').at(-1)).toBe('stored');
});

test('O5 the highest revision wins, an older one is refused, and what was played is not played again', async () => {
  const { server, clock, content, heard, last } = await ready(2);
  const startAt = clock.now() + 20_000;
  const first = server.play({ broadcastId: 'br_a', content, startAt });
  server.send(first);
  server.send(server.play({ broadcastId: 'br_a', revision: 2, content, startAt: startAt + 20_000 }));
  server.send(first);
  await clock.advance(60_000);
  expect(heard()).toHaveLength(1);
  expect(heard()[0]!.from).toBeCloseTo(startAt + 20_000, -1);
  const said = server.facts.flatMap(fact => ('reason' in fact ? [fact.reason] : []));
  expect(said).toEqual(['superseded', 'older_revision']);
  server.send(server.play({ broadcastId: 'br_a', revision: 3, content, startAt: clock.now() + 2000 }));
  await clock.advance(60_000);
  expect(heard()).toHaveLength(1);
  expect(last('br_a')).toMatchObject({
    kind: 'refused',
    reason: 'superseded',
    revision: 3,
    deliveryId: deliveryId('br_a', 'cl_abc'),
  });
});

test('O6 settings rise, are obeyed at once and survive a restart: areas, ceiling, quiet hours', async () => {
  const { server, clock, content, heard, last, again, agent } = await ready(2);
  server.send(server.play({ broadcastId: 'br_a', content, targets: ['ar_xa'], startAt: clock.now() + 60_000 }));
  await clock.advance(2000);
  server.send(server.settings({ areas: ['ar_moi'], volumeCeiling: 60, quietHours: [{ from: '16:05', to: '17:00' }] }));
  await clock.advance(2000);
  expect(last('br_a')).toMatchObject({ kind: 'refused', reason: 'not_target' });
  server.send(server.settings({ version: 1, areas: ['ar_xa'] }));
  await again();
  expect(agent.status()?.settingsVersion).toBe(2);
  server.send(server.play({ broadcastId: 'br_b', content, targets: ['ar_moi'], startAt: clock.now() + 10_000 }));
  // 16:05 in Vietnam is 09:05 UTC, five minutes after this story began.
  server.send(server.play({ broadcastId: 'br_q', content, targets: ['ar_moi'], startAt: clock.now() + 400_000 }));
  await clock.advance(60_000);
  expect(heard()).toHaveLength(1);
  // A sine of half scale has −9 dBFS; volume 60 is 20 dB less.
  const played = last('br_b');
  expect(played?.kind === 'played' && played.levelDbfs).toBeCloseTo(-29, 0);
  expect(last('br_q')).toMatchObject({ kind: 'refused', reason: 'quiet_hours' });
});

test('O7 the clip library is fetched first, named when whole, used by name, and outlives any routine audio', async () => {
  const chime = await tone(1, 880);
  const { server, clock, cable, again, disk, last, heard } = await ready(40);
  server.library = {
    version: 5,
    clips: [{ name: 'chime', number: 1, recording: server.hold(chime), bytes: chime.length, durationMs: 1000 }],
  };
  await again(disk, { cacheLimit: 200_000 });
  await clock.advance(5000);
  expect(server.said('applied').at(-1)).toMatchObject({ libraryVersion: 5 });
  for (let index = 0; index < 4; index++) {
    const recording = server.hold(await tone(25, 300 + 10 * index));
    const content = [
      { type: 'clip' as const, name: 'chime', durationMs: 1000 },
      { type: 'recording' as const, versions: [{ language: 'vi', recording, durationMs: 25_000 }] },
    ];
    server.send(server.play({ broadcastId: `br_${'abcd'[index]}`, content, startAt: clock.now() + 5000 }));
    await clock.advance(60_000);
    expect(last(`br_${'abcd'[index]}`)).toMatchObject({ kind: 'played' });
  }
  expect(heard().every(each => each.to - each.from > 25_900)).toBe(true);
  const used = disk.paths().reduce((sum, path) => sum + (path.startsWith('audio/') ? disk.file(path)!.length : 0), 0);
  expect(used).toBeLessThanOrEqual(200_000);
  cable.cut();
  await clock.advance(1000);
  expect(disk.paths().some(path => path.includes(server.library.clips[0]!.recording))).toBe(true);
});

test('O8 passes, versions of the villages’ languages in order, and the exact length of all of them', async () => {
  const { server, clock, heard, last } = await ready();
  server.send(server.settings({ languages: ['vi', 'tyz'] }));
  const [vi, tay, mong] = [await tone(1, 300), await tone(2, 400), await tone(3, 500)].map(server.hold);
  const versions = [
    { language: 'hmn', recording: mong!, durationMs: 3000 },
    { language: 'vi', recording: vi!, durationMs: 1000 },
    { language: 'tyz', recording: tay!, durationMs: 2000 },
  ];
  const startAt = clock.now() + 5000;
  server.send(server.play({ broadcastId: 'br_a', content: [{ type: 'recording', versions }], passes: 3, startAt }));
  await clock.advance(30_000);
  expect(last('br_a')).toMatchObject({ kind: 'played', startedAt: startAt, endedAt: startAt + 9000 });
  expect(heard()[0]!.to - heard()[0]!.from).toBeCloseTo(9000, -1);
});
