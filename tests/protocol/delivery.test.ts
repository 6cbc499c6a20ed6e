// Drives the fold of facts: any order, any repetition, one outcome.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeliveryFact, foldDelivery, type JournalledFact } from '../../protocol/delivery.ts';

const about = { broadcastId: 'br_a', revision: 1, deliveryId: 'de_a', uncertaintyMs: 3 };
const say = (seq: number, said: Record<string, unknown>, journalId = 'jo_a'): JournalledFact => ({
  journalId,
  fact: { ...about, seq, at: 1000 + seq, ...said } as DeliveryFact,
});
const played = { kind: 'played', startedAt: 1100, endedAt: 1200, proof: 'level', levelDbfs: -20 };

describe('the fold', () => {
  it('ONC-2: stored, playing, played', () => {
    const facts = [say(1, { kind: 'stored' }), say(2, { kind: 'playing', startedAt: 1100 }), say(3, played)];
    expect(foldDelivery(facts.slice(0, 1)).state).toBe('stored');
    expect(foldDelivery(facts.slice(0, 2))).toMatchObject({ state: 'playing', startedAt: 1100 });
    expect(foldDelivery(facts)).toMatchObject({
      state: 'played',
      startedAt: 1100,
      endedAt: 1200,
      proof: 'level',
      levelDbfs: -20,
    });
  });

  it('ONC-2: a pre-empted item stands as stored until it starts again', () => {
    const facts = [say(1, { kind: 'playing', startedAt: 1100 }), say(2, { kind: 'preempted', by: 'br_b' })];
    expect(foldDelivery(facts)).toMatchObject({ state: 'stored', startedAt: null });
    expect(
      foldDelivery([...facts, say(3, { kind: 'playing', startedAt: 1300 }), say(4, { ...played, startedAt: 1300 })])
        .startedAt,
    ).toBe(1300);
  });

  it('ONC-2: a final word stands, unless a higher revision speaks', () => {
    const end = [say(1, { kind: 'expired' }), say(2, { kind: 'playing', startedAt: 1100 })];
    expect(foldDelivery(end).state).toBe('expired');
    expect(foldDelivery([...end, say(3, { kind: 'stored', revision: 2 })]).state).toBe('stored');
  });

  it('ORD-3: refusing a newer revision does not unsay that an older one was played', () => {
    expect(foldDelivery([say(1, played), say(2, { kind: 'refused', revision: 2, reason: 'expired' })]).state).toBe(
      'played',
    );
  });

  it('RNK-7: of an alert whose messages follow one another the newest that was heard stands', () => {
    const issue = { kind: 'playing', startedAt: 1100 };
    const update = { revision: 2 };
    const sounds = [say(1, issue), say(2, { ...update, kind: 'stored' })];
    expect(foldDelivery(sounds)).toMatchObject({ state: 'playing', revision: 1 });
    const carriedOn = [...sounds, say(3, { ...update, kind: 'playing', startedAt: 1300 })];
    expect(foldDelivery(carriedOn)).toMatchObject({ state: 'playing', revision: 2, soundedAt: 1100 });
    // The first message ended in peace before the all-clear came.
    const allClear = [say(1, played), say(2, { revision: 2, kind: 'playing', startedAt: 1900 })];
    expect(foldDelivery(allClear)).toMatchObject({ state: 'playing', revision: 2, soundedAt: 1100 });
    expect(foldDelivery([say(1, played), say(2, { ...update, kind: 'stored' })]).state).toBe('played');
    // An update whose audio never came: the first message sounded on.
    const late = [...sounds.slice(0, 1), say(2, { ...update, kind: 'expired' }), say(3, played)];
    expect(foldDelivery(late)).toMatchObject({ state: 'played', revision: 1 });
    // Taken back, and the word of that not heard: it is still known that the alert was cut off.
    const cut = { kind: 'interrupted', startedAt: 1100, endedAt: 1150, reason: 'superseded' };
    expect(foldDelivery([say(1, issue), say(2, cut), say(3, { ...update, kind: 'expired' })])).toMatchObject({
      state: 'interrupted',
      revision: 1,
    });
  });

  it('ONC-2: a replaced card with a new journal goes on after the old one', () => {
    const old = [say(1, { kind: 'playing', startedAt: 1100, at: 1100 })];
    const next = [say(1, { kind: 'interrupted', startedAt: 1100, endedAt: 1150, reason: 'restart', at: 1200 }, 'jo_0')];
    expect(foldDelivery([...next, ...old]).state).toBe('interrupted');
  });

  it('ONC-2: any order and any repetition gives the same outcome', () => {
    const kinds = fc.constantFrom<Record<string, unknown>>(
      { kind: 'stored' },
      { kind: 'playing', startedAt: 1100 },
      { kind: 'preempted', by: 'br_b' },
      played,
      { kind: 'interrupted', startedAt: 1100, endedAt: 1150, reason: 'stopped' },
      { kind: 'failed', reason: 'speaker' },
      { kind: 'expired' },
      { kind: 'cancelled' },
    );
    const list = fc.array(
      fc.record({ said: kinds, journal: fc.constantFrom('jo_a', 'jo_b'), revision: fc.integer({ min: 1, max: 3 }) }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(list, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (entries, noise) => {
        const facts = entries.map(({ said, journal, revision }, i) => say(i + 1, { ...said, revision }, journal));
        const mixed = [...facts, ...facts.slice(0, 4)]
          .map(fact => ({ fact, key: noise.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(entry => entry.fact);
        expect(foldDelivery(mixed)).toEqual(foldDelivery(facts));
      }),
    );
  });

  it('CAL-1: it has sounded while it sounds, and for good once one pass was whole', () => {
    const begun = [say(1, { kind: 'stored' }), say(2, { kind: 'playing', startedAt: 1100 })];
    const broken = (rounds?: number) =>
      say(3, { kind: 'interrupted', startedAt: 1100, endedAt: 1150, reason: 'stopped', rounds });
    expect(foldDelivery(begun.slice(0, 1)).soundedAt).toBeNull();
    expect(foldDelivery(begun).soundedAt).toBe(1100);
    expect(foldDelivery([...begun, broken()]).soundedAt).toBeNull();
    expect(foldDelivery([...begun, broken(0)]).soundedAt).toBeNull();
    expect(foldDelivery([...begun, broken(1)]).soundedAt).toBe(1100);
    expect(foldDelivery([...begun, say(3, { kind: 'failed', reason: 'speaker' })]).soundedAt).toBeNull();
    expect(foldDelivery([...begun, say(3, played)]).soundedAt).toBe(1100);
    expect(foldDelivery([...begun, say(3, { ...played, rounds: 0 })]).soundedAt).toBeNull();
  });

  it('ALM-7: an emergency whose loudspeaker failed has failed until it sounds again', () => {
    const begun = [say(1, { kind: 'stored' }), say(2, { kind: 'playing', startedAt: 1100 })];
    const lost = (rounds: number) => say(3, { kind: 'broken', reason: 'speaker', rounds });
    expect(foldDelivery([...begun, lost(0)])).toMatchObject({ state: 'failed', reason: 'speaker', soundedAt: null });
    expect(foldDelivery([...begun, lost(1)])).toMatchObject({ state: 'failed', soundedAt: 1100 });
    const again = [...begun, lost(0), say(4, { kind: 'playing', startedAt: 1300 })];
    expect(foldDelivery(again)).toMatchObject({ state: 'playing', reason: null, soundedAt: 1300 });
    expect(foldDelivery([...again, say(5, { ...played, startedAt: 1100 })])).toMatchObject({ state: 'played' });
  });

  it('CAL-1: a later revision unsays nothing, and makes good what an earlier one broke off', () => {
    const broken = { kind: 'interrupted', startedAt: 1100, endedAt: 1150, reason: 'superseded' };
    const later = { revision: 2, startedAt: 1160 };
    expect(foldDelivery([say(1, { ...broken, rounds: 2 }), say(2, { kind: 'expired', revision: 2 })])).toMatchObject({
      state: 'interrupted',
      soundedAt: 1100,
    });
    expect(foldDelivery([say(1, broken), say(2, { kind: 'stored', revision: 2 })]).soundedAt).toBeNull();
    expect(foldDelivery([say(1, broken), say(2, { kind: 'playing', ...later })]).soundedAt).toBe(1160);
    // An update is on the device while the first message still sounds.
    const sounding = say(1, { kind: 'playing', startedAt: 1100 });
    expect(foldDelivery([sounding, say(2, { kind: 'stored', revision: 2 })]).soundedAt).toBe(1100);
  });

  it('ONC-5: no facts are no state', () => {
    expect(foldDelivery([]).state).toBeNull();
  });
});
