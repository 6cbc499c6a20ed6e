// Drives the life of an alert after its first sound: silence, all-clear, correction, changes, the second stage in speech, the
// siren's share, STOP ALL, restarts, and what other pages show of it.
import { describe, expect, it } from 'vitest';
import { leadMs } from '../../../../server/announcing/alerts/pace.ts';
import { nextOnGrid, passesOf, sirenPasses, soundingPass } from '../../../../server/announcing/alerts/passes.ts';
import { broadcastById } from '../../../../server/store/broadcasts.ts';
import { deliveriesOf, markSent, untold } from '../../../../server/store/deliveries.ts';
import { failProcessing } from '../../../../server/store/recordings.ts';
import { createOutcomes } from '../../../../server/tracking/outcomes.ts';
import { playbackCsv } from '../../../../server/tracking/report/playback.ts';
import { readCap } from '../../../../server/warning/cap/read.ts';
import { act, acts, c, flood2, flood3, issue, s, sounds, stored, useCommune } from '../../../support/alarming.ts';
import { PIN } from '../../../support/server.ts';

useCommune();
const MINUTE = 60_000;
const newest = () => s.plays().at(-1);
const inMinutes = (minutes: number) => new Date(s.clock.now() + minutes * MINUTE).toISOString();
/** What goes on in the background is done. */
const settled = async () => {
  for (let i = 0; i < 3; i++) {
    await s.library.idle();
    await s.room.idle();
  }
};
const live = async (change: object = {}) => (await issue({ ...flood2, ...change })).body.id;
const sirens = async () => {
  const { body } = await issue(flood3);
  await act(body.id, 'confirm', { pin: PIN }, c.leader.caller);
  return body.id;
};

describe('ALR-5: three separate acts of one person', () => {
  it('silence is a stop of that revision: a later update may sound', async () => {
    const id = await live();
    await s.room.idle();
    await markSent(s.db, id, 1, [c.upperOne], s.clock.now());
    expect((await act(id, 'silence', {}, c.leader.caller)).body.state).toBe('silenced');
    const [stop, ...more] = s.stops();
    expect(more).toEqual([]);
    expect(stop).toMatchObject({ broadcastId: id, revision: 1, maxClass: 'emergency', targets: [c.commune] });
    expect((await act(id, 'silence')).body.state).toBe('silenced');
    expect(s.stops()).toHaveLength(1);
    const states = (await deliveriesOf(s.db, id)).map(one => one.state).sort();
    expect(states).toEqual(['cancelled', 'cancelled', 'sent']);
    expect((await act(id, 'update', { repeatUntil: inMinutes(50) })).body.state).toBe('live');
    expect(newest()).toMatchObject({ revision: 2, message: 'update' });
    expect((await act(id, 'withdraw')).body.state).toBe('withdrawn');
  });

  it('the all-clear and the correction are a higher revision that says why', async () => {
    const one = await live();
    expect((await act(one, 'withdraw')).body.state).toBe('withdrawn');
    expect(sounds()).toEqual(['chime-alert', 'all-clear']);
    expect(newest()).toMatchObject({ revision: 2, message: 'withdraw', class: 'emergency' });
    expect(newest()?.repeatEveryMs).toBeUndefined();
    expect((await act(one, 'withdraw')).status).toBe(200);
    expect(s.plays()).toHaveLength(2);
    for (const what of ['correct', 'silence', 'update'])
      expect((await act(one, what, { slots: {} })).body.code).toBe('alert_over');
    const two = await live();
    expect((await act(two, 'correct')).body.state).toBe('corrected');
    expect(sounds()).toEqual(['chime-alert', 'correction']);
    expect(await acts(two)).toEqual([
      ['issue', 'canbo', null],
      ['correct', 'canbo', null],
    ]);
  });

  it('days later too, and what has ended can no longer be changed or silenced', async () => {
    const id = await live();
    await s.clock.advance(61 * MINUTE);
    await s.room.idle();
    expect((await stored(id)).endedAt).not.toBeNull();
    for (const what of ['update', 'silence']) expect((await act(id, what, { slots: {} })).body.code).toBe('alert_over');
    s.room.alerts.stop();
    await s.clock.advance(3 * 24 * 60 * MINUTE);
    const { cookie } = await s.sessions.open(c.officer.accountId);
    expect((await act(id, 'withdraw', {}, s.withCookie(`loa_session=${cookie}`))).body.state).toBe('withdrawn');
    expect(sounds()).toEqual(['chime-alert', 'all-clear']);
  });

  it('a commune does not silence, change or take back what the province sent', async () => {
    const province = await s.as(c.admin, 'tinh', { role: 'province', areaId: c.root });
    const { body } = await issue(flood2, province.caller);
    for (const what of ['silence', 'withdraw', 'correct', 'update'])
      expect([what, (await act(body.id, what, { repeatUntil: inMinutes(30) })).body.code]).toEqual([what, 'forbidden']);
    expect((await act(body.id, 'silence', {}, province.caller)).body.state).toBe('silenced');
  });

  it('what nobody has heard is dropped without a sound', async () => {
    const { body } = await issue(flood3);
    expect((await act(body.id, 'withdraw')).body.state).toBe('dropped');
    expect((await act(body.id, 'confirm', { pin: PIN }, c.leader.caller)).body.code).toBe('alert_over');
    expect([s.plays(), s.stops()]).toEqual([[], []]);
  });

  it('no second person’s yes comes after the end', async () => {
    const { body } = await issue({ ...flood3, voiceFirst: true });
    const [end, yes] = await Promise.all([
      act(body.id, 'correct'),
      act(body.id, 'confirm', { pin: PIN }, c.leader.caller),
    ]);
    expect(end.body.state).toBe('corrected');
    expect([200, 409]).toContain(yes.status);
    expect(newest()?.message).toBe('correct');
  });
});

describe('ALR-12: changes', () => {
  it('more time alone keeps the devices’ grid and takes no PIN', async () => {
    const id = await live();
    const [first] = s.plays();
    await s.clock.advance(50 * MINUTE);
    expect((await act(id, 'update', { repeatUntil: inMinutes(60) })).body.state).toBe('live');
    expect(newest()).toMatchObject({
      revision: 2,
      message: 'update',
      startAt: (first?.startAt ?? 0) + 60 * MINUTE,
      expiresAt: s.clock.now() + 60 * MINUTE,
      content: first?.content,
    });
    expect((await act(id, 'update', { repeatUntil: inMinutes(61) })).body.code).toBe('bad_request');
  });

  it('other words take a PIN, and wait for the end of the pass that sounds', async () => {
    const id = await live();
    const recordingId = await s.recording(c.commune, { title: 'Nói thêm', text: 'Cầu Bố Hạ đã ngập' });
    expect((await act(id, 'update', { recordingId })).body.code).toBe('pin_needed');
    await s.clock.advance(5000);
    expect((await act(id, 'update', { recordingId, pin: PIN })).status).toBe(200);
    expect(sounds()).toEqual(['chime-alert', 'flood-2', 'recording']);
    const [first] = s.plays();
    expect(newest()?.startAt).toBe((first?.startAt ?? 0) + 2800 + 28_178);
    const frozen = (await broadcastById(s.db, id))?.frozen;
    expect(frozen?.items.at(-1)).toMatchObject({ title: 'Nói thêm', recordingId, text: 'Cầu Bố Hạ đã ngập' });
    expect((await act(id, 'update', { recordingId: 're_aaaa', pin: PIN })).body.code).toBe('not_found');
  });

  it('a higher level is other words; its siren is asked for', async () => {
    const id = await live();
    const answer = await act(id, 'update', { level: 3, siren: true, pin: PIN });
    expect(answer.body).toMatchObject({ state: 'live', awaiting: { what: 'siren', waitS: 30 } });
    expect(sounds()).toEqual(['chime-alert', 'flood-3']);
    expect((await act(id, 'confirm', { pin: PIN }, c.leader.caller)).body.awaiting).toBeNull();
    expect(sounds()).toEqual(['siren-hue-flood3!', 'flood-3']);
    expect(newest()).toMatchObject({ revision: 3, message: 'issue' });
    expect((await act(id, 'update', { level: 1, pin: PIN })).status).toBe(200);
    expect(await stored(id)).toMatchObject({ template: 'flood-1', level: 1 });
  });

  it('a siren alone is asked for, and what sounds goes on untouched; none takes it away at once', async () => {
    const id = await live();
    expect((await act(id, 'update', { siren: true })).body.code).toBe('pin_needed');
    expect((await act(id, 'update', { siren: true, pin: PIN })).body.awaiting?.what).toBe('siren');
    expect(s.plays()).toHaveLength(1);
    await act(id, 'confirm', { pin: PIN }, c.leader.caller);
    expect(sounds()).toEqual(['siren-hue-flood2!', 'flood-2']);
    await act(id, 'update', { siren: false });
    expect(sounds()).toEqual(['chime-alert', 'flood-2']);
  });
});

describe('ALR-13: the second stage', () => {
  const slots = { river: 'Thương', waterLevel: '6,5 m' };

  it('is spoken and follows the clip by itself as an update', async () => {
    const id = await live({ slots });
    expect(sounds()).toEqual(['chime-alert', 'flood-2']);
    await settled();
    expect(sounds()).toEqual(['chime-alert', 'flood-2', 'recording']);
    expect(newest()).toMatchObject({ revision: 2, message: 'update' });
    expect((await acts(id)).at(-1)).toEqual(['specifics', 'Loa', 'Lũ trên sông Thương. Mực nước đo được: 6,5 m.']);
    await s.clock.advance(MINUTE);
    await settled();
    expect(s.plays()).toHaveLength(2);
    // Other specifics silence the old ones at once and follow when they are spoken.
    await act(id, 'update', { slots: { waterLevel: '7,1 m' }, pin: PIN });
    expect(sounds()).toEqual(['chime-alert', 'flood-2']);
    await settled();
    expect(sounds()).toEqual(['chime-alert', 'flood-2', 'recording']);
    expect((await stored(id)).specifics).toContain('7,1 m');
    expect(s.errors).toEqual([]);
  });

  it('keeps the siren that two have confirmed', async () => {
    const { body } = await issue({ ...flood3, slots });
    await settled();
    expect(s.plays()).toEqual([]);
    await act(body.id, 'confirm', { pin: PIN }, c.leader.caller);
    await settled();
    expect(sounds()).toEqual(['siren-hue-flood3!', 'flood-3', 'recording']);
  });

  it('never comes after the end, nor breaks a silence', async () => {
    const one = await live({ slots });
    await act(one, 'withdraw');
    const two = await live({ slots });
    await act(two, 'silence');
    await settled();
    await s.clock.advance(30_000);
    await settled();
    expect(s.plays().filter(order => order.content.some(item => item.type === 'recording'))).toEqual([]);
  });

  it('is taken up again after a restart, also where speaking was cut off', async () => {
    const speakOn = s.holdSpeech();
    const id = await live({ slots });
    await s.room.idle();
    s.room.alerts.stop();
    const first = (await stored(id)).specificsRecording;
    await failProcessing(s.db, { code: 'audio_interrupted', vi: '', en: '' });
    const again = s.restarted();
    await again.alerts.start();
    expect((await stored(id)).specificsRecording).not.toBe(first);
    speakOn();
    await settled();
    again.alerts.stop();
    expect(sounds()).toEqual(['chime-alert', 'flood-2', 'recording']);
    expect((await acts(id)).at(-1)?.[0]).toBe('specifics');
  });

  it('that cannot be spoken is told, and the clip goes on', async () => {
    const speakOn = s.holdSpeech();
    const id = await live({ slots });
    await s.room.idle();
    await failProcessing(s.db, { code: 'speech_failed', vi: 'Máy đọc bị lỗi', en: 'Speech failed' });
    const told: unknown[] = [];
    s.bus.subscribe('board', message => told.push(message));
    await s.clock.advance(10_000);
    await s.room.idle();
    speakOn();
    await settled();
    expect((await acts(id)).at(-1)).toEqual(['specifics', 'Loa', 'Máy đọc bị lỗi']);
    expect(told).toContainEqual({ t: 'alert', alertId: id });
    expect(await stored(id)).toMatchObject({ state: 'live', specifics: null });
    expect(s.plays()).toHaveLength(1);
    expect(s.errors).toEqual([]);
  });
});

it('ALR-14: a siren sounds no oftener than its code allows; the words go on without it', async () => {
  const id = await sirens();
  const [first] = s.plays();
  const every = 10 * MINUTE;
  expect(first).toMatchObject({ repeatEveryMs: every, expiresAt: (first?.startAt ?? 0) + 3 * every - 1 });
  expect(passesOf(first!)).toHaveLength(3);
  await s.clock.advance(2 * every + 4 * MINUTE);
  await settled();
  expect(sounds()).toEqual(['chime-alert', 'flood-3']);
  expect(newest()).toMatchObject({ message: 'update', revision: 2, startAt: (first?.startAt ?? 0) + 3 * every });
  expect((await stored(id)).siren).toBeNull();
  const again = await act(id, 'update', { siren: true, pin: PIN });
  expect([again.body.code, again.body.details]).toEqual(['siren_used_up', { most: 3 }]);
});

it('passes stand on one grid', () => {
  const order = { startAt: 1000, expiresAt: 3000, repeatEveryMs: 1000 };
  expect(passesOf(order)).toEqual([1000, 2000, 3000]);
  expect([nextOnGrid(order, 500), nextOnGrid(order, 1001), nextOnGrid(order, 2000)]).toEqual([1000, 2000, 2000]);
  expect(soundingPass(order, 300, 2299)).toEqual({ from: 2000, to: 2300 });
  expect(soundingPass(order, 300, 2300)).toBeNull();
  const siren = 'siren-hue-storm';
  const plays = [
    { ...order, siren },
    { ...order, startAt: 2500, siren },
    { ...order, startAt: 4000 },
  ];
  expect(sirenPasses(plays, siren, 2600)).toBe(3);
});

describe('STOP ALL', () => {
  const stopAll = (areaId: string, by = c.officer.caller) =>
    by.post<{ broadcasts: string[]; clusters: number }>('/api/stop', { areaId });

  it('ALR-15: silences live alerts of one’s own level and drills, by a stop of their revision', async () => {
    const real = await live();
    const drill = (await issue({ ...flood2, status: 'drill' })).body.id;
    const { body } = await stopAll(c.commune);
    expect(body.broadcasts.sort()).toEqual([real, drill].sort());
    expect(s.stops().map(one => [one.broadcastId, one.revision, one.maxClass])).toEqual([
      [real, 1, 'emergency'],
      [drill, 1, 'priority'],
      [undefined, undefined, 'priority'],
    ]);
    expect([(await stored(real)).state, (await stored(drill)).state]).toEqual(['silenced', 'silenced']);
  });

  it('ALR-15: only there where only a part is stopped, and never those from above', async () => {
    const province = await s.as(c.admin, 'tinh', { role: 'province', areaId: c.root });
    const above = (await issue(flood2, province.caller)).body.id;
    const own = await live();
    const { body } = await stopAll(c.upper);
    expect(body.broadcasts).toEqual([own]);
    expect(s.stops()[0]).toMatchObject({ broadcastId: own, targets: [c.upper] });
    expect([(await stored(own)).state, (await stored(above)).state]).toEqual(['live', 'live']);
    const head = await s.as(c.admin, 'truongthon', { role: 'villageHead', areaId: c.upper });
    expect((await stopAll(c.upper, head.caller)).body.broadcasts).toEqual([]);
  });
});

describe('elsewhere', () => {
  it('home, the preview, lists and the log bear with alerts', async () => {
    const real = await live();
    const waiting = (await issue(flood3)).body.id;
    const drill = (await issue({ ...flood2, status: 'drill' })).body.id;
    await s.room.idle();
    await s.clock.advance(1000);
    const preview = await s.room.preview({ days: 7, areaId: c.commune, language: 'vi' });
    expect(preview.items.map(item => item.broadcastId)).not.toContain(waiting);
    const lists = await c.officer.caller.get<{ items: { id: string }[] }>('/api/broadcasts');
    expect(lists.body.items.map(one => one.id)).not.toContain(waiting);
    expect(lists.body.items.map(one => one.id)).toEqual(expect.arrayContaining([real, drill]));
    const outcomes = createOutcomes({ db: s.db, time: s.clock, itemsOf: s.room.itemsOf });
    const path = (await s.areas.tree()).get(c.commune).path;
    const lines = await outcomes.playback([path], s.clock.now() - MINUTE, s.clock.now() + MINUTE);
    const span = { from: inMinutes(-1), to: inMinutes(1), area: 'Bố Hạ', lines };
    const rows = playbackCsv(span, 'Asia/Ho_Chi_Minh').split('\r\n');
    const kindOf = (id: string) => rows.find(row => row.startsWith(id))?.split(',')[2];
    expect([kindOf(real), kindOf(drill), kindOf(waiting)]).toEqual(['Khẩn cấp', 'Diễn tập', undefined]);
    await s.room.dispatcher.run();
    expect(s.errors).toEqual([]);
    expect(s.plays()).toHaveLength(2);
  });

  it('a cluster that said something of an older revision is told the newer one again', async () => {
    const id = await live();
    await s.room.idle();
    await s.db.updateTable('deliveries').set({ state: 'playing' }).where('broadcast_id', '=', id).execute();
    await act(id, 'withdraw');
    await s.room.idle();
    expect(await untold(s.db, id, 2, [c.upperOne])).toEqual([c.upperOne]);
  });

  it('rows that a crash left unwritten are planted at the next start', async () => {
    const id = await live();
    await s.room.idle();
    await s.db.deleteFrom('deliveries').where('broadcast_id', '=', id).execute();
    const again = s.restarted();
    await again.dispatcher.start();
    again.dispatcher.stop();
    expect(await deliveriesOf(s.db, id)).toHaveLength(3);
  });

  it('CAP-6: goes out as valid CAP: an alert, its cancel with references, a drill as an exercise', async () => {
    const cap = async (id: string) => {
      const { text, status, headers } = await c.officer.caller.get(`/api/alerts/${id}/cap`);
      expect([status, headers['content-type']]).toEqual([200, 'application/cap+xml; charset=utf-8']);
      const { message, errors } = readCap(text);
      expect(errors).toEqual([]);
      return message;
    };
    await c.officer.caller.patch(`/api/areas/${c.commune}`, { communeCode: '07246' });
    const id = await live({ slots: { river: 'Thương', station: 'Cầu Sơn' } });
    const issued = await cap(id);
    expect(issued?.infos[0]?.areas[0]?.geocodes).toEqual([{ name: 'VN-MaXa', value: '07246' }]);
    expect(issued).toMatchObject({
      identifier: `${id}-1`,
      sender: 'loa.example',
      status: 'Actual',
      msgType: 'Alert',
    });
    await act(id, 'withdraw');
    const ended = await cap(id);
    expect(ended).toMatchObject({ msgType: 'Cancel' });
    expect(ended?.references.length).toBeGreaterThan(0);
    const drill = (await issue({ ...flood2, status: 'drill' })).body.id;
    expect(await cap(drill)).toMatchObject({ status: 'Exercise' });
    const { body } = await issue(flood3);
    expect((await c.officer.caller.get(`/api/alerts/${body.id}/cap`)).body.code).toBe('wrong_state');
    const other = await s.as(c.admin, 'xakhac', {
      role: 'officer',
      areaId: (await c.admin.post<{ id: string }>('/api/areas', { name: 'Xã khác', kind: 'commune', parentId: c.root }))
        .body.id,
    });
    expect((await other.caller.get(`/api/alerts/${id}/cap`)).status).toBe(403);
  });
});

it('starts an update at the lead where nothing sounds', async () => {
  const id = await live();
  await s.clock.advance(5 * MINUTE);
  await act(id, 'update', { level: 3, pin: PIN });
  expect(newest()?.startAt).toBe(s.clock.now() + leadMs(100, 3));
});
