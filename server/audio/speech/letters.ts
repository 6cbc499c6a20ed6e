// Single letters, codes and words in capitals flow in; letter names or plain words flow out.
import { sayDigits, sayInteger } from './numbers.ts';

const names: Record<string, string> = {
  a: 'a',
  ă: 'á',
  â: 'ớ',
  b: 'bê',
  c: 'xê',
  d: 'dê',
  đ: 'đê',
  e: 'e',
  ê: 'ê',
  f: 'ép',
  g: 'gờ',
  h: 'hát',
  i: 'i',
  j: 'gi',
  k: 'ca',
  l: 'lờ',
  m: 'em',
  n: 'en',
  o: 'o',
  ô: 'ô',
  ơ: 'ơ',
  p: 'pê',
  q: 'quy',
  r: 'rờ',
  s: 'ét',
  t: 'tê',
  u: 'u',
  ư: 'ư',
  v: 'vê',
  w: 'vê kép',
  x: 'ích',
  y: 'y',
  z: 'dét',
};

const onset = '(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?';
const nucleus = '[aăâeêioôơuưy]{1,3}';
const coda = '(?:ch|ng|nh|[cmnpt])?';
const syllable = new RegExp(`^${onset}${nucleus}${coda}$`);

/** Takes tone marks off but keeps the letters of the Vietnamese alphabet apart (ă, â, ê, ô, ơ, ư, đ). */
function withoutTone(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '')
    .normalize('NFC');
}

/** Whether a word could be one Vietnamese syllable, and so be read rather than spelled. */
export function isSyllable(word: string): boolean {
  return syllable.test(withoutTone(word.toLowerCase()));
}

export function spell(letters: string): string {
  return [...letters.toLowerCase()].map(letter => names[letter] ?? letter).join(' ');
}

function sayCapitals(word: string): string {
  if ([...word].length === 1) {
    const name = spell(word);
    return name === word.toLowerCase() ? word : name;
  }
  if (isSyllable(word)) return word.toLowerCase();
  const short = [...word].length <= 4 && !/^(?:[^AEIOUY]?[AEIOUY]){2,}N?$/.test(word);
  const mute = !/[aăâeêioôơuưy]/.test(withoutTone(word.toLowerCase()));
  return short || mute ? spell(word) : word.toLowerCase();
}

/** Codes that mix letters and digits (H5N1, A12, CT01, 5G), before single numbers are read. */
export function sayCodes(text: string): string {
  return text.replace(/(?<![\p{L}\p{M}\p{N}])(?=\p{L}*\d)(?=\d*\p{L})[\p{L}\d]{2,}(?![\p{L}\p{M}\p{N}])/gu, code => {
    const parts = code.match(/\d+|\p{L}+/gu) ?? [];
    return ` ${parts.map(sayCodePart).join(' ')} `;
  });
}

function sayCodePart(part: string): string {
  if (/^\d/.test(part)) return part.startsWith('0') || part.length > 3 ? sayDigits(part) : sayInteger(part);
  return part === part.toUpperCase() || part.length === 1 ? sayCapitals(part) : part;
}

/** Words in capitals: headings become plain words, unknown abbreviations are spelled. */
export function sayCapitalWords(text: string): string {
  return text
    .replace(/(?<![\p{L}\p{M}])\p{Lu}[\p{Lu}\p{M}]*(?![\p{L}\p{M}])/gu, sayCapitals)
    .replace(/(?<![\p{L}\p{M}])[bcdđfghjklmnpqrstvwxz](?![\p{L}\p{M}])/gu, spell);
}
