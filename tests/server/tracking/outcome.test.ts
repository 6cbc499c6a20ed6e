// Drives what a broadcast's page and the weekly log say: silence is unconfirmed, unknown is null, villages count once.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredBroadcast } from '../../../server/store/broadcasts.ts';
import type { StoredDelivery } from '../../../server/store/deliveries.ts';
import { describeBroadcast, phaseOf } from '../../../server/tracking/broadcast.ts';
import { reachOf, shownState } from '../../../server/tracking/outcome.ts';
import { playbackCsv, playbackLine } from '../../../server/tracking/report/playback.ts';

const START = Date.parse('2026-11-22T10:00:00Z');
const village = (id: string, households: number | null) => ({ id, name: `Thôn ${id}`, households, people: null });

const delivery = (
  clusterId: string,
  state: StoredDelivery['state'],
  villages: StoredDelivery['villages'] = [],
): StoredDelivery => ({
  id: `de_${clusterId}`,
  broadcastId: 'br_a',
  clusterId,
  revision: 1,
  state,
  startedAt: state === 'played' ? START + 20 : null,
  soundedAt: null,
  endedAt: state === 'played' ? START + 30_020 : null,
  reason: null,
  proof: state === 'played' ? 'level' : null,
  missedMs: 0,
  uncertaintyMs: 2,
  levelDbfs: null,
  reportedAt: null,
  clusterName: clusterId,
  areaName: 'Bố Hạ',
  villages,
  languages: ['vi', 'nut'],
});

const broadcast: StoredBroadcast = {
  id: 'br_a',
  title: 'Bản tin, "xã"',
  class: 'normal',
  state: 'approved',
  areaId: 'ar_a',
  content: [],
  frozen: {
    content: [],
    items: [{ title: 'Tin', recordingId: null, durationMs: 30_000, text: null, languages: ['vi'] }],
    unserved: [village('v9', 40)],
  },
  targets: ['ar_a'],
  targetNames: ['Bố Hạ'],
  startAt: START,
  durationMs: 30_000,
  expiresAt: START + 900_000,
  volume: 80,
  passes: 1,
  revision: 1,
  scheduleId: null,
  scheduleDay: null,
  createdBy: 'ac_a',
  createdAt: START,
  approvedBy: null,
  approvedAt: null,
  approvedDigest: null,
  returnedReason: null,
  acceptedAt: START,
  stoppedAt: null,
  stoppedBy: null,
  clusters: 2,
  unreachable: [],
};

describe('silence', () => {
  it('ONC-5: past its end without a final word a delivery is unconfirmed, and a final word stays', () => {
    for (const state of ['planned', 'sent', 'stored', 'playing'] as const) {
      expect(shownState({ state, startedAt: null }, broadcast, START + 89_000)).toBe(state);
      expect(shownState({ state, startedAt: null }, broadcast, START + 91_000)).toBe('unconfirmed');
    }
    expect(shownState({ state: 'played', startedAt: START }, broadcast, START + 1e9)).toBe('played');
    expect(shownState({ state: 'playing', startedAt: START + 60_000 }, broadcast, START + 140_000)).toBe('playing');
  });

  it('a broadcast waits, sounds and is over', () => {
    expect(phaseOf(broadcast, START - 1)).toBe('waiting');
    expect(phaseOf(broadcast, START + 1)).toBe('sounding');
    expect(phaseOf(broadcast, START + 30_001)).toBe('over');
    expect(phaseOf({ ...broadcast, stoppedAt: START + 5 }, START + 10)).toBe('over');
  });
});

describe('reach', () => {
  it('REP-2: a village served twice counts once, and is reached by either cluster', () => {
    const reach = reachOf(
      [delivery('a', 'played', [village('v1', 100)]), delivery('b', 'failed', [village('v1', 100), village('v2', 50)])],
      [village('v3', 7)],
      ['vi'],
    );
    expect(reach).toMatchObject({ households: 100, householdsTotal: 157 });
    expect(reach.missing.map(({ villageId, why }) => [villageId, why])).toEqual([
      ['v2', 'notPlayed'],
      ['v3', 'noCluster'],
    ]);
    expect(reach.languages).toEqual([
      { language: 'vi', confirmed: 1, clusters: 2, recorded: true },
      { language: 'nut', confirmed: 0, clusters: 2, recorded: false },
    ]);
  });

  it('REP-2: unknown households are null, never 0; known ones that nobody reached are 0', () => {
    expect(reachOf([delivery('a', 'played', [village('v1', null)])], [], []).households).toBeNull();
    expect(reachOf([delivery('a', 'sent', [village('v1', 9)])], [], []).households).toBe(0);
  });

  it('REP-2: taking a confirmation away never raises reach', () => {
    const states = fc.constantFrom<StoredDelivery['state']>('played', 'failed', 'sent', 'unconfirmed');
    const serving = fc.array(fc.record({ state: states, serves: fc.array(fc.nat(5), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(serving, clusters => {
        const make = (spoiled: number) =>
          clusters.map((c, i) =>
            delivery(
              `c${i}`,
              i === spoiled ? 'failed' : c.state,
              [...new Set(c.serves)].map(v => village(`v${v}`, 10 + v)),
            ),
          );
        const whole = reachOf(make(-1), [], []);
        for (let i = 0; i < clusters.length; i++)
          expect(reachOf(make(i), [], []).households ?? 0).toBeLessThanOrEqual(whole.households ?? 0);
      }),
    );
  });
});

describe('reports', () => {
  const stored = [delivery('a', 'played', [village('v1', 100)]), delivery('b', 'sent', [village('v2', 50)])];

  it('the page counts what it shows', () => {
    const page = describeBroadcast(
      broadcast,
      [],
      stored,
      [{ id: 'ar_a', name: 'Bố Hạ' }],
      () => 'Ông Bình',
      START + 200_000,
    );
    expect(page.counts).toEqual({ played: 1, unconfirmed: 1 });
    expect(page).toMatchObject({ startedAt: new Date(START + 20).toISOString(), createdBy: 'Ông Bình', closed: false });
    expect(page.reach).toMatchObject({ households: 100, householdsTotal: 190 });
  });

  it('the log has fixed columns, a BOM, local time, and no cell that a sheet would run', () => {
    const line = playbackLine({ ...broadcast, title: '=HYPERLINK("x")' }, stored, () => 'Bình', START + 200_000);
    expect(line).toMatchObject({ clusters: 2, played: 1, interrupted: 0, notPlayed: 0, unconfirmed: 1 });
    const csv = playbackCsv({ from: '', to: '', area: 'Bố Hạ', lines: [line] }, 'Asia/Ho_Chi_Minh');
    const [head, row] = csv.slice(1).split('\r\n');
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(head?.split(',')).toHaveLength(16);
    expect(row).toContain(`"'=HYPERLINK(""x"")"`);
    expect(row).toMatch(/17:00:00/);
  });
});
