// Drives the book and the player with the messages of alerts as they come over bad lines: in any order, some lost, with stops and
// routine items between them; and holds what is heard to the life of an alert.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CUE_MS, type Item, keyOf } from '../../agent/item.ts';
import { createBook, type Signed } from '../../agent/plan.ts';
import { endsOlder } from '../../agent/succession.ts';
import type { Certificate } from '../../protocol/certificate.ts';
import { type AlertMessage, type Play, play, type Stop } from '../../protocol/order.ts';
import { accept, FINAL, item, T0, theatre } from '../support/theatre.ts';

const signer: Certificate = {
  keyId: '0011223344556677',
  publicKey: '00'.repeat(32),
  areas: ['*'],
  classes: ['normal', 'priority', 'emergency'],
  notAfter: T0 * 2,
  epoch: 0,
};
const frame = new Uint8Array(0);

/** A device's books and player joined as the agent joins them. */
function device() {
  const stage = theatre();
  const book = createBook('cl_a');
  const accepted = new Map<string, Item>();
  let told = 0;
  let forgotten = 0;

  /** The book hears of what the player said. */
  function settle(): void {
    for (; told < stage.words.length; told++) {
      const { item: of, kind } = stage.words[told]!;
      if (FINAL.has(kind)) book.end(of.broadcastId, of.revision, kind === 'played' ? 'played' : 'ended', of.expiresAt);
    }
    for (const key of [...stage.forgotten].slice(forgotten)) book.drop(key);
    forgotten = stage.forgotten.size;
  }
  const withdraw = (orders: { play: Play }[], reason: 'stopped' | 'superseded'): void => {
    for (const each of orders) stage.send({ type: 'withdraw', key: keyOf(each.play), reason });
  };
  return {
    ...stage,
    accepted,
    /** What the book says of it; the player then knows of it. */
    arrive(order: Play, ready: boolean): string {
      settle();
      const signed: Signed = { play: order, signed: { frame, signer } };
      const verdict = book.judge(signed, stage.now());
      if (verdict.do === 'expire' || verdict.do === 'cancel') {
        book.end(order.broadcastId, order.revision, 'ended', order.expiresAt);
        if (endsOlder(order)) withdraw(book.revisions(order.broadcastId), 'superseded');
      }
      if (verdict.do === 'keep') {
        book.keep(signed);
        const made = item({
          ...order,
          message: order.message ?? null,
          drill: order.drill === true,
          passMs: 4000,
          passes: order.passes ?? 1,
          repeatEveryMs: order.repeatEveryMs ?? null,
        });
        accepted.set(keyOf(made), made);
        stage.send({ type: 'accept', item: made, ready, whole: true, doubtful: false });
      }
      settle();
      return verdict.do;
    },
    stop(order: Stop): void {
      settle();
      withdraw(book.stop(order, signer, frame) ?? [], 'stopped');
      settle();
    },
    advance(to: number) {
      stage.advance(to);
      settle();
    },
  };
}

/** Things happen near one another, within a cue of the ends of passes. */
const moment = (min: number, max: number) =>
  fc
    .tuple(fc.integer({ min: min / 1000, max: max / 1000 }), fc.constantFrom(0, 0, -200, -100, 150))
    .map(([second, off]) => second * 1000 + off);
const message = fc.constantFrom<AlertMessage>('issue', 'update', 'update', 'withdraw', 'correct');
const arrivals = fc.array(
  fc.record({
    at: moment(0, 150_000),
    alert: fc.constantFrom('al_a', 'al_b'),
    revision: fc.integer({ min: 1, max: 5 }),
    ready: fc.boolean(),
  }),
  { minLength: 1, maxLength: 14 },
);
const messages = fc.array(
  fc.record({
    message,
    startAt: moment(-10_000, 80_000),
    lasts: fc.integer({ min: 1000, max: 400_000 }),
    passes: fc.integer({ min: 1, max: 3 }),
    repeats: fc.option(fc.constantFrom(60_000, 90_000), { nil: undefined }),
  }),
  { minLength: 10, maxLength: 10 },
);
const stops = fc.array(
  fc.record({
    at: moment(0, 200_000),
    alert: fc.constantFrom('al_a', 'al_b'),
    revision: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
  }),
  { maxLength: 3 },
);
const troubles = fc.array(
  fc.record({
    at: moment(0, 250_000),
    what: fc.constantFrom('routine', 'speaker', 'audio'),
    alert: fc.constantFrom('al_a', 'al_b'),
    revision: fc.integer({ min: 1, max: 5 }),
    on: fc.boolean(),
  }),
  { maxLength: 8 },
);

describe('the life of an alert', () => {
  test('RNK-5, RNK-7, ALM-5: in any order of arrival one sounds, nothing older returns, updates wait for the pass', () => {
    fc.assert(
      fc.property(arrivals, messages, stops, troubles, (came, said, halted, disturbed) => {
        const home = device();
        const { sounded, words, accepted } = home;
        const silenced: { alert: string; revision: number; at: number }[] = [];
        const acts = [
          ...came.map(one => ({
            at: one.at,
            run() {
              // The same revision is the same order whenever it comes.
              const of = said[(one.alert === 'al_a' ? 0 : 5) + one.revision - 1]!;
              const startAt = T0 + of.startAt + 20_000 * one.revision;
              const order = play.parse({
                broadcastId: one.alert,
                revision: one.revision,
                class: 'emergency',
                title: '',
                issuedAt: T0,
                startAt,
                expiresAt: startAt + of.lasts,
                targets: ['cl_a'],
                content: [{ type: 'clip', name: 'chime-alert', durationMs: 4000 }],
                volume: 100,
                passes: of.passes,
                message: of.message,
                ...(of.repeats ? { repeatEveryMs: of.repeats } : {}),
              });
              const verdict = home.arrive(order, one.ready);
              const takesBack = of.message === 'withdraw' || of.message === 'correct';
              if (takesBack && (verdict === 'keep' || verdict === 'expire'))
                silenced.push({ alert: one.alert, revision: one.revision - 1, at: home.now() });
            },
          })),
          ...halted.map((one, index) => ({
            at: one.at,
            run() {
              home.stop({
                stopId: `st_${'abc'[index]}`,
                broadcastId: one.alert,
                ...(one.revision ? { revision: one.revision } : {}),
                targets: ['cl_a'],
                maxClass: 'emergency',
                issuedAt: T0,
                keepUntil: T0 * 2,
              });
              silenced.push({ alert: one.alert, revision: one.revision ?? 5, at: home.now() });
            },
          })),
          ...disturbed.map((one, index) => ({
            at: one.at,
            run() {
              const key = `${one.alert} ${one.revision}`;
              if (one.what === 'speaker') home.send({ type: 'speaker', ok: one.on });
              if (one.what === 'audio')
                home.send({ type: 'audio', key, ready: one.on, whole: one.on, passMs: one.on ? 4000 : 2000 });
              if (one.what === 'routine')
                home.send(accept({ broadcastId: `br_${index}`, startAt: home.now() + 1000, passMs: 30_000 }));
            },
          })),
        ].sort((a, b) => a.at - b.at);
        for (const one of acts) {
          home.advance(T0 + one.at);
          one.run();
        }
        home.send({ type: 'speaker', ok: true });
        home.advance(T0 + 3 * 3600_000);

        const heard = [...sounded].sort((a, b) => a.at - b.at);
        for (let i = 1; i < heard.length; i++) expect(heard[i]!.at).toBeGreaterThanOrEqual(heard[i - 1]!.end);
        // What a later message or a stop has silenced is silent from that moment on.
        for (const { alert, revision, at } of silenced)
          for (const each of heard)
            if (each.item.broadcastId === alert && each.item.revision <= revision)
              expect(each.end).toBeLessThanOrEqual(at);
        for (const [index, each] of heard.entries()) {
          const later = heard.slice(index + 1).filter(other => other.item.broadcastId === each.item.broadcastId);
          for (const other of later) expect(other.item.revision).toBeGreaterThanOrEqual(each.item.revision);
        }
        for (const [index, each] of heard.entries()) {
          const next = heard[index + 1];
          const follows = next?.item.broadcastId === each.item.broadcastId && next.item.revision > each.item.revision;
          if (!follows || next.item.message !== 'update' || next.at - each.end > CUE_MS) continue;
          const lost = disturbed.some(one => one.what === 'speaker' && T0 + one.at === each.end);
          const halt = silenced.some(one => one.at === each.end);
          if (!lost && !halt) expect((each.end - each.placedAt) % each.item.passMs).toBe(0);
        }
        for (const [key, of] of accepted) {
          const mine = words.filter(each => keyOf(each.item) === key);
          const finals = mine.filter(each => FINAL.has(each.kind));
          const carriedOn = [...accepted.values()].some(
            each => each.broadcastId === of.broadcastId && each.revision > of.revision,
          );
          expect(finals.length, key).toBeLessThanOrEqual(1);
          if (!carriedOn) expect(finals, key).toHaveLength(1);
          if (finals.length === 1) expect(mine.at(-1)).toBe(finals[0]);
          const resumes = finals[0]?.word && 'resumes' in finals[0].word ? (finals[0].word.resumes ?? 0) : Infinity;
          expect(mine.filter(each => each.kind === 'playing').length).toBeLessThanOrEqual(1 + resumes);
        }
        expect(home.state().entries).toHaveLength(0);
      }),
      { numRuns: 2000, endOnFailure: true },
    );
  });
});
