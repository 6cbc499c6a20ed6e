// Drives a whole agent through the life of alerts: cached clips in its villages' languages, sirens, repeats, updates, withdrawals,
// drills, restarts, and what it does when some of its sounds are missing.
import { describe, expect, it } from 'vitest';
import { alarmHouse } from '../support/alarm-house.ts';

const MINUTE = 60_000;
const facts = (home: Awaited<ReturnType<typeof alarmHouse>>, ...kinds: string[]) =>
  home.server.facts.filter(fact => kinds.includes(fact.kind));

describe('what an alert sounds like here', () => {
  it('ALM-1: own clips go before the library’s, versions play in the languages’ order, two villages’ plans both', async () => {
    const home = await alarmHouse();
    const { server, clock, heard } = home;
    server.library = {
      version: 3,
      clips: [
        ...server.library.clips.filter(clip => clip.name !== 'flood-3'),
        await home.clip('flood-3', 3, { language: 'vi' }),
        await home.clip('flood-3', 1, { language: 'tyz' }),
        await home.clip('flood-3', 8, { language: 'hmn' }),
      ],
    };
    const clips = [
      await home.clip('flood-3', 2, { language: 'vi' }),
      await home.clip('plan', 4, { language: 'vi' }),
      await home.clip('plan', 5, { language: 'vi' }),
      await home.clip('storm', 1, { language: 'hmn' }),
    ];
    await home.again();
    server.send(server.settings({ languages: ['tyz', 'vi'], clips }));
    await clock.advance(5000);
    const content = [
      { type: 'clip' as const, name: 'chime-alert', durationMs: 1 },
      { type: 'clip' as const, name: 'flood-3', durationMs: 1 },
      { type: 'clip' as const, name: 'plan', durationMs: 1, optional: true as const },
      { type: 'clip' as const, name: 'nothing-here', durationMs: 7000, optional: true as const },
    ];
    server.send(home.alert([], { content, passes: 2 }));
    await clock.advance(MINUTE);
    // Chime 2 s, Tày 1 s, the commune's own Vietnamese 2 s, both plans 9 s; twice.
    expect(heard()[0]!.to - heard()[0]!.from).toBeCloseTo(28_000, -2);
    expect(home.last()).toMatchObject({ kind: 'played', rounds: 2 });
  });

  it('ALM-1, AUD-4: own clips are fetched with the library, and it counts as held only when they are here', async () => {
    const home = await alarmHouse();
    const { server, clock, agent } = home;
    expect(agent.status()?.libraryVersion).toBe(2);
    const plan = await home.clip('plan', 20, { language: 'vi' });
    server.bytesPerSecond = 8000;
    server.send(server.settings({ clips: [plan] }));
    await clock.advance(500);
    expect(agent.status()?.libraryVersion).toBe(0);
    expect(server.said('applied').at(-1)).toMatchObject({ libraryVersion: 0 });
    await clock.advance(MINUTE);
    expect(server.said('applied').at(-1)).toMatchObject({ libraryVersion: 2 });
  });

  it('ALM-2: the siren goes before the content of every pass', async () => {
    const home = await alarmHouse();
    home.server.send(home.alert(['flood-3'], { siren: 'siren-hue-flood3', passes: 3 }));
    await home.clock.advance(MINUTE);
    expect(home.heard()[0]!.to - home.heard()[0]!.from).toBeCloseTo(21_000, -2);
    expect(facts(home, 'fault')).toEqual([]);
  });

  it('ALM-2: a device without the siren sounds the alert chime in its place, says the fault, and its mending', async () => {
    const home = await alarmHouse({}, { without: ['siren-hue-flood3'] });
    const { server, clock } = home;
    server.send(home.alert(['flood-3'], { siren: 'siren-hue-flood3' }));
    await clock.advance(20_000);
    expect(home.heard()[0]!.to - home.heard()[0]!.from).toBeCloseTo(5000, -2);
    expect(home.last()).toMatchObject({ kind: 'played' });
    expect(server.kinds('al_a')).toEqual(['playing', 'played']);
    expect(facts(home, 'fault')).toMatchObject([
      { part: 'library', detail: expect.stringContaining('siren-hue-flood3') },
    ]);
    server.send(server.settings({ clips: [await home.clip('siren-hue-flood3', 4)] }));
    await clock.advance(5000);
    expect(facts(home, 'mended')).toMatchObject([{ part: 'library' }]);
  });

  it('ALM-3: a clip that the device lacks does not silence the alert, and is no success', async () => {
    const home = await alarmHouse({}, { without: ['flood-3'] });
    home.server.send(home.alert(['chime-alert', 'flood-3'], { passes: 2 }));
    await home.clock.advance(20_000);
    expect(home.heard()[0]!.to - home.heard()[0]!.from).toBeCloseTo(4000, -2);
    expect(home.last()).toMatchObject({ kind: 'interrupted', reason: 'audio_missing', rounds: 0 });
    const bare = await alarmHouse({}, { without: ['flood-3'] });
    bare.server.send(bare.alert(['flood-3']));
    await bare.clock.advance(20_000);
    expect(bare.heard()[0]!.to - bare.heard()[0]!.from).toBeCloseTo(2000, -2);
    expect(facts(bare, 'fault')).toMatchObject([{ part: 'library' }]);
  });

  it('ALM-3: a recording that cannot be decoded is passed over, the rest of the alert is heard', async () => {
    const home = await alarmHouse({}, { without: ['flood-3'] });
    const recording = home.server.hold(new Uint8Array(3000).fill(7));
    home.server.library = {
      version: 3,
      clips: [...home.server.library.clips, { name: 'flood-3', number: 99, recording, bytes: 3000, durationMs: 3000 }],
    };
    await home.again();
    await home.clock.advance(3000);
    home.server.send(home.alert(['chime-alert', 'flood-3', 'chime-alert']));
    await home.clock.advance(20_000);
    expect(home.heard().reduce((sum, each) => sum + each.to - each.from, 0)).toBeCloseTo(4000, -2);
    expect(home.last()).toMatchObject({ kind: 'interrupted', reason: 'audio_missing' });
  });

  it('ALM-3: a drill sounds with its frame or not at all', async () => {
    const home = await alarmHouse({}, { without: ['drill-close'] });
    const { clock, server } = home;
    const drill = ['drill-open', 'flood-3', 'drill-close'];
    server.send(home.alert(drill, { class: 'priority', drill: true, expiresAt: clock.now() + MINUTE }));
    await clock.advance(3 * MINUTE);
    expect(home.heard()).toEqual([]);
    expect(home.last()).toMatchObject({ kind: 'expired', reason: 'audio_missing' });
  });
});

describe('repeats', () => {
  it('RNK-6: it goes out again on the grid of its start while it holds; one delivery, one word at each end', async () => {
    const home = await alarmHouse();
    const { server, clock, heard } = home;
    const startAt = clock.now() + 300;
    const expiresAt = startAt + 3 * MINUTE + 1000;
    server.send(home.alert(['chime-alert', 'flood-3'], { startAt, expiresAt, repeatEveryMs: MINUTE, passes: 2 }));
    await clock.advance(10 * MINUTE);
    expect(heard().map(each => Math.round((each.from - startAt) / 100))).toEqual([0, 600, 1200, 1800]);
    expect(server.kinds('al_a')).toEqual(['playing', 'played']);
    expect(home.last()).toMatchObject({ startedAt: startAt, endedAt: startAt + 3 * MINUTE + 10_000, rounds: 8 });
  });

  it('RNK-6: unless it is renewed it repeats no longer than an hour from its signing, whatever it says', async () => {
    const home = await alarmHouse();
    const { server, clock, heard } = home;
    const startAt = clock.now() + 300;
    server.send(home.alert(['all-clear'], { startAt, expiresAt: startAt + 600 * MINUTE, repeatEveryMs: 10 * MINUTE }));
    await clock.advance(70 * MINUTE);
    expect(heard()).toHaveLength(6);
    const renewal = { startAt: startAt + 80 * MINUTE, expiresAt: startAt + 100 * MINUTE, repeatEveryMs: 10 * MINUTE };
    server.send(home.alert(['all-clear'], { ...renewal, revision: 2, message: 'update' }));
    await clock.advance(70 * MINUTE);
    expect(heard()).toHaveLength(9);
  });

  it('RNK-6, RNK-5: two alerts that repeat take turns and both keep to their grids', async () => {
    const home = await alarmHouse();
    const { server, clock, heard } = home;
    const startAt = clock.now() + 300;
    const repeat = { startAt, expiresAt: startAt + 2 * MINUTE, repeatEveryMs: MINUTE, passes: 2 };
    server.send(home.alert(['flood-3'], repeat));
    await clock.advance(100);
    server.send(home.alert(['chime-alert'], { ...repeat, broadcastId: 'al_b', startAt: startAt + 100 }));
    await clock.advance(5 * MINUTE);
    expect(home.last('al_a')).toMatchObject({ kind: 'played', rounds: 6 });
    expect(home.last('al_b')).toMatchObject({ kind: 'played', rounds: 4 });
    const total = heard().reduce((sum, each) => sum + each.to - each.from, 0);
    expect(total).toBeCloseTo(6 * 3000 + 4 * 2000, -2);
    expect(server.kinds('al_b').filter(kind => kind === 'playing')).toHaveLength(1);
  });

  it('ALM-4: after a restart in the middle it is on again within 5 s, and goes on by the grid', async () => {
    const home = await alarmHouse();
    const { server, clock, heard } = home;
    const startAt = clock.now() + 300;
    const order = { startAt, expiresAt: startAt + 2 * MINUTE + 1000, repeatEveryMs: MINUTE, passes: 4 };
    server.send(home.alert(['chime-alert', 'flood-3'], order));
    await clock.advance(8000);
    home.kill();
    const cut = clock.now();
    await clock.advance(500);
    await home.again();
    await clock.advance(5 * MINUTE);
    expect(heard()[1]!.from - cut).toBeLessThan(5000);
    expect(heard()[1]!.to).toBeCloseTo(startAt + 20_000, -2);
    expect(
      heard()
        .map(each => Math.round((each.from - startAt) / 1000))
        .slice(2),
    ).toEqual([60, 120]);
    expect(home.last()).toMatchObject({ kind: 'played', resumes: 1, startedAt: startAt });
    expect(new Set(server.facts.flatMap(fact => ('deliveryId' in fact ? [fact.deliveryId] : []))).size).toBe(1);
  });

  it('ALM-4: after a restart between two going-outs it waits for the next, and counts those before', async () => {
    const home = await alarmHouse();
    const { server, clock, heard } = home;
    const startAt = clock.now() + 300;
    server.send(home.alert(['flood-3'], { startAt, expiresAt: startAt + MINUTE + 1000, repeatEveryMs: MINUTE }));
    await clock.advance(20_000);
    await home.again();
    await clock.advance(5 * MINUTE);
    expect(heard().map(each => Math.round((each.from - startAt) / 1000))).toEqual([0, 60]);
    expect(server.kinds('al_a')).toEqual(['playing', 'played']);
    expect(home.last()).toMatchObject({ kind: 'played', rounds: 2 });
    expect(home.last()).not.toHaveProperty('resumes');
  });
});

describe('the messages of an alert', () => {
  it('RNK-7: an update takes its place at the end of the pass that sounds, without a final word of the old', async () => {
    const home = await alarmHouse();
    const { server, clock, heard } = home;
    const startAt = clock.now() + 300;
    server.send(home.alert(['flood-3'], { startAt, passes: 5 }));
    await clock.advance(4000);
    server.send(home.alert(['chime-alert'], { revision: 2, message: 'update' }));
    await clock.advance(30_000);
    expect(heard()).toHaveLength(1);
    expect(heard()[0]!.to).toBeCloseTo(startAt + 6000 + 2000, -2);
    const words = server.facts.flatMap(fact => ('broadcastId' in fact ? [`${fact.revision} ${fact.kind}`] : []));
    expect(words).toEqual(['1 playing', '2 stored', '2 playing', '2 played']);
  });

  it('RNK-7: an update whose audio is not here yet lets the message before it sound on, also after a restart', async () => {
    const home = await alarmHouse();
    const { server, clock, heard } = home;
    const startAt = clock.now() + 300;
    const holds = { startAt, expiresAt: startAt + 10 * MINUTE, repeatEveryMs: MINUTE };
    server.send(home.alert(['flood-3'], holds));
    await clock.advance(10_000);
    const specifics = await home.clip('specifics', 2);
    server.bytesPerSecond = 60;
    const content = [
      { type: 'clip' as const, name: 'chime-alert', durationMs: 2000 },
      {
        type: 'recording' as const,
        versions: [{ language: 'vi', recording: specifics.recording, durationMs: 2000 }],
      },
    ];
    server.send(home.alert([], { ...holds, startAt: clock.now(), content, revision: 2, message: 'update' }));
    await clock.advance(20_000);
    await home.again();
    await clock.advance(MINUTE);
    expect(heard()).toHaveLength(2);
    expect(heard()[1]!.to - heard()[1]!.from).toBeCloseTo(3000, -2);
    server.bytesPerSecond = null;
    await clock.advance(MINUTE);
    expect(heard()[2]!.to - heard()[2]!.from).toBeCloseTo(4000, -2);
    expect(home.last()).toMatchObject({ kind: 'playing', revision: 2 });
  });

  it('RNK-7: a withdrawal silences in one frame, before its own sound and with none; the alert after it stays silent', async () => {
    const home = await alarmHouse({}, { without: ['all-clear', 'chime-alert'] });
    const { server, clock, heard } = home;
    const first = home.alert(['flood-3'], { passes: 9 });
    server.send(first);
    await clock.advance(3000);
    const cutAt = clock.now();
    server.send(
      home.alert(['chime-alert', 'all-clear'], {
        revision: 2,
        message: 'withdraw',
        startAt: cutAt + 700,
        expiresAt: cutAt + 20_000,
      }),
    );
    await clock.advance(MINUTE);
    expect(heard()).toHaveLength(1);
    expect(heard()[0]!.to - cutAt).toBeLessThan(60);
    expect(server.kinds('al_a')).toEqual(['playing', 'interrupted', 'expired']);
    server.send(home.alert(['flood-3'], { broadcastId: 'al_b', revision: 3, message: 'correct' }));
    await clock.advance(10_000);
    server.send(home.alert(['flood-3'], { broadcastId: 'al_b' }));
    await clock.advance(10_000);
    expect(heard()).toHaveLength(2);
    expect(home.last('al_b')).toMatchObject({ kind: 'refused', reason: 'older_revision', revision: 1 });
  });

  it('RNK-7: a withdrawal that comes past its own end still silences', async () => {
    const home = await alarmHouse();
    const { server, clock, heard } = home;
    server.send(home.alert(['flood-3'], { passes: 9 }));
    await clock.advance(3000);
    const cutAt = clock.now();
    server.send(home.alert(['all-clear'], { revision: 2, message: 'withdraw', expiresAt: cutAt - 1000 }));
    await clock.advance(MINUTE);
    expect(heard()).toHaveLength(1);
    expect(heard()[0]!.to - cutAt).toBeLessThan(60);
  });

  it('RNK-7, ORD-8: a drill that was played is ended by its withdrawal, and no plan drops one', async () => {
    const home = await alarmHouse();
    const { server, clock, heard } = home;
    const drill = { class: 'priority' as const, drill: true as const };
    const clips = ['drill-open', 'flood-3', 'drill-close'];
    server.send(home.alert(clips, { ...drill, startAt: clock.now() + MINUTE }));
    server.send(server.plan({ items: [] }));
    await clock.advance(2 * MINUTE);
    expect(home.last()).toMatchObject({ kind: 'played' });
    server.send(home.alert(['drill-open'], { ...drill, revision: 2, message: 'withdraw' }));
    await clock.advance(20_000);
    expect(home.last()).toMatchObject({ kind: 'played', revision: 2 });
    expect(heard()).toHaveLength(2);
    server.send(home.alert(clips, drill));
    await clock.advance(20_000);
    expect(heard()).toHaveLength(2);
  });

  it('ALM-5: a silence up to a revision takes those, and lets a later update sound', async () => {
    const home = await alarmHouse();
    const { server, clock, heard } = home;
    const holds = { expiresAt: clock.now() + 10 * MINUTE, repeatEveryMs: MINUTE };
    server.send(home.alert(['flood-3'], holds));
    await clock.advance(2000);
    server.send(server.stop({ broadcastId: 'al_a', revision: 2 }));
    await clock.advance(2 * MINUTE);
    expect(heard()).toHaveLength(1);
    expect(home.last()).toMatchObject({ kind: 'interrupted', reason: 'stopped' });
    server.send(home.alert(['flood-3'], { ...holds, revision: 2, message: 'update' }));
    await clock.advance(10_000);
    expect(heard()).toHaveLength(1);
    expect(home.last()).toMatchObject({ kind: 'cancelled', revision: 2 });
    server.send(home.alert(['flood-3'], { revision: 3, message: 'update' }));
    await clock.advance(10_000);
    expect(heard()).toHaveLength(2);
    expect(home.last()).toMatchObject({ kind: 'played', revision: 3 });
  });

  it('RNK-8: quiet hours bind a drill and an announced test of sirens even where priority may ignore them', async () => {
    // 16:05 in Vietnam is 09:05 UTC, five minutes after this story began.
    const quiet = { quietHours: [{ from: '16:05', to: '17:00' }], priorityIgnoresQuiet: true };
    const home = await alarmHouse({}, { settings: quiet });
    const { server, clock, heard } = home;
    const test = { class: 'priority' as const, drill: true as const, siren: 'siren-hue-flood3' };
    server.send(home.alert(['flood-3'], test));
    await clock.advance(20_000);
    expect(heard()[0]!.to - heard()[0]!.from).toBeCloseTo(7000, -2);
    await clock.advance(5 * MINUTE);
    server.send(home.alert(['flood-3'], { ...test, broadcastId: 'al_b' }));
    server.send(home.alert(['flood-3'], { class: 'priority', broadcastId: 'br_c', message: undefined }));
    await clock.advance(20_000);
    expect(home.last('al_b')).toMatchObject({ kind: 'refused', reason: 'quiet_hours' });
    expect(home.last('br_c')).toMatchObject({ kind: 'played' });
  });
});
