// Drives the two word lists side by side: the same keys, the same kinds of words, nothing left empty or untranslated.
import { describe, expect, it } from 'vitest';
import { deliveryState, reason } from '../../protocol/delivery.ts';
import { en } from '../../web/words/en.ts';
import { vi } from '../../web/words/vi.ts';

function leaves(node: unknown, path = ''): [string, unknown][] {
  if (typeof node !== 'object' || node === null) return [[path, node]];
  return Object.entries(node).flatMap(([key, below]) => leaves(below, path === '' ? key : `${path}.${key}`));
}

/** What a word says once its gaps are filled. */
const said = (word: unknown): string =>
  typeof word === 'function' ? String(word(...Array.from({ length: word.length }, (_, i) => `‹${i}›`))) : String(word);

const vietnamese = new Map(leaves(vi));
const english = new Map(leaves(en));

describe('words', () => {
  it('stand in both languages under the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...vietnamese.keys()].sort());
  });

  it('take the same values in both languages', () => {
    for (const [key, word] of vietnamese) {
      const other = english.get(key);
      expect(typeof other, key).toBe(typeof word);
      if (typeof word === 'function' && typeof other === 'function') expect(other.length, key).toBe(word.length);
    }
  });

  it('are never empty, and name every value they are given', () => {
    for (const [language, words] of [
      ['vi', vietnamese],
      ['en', english],
    ] as const)
      for (const [key, word] of words) {
        const text = said(word);
        expect(text.trim(), `${language} ${key}`).not.toBe('');
        if (typeof word === 'function')
          for (let i = 0; i < word.length; i++) expect(text, `${language} ${key}`).toContain(`‹${i}›`);
      }
  });

  it('name every state and every reason that a device can report', () => {
    for (const words of [vi, en]) {
      for (const state of deliveryState.options) expect(words.state[state], state).toBeTruthy();
      for (const why of reason.options) expect(words.report.reason[why], why).toBeTruthy();
    }
  });

  it('never claim that people heard something', () => {
    for (const words of [vietnamese, english])
      for (const [key, word] of words) {
        if (!key.startsWith('report.') && !key.startsWith('state.')) continue;
        expect(said(word), key).not.toMatch(/đã nghe|heard/i);
      }
  });
});
