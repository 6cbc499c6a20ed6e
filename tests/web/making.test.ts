// Drives what is being made on a phone: the order of a rundown, and how long to wait before the next try of a link.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconnectDelay } from '../../web/reconnect.ts';
import { type Entry, moved, placed, toRequest, totalMs } from '../../web/rundown.ts';

const entry = (part: Entry['part'], title: string, durationMs: number | null = 1000): Entry => ({
  part,
  title,
  durationMs,
  recordingId: `re_${title}`,
  chime: null,
});

describe('a rundown', () => {
  it('keeps chime, lead, items and closing in their order, whatever was put in first', () => {
    const made = [
      entry('closing', 'd'),
      entry('item', 'b'),
      entry('intro', 'a'),
      entry('item', 'c'),
      entry('lead', 'l'),
    ]
      .reduce<Entry[]>((entries, next) => placed(entries, next), [])
      .map(({ title }) => title);
    expect(made).toEqual(['a', 'l', 'b', 'c', 'd']);
  });

  it('moving keeps every entry and does nothing at the ends', () => {
    const three = ['a', 'b', 'c'].map(title => entry('item', title));
    expect(moved(three, 0, 1).map(one => one.title)).toEqual(['b', 'a', 'c']);
    expect(moved(three, 0, -1)).toEqual(three);
    expect(moved(three, 2, 1)).toEqual(three);
  });

  it('lasts as long as its parts, unknown while one is unknown', () => {
    expect(totalMs([entry('intro', 'a', 4200), entry('item', 'b', 60_000)])).toBe(64_200);
    expect(totalMs([entry('intro', 'a', 4200), entry('item', 'b', null)])).toBeNull();
    expect(totalMs([])).toBe(0);
  });

  it('names to the server a recording or a chime, never both', () => {
    expect(toRequest([entry('item', 'b'), { ...entry('intro', 'a'), recordingId: null, chime: 'opening' }])).toEqual([
      { part: 'item', recordingId: 're_b' },
      { part: 'intro', chime: 'opening' },
    ]);
  });
});

describe('the next try of a link', () => {
  it('comes within ten seconds, later after more failures, spread by chance', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: 0, max: 1, noNaN: true }), (tries, chance) => {
        const delay = reconnectDelay(tries, chance);
        return delay >= 200 && delay <= 10_200;
      }),
    );
    expect(reconnectDelay(0, 1)).toBeLessThan(reconnectDelay(3, 1));
    expect(reconnectDelay(5, 0)).toBeLessThan(reconnectDelay(5, 1));
  });
});
