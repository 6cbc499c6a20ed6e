// Quantities with their units, money and ranges flow in; spoken quantities flow out.
import { NUMBER, sayNumber } from './numbers.ts';

const measures: Record<string, string> = {
  km: 'ki lô mét',
  Km: 'ki lô mét',
  KM: 'ki lô mét',
  m: 'mét',
  cm: 'xăng ti mét',
  dm: 'đề xi mét',
  mm: 'mi li mét',
  km2: 'ki lô mét vuông',
  m2: 'mét vuông',
  cm2: 'xăng ti mét vuông',
  m3: 'mét khối',
  cm3: 'xăng ti mét khối',
  ha: 'héc ta',
  Ha: 'héc ta',
  HA: 'héc ta',
  kg: 'ki lô gam',
  Kg: 'ki lô gam',
  KG: 'ki lô gam',
  g: 'gam',
  gr: 'gam',
  mg: 'mi li gam',
  T: 'tấn',
  l: 'lít',
  L: 'lít',
  ml: 'mi li lít',
  mL: 'mi li lít',
  ml3: 'mi li lít',
  kV: 'ki lô vôn',
  KV: 'ki lô vôn',
  kv: 'ki lô vôn',
  V: 'vôn',
  kW: 'ki lô oát',
  KW: 'ki lô oát',
  kw: 'ki lô oát',
  W: 'oát',
  MW: 'mê ga oát',
  kWh: 'ki lô oát giờ',
  KWh: 'ki lô oát giờ',
  kVA: 'ki lô vôn am pe',
  KVA: 'ki lô vôn am pe',
  MVA: 'mê ga vôn am pe',
  Hz: 'héc',
  kHz: 'ki lô héc',
  MHz: 'mê ga héc',
  GHz: 'gi ga héc',
  'dB(A)': 'đề xi ben a',
  dBA: 'đề xi ben a',
  dB: 'đề xi ben',
  hPa: 'héc tô pát can',
  GB: 'gi ga bai',
  MB: 'mê ga bai',
  TB: 'tê ra bai',
  Mbps: 'mê ga bít trên giây',
  'kbit/s': 'ki lô bít trên giây',
  s: 'giây',
  ph: 'phút',
  "'": 'phút',
  '°C': 'độ xê',
  '° C': 'độ xê',
  oC: 'độ xê',
  'độ C': 'độ xê',
  '°N': 'độ vĩ bắc',
  '°B': 'độ vĩ bắc',
  '°E': 'độ kinh đông',
  '°Đ': 'độ kinh đông',
  '°': 'độ',
  '%': 'phần trăm',
  '‰': 'phần nghìn',
};

const money: Record<string, string> = {
  đ: 'đồng',
  Đ: 'đồng',
  đồng: 'đồng',
  VNĐ: 'đồng',
  VND: 'đồng',
  vnđ: 'đồng',
  vnd: 'đồng',
  k: 'nghìn',
  K: 'nghìn',
  tr: 'triệu',
  trđ: 'triệu đồng',
  'tr.đ': 'triệu đồng',
  'triệu đồng': 'triệu đồng',
  'nghìn đồng': 'nghìn đồng',
  'tỷ đồng': 'tỷ đồng',
  USD: 'đô la Mỹ',
  $: 'đô la',
  usd: 'đô la Mỹ',
};

/** Names that a decimal point may stand before ("1.5 triệu", "7.26 mét"). */
const spoken = ['triệu', 'tỷ', 'tỉ', 'nghìn', 'mét', 'tấn', 'tạ', 'độ', 'lít'];

const oneOf = (names: readonly string[]): string =>
  [...names]
    .sort((a, b) => b.length - a.length)
    .map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');

const anyMeasure = oneOf(Object.keys(measures));
const anyMoney = oneOf(Object.keys(money));
const anyUnit = oneOf([...Object.keys(measures), ...Object.keys(money), ...spoken]);
const ends = String.raw`(?![\p{L}\p{N}])`;
const per: Record<string, string> = { ...measures, s: 'giây', h: 'giờ', g: 'giờ', p: 'phút', '24h': 'hai mươi tư giờ' };
const anyPer = oneOf(Object.keys(per));

function sayRanges(text: string): string {
  const range = new RegExp(
    `(?<![\\p{L}\\p{N}.,/-])(${NUMBER})(\\s?(?:${anyUnit})(?!\\p{L}))?\\s?[-–—÷~]\\s?(${NUMBER})(?![\\d-])`,
    'gu',
  );
  return text
    .replace(/(?<=\d)\s?[x×]\s?(?=\d)|(?<=\p{L}) x (?=\d)/gu, ' nhân ')
    .replace(range, (_, from: string, unit = '', to: string, at: number, whole: string) => {
      const before = whole.slice(Math.max(0, at - 12), at);
      if (/năm học\s*$/iu.test(before)) return `${from}, ${to}`;
      const score = unit === '' && /(?:tỷ số|tỉ số|thắng|thua|hòa|hoà)\s*$/iu.test(before);
      return score ? `${sayNumber(from)} ${to}` : `${from}${unit} đến ${to}`;
    });
}

/** A dash before a figure is a bullet at the head of a line unless a unit or the end shows a negative value. */
function sayNegatives(text: string): string {
  const bare = new RegExp(`^[ ]*-(?=${NUMBER}\\s?(?:(?:${anyUnit})${ends}|[.,;]?\\s*$))`, 'gmu');
  return text
    .replace(bare, 'âm ')
    .replace(/^[ ]*-(?=\d)/gm, '')
    .replace(/(?<=[\s(:=])-(?=\d)/g, 'âm ');
}

/** Quantities with a unit, "một" for prices ("đồng một ki lô gam") and "trên" for measures ("mét khối trên giây"). */
function sayQuantities(text: string): string {
  const decimal = String.raw`(?<![\p{L}\d.,])\d+\.\d{1,2}(?!\d)|${NUMBER}`;
  const rate = String.raw`(?:\s?\/\s?(${anyPer})${ends}|\s?\/\s?(?=\p{L}))?`;
  const quantity = (units: string): RegExp =>
    new RegExp(`(${decimal})\\s?(${units})(?:(?<=\\p{L}|\\d)${ends}|(?<![\\p{L}\\d]))${rate}`, 'gu');
  const say =
    (table: Record<string, string>, joiner: string) =>
    (match: string, value: string, unit: string, below?: string): string => {
      const tail = below !== undefined ? ` ${joiner} ${per[below]}` : /\/\s?$/.test(match) ? ` ${joiner} ` : '';
      return ` ${sayNumber(value)} ${table[unit]}${tail}`;
    };
  return text
    .replace(
      /(?<![\p{L}\d.,])(\d+)[mM](\d{2})(?![\p{L}\d])/gu,
      (_, m: string, cm: string) => `${sayNumber(m)} mét ${sayNumber(cm)}`,
    )
    .replace(/(?<![\p{L}\d.,])(\d+)tr5(?![\p{L}\d])/gu, (_, n: string) => `${sayNumber(n)} triệu rưỡi`)
    .replace(new RegExp(`\\$\\s?(${NUMBER})`, 'gu'), (_, value: string) => `${sayNumber(value)} đô la`)
    .replace(quantity(anyMoney), say(money, 'một'))
    .replace(quantity(anyMeasure), say(measures, 'trên'))
    .replace(new RegExp(`(\\d+\\.\\d{1,2})(?=\\s(?:${oneOf(spoken)})(?!\\p{L}))`, 'gu'), value => sayNumber(value));
}

/** Units that stand alone ("đơn vị: m3/s", "đồng/kg") and "lần/ngày". */
function sayBareUnits(text: string): string {
  const everyday =
    'ngày|tuần|tháng|quý|năm|người|hộ|khẩu|giờ|đêm|lượt|suất|buổi|sào|con|cháu|em|lít|tấn|tạ|bao|chai|cây|thôn|xã|vụ|kỳ|đợt|lần|mẫu';
  return text
    .replace(/(?<![\p{L}\p{N}])m3\/s(?![\p{L}\p{N}])/gu, 'mét khối trên giây')
    .replace(/(?<![\p{L}\p{N}])[Kk]m\/h(?![\p{L}\p{N}])/gu, 'ki lô mét trên giờ')
    .replace(
      new RegExp(`(?<=\\p{L}{2})\\s?/\\s?(kg|Kg|ha|m2|m3|km2|kWh|lít)${ends}`, 'gu'),
      (_, unit: string) => ` một ${measures[unit] ?? unit}`,
    )
    .replace(
      new RegExp(`(?<![\\p{L}\\p{N}])(km2|km|mm|cm|m2|m3|ha|kg|kV|kWh|kW|°C|dB)${ends}`, 'gu'),
      unit => measures[unit] ?? unit,
    )
    .replace(/(?<![\p{L}\p{N}])(?:VNĐ|VND)(?![\p{L}\p{N}])/gu, 'đồng')
    .replace(
      new RegExp(
        `\\s?/(?<=(?:\\d|đồng|gam|mét|lít|tấn|tạ|vuông|giờ)(?:[\\p{L} /]{0,24}\\p{L})?\\s?/)\\s?(?=(?:${everyday})(?!\\p{L}))`,
        'gu',
      ),
      ' một ',
    )
    .replace(/%/g, ' phần trăm ');
}

export function sayUnits(text: string): string {
  return sayBareUnits(sayQuantities(sayNegatives(sayRanges(text))));
}
