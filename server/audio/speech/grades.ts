// Flood alarm levels and Roman numerals flow in; their ordinals as words flow out.
import { sayInteger } from './numbers.ts';

const values: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
const wellFormed = /^(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/;
const ends = String.raw`(?![\p{L}\p{M}\p{N}])`;

function romanValue(numeral: string): number | undefined {
  if (!wellFormed.test(numeral)) return undefined;
  return [...numeral].reduce((sum, letter, at, all) => {
    const value = values[letter] ?? 0;
    return value < (values[all[at + 1] ?? ''] ?? 0) ? sum - value : sum + value;
  }, 0);
}

const keyed =
  'quý|cấp|khoá|khóa|kỳ|kì|kỳ họp|thế kỷ|chương|mục|phần|loại|hạng|nhóm|vùng|khu|khu vực|đại hội|lần|đợt|tập|giai đoạn|quân khu|bậc|mức|điều|phụ lục|vụ|học kỳ|học kì|tuyến|số|đến|và';

/** "BĐ1", "BĐIII", "báo động II", "báo động số 3" → "báo động ba". */
function sayAlarmLevels(text: string): string {
  return text.replace(
    new RegExp(`(?<![\\p{L}\\p{N}])(?:BĐ|B\\.Đ|[Bb]áo động|BÁO ĐỘNG)\\s?(?:số |cấp )?(III|II|I|[1-3])${ends}`, 'gu'),
    (_, level: string) => `báo động ${sayInteger(String(romanValue(level) ?? level))}`,
  );
}

export function sayGrades(text: string): string {
  return sayAlarmLevels(text.replace(/(?<=(?:BĐ|báo động) ?(?:III|II|I|[1-3]))\s?[-–—/]\s?(?=BĐ|báo động)/gu, ' đến '))
    .replace(new RegExp(`(?<!\\p{L})(thứ )([IVXLCDM]+)${ends}`, 'giu'), (match, lead: string, numeral: string) => {
      const value = romanValue(numeral);
      if (value === undefined) return match;
      return lead + (value === 1 ? 'nhất' : value === 4 ? 'tư' : sayInteger(String(value)));
    })
    .replace(new RegExp(`(?<!\\p{L})((?:${keyed}) )([IVX]+)${ends}`, 'giu'), (match, lead: string, numeral: string) => {
      const value = romanValue(numeral);
      if (value === undefined) return match;
      return lead + (value === 4 && /^quý/i.test(lead) ? 'tư' : sayInteger(String(value)));
    })
    .replace(/^([ ]*)([IVX]+)(?=[.)/]\s)/gmu, (match, lead: string, numeral: string) => {
      const value = romanValue(numeral);
      return value === undefined ? match : lead + sayInteger(String(value));
    })
    .replace(
      new RegExp(`(?<![\\p{L}\\p{M}\\p{N}.-])(?!(?:VI|XI)(?!\\p{L}))([IVX]{2,})${ends}`, 'gu'),
      (match, numeral: string) => {
        const value = romanValue(numeral);
        return value === undefined ? match : sayInteger(String(value));
      },
    );
}
