// The abbreviations of commune paperwork flow in; the words they stand for flow out.
import { spokenForms } from './abbreviation-list.ts';

/** Read by what stands beside them; the first that fits wins. */
const beside: readonly [RegExp, string][] = [
  [
    /(?<!\p{L})BCH(?=\s+(?:Đ[aả]ng|Đoàn|Hội|Công đoàn|đảng|đoàn|hội|công đoàn|Chi|chi|Trung ương|TW|lâm thời))/gu,
    'ban chấp hành',
  ],
  [/(?<!\p{L})BCH(?!\p{L})/gu, 'ban chỉ huy'],
  [/(?<!\p{L})(?<=[Pp]hó )CT(?!\p{L})/gu, 'chủ tịch'],
  [/(?<!\p{L})CT(?=\s+(?:UBND|HĐND|MTTQ|UBMTTQ|Hội|hội|xã|phường|tỉnh|nước)(?!\p{L}))/gu, 'chủ tịch'],
  [/(?<!\p{L})(?<=(?:[Cc]ông ty|[Cc]ty) )CP(?!\p{L})/gu, 'cổ phần'],
  [/(?<!\p{L})CP(?!\p{L})/gu, 'chính phủ'],
  [
    /(?<!\p{L})TT(?=\s+(?:Y tế|y tế|GD|Giáo dục|giáo dục|[Pp]hục vụ|[Hh]ành chính|[Dd]ạy nghề|[Dd]ịch vụ|[Kk]huyến nông|[Vv]ăn h|VH))/gu,
    'trung tâm',
  ],
  [/(?<!\p{L})TT(?=\s+(?:số\s)?\d)/gu, 'thông tư'],
  [/(?<!\p{L})TT\.?(?=\s*\p{Lu}\p{Ll})/gu, 'thị trấn '],
  [/(?<!\p{L})TT(?!\p{L})/gu, 'thông tin'],
  [/(?<!\p{L})(?<=[Tt]rường )TH(?!\p{L})/gu, 'tiểu học'],
  [/(?<!\p{L})(?<=[Tt]rường )MN(?!\p{L})/gu, 'mầm non'],
  [/(?<!\p{L})(?<=[Tt]rường )PT(?!\p{L})/gu, 'phổ thông'],
  [/(?<!\p{L})CA(?=\s+(?:xã|phường|tỉnh|huyện|thị|thành|TP|TX|TT|quận|viên))/gu, 'công an'],
  [/(?<!\p{L})ĐU(?=\s+(?:xã|phường|khối))/gu, 'đảng ủy'],
  [/(?<!\p{L})QS(?=\s+(?:xã|phường|tỉnh|huyện))/gu, 'quân sự'],
  [/(?<!\p{L})T[Pp]\.\s?(?=\p{L})/gu, 'thành phố '],
  [/(?<!\p{L})T[Xx]\.\s?(?=\p{L})/gu, 'thị xã '],
  [/(?<!\p{L})P\.\s?(?=\p{Lu}\p{Ll}|\d)/gu, 'phường '],
  [/(?<!\p{L})Q\.\s?(?=\p{Lu}\p{Ll}|\d)/gu, 'quận '],
  [/(?<!\p{L})H\.\s?(?=\p{Lu}\p{Ll})/gu, 'huyện '],
  [/(?<!\p{L})X\.\s?(?=\p{Lu}\p{Ll})/gu, 'xã '],
  [/(?<!\p{L})BS\.?\s?(?=\p{Lu}\p{Ll})/gu, 'bác sĩ '],
  [/(?<!\p{L})TS\.?\s?(?=\p{Lu}\p{Ll})/gu, 'tiến sĩ '],
  [/(?<!\p{L})KS\.\s?(?=\p{Lu}\p{Ll})/gu, 'kỹ sư '],
  [/(?<!\p{L})TS(?=[. ]*(?:BS|BÁC))/gu, 'tiến sĩ'],
  [/(?<!\p{L})v\.\s?v\b(?:\.{1,3}|…)?/giu, 'vân vân.'],
  [/(?<=\s)vv(?:\.{1,3}|…|(?!\p{L}))/gu, 'vân vân.'],
];

const edgeBefore = String.raw`(?<![\p{L}\p{M}\p{N}])`;
const edgeAfter = String.raw`(?![\p{L}\p{M}\p{N}])`;
const anyOf = [...spokenForms.keys()].sort((a, b) => b.length - a.length).join('|');
const listed = new RegExp(`${edgeBefore}(?:${anyOf})${edgeAfter}`, 'gu');
const capitals = String.raw`\p{Lu}[\p{L}]*`;

const slashed: Record<string, string> = {
  'đ/c': 'đồng chí',
  'v/v': 'về việc',
  'k/g': 'kính gửi',
  't/h': 'thực hiện',
  'h/s': 'học sinh',
};

/** "3 đ/c" before any rule takes the đ for money, "25 h/s" before the h becomes an hour. */
export function saySlashed(text: string): string {
  return text.replace(
    /(?<![\p{L}\p{M}])\p{L}\/\p{L}(?![\p{L}\p{M}\p{N}])/gu,
    found => slashed[found.toLowerCase()] ?? found,
  );
}

/** The words for one abbreviation, or nothing if it is not known. */
export function wordsFor(abbreviation: string): string | undefined {
  return spokenForms.get(abbreviation) ?? { BCH: 'ban chỉ huy', CP: 'chính phủ' }[abbreviation];
}

export function sayAbbreviations(text: string): string {
  const joined = text
    .replace(/(?<=\p{L})\s?&\s?(?=\p{L})/gu, ' và ')
    .replace(new RegExp(`${edgeBefore}((?:${anyOf}|BCH|CP))\\s?[-–]\\s?(?=${capitals}${edgeAfter})`, 'gu'), '$1 ');
  const chosen = beside.reduce((current, [pattern, words]) => current.replace(pattern, words), joined);
  return chosen.replace(listed, found => spokenForms.get(found) ?? found);
}
