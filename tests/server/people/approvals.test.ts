// Drives the gate before the signature and the rules of approval as tables: who, where, what, by whose word. No store.
import { describe, expect, it } from 'vitest';
import type { Role } from '../../../protocol/api/people.ts';
import type { Delegation } from '../../../protocol/api/places.ts';
import type { Play, Stop } from '../../../protocol/order.ts';
import {
  type AirItem,
  type AirPlace,
  type AirProof,
  decide,
  mayAir,
  maySendAtOnce,
  mayStop,
  submit,
} from '../../../server/people/approvals.ts';
import { type Actor, may, rightsOf } from '../../../server/people/rights.ts';
import { orderDigest } from '../../../server/signing/signing.ts';

const MINUTE = 60_000;
/** 16:00 in Vietnam. */
const NOW = Date.parse('2026-11-22T09:00:00Z');
const ZONE = 'Asia/Ho_Chi_Minh';
const COMMUNE = '/ar_p/ar_c/';

const actor = (role: Role, areaPath = COMMUNE, kind: Actor['kind'] = 'session'): Actor => ({
  accountId: `ac_${role.toLowerCase()}`,
  name: role,
  kind,
  scopes: ['read', 'propose'],
  grants: [{ role, areaId: 'ar_x', areaPath }],
  language: 'vi',
});
const place = (change: Partial<AirPlace> = {}): AirPlace => ({
  path: `${COMMUNE}ar_v/`,
  name: 'Thôn Chùa',
  approval: true,
  delegations: [],
  ...change,
});
const item = (change: Partial<AirItem> = {}): AirItem => ({
  class: 'normal',
  durationMs: 3 * MINUTE,
  startAt: NOW,
  ...change,
});
const play = (change: Partial<Play> = {}): Play => ({
  broadcastId: 'br_a',
  revision: 1,
  class: 'normal',
  title: 'Thông báo',
  issuedAt: NOW,
  startAt: NOW,
  expiresAt: NOW + 60 * MINUTE,
  targets: ['ar_v'],
  content: [{ type: 'recording', versions: [{ language: 'vi', recording: 'a'.repeat(64), durationMs: 3 * MINUTE }] }],
  volume: 80,
  ...change,
});
const stop = (change: Partial<Stop> = {}): Stop => ({
  stopId: 'st_a',
  targets: ['ar_v'],
  maxClass: 'normal',
  issuedAt: NOW,
  keepUntil: NOW + 86_400_000,
  ...change,
});
const proof = (change: Partial<AirProof> = {}): AirProof => ({
  place: place(),
  targets: new Map([['ar_v', place().path]]),
  approved: null,
  timezone: ZONE,
  ...change,
});

describe('at once or to a leader', () => {
  it.each<[string, Actor, AirPlace, AirItem, string]>([
    ['a leader', actor('leader'), place(), item(), 'leader'],
    ['the province', actor('province', '/ar_p/'), place(), item({ class: 'priority' }), 'leader'],
    ['an officer where approval is on', actor('officer'), place(), item(), 'needs_approval'],
    ['an administrator is no leader', actor('admin'), place(), item(), 'needs_approval'],
    ['an officer where approval is off', actor('officer'), place({ approval: false }), item(), 'noApproval'],
    [
      'a token, though approval is off',
      actor('officer', COMMUNE, 'token'),
      place({ approval: false }),
      item(),
      'needs_approval',
    ],
    ['a leader’s token', actor('leader', COMMUNE, 'token'), place(), item(), 'needs_approval'],
    ['a technician', actor('technician'), place(), item(), 'forbidden'],
    ['a leader of the next commune', actor('leader', '/ar_p/ar_d/'), place(), item(), 'forbidden'],
    ['a leader whose area begins alike', actor('leader', '/ar_p/ar_c/ar_v/ar_w/'), place(), item(), 'forbidden'],
    ['a village head, short and normal', actor('villageHead'), place({ approval: false }), item(), 'noApproval'],
    [
      'a village head, 5 min 1 s',
      actor('villageHead'),
      place({ approval: false }),
      item({ durationMs: 301_000 }),
      'beyond_role',
    ],
    [
      'a village head, priority',
      actor('villageHead'),
      place({ approval: false }),
      item({ class: 'priority' }),
      'beyond_role',
    ],
    ['anybody, an emergency', actor('leader'), place(), item({ class: 'emergency' }), 'use_alerts'],
  ])('%s', (_name, who, where, what, outcome) => {
    const verdict = maySendAtOnce(who, where, ZONE, what);
    expect(verdict.allowed ? verdict.rule : verdict.code).toBe(outcome);
  });
});

describe('a delegation', () => {
  const officer = actor('officer');
  const delegation: Delegation = {
    accountId: officer.accountId,
    class: 'normal',
    maxMinutes: 10,
    hours: { from: '06:00', to: '18:00' },
    documentNo: '12/QĐ-UBND',
    documentDate: '2026-01-01',
    until: '2026-11-22',
  };
  const at = (local: string, day = '2026-11-22') => Date.parse(`${day}T${local}:00+07:00`);
  it.each<[string, Partial<Delegation>, Partial<AirItem>, boolean]>([
    ['holds', {}, {}, true],
    ['for its person alone', { accountId: 'ac_other' }, {}, false],
    ['for its class alone', {}, { class: 'priority' }, false],
    ['up to its length', {}, { durationMs: 10 * MINUTE }, true],
    ['not beyond its length', {}, { durationMs: 10 * MINUTE + 1 }, false],
    ['from its first minute, local time', {}, { startAt: at('06:00') }, true],
    ['not before', {}, { startAt: at('05:59') }, false],
    ['not if it would still sound after', {}, { startAt: at('17:58'), durationMs: 5 * MINUTE }, false],
    [
      'across midnight where its hours do',
      { hours: { from: '22:00', to: '04:00' }, until: '2026-11-23' },
      { startAt: at('23:59') },
      true,
    ],
    ['not by day then', { hours: { from: '22:00', to: '04:00' } }, { startAt: at('12:00') }, false],
    ['to the end of its last day', {}, { startAt: at('17:00') }, true],
    ['not the day after', {}, { startAt: at('09:00', '2026-11-23') }, false],
  ])('%s', (_name, change, what, allowed) => {
    const verdict = maySendAtOnce(officer, place({ delegations: [{ ...delegation, ...change }] }), ZONE, item(what));
    expect(verdict.allowed ? verdict.rule : verdict.code).toBe(allowed ? 'delegation' : 'needs_approval');
  });
});

describe('mayAir', () => {
  it('ORD-10: names exactly the order that it judged, as signing does', () => {
    for (const order of [play(), stop()]) {
      const verdict = mayAir(order, actor('leader'), proof());
      expect(verdict).toMatchObject({ allowed: true, digest: orderDigest(order), by: 'ac_leader' });
    }
    const other = mayAir(play({ volume: 81 }), actor('leader'), proof());
    expect(other.allowed && other.digest).not.toBe(orderDigest(play()));
  });

  it.each<[string, Play | Stop, Actor | null, Partial<AirProof>, string]>([
    ['an approved item, by the program', play(), null, { approved: { by: 'ac_leader' } }, 'approved'],
    ['an item that nobody approved, by the program', play(), null, {}, 'not_approved'],
    ['an officer without approval', play(), actor('officer'), {}, 'needs_approval'],
    [
      'an approved emergency',
      play({ class: 'emergency' }),
      actor('leader'),
      { approved: { by: 'ac_leader' } },
      'use_alerts',
    ],
    ['a stop by an officer', stop({ maxClass: 'priority' }), actor('officer'), {}, 'stop'],
    ['a stop by an inspector', stop(), actor('inspector'), {}, 'forbidden'],
    ['a stop by a token', stop(), actor('leader', COMMUNE, 'token'), {}, 'forbidden'],
    ['a stop by the program', stop(), null, { approved: { by: 'ac_leader' } }, 'forbidden'],
    ['a stop of emergencies', stop({ maxClass: 'emergency' }), actor('leader'), {}, 'use_alerts'],
    [
      'a stop of priority items by a village head',
      stop({ maxClass: 'priority' }),
      actor('villageHead'),
      {},
      'beyond_role',
    ],
  ])('%s', (_name, order, who, change, outcome) => {
    const verdict = mayAir(order, who, proof(change));
    expect(verdict.allowed ? verdict.rule : verdict.code).toBe(outcome);
  });

  it('measures the order itself: every language and every pass', () => {
    const version = (language: string) => ({ language, recording: 'b'.repeat(64), durationMs: 100_000 });
    const long = play({ content: [{ type: 'recording', versions: [version('vi'), version('nut')] }], passes: 2 });
    const open = proof({ place: place({ approval: false }) });
    expect(mayAir(long, actor('villageHead'), open)).toMatchObject({ allowed: false, code: 'beyond_role' });
    expect(mayAir({ ...long, passes: 1 }, actor('villageHead'), open).allowed).toBe(true);
  });

  it('is not talked into judging another place than the order’s targets', () => {
    expect(() => mayAir(play({ targets: ['ar_v', 'ar_q'] }), actor('leader'), proof())).toThrow(/ar_q/);
    const elsewhere = new Map([['ar_v', '/ar_p/ar_d/ar_v/']]);
    expect(() => mayAir(play(), actor('leader'), proof({ targets: elsewhere }))).toThrow(/ar_v/);
  });
});

describe('draft → awaiting → approved | returned', () => {
  it('an officer hands in, a leader approves or returns, and it can be handed in again', () => {
    expect(submit('draft', actor('officer'), place(), ZONE, item())).toMatchObject({
      state: 'awaiting',
      approvedBy: null,
    });
    expect(decide('awaiting', 'approved', actor('leader'), place(), 'ac_officer')).toMatchObject({
      state: 'approved',
      approvedBy: 'ac_leader',
    });
    expect(decide('awaiting', 'returned', actor('leader'), place(), 'ac_officer')).toMatchObject({ state: 'returned' });
    expect(submit('returned', actor('officer'), place(), ZONE, item())).toMatchObject({ state: 'awaiting' });
  });

  it('a leader’s own item needs nobody else; nobody without that right approves their own', () => {
    expect(submit('draft', actor('leader'), place(), ZONE, item())).toMatchObject({
      state: 'approved',
      approvedBy: 'ac_leader',
    });
    expect(decide('awaiting', 'approved', actor('leader'), place(), 'ac_leader').allowed).toBe(true);
    for (const role of Object.keys(rightsOf) as Role[])
      if (rightsOf[role].includes('approve')) expect(rightsOf[role]).toContain('announceAtOnce');
  });

  it.each<[string, ReturnType<typeof submit>, string]>([
    ['an officer does not approve', decide('awaiting', 'approved', actor('officer'), place(), 'ac_x'), 'forbidden'],
    [
      'the next commune’s leader does not',
      decide('awaiting', 'approved', actor('leader', '/ar_p/ar_d/'), place(), 'ac_x'),
      'forbidden',
    ],
    [
      'a token does not',
      decide('awaiting', 'approved', actor('leader', COMMUNE, 'token'), place(), 'ac_x'),
      'forbidden',
    ],
    ['a draft is not approved', decide('draft', 'approved', actor('leader'), place(), 'ac_x'), 'wrong_state'],
    [
      'what is approved is not returned',
      decide('approved', 'returned', actor('leader'), place(), 'ac_x'),
      'wrong_state',
    ],
    ['what waits is not handed in again', submit('awaiting', actor('officer'), place(), ZONE, item()), 'wrong_state'],
  ])('%s', (_name, outcome, code) => {
    expect(outcome).toMatchObject({ allowed: false, code });
  });
});

it('a stop is refused by the place, then by the class', () => {
  expect(mayStop(actor('officer'), 'priority', place())).toBeNull();
  expect(mayStop(actor('officer', '/ar_p/ar_d/'), 'normal', place())).toMatchObject({ code: 'forbidden' });
  expect(may(actor('technician'), 'stop', COMMUNE)).toBe(false);
});
