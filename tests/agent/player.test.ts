// Drives the pure player with random orders, times and troubles, as a stage that obeys it would, and holds it to its promises.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accept, FINAL, item, T0, theatre } from '../support/theatre.ts';

const order = fc.record({
  at: fc.integer({ min: 0, max: 120_000 }),
  class: fc.constantFrom('normal' as const, 'priority' as const, 'emergency' as const),
  lead: fc.integer({ min: -40_000, max: 60_000 }),
  lengthMs: fc.integer({ min: 500, max: 40_000 }),
  grace: fc.integer({ min: 0, max: 120_000 }),
  passes: fc.integer({ min: 1, max: 4 }),
  ready: fc.boolean(),
});
const trouble = fc.record({
  at: fc.integer({ min: 0, max: 200_000 }),
  what: fc.constantFrom('withdraw', 'speaker', 'audio', 'clock', 'again'),
  which: fc.nat(9),
  on: fc.boolean(),
});

test('P1, RNK-3: whatever comes: one sounds, none below a higher one, routine once, one final word each', () => {
  fc.assert(
    fc.property(
      fc.array(order, { minLength: 1, maxLength: 10 }),
      fc.array(trouble, { maxLength: 10 }),
      (orders, troubles) => {
        const { send, advance, words, sounded, state } = theatre();
        const revisions = new Map<string, number>();
        const told = [
          ...orders.map((one, index) => ({ at: one.at, run: () => issue(one, `br_${index}`) })),
          ...troubles.map(one => ({ at: one.at, run: () => disturb(one) })),
        ].sort((a, b) => a.at - b.at);
        const issue = (one: (typeof orders)[number], broadcastId: string) => {
          const revision = (revisions.get(broadcastId) ?? 0) + 1;
          revisions.set(broadcastId, revision);
          const startAt = T0 + one.at + one.lead;
          const made = item({
            broadcastId,
            revision,
            class: one.class,
            startAt,
            expiresAt: startAt + one.lengthMs + one.grace,
            passMs: one.lengthMs / one.passes,
            passes: one.passes,
          });
          send({ type: 'accept', item: made, ready: one.ready, whole: true, doubtful: false });
        };
        const disturb = (one: (typeof troubles)[number]) => {
          const broadcastId = `br_${one.which}`;
          const key = `${broadcastId} ${revisions.get(broadcastId) ?? 1}`;
          if (one.what === 'withdraw') send({ type: 'withdraw', key, reason: 'stopped' });
          if (one.what === 'speaker') send({ type: 'speaker', ok: one.on });
          if (one.what === 'audio') {
            const passMs = (orders[one.which]?.lengthMs ?? 1000) / (orders[one.which]?.passes ?? 1);
            send({ type: 'audio', key, ready: one.on, whole: true, passMs });
          }
          if (one.what === 'clock') send({ type: 'clock', known: one.on, setBy: 0 });
          const again = orders[one.which];
          if (one.what === 'again' && again && revisions.has(broadcastId)) issue({ ...again, at: one.at }, broadcastId);
        };
        for (const one of told) {
          advance(T0 + one.at);
          one.run();
        }
        send({ type: 'speaker', ok: true });
        send({ type: 'clock', known: true, setBy: 0 });
        advance(T0 + 3600_000);

        const intervals = [...sounded].sort((a, b) => a.at - b.at);
        for (let i = 1; i < intervals.length; i++)
          expect(intervals[i]!.at).toBeGreaterThanOrEqual(intervals[i - 1]!.end);
        for (const [broadcastId, last] of revisions) {
          for (let revision = 1; revision <= last; revision++) {
            const said = words.filter(each => each.item.broadcastId === broadcastId && each.item.revision === revision);
            expect(said.filter(each => FINAL.has(each.kind))).toHaveLength(1);
            expect(FINAL.has(said.at(-1)!.kind)).toBe(true);
            const plays = said.filter(each => each.kind === 'playing').length;
            const cuts = said.filter(each => each.kind === 'preempted').length;
            if (said[0]!.item.class !== 'emergency') expect(plays).toBeLessThanOrEqual(1 + cuts);
          }
        }
        expect(state().entries).toHaveLength(0);
      },
    ),
    { numRuns: 300, endOnFailure: true },
  );
});

test('P2 a higher class takes the loudspeaker at its start; the routine item starts again from its beginning', () => {
  const { send, advance, words, sounded } = theatre();
  send(accept({ broadcastId: 'br_a' }));
  advance(T0 + 15_000);
  send(accept({ broadcastId: 'al_b', class: 'emergency', startAt: T0 + 15_150, passMs: 5000 }));
  advance(T0 + 100_000);
  expect(words.map(each => `${each.item.broadcastId} ${each.kind}`)).toEqual([
    'br_a playing',
    'br_a preempted',
    'al_b playing',
    'al_b played',
    'br_a playing',
    'br_a played',
  ]);
  expect(sounded[0]!.end).toBe(T0 + 15_150);
  expect(sounded[1]!.at).toBe(T0 + 15_150);
  expect(sounded[2]!.end - sounded[2]!.at).toBe(20_000);
});

test('ALM-7 an emergency whose loudspeaker fails says so at once, and sounds again when it is mended', () => {
  const { send, advance, words } = theatre();
  send(accept({ broadcastId: 'al_a', class: 'emergency', passMs: 5000 }));
  advance(T0 + 10_120);
  send({ type: 'speaker', ok: false });
  expect(words.map(each => each.kind)).toEqual(['playing', 'broken']);
  expect(words.at(-1)?.word).toEqual({ kind: 'broken', reason: 'speaker', rounds: 0 });
  advance(T0 + 12_000);
  send({ type: 'speaker', ok: true });
  advance(T0 + 60_000);
  expect(words.map(each => each.kind)).toEqual(['playing', 'broken', 'playing', 'played']);
});

test('P3 equal classes wait in the order of their starts', () => {
  const { send, advance, sounded } = theatre();
  send(accept({ broadcastId: 'br_c', startAt: T0 + 12_000 }));
  send(accept({ broadcastId: 'br_a', startAt: T0 + 10_000 }));
  send(accept({ broadcastId: 'br_b', startAt: T0 + 10_000 }));
  advance(T0 + 200_000);
  expect(sounded.map(each => each.item.broadcastId)).toEqual(['br_a', 'br_b', 'br_c']);
  for (const each of sounded) expect(each.end - each.at).toBe(20_000);
});

test('P4 a late item enters in step while it would sound, then plays from its beginning, then expires', () => {
  const inStep = theatre();
  inStep.send(accept({ startAt: T0 - 5000 }));
  inStep.advance(T0 + 60_000);
  expect(inStep.sounded[0]!.end).toBe(T0 + 15_000);
  const late = theatre();
  late.send(accept({ startAt: T0 - 60_000 }));
  late.advance(T0 + 60_000);
  expect(late.sounded[0]!.end - late.sounded[0]!.at).toBe(20_000);
  const over = theatre();
  over.send(accept({ startAt: T0 - 60_000, expiresAt: T0 + 1000 }, false));
  over.advance(T0 + 5000);
  expect(over.words.map(each => each.word)).toEqual([{ kind: 'expired', reason: 'audio_missing' }]);
});

test('P5 quiet hours: a routine item inside is refused, one that reaches in is cut, priority obeys unless it may not, emergencies sound', () => {
  const law = { timezone: 'UTC', quietHours: [{ from: '09:01', to: '10:00' }], priorityIgnoresQuiet: false };
  const inside = theatre(law);
  inside.send(accept({ startAt: T0 + 90_000 }));
  expect(inside.words.map(each => each.word)).toEqual([{ kind: 'refused', reason: 'quiet_hours' }]);
  const across = theatre(law);
  across.send(accept({ class: 'priority', startAt: T0 + 50_000 }));
  across.advance(T0 + 200_000);
  expect(across.words.at(-1)?.word).toEqual({
    kind: 'interrupted',
    reason: 'quiet_hours',
    startedAt: T0 + 50_000,
    endedAt: T0 + 60_000,
  });
  const allowed = theatre({ ...law, priorityIgnoresQuiet: true });
  allowed.send(accept({ class: 'priority', startAt: T0 + 90_000 }));
  allowed.send(accept({ broadcastId: 'al_a', class: 'emergency', startAt: T0 + 150_000 }));
  allowed.advance(T0 + 300_000);
  expect(allowed.words.filter(each => each.kind === 'played')).toHaveLength(2);
});

test('P6, TIM-3: with an unknown clock routine waits and an emergency does not', () => {
  const { send, advance, words, sounded } = theatre();
  send({ type: 'clock', known: false, setBy: 0 });
  send(accept({ broadcastId: 'br_a', startAt: T0 + 1000 }));
  send(accept({ broadcastId: 'al_b', class: 'emergency', startAt: T0 + 1000, passMs: 3000 }));
  advance(T0 + 30_000);
  expect(sounded.map(each => each.item.broadcastId)).toEqual(['al_b']);
  send({ type: 'clock', known: true, setBy: 0 });
  advance(T0 + 100_000);
  expect(words.at(-1)).toMatchObject({ item: { broadcastId: 'br_a' }, kind: 'played' });
});

test('P7 a loudspeaker that fails ends a routine item and only delays an emergency', () => {
  const { send, advance, words } = theatre();
  send(accept({ broadcastId: 'br_a', startAt: T0 + 1000 }));
  advance(T0 + 5000);
  send({ type: 'speaker', ok: false });
  expect(words.at(-1)?.word).toMatchObject({ kind: 'failed', reason: 'speaker' });
  send({ type: 'speaker', ok: true });
  send(accept({ broadcastId: 'al_b', class: 'emergency', startAt: T0 + 6000 }));
  advance(T0 + 10_000);
  send({ type: 'speaker', ok: false });
  advance(T0 + 12_000);
  send({ type: 'speaker', ok: true });
  advance(T0 + 100_000);
  expect(words.filter(each => each.item.broadcastId === 'al_b').map(each => each.kind)).toEqual([
    'playing',
    'broken',
    'playing',
    'played',
  ]);
  expect(words.at(-1)?.word).toMatchObject({ kind: 'played', resumes: 1 });
});

test('RNK-7: what was to sound on to the end of its pass falls silent at once when it is stopped or overtaken', () => {
  const alert = { class: 'emergency' as const, passMs: 4000, passes: 3, startAt: T0 };
  for (const ending of ['stop', 'issue'] as const) {
    const { send, advance, words, sounded } = theatre();
    send(accept({ ...alert, broadcastId: 'al_a', message: 'issue' }));
    advance(T0 + 2000);
    send(accept({ ...alert, broadcastId: 'al_a', revision: 2, message: 'update', startAt: T0 + 2000 }));
    // The update has been told to begin at 4000, and the first message to end there.
    advance(T0 + 3800);
    if (ending === 'stop') send({ type: 'withdraw', key: 'al_a 1', reason: 'stopped' });
    else send(accept({ ...alert, broadcastId: 'al_a', revision: 3, message: 'issue', startAt: T0 + 3800 }));
    advance(T0 + 100_000);
    expect(sounded[0]).toMatchObject({ key: 'al_a 1', end: T0 + 3800 });
    expect(sounded[1]!.key).toBe(ending === 'stop' ? 'al_a 2' : 'al_a 3');
    expect(words.filter(each => FINAL.has(each.kind))).toHaveLength(1);
  }
});

test('RNK-6: held up by another alert past its time it sounds late, then goes on by its grid', () => {
  const { send, advance, words, sounded } = theatre();
  const alert = { class: 'emergency' as const, message: 'issue' as const, passMs: 20_000 };
  const expiresAt = T0 + 125_000;
  send(accept({ ...alert, broadcastId: 'al_a', startAt: T0, expiresAt, repeatEveryMs: 60_000 }));
  send(accept({ ...alert, broadcastId: 'al_b', startAt: T0 + 50_000 }));
  advance(T0 + 300_000);
  expect(sounded.map(each => `${each.key} ${each.at - T0}`)).toEqual([
    'al_a 1 0',
    'al_b 1 50000',
    'al_a 1 70300',
    'al_a 1 120000',
  ]);
  expect(words.findLast(each => each.item.broadcastId === 'al_a')?.word).toMatchObject({ kind: 'played', rounds: 3 });
});

test('P8, RNK-5: emergencies take turns at the ends of passes, the newer one next, each its passes in all', () => {
  const { send, advance, words, sounded } = theatre();
  const alert = { class: 'emergency' as const, passMs: 4000, passes: 3 };
  send(accept({ ...alert, broadcastId: 'al_a', startAt: T0 }));
  advance(T0 + 1000);
  send(accept({ ...alert, broadcastId: 'al_b', startAt: T0 + 1000 }));
  advance(T0 + 5000);
  send(accept({ ...alert, broadcastId: 'al_c', startAt: T0 + 5000 }));
  advance(T0 + 100_000);
  const turns = sounded.map(each => `${each.item.broadcastId} ${each.at - T0}`);
  expect(turns.slice(0, 4)).toEqual(['al_a 0', 'al_b 4000', 'al_c 8000', 'al_a 12000']);
  for (const name of ['al_a', 'al_b', 'al_c']) {
    const mine = sounded.filter(each => each.item.broadcastId === name);
    expect(mine.reduce((sum, each) => sum + each.end - each.at, 0)).toBe(12_000);
    expect(words.filter(each => each.item.broadcastId === name).map(each => each.kind)).toEqual(['playing', 'played']);
    expect(words.findLast(each => each.item.broadcastId === name)?.word).not.toHaveProperty('resumes');
  }
});
