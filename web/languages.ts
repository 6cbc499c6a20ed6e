// Names of the languages spoken in villages: a code in, its name in the chosen language out.
import type { Words } from './words/vi.ts';

const named = (words: Words): Record<string, string> => words.sending.languages;

export const languageName = (code: string, words: Words): string =>
  named(words)[code] ?? new Intl.DisplayNames(words.locale, { type: 'language' }).of(code) ?? code;

/** Codes that pages offer, besides those already in use. */
export const offeredLanguages = (words: Words, inUse: readonly string[] = []): string[] => [
  ...new Set([...Object.keys(words.sending.languages), ...inUse]),
];
