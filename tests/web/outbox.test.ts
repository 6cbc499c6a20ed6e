// Drives the outbox of a phone: routine items wait for a link, go out once, and ask a person where going out could be wrong.
import { describe, expect, it } from 'vitest';
import { createOutbox, questionOf, type Sent, type Waiting } from '../../web/outbox.ts';

const NOW = Date.parse('2026-11-22T09:00:00Z');
const MINUTE = 60_000;

const body = (title: string, startAt?: string): Waiting['body'] => ({
  id: `br_${title}`,
  title,
  class: 'normal',
  content: [{ recordingId: 're_a' }],
  targets: ['ar_a'],
  ...(startAt === undefined ? {} : { startAt }),
});
const waiting = (id: string, change: Partial<Waiting> = {}): Waiting => ({
  id,
  body: body(id),
  place: 'Xã Bố Hạ',
  madeAt: NOW,
  accountId: 'ac_a',
  ...change,
});

function phone(answers: (title: string) => Sent | Promise<Sent>, kept: string | null = null) {
  const state = { kept, sent: [] as Waiting['body'][], now: NOW };
  const make = () =>
    createOutbox({
      read: () => state.kept,
      write: text => {
        state.kept = text;
      },
      now: () => state.now,
      async send(given) {
        state.sent.push(given);
        return answers(given.title);
      },
      changed: () => undefined,
    });
  return { state, make, outbox: make() };
}

describe('the outbox', () => {
  it('sends what waits in the order it was made, once the link is there', async () => {
    const { state, outbox } = phone(() => ({ kind: 'sent' }));
    outbox.add(waiting('first'));
    outbox.add(waiting('second'));
    expect(await outbox.flush('ac_a')).toBe(2);
    expect(state.sent.map(given => given.title)).toEqual(['first', 'second']);
    expect(outbox.list()).toEqual([]);
  });

  it('outlives the page', () => {
    const { make, outbox } = phone(() => ({ kind: 'sent' }));
    outbox.add(waiting('kept'));
    expect(make().list()).toEqual([waiting('kept')]);
  });

  it('tries again what broke off, under the same id', async () => {
    let answer: Sent = { kind: 'lost' };
    const { state, outbox } = phone(() => answer);
    outbox.add(waiting('doubtful'));
    expect(await outbox.flush('ac_a')).toBe(0);
    answer = { kind: 'sent' };
    expect(await outbox.flush('ac_a')).toBe(1);
    expect(state.sent.map(given => given.id)).toEqual(['br_doubtful', 'br_doubtful']);
    expect(outbox.list()).toEqual([]);
  });

  it('keeps one thing once, however often it is tapped', () => {
    const { outbox } = phone(() => ({ kind: 'sent' }));
    outbox.add(waiting('twice'));
    outbox.add(waiting('twice'));
    expect(outbox.list()).toHaveLength(1);
  });

  it('stops at a broken link and keeps the rest untouched', async () => {
    const { state, outbox } = phone(title => ({ kind: title === 'first' ? 'lost' : 'sent' }));
    outbox.add(waiting('first'));
    outbox.add(waiting('second'));
    await outbox.flush('ac_a');
    expect(state.sent.map(given => given.title)).toEqual(['first']);
    expect(questionOf(outbox.list()[1]!, NOW)).toBeNull();
  });

  it('shows a refusal with the words of the server, and goes on with the next', async () => {
    const { outbox } = phone(title =>
      title === 'bad' ? { kind: 'refused', message: 'Không có quyền' } : { kind: 'sent' },
    );
    outbox.add(waiting('bad'));
    outbox.add(waiting('good'));
    expect(await outbox.flush('ac_a')).toBe(1);
    expect(outbox.list().map(one => one.refusal)).toEqual(['Không có quyền']);
    expect(questionOf(outbox.list()[0]!, NOW)).toBe('refused');
  });

  it('"now" does not mean an hour later', () => {
    expect(questionOf(waiting('a'), NOW + 14 * MINUTE)).toBeNull();
    expect(questionOf(waiting('a'), NOW + 16 * MINUTE)).toBe('old');
  });

  it('a time that has passed asks; one to come does not', () => {
    const timed = waiting('a', { body: body('a', '2026-11-22T10:00:00.000Z') });
    expect(questionOf(timed, NOW + 50 * MINUTE)).toBeNull();
    expect(questionOf(timed, NOW + 61 * MINUTE)).toBe('past');
  });

  it('sent by hand after its time, it goes out as "now"', async () => {
    const { state, outbox } = phone(() => ({ kind: 'sent' }));
    outbox.add(waiting('late', { body: body('late', '2026-11-22T08:00:00.000Z') }));
    expect(await outbox.sendNow('late')).toEqual({ kind: 'sent' });
    expect(state.sent[0]?.startAt).toBeUndefined();
    expect(outbox.list()).toEqual([]);
  });

  it('sends nothing of another person', async () => {
    const { state, outbox } = phone(() => ({ kind: 'sent' }));
    outbox.add(waiting('mine'));
    await outbox.flush('ac_other');
    expect(state.sent).toEqual([]);
  });

  it('dropped is gone', async () => {
    const { state, outbox } = phone(() => ({ kind: 'sent' }));
    outbox.add(waiting('dropped'));
    outbox.drop('dropped');
    await outbox.flush('ac_a');
    expect(state.sent).toEqual([]);
  });

  it('never holds an emergency, and survives a damaged store', () => {
    const emergency = { ...waiting('e'), body: { ...body('e'), class: 'emergency' } };
    expect(phone(() => ({ kind: 'sent' }), JSON.stringify([emergency, 7, waiting('ok')])).outbox.list()).toEqual([
      waiting('ok'),
    ]);
    expect(phone(() => ({ kind: 'sent' }), '{not json').outbox.list()).toEqual([]);
  });
});
