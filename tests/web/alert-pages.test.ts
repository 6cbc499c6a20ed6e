// Drives what the emergency pages work out from the server's answers: which buttons a hazard has, what sounded, whom to call first,
// when a siren may be tried, and a river's line.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert, AlertTemplate, AlertVillage, SirenPreset, Templates } from '../../protocol/api/alerts.ts';
import { aloneReason, call, hazard } from '../../protocol/api/alerts.ts';
import { deliveryState } from '../../protocol/delivery.ts';
import { isTopic, lacksSiren, sirenRounds, stepsOf, TOPICS, topicsIn } from '../../web/alert-choices.ts';
import * as reasons from '../../web/alert-reasons.ts';
import { byHeard, callOrder, heardOf, heldUntil, isFromAbove, isUnderWay } from '../../web/alert-state.ts';
import { sirenTimeFault } from '../../web/siren-time.ts';
import { SPARK, sparkOf } from '../../web/spark.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

const template = (name: string, change: Partial<AlertTemplate>): AlertTemplate => ({
  name,
  hazard: 'flood',
  level: null,
  title: name,
  titleEn: name,
  text: '',
  textEn: '',
  specifics: null,
  slots: [],
  siren: null,
  evacuation: false,
  waitS: 30,
  repeatEveryS: 600,
  lastsS: 3600,
  clip: name,
  clipDurationMs: 1000,
  human: false,
  ...change,
});
const siren = (use: SirenPreset['use']): SirenPreset => ({
  name: `siren-hue-${use}`,
  code: 'hue',
  title: use,
  titleEn: use,
  use,
  steps: [{ onS: 30, offS: 5 }],
  most: null,
  durationMs: 30_000,
  source: '',
});
const items = [
  template('flood-3', { level: 3, siren: 'flood3' }),
  template('flood-1', { level: 1 }),
  template('flood-2', { level: 2, siren: 'flood2' }),
  template('landslide', { hazard: 'landslide', siren: 'flood3' }),
  template('flash-flood', { hazard: 'flashFlood', siren: 'flood3' }),
  template('fire', { hazard: 'fire' }),
  template('evacuate', { hazard: 'evacuation', evacuation: true }),
  template('all-clear', { hazard: 'allClear' }),
  template('siren-test', { hazard: 'sirenTest' }),
];
const library = (sirens: SirenPreset[] = [siren('flood2'), siren('flood3')]): Templates => ({
  items,
  sirens,
  codes: [],
});
const told = (steps: ReturnType<typeof stepsOf>) => steps.map(step => `${step.template.name}${step.siren ? '+' : ''}`);

describe('what may be chosen', () => {
  it('báo động 1 and 2 are words, 3 has its siren, evacuation stands last', () => {
    expect(told(stepsOf('flood', library(), false))).toEqual(['flood-1', 'flood-2', 'flood-3+', 'evacuate']);
  });

  it('flash floods and landslides come together, by word or with the siren', () => {
    expect(told(stepsOf('flashFlood', library(), false))).toEqual([
      'landslide',
      'landslide+',
      'flash-flood',
      'flash-flood+',
      'evacuate',
    ]);
  });

  it('PHN-4 no drill has a siren, whatever the code has', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TOPICS), topic =>
        stepsOf(topic, library(), true).every(step => step.siren === null),
      ),
    );
  });

  it('without a code picked there are words alone, and the page says so', () => {
    expect(told(stepsOf('flood', library([]), false))).toEqual(['flood-1', 'flood-2', 'flood-3', 'evacuate']);
    expect(lacksSiren('flood', library([]))).toBe(true);
    expect(lacksSiren('fire', library([]))).toBe(false);
    expect(lacksSiren('flood', library())).toBe(false);
  });

  it('shows only what has words, and neither all clear nor a siren test', () => {
    expect(topicsIn(items)).toEqual(['flood', 'flashFlood', 'fire']);
    expect(isTopic('flood')).toBe(true);
    expect(isTopic('sirenTest')).toBe(false);
    expect(TOPICS.every(topic => hazard.options.includes(topic))).toBe(true);
  });

  it('tells equal soundings as a number of times', () => {
    expect(sirenRounds(Array.from({ length: 5 }, () => ({ onS: 30, offS: 5 })))).toEqual({ rounds: 5, onS: 30 });
    expect(
      sirenRounds([
        { onS: 30, offS: 5 },
        { onS: 10, offS: 0 },
      ]),
    ).toBeNull();
    expect(sirenRounds([])).toBeNull();
  });

  it('offers what the server knows and nothing else', () => {
    expect(reasons.aloneReason).toEqual(aloneReason.options);
    expect(reasons.toldHow).toEqual(call.shape.how.unwrap().options);
  });
});

const cluster = (state: Alert['clusterList'][number]['state'], sounded: boolean): Alert['clusterList'][number] => ({
  clusterId: 'cl_a',
  name: 'a',
  area: 'b',
  state,
  sounded,
  startedAt: null,
  reason: null,
  villages: [],
});

describe('what sounded', () => {
  it('once it was heard it stays heard, whatever came after', () => {
    for (const state of deliveryState.options) expect(heardOf(cluster(state, true))).toBe('sounded');
  });

  it('every cluster stands in one list', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...deliveryState.options), fc.boolean())), given => {
        const lists = byHeard(given.map(([state, sounded]) => cluster(state, sounded)));
        return lists.broken.length + lists.sounded.length + lists.unconfirmed.length === given.length;
      }),
    );
    expect(heardOf(cluster('failed', false))).toBe('broken');
    expect(heardOf(cluster('sent', false))).toBe('unconfirmed');
    expect(heardOf(cluster('unconfirmed', false))).toBe('unconfirmed');
  });

  it('an alert is under way until it is taken back or over', () => {
    const states = ['awaiting', 'live', 'silenced', 'withdrawn', 'corrected', 'ended', 'dropped'] as const;
    expect(states.filter(state => isUnderWay({ state }))).toEqual(['awaiting', 'live', 'silenced']);
  });
});

const village = (name: string, households: number | null, claimS: number | null = null): AlertVillage => ({
  villageId: `ar_${name}`,
  name,
  households,
  people: null,
  state: 'open',
  why: null,
  clusters: [],
  head: null,
  deputy: null,
  claim: claimS === null ? null : { by: 'Hoa', at: at(claimS - 600), until: at(claimS) },
  told: null,
});

describe('whom to call first', () => {
  it('the most households; an unknown number counts as many', () => {
    const order = callOrder([village('a', 20), village('b', 300), village('c', null)], NOW).map(({ name }) => name);
    expect(order).toEqual(['c', 'b', 'a']);
  });

  it('PHN-6 what somebody is calling goes down, and comes back on top when ten minutes are over', () => {
    const villages = [village('held', 900, 60), village('free', 20), village('late', 10, -1)];
    expect(callOrder(villages, NOW).map(({ name }) => name)).toEqual(['late', 'free', 'held']);
    expect(callOrder(villages, NOW + 61_000).map(({ name }) => name)).toEqual(['held', 'late', 'free']);
    expect(heldUntil(villages[0]!, NOW)).toBe(NOW + 60_000);
    expect(heldUntil(villages[2]!, NOW)).toBeNull();
  });

  it('nobody is called who was told or has a cluster that sounded', () => {
    const others = [
      { ...village('a', 1), state: 'told' as const },
      { ...village('b', 1), state: 'confirmed' as const },
    ];
    expect(callOrder(others, NOW)).toEqual([]);
  });
});

describe('a test of the sirens', () => {
  const day = 24 * 3_600_000;
  it('is announced a day before and sounds by day', () => {
    expect(sirenTimeFault({ startAt: NOW + day, time: '08:00' }, NOW)).toBeNull();
    expect(sirenTimeFault({ startAt: NOW + day - 1, time: '08:00' }, NOW)).toBe('tooSoon');
    expect(sirenTimeFault({ startAt: NOW + 2 * day, time: '07:59' }, NOW)).toBe('night');
    expect(sirenTimeFault({ startAt: NOW + 2 * day, time: '17:00' }, NOW)).toBe('night');
    expect(sirenTimeFault({ startAt: Number.NaN, time: '09:00' }, NOW)).toBe('tooSoon');
  });
});

describe('a river as a line', () => {
  const levelsM = { 1: 12.6, 2: 14.8, 3: 16 };

  it('stays within its drawing, whatever was read', () => {
    const reading = fc.record({
      at: fc.integer({ min: 0, max: 86_400 }).map(at),
      levelM: fc.double({ min: -10, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(reading, { minLength: 2 }), readings => {
        const spark = sparkOf(readings, levelsM);
        const numbers = [...(spark?.path ?? '').matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)];
        expect(numbers).toHaveLength(readings.length);
        for (const [, x, y] of numbers) {
          expect(Number(x)).toBeGreaterThanOrEqual(0);
          expect(Number(x)).toBeLessThanOrEqual(SPARK.width - SPARK.right);
          expect(Number(y)).toBeGreaterThanOrEqual(0);
          expect(Number(y)).toBeLessThanOrEqual(SPARK.height);
        }
      }),
    );
  });

  it('shows the level that comes next, and draws nothing of one reading', () => {
    const two = [
      { at: at(0), levelM: 13 },
      { at: at(3600), levelM: 14 },
    ];
    expect(sparkOf(two, levelsM)?.marks.map(({ level }) => level)).toEqual([2]);
    expect(sparkOf(two.slice(0, 1), levelsM)?.path).toBe('');
    expect(sparkOf([], levelsM)).toBeNull();
  });
});

describe('whose warning it is', () => {
  it('an alert from above is so for a commune, not for its sender or for whoever has the wider area', () => {
    const alert = { source: 'above', createdBy: 'Hoa' } as const;
    expect(isFromAbove(alert, { name: 'Bình', areaKind: 'commune' })).toBe(true);
    expect(isFromAbove(alert, { name: 'Hoa', areaKind: 'commune' })).toBe(false);
    expect(isFromAbove(alert, { name: 'Bình', areaKind: 'region' })).toBe(false);
    expect(isFromAbove({ ...alert, source: 'own' }, { name: 'Bình', areaKind: 'commune' })).toBe(false);
  });
});
