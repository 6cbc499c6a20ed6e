// Document numbers, road names, kilometre posts and number plates flow in; spoken references flow out.
import { wordsFor } from './abbreviations.ts';
import { spell } from './letters.ts';
import { sayDigits, sayInteger, sayNumber } from './numbers.ts';

const kinds: Record<string, string> = {
  QĐ: 'quyết định',
  NQ: 'nghị quyết',
  NĐ: 'nghị định',
  TT: 'thông tư',
  TTLT: 'thông tư liên tịch',
  CT: 'chỉ thị',
  KH: 'kế hoạch',
  TB: 'thông báo',
  CV: 'công văn',
  BC: 'báo cáo',
  HD: 'hướng dẫn',
  TTr: 'tờ trình',
  TTR: 'tờ trình',
  CĐ: 'công điện',
  GM: 'giấy mời',
  KL: 'kết luận',
  QC: 'quy chế',
  PA: 'phương án',
  BB: 'biên bản',
  GXN: 'giấy xác nhận',
  VBHN: 'văn bản hợp nhất',
  PL: 'pháp lệnh',
  L: 'luật',
  LCT: 'lệnh',
  SL: 'sắc lệnh',
  CTr: 'chương trình',
  ĐA: 'đề án',
  TTQT: 'thông tư',
};

const issuers: Record<string, string> = {
  ĐU: 'đảng ủy',
  HU: 'huyện ủy',
  TU: 'tỉnh ủy',
  TTg: 'thủ tướng chính phủ',
  CP: 'chính phủ',
  TW: 'trung ương',
  BTC: 'bộ Tài chính',
  BCT: 'bộ Công Thương',
  VP: 'văn phòng',
  BCĐ: 'ban chỉ đạo',
};

function sayIssuer(part: string): string {
  const session = /^(\p{L}+?)(\d{1,2})$/u.exec(part);
  if (session) return `${sayIssuer(session[1] ?? '')} khóa ${sayInteger(session[2] ?? '')}`;
  return (
    issuers[part] ??
    wordsFor(part) ??
    part
      .split('&')
      .map(word => wordsFor(word) ?? (/^\p{Lu}+$/u.test(word) ? spell(word) : word))
      .join(' và ')
  );
}

/** The kind is not said again where the text already named it: "Quyết định số 15/QĐ-UBND". */
function isNamed(before: string, kind: string, short: string): boolean {
  const tail = before.toLowerCase().replace(/\s+số:?\s*$|\s+$/u, '');
  return tail.endsWith(kind) || tail.endsWith(short.toLowerCase());
}

/** "… số 15/QĐ-UBND ngày 2/9/2026 của UBND xã": the issuer is named in full a little later. */
const issuerFollows = /^[^.;\n]{0,60}?\s(?:của|do)\s/u;

function sayReference(
  number: string,
  year: string | undefined,
  marks: string[],
  before: string,
  after: string,
): string {
  const [first = '', ...rest] = marks;
  const kind = kinds[first];
  const issued = (kind === undefined ? marks : rest).filter(mark => mark !== '').map(sayIssuer);
  const head = `${sayNumber(number.replace(/^0+(?=\d)/, ''))}${year === undefined ? '' : `, năm ${sayInteger(year)}`}`;
  const middle = kind === undefined || isNamed(before, kind, first) ? '' : `, ${kind}`;
  return `${head}${middle}${issued.length > 0 && !issuerFollows.test(after) ? ` của ${issued.join(' ')}` : ''}`;
}

const around = (whole: string, at: number, match: string): [string, string] => [
  whole.slice(Math.max(0, at - 40), at),
  whole.slice(at + match.length, at + match.length + 80),
];

export function sayDocuments(text: string): string {
  const mark = String.raw`\p{Lu}[\p{L}\d&]*`;
  return text
    .replace(
      new RegExp(
        `(?<![\\p{L}\\p{N}/.,-])(\\d{1,6})(?:\\/(\\d{4}))?\\/(${mark}(?:[-–]${mark})*)(?:\\/${mark})?(?![\\p{L}\\p{N}])`,
        'gu',
      ),
      (match, number: string, year: string | undefined, marks: string, at: number, whole: string) =>
        looksLikeReference(year, marks)
          ? sayReference(number, year, marks.split(/[-–]/), ...around(whole, at, match))
          : match,
    )
    .replace(
      new RegExp(`(?<![\\p{L}\\p{N}/.,-])(\\d{1,5})\\s?[-–]\\s?(${mark})\\s?\\/\\s?(${mark})(?![\\p{L}\\p{N}])`, 'gu'),
      (match, number: string, kind: string, issuer: string, at: number, whole: string) =>
        kinds[kind] === undefined
          ? match
          : sayReference(number, undefined, [kind, issuer], ...around(whole, at, match)),
    )
    .replace(
      new RegExp(
        `(?<![\\p{L}\\p{N}])(${Object.keys(kinds).join('|')})[-–](UBND|HĐND|CP|TTg|TW|ĐU|HU|TU)(?![\\p{L}\\p{N}])`,
        'gu',
      ),
      (_, kind: string, issuer: string) => `${kinds[kind]} của ${sayIssuer(issuer)}`,
    );
}

function looksLikeReference(year: string | undefined, marks: string): boolean {
  const first = marks.split(/[-–]/)[0] ?? '';
  return (
    kinds[first] !== undefined ||
    year !== undefined ||
    (marks.includes('-') && wordsFor(first) !== undefined) ||
    issuers[first] !== undefined
  );
}

/** A road number of three digits is read digit by digit ("hai chín hai"), a shorter one as a number. */
function sayRoadNumber(number: string, letter: string): string {
  const said = number.length > 2 || number.startsWith('0') ? sayDigits(number) : sayInteger(number);
  return letter === '' ? said : `${said} ${spell(letter)}`;
}

const roads: Record<string, string> = {
  QL: 'quốc lộ',
  TL: 'tỉnh lộ',
  ĐT: 'đường tỉnh',
  ĐH: 'đường huyện',
  HL: 'hương lộ',
  'Quốc lộ': 'Quốc lộ',
  'quốc lộ': 'quốc lộ',
  'Tỉnh lộ': 'Tỉnh lộ',
  'tỉnh lộ': 'tỉnh lộ',
  'Đường tỉnh': 'Đường tỉnh',
  'đường tỉnh': 'đường tỉnh',
};

export function sayRoads(text: string): string {
  return text
    .replace(
      new RegExp(
        `(?<![\\p{L}\\p{N}])(${Object.keys(roads).join('|')})(?:\\.\\s?|\\s?)(\\d{1,3})([A-ZĐa-d]?)(?![\\p{L}\\p{N}]|[.,]\\d)`,
        'gu',
      ),
      (_, road: string, number: string, letter: string) => `${roads[road]} ${sayRoadNumber(number, letter)}`,
    )
    .replace(/(?<=(?<!\p{L})[Kk]m ?\d{1,4}(?: ?\+ ?\d{1,3})?)\s?[-–]\s?(?=[Kk]m ?\d)/gu, ' đến ')
    .replace(
      /(?<![\p{L}\p{N}])[Kk][Mm]\.?\s?(\d{1,4})(?:\s?\+\s?(\d{1,3}))?(?![\p{L}\p{N}]|[.,]\d)/gu,
      (_, km: string, metres?: string) =>
        `ki lô mét ${sayInteger(km)}${metres === undefined ? '' : ` cộng ${sayInteger(metres)}`}`,
    )
    .replace(
      /(?<![\p{L}\p{N}])(\d{2})([A-ZĐ]{1,2})(\d?)[- ](\d{3})\.?(\d{2})(?![\p{L}\p{N}]|[.,]\d)/gu,
      (_, province: string, series: string, one: string, head: string, tail: string) =>
        `${sayDigits(province)} ${spell(series)}${one === '' ? '' : ` ${sayDigits(one)}`}, ${sayDigits(head)}, ${sayDigits(tail)}`,
    );
}
