// Drives the lines, counts and the sentence of an outcome: faults first, nobody claimed who was not confirmed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeliveryState, deliveryState } from '../../protocol/delivery.ts';
import { countGroups, countStates, faultsFirst, householdsOf } from '../../web/grouping.ts';
import { languagesLine, outcomeSentence } from '../../web/sentence.ts';
import { isFaulty, troubledFirst } from '../../web/troubled.ts';
import { en } from '../../web/words/en.ts';
import { vi } from '../../web/words/vi.ts';

const line = (state: DeliveryState, cluster = 'Xóm Mới', area = 'Bố Hạ') => ({ state, cluster, area });

describe('lines of an outcome', () => {
  it('put what went wrong first and what went well last', () => {
    const order = faultsFirst(
      (['played', 'stored', 'unconfirmed', 'playing', 'failed', 'interrupted'] as const).map(state => line(state)),
    ).map(delivery => delivery.state);
    expect(order).toEqual(['failed', 'interrupted', 'unconfirmed', 'stored', 'playing', 'played']);
  });

  it('stand by Vietnamese alphabet within a group and leave the given list alone', () => {
    const given = [line('played', 'Đồng Lân'), line('played', 'Cầu Đá'), line('played', 'Dốc Đỏ')];
    expect(faultsFirst(given).map(delivery => delivery.cluster)).toEqual(['Cầu Đá', 'Dốc Đỏ', 'Đồng Lân']);
    expect(given[0]?.cluster).toBe('Đồng Lân');
  });

  it('are counted once each, whatever their states', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...deliveryState.options)), states => {
        const groups = countGroups(countStates(states.map(state => ({ state }))));
        return Object.values(groups).reduce((sum, count) => sum + count, 0) === states.length;
      }),
    );
  });

  it('refused, expired and cancelled are not played; silence is its own group', () => {
    expect(countGroups({ failed: 1, refused: 2, expired: 3, cancelled: 4, unconfirmed: 5 })).toMatchObject({
      notPlayed: 10,
      unconfirmed: 5,
      played: 0,
    });
  });

  it('households: unknown villages do not make the sum unknown, all unknown do', () => {
    expect(householdsOf([{ households: 100 }, { households: null }])).toBe(100);
    expect(householdsOf([{ households: null }])).toBeNull();
    expect(householdsOf([])).toBeNull();
  });
});

describe('the sentence', () => {
  const told = (played: number, households: number | null, householdsTotal: number | null) =>
    outcomeSentence({ clusters: 60, counts: { played }, reach: { households, householdsTotal } }, vi);

  it('says it as the brief has it', () => {
    expect(told(56, 4812, 5290)).toBe(
      '56/60 cụm báo đã phát. 4.812/5.290 hộ (91 %) ở thôn có cụm đã xác nhận phát (cách tính: theo thôn).',
    );
  });

  it('all but one household is not 100 %', () => {
    expect(told(59, 5289, 5290)).toContain('(99 %)');
    expect(told(60, 5290, 5290)).toContain('(100 %)');
  });

  it('says that numbers are missing instead of showing 0', () => {
    expect(told(56, null, null)).toBe('56/60 cụm báo đã phát. Chưa có số hộ ở các thôn này (cách tính: theo thôn).');
    expect(told(56, 0, 0)).toContain('Chưa có số hộ');
  });

  it('claims nothing while no cluster has reported', () => {
    expect(told(0, 0, 5290)).toBe('Gửi tới 60 cụm. Chưa cụm nào báo đã phát.');
  });

  it('speaks English too', () => {
    expect(
      outcomeSentence({ clusters: 2, counts: { played: 1 }, reach: { households: 1200, householdsTotal: 2400 } }, en),
    ).toBe(
      '1/2 clusters reported that they played it. 1,200/2,400 households (50 %) in villages whose cluster confirmed (counted by village).',
    );
  });

  it('names languages and those without a recording', () => {
    expect(
      languagesLine(
        [
          { language: 'vi', confirmed: 56, clusters: 60, recorded: true },
          { language: 'mlc', confirmed: 0, clusters: 5, recorded: false },
        ],
        vi,
      ),
    ).toBe('Việt 56/60 · Cao Lan 0/5 – chưa có bản ghi');
  });
});

describe('clusters in trouble', () => {
  const cluster = (
    name: string,
    state: 'online' | 'silent' | 'lost' | 'never',
    since: string | null,
    fault = false,
  ) => ({
    name,
    revoked: false,
    presence: { state, since },
    fault: fault ? { part: 'speaker', detail: 'hỏng', since: since ?? '' } : null,
  });

  it('come first, the longest lost before the others', () => {
    const order = troubledFirst([
      cluster('a', 'online', null),
      cluster('b', 'lost', '2026-11-22T01:00:00Z'),
      cluster('c', 'online', '2026-11-20T00:00:00Z', true),
      cluster('d', 'lost', '2026-11-21T01:00:00Z'),
      cluster('e', 'silent', '2026-11-22T02:00:00Z'),
      cluster('f', 'never', null),
    ]).map(one => one.name);
    expect(order).toEqual(['d', 'b', 'e', 'c', 'f', 'a']);
  });

  it('a revoked box is no fault; a reachable box with a broken output is', () => {
    expect(isFaulty({ ...cluster('a', 'lost', null), revoked: true })).toBe(false);
    expect(isFaulty(cluster('a', 'online', '2026-11-22T01:00:00Z', true))).toBe(true);
    expect(isFaulty(cluster('a', 'online', null))).toBe(false);
  });
});
