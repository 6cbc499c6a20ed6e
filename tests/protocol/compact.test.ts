// Drives the 140-octet form of emergencies both ways: what it can say it says exactly, and no changed octet is an order.

import { sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPACT_OCTETS, type CompactOrder, openCompact, type Signer, sealCompact } from '../../protocol/compact.ts';
import { compactPlay, compactStop, orderOf } from '../../protocol/compact-order.ts';
import { makeId } from '../../protocol/id.ts';
import { play, stop } from '../../protocol/order.ts';
import { makeKey } from '../support/keys.ts';

const key = makeKey();
const signer: Signer = { keyId: key.keyId, sign: bytes => sign(null, bytes, key.privateKey) };
const seal = (order: CompactOrder) => sealCompact(order, signer);

const eight = fc.uint8Array({ minLength: 8, maxLength: 8 });
const name = fc.tuple(fc.constantFrom('ar' as const, 'cl' as const), eight).map(([kind, bytes]) => makeId(kind, bytes));
const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const common = { counter: u32, issuedAt: u32.map(s => s * 1000) };
const aPlay = fc
  .record({
    ...common,
    kind: fc.constant('play' as const),
    alertId: eight.map(bytes => makeId('al', bytes)),
    revision: fc.integer({ min: 1, max: 255 }),
    message: fc.constantFrom('issue' as const, 'update' as const, 'withdraw' as const, 'correct' as const),
    start: fc.integer({ min: 0, max: 65_535 }),
    expiry: fc.oneof(
      fc.integer({ min: 0, max: 32_767 }).map(s => s * 1000),
      fc.integer({ min: 547, max: 33_313 }).map(minutes => minutes * 60_000),
    ),
    targets: fc.array(name, { minLength: 1, maxLength: 5 }),
    except: fc.array(name, { maxLength: 3 }),
    clips: fc.array(fc.record({ number: fc.integer({ min: 1, max: 255 }), optional: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    }),
    siren: fc.option(fc.integer({ min: 1, max: 255 })),
    passes: fc.integer({ min: 1, max: 20 }),
    repeatMinutes: fc.option(fc.integer({ min: 1, max: 60 })),
    volume: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ start, expiry, ...rest }) => ({
    ...rest,
    startAt: rest.issuedAt + start * 10,
    expiresAt: rest.issuedAt + expiry,
  }));
const aStop = fc
  .record({
    ...common,
    kind: fc.constant('stop' as const),
    stopId: eight.map(bytes => makeId('st', bytes)),
    broadcastId: fc.option(
      fc.tuple(fc.constantFrom('al' as const, 'br' as const), eight).map(([kind, bytes]) => makeId(kind, bytes)),
    ),
    revision: fc.option(fc.integer({ min: 1, max: 255 })),
    maxClass: fc.constantFrom('normal' as const, 'priority' as const, 'emergency' as const),
    hours: fc.integer({ min: 0, max: 65_535 }),
    targets: fc.array(name, { minLength: 1, maxLength: 4 }),
  })
  .map(({ hours, revision, ...rest }) => ({
    ...rest,
    revision: rest.broadcastId === null ? null : revision,
    keepUntil: rest.issuedAt + hours * 3_600_000,
  }));
const anOrder: fc.Arbitrary<CompactOrder> = fc.oneof(aPlay, aStop);

const id = (letter: string) => makeId('cl', new Uint8Array(8).fill(letter.charCodeAt(0)));
const alertId = makeId('al', new Uint8Array(8).fill(7));
const T0 = Date.parse('2026-11-22T09:00:00.437Z');
const library = [
  { name: 'chime-alert', number: 4, durationMs: 2000 },
  { name: 'flood-3', number: 7, durationMs: 9000 },
  { name: 'plan', number: 200, durationMs: 20_000 },
  { name: 'siren-hue-flood3', number: 30, durationMs: 40_000 },
];
const alert = play.parse({
  broadcastId: alertId,
  revision: 3,
  class: 'emergency',
  title: 'Báo động 3',
  issuedAt: T0,
  startAt: T0 + 300,
  expiresAt: T0 + 45 * 60_000,
  targets: [id('a'), makeId('ar', new Uint8Array(8).fill(9))],
  except: [id('b')],
  content: [
    { type: 'clip', name: 'flood-3', durationMs: 9000 },
    { type: 'clip', name: 'plan', durationMs: 20_000, optional: true },
  ],
  volume: 100,
  passes: 3,
  message: 'update',
  siren: 'siren-hue-flood3',
  repeatEveryMs: 10 * 60_000,
});

describe('compact orders', () => {
  it('ORD-12: what fits into 140 octets reads back as it was, anything else is not sealed', () => {
    let sealed = 0;
    fc.assert(
      fc.property(anOrder, order => {
        const frame = seal(order);
        if (frame === null) {
          // Head, signature and the fixed parts leave 43 octets for clips and names, 50 for the names of a stop.
          const names = order.targets.length + (order.kind === 'play' ? order.except.length : 0);
          expect(8 * names + (order.kind === 'play' ? order.clips.length : -1)).toBeGreaterThan(43);
          return;
        }
        sealed++;
        expect(frame.length).toBeLessThanOrEqual(COMPACT_OCTETS);
        expect(openCompact(frame, key.publicKey)).toEqual(order);
      }),
      { numRuns: 1000 },
    );
    expect(sealed).toBeGreaterThan(500);
  });

  it('ORD-12: no octet can be changed, left out or added', () => {
    fc.assert(
      fc.property(anOrder, fc.nat(), fc.integer({ min: 1, max: 255 }), (order, where, what) => {
        const frame = seal(order);
        fc.pre(frame !== null);
        const changed = Uint8Array.from(frame);
        changed[where % frame.length]! ^= what;
        expect(openCompact(changed, key.publicKey)).toBeNull();
        expect(openCompact(frame.subarray(0, where % frame.length), key.publicKey)).toBeNull();
        expect(openCompact(Uint8Array.from([...frame, what]), key.publicKey)).toBeNull();
        expect(openCompact(frame, makeKey().publicKey)).toBeNull();
      }),
      { numRuns: 300 },
    );
    const frame = seal(compactPlay(alert, 1, library)!)!;
    for (let at = 0; at < frame.length; at++) {
      const flipped = Uint8Array.from(frame);
      flipped[at]! ^= 1 << (at % 8);
      expect(openCompact(flipped, key.publicKey)).toBeNull();
      expect(openCompact(frame.subarray(0, at), key.publicKey)).toBeNull();
    }
  });

  it('ORD-12: what is out of range, or of ids that are not of 8 bytes, is not sealed', () => {
    const good = compactPlay(alert, 1, library)!;
    expect(seal(good)).not.toBeNull();
    for (const bad of [
      { revision: 256 },
      { revision: 0 },
      { volume: 101 },
      { passes: 21 },
      { siren: 256 },
      { repeatMinutes: 61 },
      { repeatMinutes: 1.5 },
      { counter: 2 ** 32 },
      { counter: -1 },
      { issuedAt: good.issuedAt + 1 },
      { startAt: good.issuedAt - 10 },
      { expiresAt: good.issuedAt + 33_314 * 60_000 },
      { expiresAt: good.issuedAt + 60_500 },
      { targets: [] },
      { targets: ['cl_abc'] },
      { alertId: 'al_a' },
      { alertId: makeId('br', new Uint8Array(8)) },
      { clips: [] },
      { clips: [{ number: 0, optional: false }] },
    ])
      expect(seal({ ...good, ...bad }), JSON.stringify(bad)).toBeNull();
  });

  it('ORD-12: it says the same order as the envelope, with times to 10 ms, ends to the second and the device’s own lengths', () => {
    const frame = seal(compactPlay(alert, 9, library)!)!;
    expect(frame).toHaveLength(COMPACT_OCTETS - 17);
    const back = orderOf(openCompact(frame, key.publicKey)!, library);
    expect(back).toEqual({
      kind: 'play',
      body: {
        ...alert,
        title: '',
        issuedAt: Date.parse('2026-11-22T09:00:00Z'),
        startAt: Date.parse('2026-11-22T09:00:00.740Z'),
        expiresAt: Date.parse('2026-11-22T09:45:01Z'),
      },
    });
    expect(orderOf(openCompact(frame, key.publicKey)!, [])).toMatchObject({
      body: { content: [{ name: 'number-7' }, { name: 'number-200' }], siren: 'number-30' },
    });
  });

  it('ORD-12: a stop covers no less and is kept no shorter than the stop that it says', () => {
    const order = stop.parse({
      stopId: makeId('st', new Uint8Array(8).fill(5)),
      broadcastId: alertId,
      revision: 2,
      targets: [id('a')],
      maxClass: 'emergency',
      issuedAt: T0,
      keepUntil: T0 + 25.2 * 3_600_000,
    });
    const back = orderOf(openCompact(seal(compactStop(order, 1))!, key.publicKey)!, library);
    expect(back).toMatchObject({ kind: 'stop', body: { broadcastId: alertId, revision: 2, stopId: order.stopId } });
    if (back?.kind !== 'stop') throw new Error('no stop');
    expect(back.body.issuedAt).toBeGreaterThanOrEqual(order.issuedAt);
    expect(back.body.keepUntil).toBeGreaterThanOrEqual(order.keepUntil);
    const all = compactStop(stop.parse({ ...order, broadcastId: undefined, revision: undefined }), 2);
    expect(orderOf(openCompact(seal(all)!, key.publicKey)!, library)?.body).not.toHaveProperty('broadcastId');
  });

  it('ORD-12: recordings, drills and routine orders have no compact form', () => {
    const recording = {
      type: 'recording' as const,
      versions: [{ language: 'vi', recording: '0'.repeat(64), durationMs: 1 }],
    };
    expect(compactPlay({ ...alert, content: [recording] }, 1, library)).toBeNull();
    expect(compactPlay({ ...alert, drill: true }, 1, library)).toBeNull();
    expect(compactPlay({ ...alert, class: 'normal' }, 1, library)).toBeNull();
    expect(compactPlay({ ...alert, siren: 'siren-unknown' }, 1, library)).toBeNull();
  });
});
