// E-mail and web addresses flow in; what can be said of them aloud flows out.
import { isSyllable, spell } from './letters.ts';
import { sayDigits } from './numbers.ts';

const marks: Record<string, string> = {
  '.': 'chấm',
  '@': 'a còng',
  '/': 'gạch chéo',
  '-': 'gạch ngang',
  _: 'gạch dưới',
  ':': 'hai chấm',
  '+': 'cộng',
};
const known: Record<string, string> = {
  gov: 'gốp',
  com: 'com',
  net: 'nét',
  org: 'o rờ gờ',
  vn: 'vê en',
  edu: 'e đu',
  gmail: 'gi meo',
  zalo: 'da lô',
  facebook: 'phây búc',
  www: 'vê kép vê kép vê kép',
};

function sayAddress(address: string): string {
  const bare = address.replace(/^https?:\/\//i, '').split(/[?#]/)[0] ?? '';
  const parts = bare.replace(/[/.]+$/, '').match(/[a-z]+|\d+|./giu) ?? [];
  return ` ${parts.map(sayPart).join(' ')} `;
}

function sayPart(part: string): string {
  if (/^\d/.test(part)) return sayDigits(part);
  if (!/^[a-z]/i.test(part)) return marks[part] ?? ' ';
  const word = part.toLowerCase();
  if (known[word] !== undefined) return known[word];
  return word.length > 4 || isSyllable(word) ? word : spell(word);
}

export function sayAddresses(text: string): string {
  return text
    .replace(/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, sayAddress)
    .replace(/(?<![\p{L}\p{N}])https?:\/\/[^\s<>"'()]{1,2000}?(?=[.,;:!?)]*(?:\s|$|[<>"'()]))/giu, sayAddress)
    .replace(
      /(?<![\p{L}\p{N}.-])(?:[a-z\d-]{1,63}\.){1,8}(?:vn|com|net|org|edu|info|me(?=\/))(?![\p{L}\p{N}])(?:\/[\w./-]{0,500})?/giu,
      sayAddress,
    );
}
