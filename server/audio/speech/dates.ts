// Dates as people write them flow in; as an announcer says them flow out.
import { sayInteger, sayShare } from './numbers.ts';

const day = String.raw`(?<![\d.,:/-])(?:0?[1-9]|[12]\d|3[01])`;
const month = '(?:0?[1-9]|1[0-2])';
const edge = String.raw`(?![\p{L}\p{N}]|[./-]\d)`;

/** What follows makes it a share of something, not a date: "2/3 số hộ", "12/13 xã". */
const shared =
  /^\s+(?:tổng|số|dân|diện tích|chiều|quân số|lượng|thời gian|quãng|khối lượng|kinh phí|giá|đời)(?!\p{L})/iu;
const counted =
  /^\s+(?:hộ|thôn|bản|xã|phường|tiêu chí|chỉ tiêu|người|đại biểu|đảng viên|học sinh|em|cụm|tổ|trường|phiếu|thành viên|hội viên|công trình|trạm|máy|loa|điểm|nhà|khu)(?!\p{L})/iu;
const leadsToDate =
  /(?:ngày|mùng|mồng|hôm|sáng|trưa|chiều|tối|đêm|khuya|từ|đến|tới|trước|sau|hết|hạn|dịp|lễ|tết|nay|qua|mai|nhật|thứ \p{L}+|khánh|vào|lúc|giờ|phút|và|\()[ ,:]*\(?$/iu;
const leadsToHouse = /(?:số nhà|ngõ|ngách|hẻm|kiệt|nhà số|huyết áp|thị lực|số)\s*$/iu;
const leadsToCount = /(?:quý|đợt|kỳ|lần|số|khóa|khoá|vụ|tuần|thứ)\s*$/iu;
const holidays = new Set(['1/5', '2/9', '1/6', '5/9', '3/2', '1/1', '4/10']);

/** Days one to ten of a month are "mùng". */
function sayDay(written: string, before: string): string {
  const value = Number(written);
  if (value > 10 || /(?:mùng|mồng)\s*$/i.test(before)) return sayInteger(written);
  return `mùng ${sayInteger(written)}`;
}

function sayMonth(written: string): string {
  return Number(written) === 4 ? 'tư' : sayInteger(written);
}

const sayYear = (written: string): string => `năm ${sayInteger(written.length === 2 ? `20${written}` : written)}`;

const named = (before: string): string => (/(?:ngày|mùng|mồng)\s*$/i.test(before) ? '' : 'ngày ');

function sayFullDates(text: string): string {
  const withYear = new RegExp(`(${day})([/.-])(${month})\\2(\\d{4}|(?<=/)\\d{2})${edge}`, 'gu');
  const date = `${day}[/.]${month}(?:[/.]\\d{4})?`;
  return text
    .replace(new RegExp(`(${date})\\s?[-–—]\\s?(?=${date.replace('/-])', '/])')}${edge})`, 'gu'), '$1 đến ')
    .replace(
      new RegExp(`(${day})\\s?[-–—]\\s?(?=(?:0?[1-9]|[12]\\d|3[01])/${month}(?:/\\d{2,4})?${edge})`, 'gu'),
      (_, from: string, at: number, whole: string) => {
        const before = whole.slice(Math.max(0, at - 12), at);
        return `${named(before)}${sayDay(from, before)} đến `;
      },
    )
    .replace(/(?<![\d/-])(\d{4})-(\d{2})-(\d{2})(?![\d/-])/g, '$3/$2/$1')
    .replace(withYear, (_, d: string, _sign, m: string, y: string, at: number, whole: string) => {
      const before = whole.slice(Math.max(0, at - 12), at);
      return ` ${named(before)}${sayDay(d, before)} tháng ${sayMonth(m)} ${sayYear(y)}`;
    });
}

function sayMonthsOfYear(text: string): string {
  const spelled = text
    .replace(/(?<=(?<!\p{L})tháng (?:0?[1-9]|1[0-2]))\s?[-–]\s?(?=(?:0?[1-9]|1[0-2])\/\d{4})/giu, ' đến ')
    .replace(/(?<=\p{L}{2})\/(?=(?:19|20)\d{2}(?![\d/]))/gu, ' năm ');
  return spelled.replace(
    new RegExp(`(?<![\\p{L}\\d.,/-])(${month})[/.-]((?:19|20)\\d{2})${edge}`, 'gu'),
    (_, m: string, y: string, at: number, whole: string) => {
      const before = whole.slice(Math.max(0, at - 12), at);
      if (/số\s*$/iu.test(before)) return `${sayInteger(m)}, ${sayYear(y)}`;
      if (leadsToCount.test(before)) return `${m} ${sayYear(y)}`;
      return `${/tháng\s*$/iu.test(before) ? '' : 'tháng '}${sayMonth(m)} ${sayYear(y)}`;
    },
  );
}

/** "21/11" is a date, "2/3 số hộ" a share, "12/13 xã" so many out of so many, "ngõ 12/5" an address. */
/** The newspapers' "ngày 30-4 và 1-5"; with "tháng" after it, it is a range of days. */
function sayDashedDates(text: string): string {
  const dashed = new RegExp(
    `(?<=(?<!\\p{L})(?:ngày|dịp|lễ|sáng|chiều|tối) )(${day})-(${month})(?:( và | đến |, )(${day})-(${month}))?(?![\\d/-]|,\\d|\\s?tháng|\\s?\\p{L}*/)`,
    'giu',
  );
  return text.replace(dashed, (_, d: string, m: string, link?: string, d2?: string, m2?: string) => {
    const second = d2 !== undefined && m2 !== undefined ? `${link}${sayDay(d2, '')} tháng ${sayMonth(m2)}` : '';
    return `${sayDay(d, '')} tháng ${sayMonth(m)}${second}`;
  });
}

function sayPairs(text: string): string {
  return text.replace(
    /(?<![\p{L}\d.,/:-])(\d{1,5})\s?\/\s?(\d{1,5})(?![\p{L}\d]|[/]\d|[.,]\d)/gu,
    (_, left: string, right: string, at: number, whole: string) => {
      const before = whole.slice(Math.max(0, at - 24), at);
      const after = whole.slice(at + _.length, at + _.length + 24);
      const [n, d] = [Number(left), Number(right)];
      const over = `${sayInteger(left)} trên ${sayInteger(right)}`;
      if (shared.test(after) && n < d) return sayShare(left, right);
      if (counted.test(after) || leadsToHouse.test(before)) return over;
      const possible = n >= 1 && n <= 31 && d >= 1 && d <= 12;
      const dated = leadsToDate.test(before) || n > d || /^0/.test(left) || /^0/.test(right) || d > 5;
      if (possible && (dated || holidays.has(`${n}/${d}`))) {
        return `${named(before)}${sayDay(left, before)} tháng ${sayMonth(right)}`;
      }
      return n < d && d <= 10 ? sayShare(left, right) : over;
    },
  );
}

function sayDaysAndMonths(text: string): string {
  return text
    .replace(/(?<![\p{L}\p{N}])(T[2-7])\s?[-–]\s?(?=(?:T[2-7]|CN)(?!\p{L}|\d))/gu, '$1 đến ')
    .replace(/(?<![\p{L}])((?:từ )?ngày|hôm) (0?[1-9]|10)(?![\p{L}\p{N}]|[.,/:]\d)/giu, '$1 mùng $2')
    .replace(/(?<=(?<!\p{L})mùng )0(?=[1-9])/giu, '')
    .replace(/(?<=(?<!\p{L})tháng )0?4(?![\p{L}\p{N}]|[.,/:]\d)/giu, 'tư')
    .replace(/(?<=(?<!\p{L})(?:thứ|quý) )0?4(?![\p{L}\p{N}]|[.,:]\d)/giu, 'tư')
    .replace(
      /(?<=(?<!\p{L})thứ [2-7](?:(?:, ?| và | đến )[2-7])*(?:, ?| và | đến ))4(?=[,.;)]| và | đến | hằng| hàng|\s*$)/gimu,
      'tư',
    )
    .replace(/(?<=(?<!\p{L})thứ )0?1(?![\p{L}\p{N}]|[.,/:]\d)/giu, 'nhất')
    .replace(/(?<![\p{L}\p{N}])T([2-7])(?=\s?[-–,;]|\s+(?:và|hoặc|đến|hằng|hàng|tuần|hàng|ngày)|[.)]|\s*$)/gmu, weekday)
    .replace(/(?<=(?:sáng|trưa|chiều|tối|ngày|hằng|từ|đến) )T([2-7])(?![\p{L}\p{N}]|\/)/gu, weekday);
}

const weekday = (_: string, n: string): string => `thứ ${n === '4' ? 'tư' : sayInteger(n)}`;

/** Every date of the text; clock times must have been read before, or "16h55 7/10" would lose its hour. */
export function sayDates(text: string): string {
  const spelledMonths = text.replace(/(?<![\p{L}\p{N}])T\.?(?=(?:0?[1-9]|1[0-2])\/(?:19|20)\d{2})/gu, 'tháng ');
  return sayDaysAndMonths(sayPairs(sayDashedDates(sayMonthsOfYear(sayFullDates(spelledMonths)))));
}
