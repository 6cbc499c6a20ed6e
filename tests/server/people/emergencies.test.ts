// Drives the gate for alerts, drills and tests of the sirens as tables: who asks, who confirms on which phone, what for. No store.
import { describe, expect, it } from 'vitest';
import type { Role } from '../../../protocol/api/people.ts';
import type { Play, Stop } from '../../../protocol/order.ts';
import { type AirProof, mayAir } from '../../../server/people/approvals.ts';
import type { AlertKind, AlertProof, Second } from '../../../server/people/emergencies.ts';
import type { Actor } from '../../../server/people/rights.ts';
import { orderDigest } from '../../../server/signing/signing.ts';

const HOUR = 3_600_000;
/** 16:00 in Vietnam. */
const NOW = Date.parse('2026-11-22T09:00:00Z');
const COMMUNE = '/ar_p/ar_c/';
const VILLAGE = `${COMMUNE}ar_v/`;

const person = (name: string, role: Role = 'officer', areaPath = COMMUNE, kind: Actor['kind'] = 'session'): Actor => ({
  accountId: `ac_${name}`,
  name,
  kind,
  scopes: ['read', 'propose'],
  grants: [{ role, areaId: 'ar_x', areaPath }],
  language: 'vi',
});
const binh = person('binh');
const chair = person('chair', 'leader');
const clip = (name: string) => ({ type: 'clip' as const, name, durationMs: 3000 });
const recording = {
  type: 'recording' as const,
  versions: [{ language: 'vi', recording: 'a'.repeat(64), durationMs: 9000 }],
};
const play = (change: Partial<Play> = {}): Play => ({
  broadcastId: 'al_a',
  revision: 1,
  class: 'emergency',
  title: 'Lũ báo động 2',
  message: 'issue',
  issuedAt: NOW,
  startAt: NOW + 150,
  expiresAt: NOW + HOUR,
  targets: ['ar_v'],
  content: [clip('chime-alert'), clip('flood-2')],
  volume: 100,
  ...change,
});
const siren = (change: Partial<Play> = {}) =>
  play({ siren: 'siren-hue-flood3', content: [clip('flood-3')], ...change });
const evacuation = (change: Partial<Play> = {}) =>
  play({ content: [clip('chime-alert'), clip('evacuate'), { ...clip('plan'), optional: true }], ...change });
const drill = (change: Partial<Play> = {}) =>
  play({
    class: 'priority',
    drill: true,
    content: [clip('drill-open'), clip('flood-2'), clip('drill-close')],
    ...change,
  });
const sirenTest = (change: Partial<Play> = {}) =>
  drill({
    startAt: NOW + 24 * HOUR,
    content: [clip('siren-test-open'), clip('siren-hue-flood3'), clip('siren-test-close')],
    ...change,
  });
const stop: Stop = {
  stopId: 'st_a',
  broadcastId: 'al_a',
  revision: 1,
  targets: ['ar_v'],
  maxClass: 'emergency',
  issuedAt: NOW,
  keepUntil: NOW + 24 * HOUR,
};

const asks = (actor: Actor = binh, pin = true): AlertProof['asker'] => ({ actor, phone: 'phone of Bình', pin });
const second = (change: Partial<Extract<Second, { phone: string | null }>> = {}): Second => ({
  by: 'pin',
  actor: chair,
  phone: 'phone of the chair',
  ...change,
});
const alone = (secondsLeft: number): Second => ({ by: 'alone', reason: 'rising', secondsLeft });
const proof = (kind: AlertKind, change: Partial<AlertProof> = {}): AirProof => ({
  place: { path: VILLAGE, name: 'Thôn Chùa', approval: true, delegations: [] },
  targets: new Map([['ar_v', VILLAGE]]),
  approved: null,
  timezone: 'Asia/Ho_Chi_Minh',
  alert: { kind, asker: asks(), second: null, authorityPath: COMMUNE, sirenAllowed: true, before: null, ...change },
});
const outcome = (order: Play | Stop, given: AirProof): string => {
  const verdict = mayAir(order, given.alert?.asker?.actor ?? null, given);
  return verdict.allowed ? verdict.rule : verdict.code;
};

describe('ALR-1: the voice of an alert takes one person with the right everywhere it sounds, and a fresh PIN', () => {
  it.each<[string, Partial<AlertProof>, string]>([
    ['an officer with a PIN', {}, 'voice'],
    ['an officer without', { asker: asks(binh, false) }, 'pin_needed'],
    ['an administrator', { asker: asks(person('quantri', 'admin')) }, 'forbidden'],
    ['a village head', { asker: asks(person('truongthon', 'villageHead', VILLAGE)) }, 'forbidden'],
    ['the next commune', { asker: asks(person('xakhac', 'officer', '/ar_p/ar_d/')) }, 'forbidden'],
    ['a token', { asker: asks(person('may', 'officer', COMMUNE, 'token')) }, 'forbidden'],
    ['the program', { asker: null }, 'forbidden'],
  ])('%s', (_name, change, expected) => {
    expect(outcome(play(), proof('voice', change))).toBe(expected);
  });

  it('in every target', () => {
    const two = {
      ...proof('voice'),
      place: { path: '/ar_p/', name: 'Tỉnh', approval: false, delegations: [] },
      targets: new Map([
        ['ar_v', VILLAGE],
        ['ar_w', '/ar_p/ar_d/ar_w/'],
      ]),
    };
    expect(outcome(play({ targets: ['ar_v', 'ar_w'] }), two)).toBe('forbidden');
  });

  it('names exactly the order that it judged, and nobody else’s word makes an emergency', () => {
    expect(mayAir(play(), binh, proof('voice'))).toMatchObject({ digest: orderDigest(play()), by: 'ac_binh' });
    const plain = { ...proof('voice'), alert: undefined, approved: { by: 'ac_chair' } };
    for (const order of [play(), drill(), play({ class: 'normal', siren: 'siren-hue-storm' })])
      expect(mayAir(order, chair, plain)).toMatchObject({ code: 'use_alerts' });
  });
});

describe('ALR-2: a siren and an evacuation take two accounts on two phones', () => {
  it.each<[string, Partial<AlertProof>, string]>([
    ['the asker alone', {}, 'needs_second'],
    ['another person on another phone', { second: second() }, 'two'],
    ['the same account', { second: second({ actor: binh }) }, 'same_person'],
    ['two accounts on one phone', { second: second({ phone: 'phone of Bình' }) }, 'same_phone'],
    ['a phone that nobody can name', { second: second({ phone: null }) }, 'same_phone'],
    ['digits from the other person’s phone', { second: { by: 'code', actor: chair } }, 'two'],
    ['the asker’s own digits', { second: { by: 'code', actor: binh } }, 'same_person'],
    ['someone who may not confirm', { second: second({ actor: person('kythuat', 'technician') }) }, 'forbidden'],
    ['a second of the next commune', { second: second({ actor: person('x', 'leader', '/ar_p/ar_d/') }) }, 'forbidden'],
    ['without the asker’s PIN', { second: second(), asker: asks(binh, false) }, 'pin_needed'],
    ['alone while the wait goes on', { second: alone(1) }, 'wait_not_over'],
    ['alone with a reason after it', { second: alone(0) }, 'alone'],
  ])('%s', (_name, change, expected) => {
    expect(outcome(siren(), proof('siren', change))).toBe(expected);
    expect(outcome(evacuation(), proof('evacuation', change))).toBe(expected);
  });

  it('ALR-3: no siren sounds for what is past, unlikely or over, whoever agrees', () => {
    const past = { second: second(), sirenAllowed: false };
    expect(outcome(siren(), proof('siren', past))).toBe('siren_forbidden');
    expect(outcome(siren(evacuation()), proof('evacuation', past))).toBe('siren_forbidden');
    expect(outcome(evacuation(), proof('evacuation', past))).toBe('two');
  });

  it.each([
    ['a siren', siren()],
    ['a siren clip', play({ content: [clip('siren-hue-storm')] })],
    ['an evacuation', evacuation()],
  ])('%s never passes as voice', (_name, order) => {
    expect(() => outcome(order, proof('voice'))).toThrow('no voice');
  });
});

describe('ALR-4: what is said more exactly or for longer takes no new proof, and adds nothing', () => {
  const before = siren({ targets: ['ar_v', 'ar_w'] });
  const update = (change: Partial<Play> = {}) =>
    siren({ revision: 2, message: 'update', content: [clip('flood-3'), recording], ...change });
  const program = (change: Partial<AlertProof> = {}) => proof('specifics', { asker: null, before, ...change });

  it('by the program, also with less', () => {
    expect(outcome(update(), program())).toBe('specifics');
    expect(outcome(update({ siren: undefined }), program())).toBe('specifics');
  });
  it.each<[string, Play, Play | null]>([
    ['another siren', update({ siren: 'siren-hue-storm' }), before],
    ['a siren where none was', update(), play()],
    ['a siren clip', update({ content: [clip('siren-hue-storm')] }), before],
    ['another place', update({ targets: ['ar_v', 'ar_u'] }), before],
    ['an area that was left out', update(), { ...before, except: ['ar_u'] }],
    ['another clip', update({ content: [clip('other')] }), before],
    ['an evacuation', update({ content: [clip('flood-3'), clip('plan')] }), before],
    ['another alert', update({ broadcastId: 'al_b' }), before],
    ['an emergency out of a drill', update({ siren: undefined }), drill()],
    ['a first message', update(), null],
    ['a drill without its frame', drill({ message: 'update', content: [clip('flood-2')] }), drill()],
  ])('not with %s', (_name, order, old) => {
    const where = { ...program({ before: old }), targets: new Map([...'vwu'].map(v => [`ar_${v}`, VILLAGE])) };
    expect(() => outcome(order, where)).toThrow('no specifics');
  });
  it('other words take a person and a PIN again', () => {
    const said = update({ content: [clip('flood-2'), recording] });
    expect(outcome(said, proof('voice', { before }))).toBe('voice');
    expect(outcome(said, proof('voice', { before, asker: asks(binh, false) }))).toBe('pin_needed');
    expect(() => outcome(update(), proof('voice', { before: play() }))).toThrow('no voice');
  });
});

describe('ALR-5: silence, withdrawal and correction take one person at or above where it was sent from, and no PIN', () => {
  const ending = (message: 'withdraw' | 'correct', content = [clip('chime-alert'), clip('all-clear')]) =>
    play({ revision: 2, message, content });
  const by = (actor: Actor, authorityPath = COMMUNE) => ({ asker: asks(actor, false), before: play(), authorityPath });
  const commune = person('khac');
  const province = person('tinh', 'province', '/ar_p/');

  it.each<[string, Actor, string, string | null]>([
    ['another officer of the commune', commune, COMMUNE, null],
    ['the province', province, COMMUNE, null],
    ['the commune, of the province’s alert', commune, '/ar_p/', 'forbidden'],
    ['somebody without the right', person('kythuat', 'technician'), COMMUNE, 'forbidden'],
  ])('%s', (_name, actor, authority, refused) => {
    expect(outcome(ending('withdraw'), proof('withdraw', by(actor, authority)))).toBe(refused ?? 'takeBack');
    expect(outcome(ending('correct'), proof('correct', by(actor, authority)))).toBe(refused ?? 'takeBack');
    expect(outcome(stop, proof('silence', by(actor, authority)))).toBe(refused ?? 'silence');
  });

  it('the words are no way to a siren, and a silence names its alert and revision', () => {
    expect(() => outcome(siren({ message: 'withdraw' }), proof('withdraw', by(commune)))).toThrow('no withdraw');
    expect(() => outcome(ending('correct'), proof('withdraw', by(commune)))).toThrow('no withdraw');
    expect(() => outcome({ ...stop, revision: undefined }, proof('silence', by(commune)))).toThrow('no silence');
    expect(() => outcome({ ...stop, broadcastId: undefined }, proof('silence', by(commune)))).toThrow('no silence');
  });
});

describe('ALR-6: a drill is framed by its own words and has no siren; a test of the sirens takes two, a day ahead, by day', () => {
  it('a drill takes one person with the right', () => {
    expect(outcome(drill(), proof('drill', { asker: asks(binh, false) }))).toBe('drill');
    expect(outcome(drill(), proof('drill', { asker: asks(person('x', 'technician')) }))).toBe('forbidden');
  });
  it.each<[string, Play]>([
    ['a siren', drill({ siren: 'siren-hue-storm' })],
    ['a siren clip', drill({ content: [clip('drill-open'), clip('siren-hue-storm'), clip('drill-close')] })],
    ['words without a frame', drill({ content: [clip('flood-2')] })],
    ['an emergency', play()],
  ])('%s is no drill', (_name, order) => {
    expect(() => outcome(order, proof('drill'))).toThrow('no drill');
  });
  it.each<[string, Play, Second | null, string]>([
    ['two people, a day ahead', sirenTest(), second(), 'two'],
    ['one person', sirenTest(), null, 'needs_second'],
    ['one person after any wait', sirenTest(), alone(0), 'needs_second'],
    ['less than a day ahead', sirenTest({ startAt: NOW + 24 * HOUR - 1 }), second(), 'siren_test_time'],
    ['before eight', sirenTest({ startAt: Date.parse('2026-11-24T07:59:00+07:00') }), second(), 'siren_test_time'],
    ['at eight', sirenTest({ startAt: Date.parse('2026-11-24T08:00:00+07:00') }), second(), 'two'],
    [
      'at five in the evening',
      sirenTest({ startAt: Date.parse('2026-11-24T17:00:00+07:00') }),
      second(),
      'siren_test_time',
    ],
  ])('%s', (_name, order, other, expected) => {
    expect(outcome(order, proof('sirenTest', { second: other }))).toBe(expected);
  });
});
