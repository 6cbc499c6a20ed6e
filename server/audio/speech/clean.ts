// Raw text of any origin flows in; composed Vietnamese text without markup, invisible or foreign characters flows out.
import { sayDigits, sayShare } from './numbers.ts';

const bullets = /^[ \t]*(?:[-–—•●▪◦*+✓✔➢]+[ \t]+|[•●▪◦*✓✔➢]+)/gmu;

/** Before the rules: one form for every character, no tags, no bullets; private-use characters are kept free for us. */
export function clean(text: string): string {
  return (
    text
      .replace(/(?<=\d)\s?(?=[\u00bc-\u00be\u2150-\u215e])/g, ' và ')
      // Combined letters keep their marks; a line of text that was pasted from PDF often comes decomposed.
      .normalize('NFKC')
      .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\p{Co}\p{Cs}\p{Cn}]/gu, '')
      .replace(/\r\n?|[\u2028\u2029]/g, '\n')
      .replace(/<\/?[a-zA-Z!?][^<>]{0,500}>/g, ' ')
      .replace(/[\p{Zs}\t]+/gu, ' ')
      .replace(/[\p{Cc}]/gu, found => (found === '\n' ? found : ' '))
      .replace(/(\d+)\u2044(\d+)/g, (_, part: string, of: string) => sayShare(part, of))
      .replace(/[^\p{Script=Latin}\p{Script=Common}\p{Mn}]|[^\P{N}0-9]|\p{Mn}/gu, ' ')
      .replace(/[\u0080-\uffff]/g, plainLetter)
      .replace(/[−‒‐‑]/g, '-')
      .replace(/[‘’ʼ`´]/g, "'")
      // A heading or list item without a mark would run on into the next line; a wrapped line goes on in small letters.
      .replace(/(?<=[\p{L}\p{N})%'"°])[ \t]*\n(?=\s*(?:[-–—•●▪*+(]|\p{Lu}|\d))/gu, '.\n')
      .replace(bullets, '')
      .replace(/[\d][\d.,/:-]{40,}/g, run => ` ${sayDigits(run.replace(/\D/g, ''))} `)
  );
}

/** Letters of other languages lose the marks that Vietnamese does not have; what is no letter is left alone. */
function plainLetter(letter: string): string {
  if (!/\p{L}/u.test(letter) || /[đĐ]/.test(letter)) return letter;
  const [base = '', ...marks] = letter.normalize('NFD');
  if (!/[a-z]/i.test(base)) return ' ';
  const vietnamese = /[aeiouy]/i.test(base) && marks.every(mark => vietnameseMarks.has(mark));
  return vietnamese ? letter : base;
}

const vietnameseMarks = new Set(['\u0300', '\u0301', '\u0302', '\u0303', '\u0306', '\u0309', '\u031b', '\u0323']);

/** After the rules: letters and the punctuation that makes pauses; `keep` are placeholders that must survive. */
export function tidy(text: string): string {
  return text
    .replace(/\.{2,}/g, '.')
    .replace(/[()[\]{}|\\/]+/g, ', ')
    .replace(/(?<=\s|^)[-–—]+(?=\s|$)|[–—]/g, ', ')
    .replace(/-+/g, ' ')
    .replace(/[^\p{Script=Latin}\p{M}\p{Co}.,;:?!\s]/gu, ' ')
    .replace(/(?<![\p{L}\p{M}\p{Co}])\p{M}+/gu, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n')
    .replace(/ +(?=[.,;:?!\n])/g, '')
    .replace(/[.,;:?!]{2,}/g, strongest)
    .replace(/([.,;:?!])(?=[^\s.,;:?!])/g, '$1 ')
    .replace(/^[.,;:?!\s]+|[ ,]+$/gm, '')
    .replace(/([.,;:?!]) (?=[.,;:?!])/g, '$1')
    .replace(/[.,;:?!]{2,}/g, strongest)
    .trim();
}

/** Of neighbouring marks the one that asks for the longest pause stays. */
function strongest(marks: string): string {
  return [...'?!.;:,'].find(mark => marks.includes(mark)) ?? ',';
}
