// Written numbers flow in, the words of a northern Vietnamese announcer flow out ("linh", "mốt", "tư", "lăm").

const digitWords = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;

/** An integer grouped by dots, or plain, with an optional decimal comma; never starts inside another number. */
export const NUMBER = String.raw`(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+(?!\d)|\d+)(?:,\d+)?`;

/** Above this many digits nobody says a quantity: it is a code, read digit by digit. */
const longestQuantity = 15;

export function sayDigit(digit: string): string {
  return digitWords[Number(digit)] ?? '';
}

/** Digit by digit, as in telephone numbers and codes. */
export function sayDigits(digits: string): string {
  return [...digits].map(sayDigit).join(' ');
}

function sayUnits(tens: number, units: number): string {
  if (units === 1 && tens > 1) return 'mốt';
  if (units === 4 && tens !== 1) return 'tư';
  if (units === 5 && tens > 0) return 'lăm';
  return sayDigit(String(units));
}

/** Three digits; `inside` says that a higher group was spoken before, so that hundreds must be named even if zero. */
function sayGroup(value: number, inside: boolean): string {
  const hundreds = Math.floor(value / 100);
  const tens = Math.floor(value / 10) % 10;
  const units = value % 10;
  const words: string[] = [];
  if (hundreds > 0 || inside) words.push(sayDigit(String(hundreds)), 'trăm');
  if (tens === 0 && units > 0) {
    if (words.length > 0) words.push('linh', sayUnits(0, units));
    else words.push(sayDigit(String(units)));
  }
  if (tens === 1) words.push('mười');
  if (tens > 1) words.push(sayDigit(String(tens)), 'mươi');
  if (tens > 0 && units > 0) words.push(sayUnits(tens, units));
  return words.join(' ');
}

function sayBelowBillion(value: number, inside: boolean): string {
  const millions = Math.floor(value / 1_000_000);
  const thousands = Math.floor(value / 1000) % 1000;
  const rest = value % 1000;
  const words: string[] = [];
  if (millions > 0) words.push(sayGroup(millions, inside), 'triệu');
  if (thousands > 0) words.push(sayGroup(thousands, inside || millions > 0), 'nghìn');
  // "Một triệu năm trăm" would be heard as 1.500.000, so the empty thousands are named.
  if (thousands === 0 && rest > 0 && (millions > 0 || inside)) words.push('không nghìn');
  if (rest > 0) words.push(sayGroup(rest, inside || millions > 0 || thousands > 0));
  return words.join(' ');
}

/** A whole number given as digits without separators. */
export function sayInteger(digits: string): string {
  const trimmed = digits.replace(/^0+(?=\d)/, '');
  if (trimmed.length > longestQuantity) return sayDigits(digits);
  const value = Number(trimmed);
  if (value === 0) return 'không';
  const billions = Math.floor(value / 1_000_000_000);
  const rest = value % 1_000_000_000;
  if (billions === 0) return sayBelowBillion(rest, false);
  const high = `${sayInteger(String(billions))} tỷ`;
  return rest === 0 ? high : `${high} ${sayBelowBillion(rest, true)}`;
}

/** What follows the decimal comma: 7,26 is "hai mươi sáu", 0,05 is "không năm", long tails go digit by digit. */
export function sayFraction(digits: string): string {
  return digits.startsWith('0') || digits.length > 3 ? sayDigits(digits) : sayInteger(digits);
}

/** "½" and its kin; the quarter is "tư". */
export function sayShare(part: string, of: string): string {
  return `${sayInteger(part)} phần ${of === '4' ? 'tư' : sayInteger(of)}`;
}

/** A number as written under NUMBER; a dot that does not group thousands is taken for a decimal sign. */
export function sayNumber(written: string): string {
  const plain = /^\d{1,3}(?:\.\d{3})+(?:,|$)/.test(written) ? written.replaceAll('.', '') : written.replace('.', ',');
  const [whole = '', fraction] = plain.split(',');
  // "05 hộ" is five households, but "007" or "0204" is a code.
  if (fraction === undefined && whole.length > 2 && whole.startsWith('0')) return sayDigits(whole);
  return fraction === undefined ? sayInteger(whole) : `${sayInteger(whole)} phẩy ${sayFraction(fraction)}`;
}

/** Numbers that no other rule has claimed. */
export function sayRemainingNumbers(text: string): string {
  return text
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?![\d,])/g, english => ` ${sayInteger(english.replaceAll(',', ''))} `)
    .replace(new RegExp(NUMBER, 'g'), written => ` ${sayNumber(written)} `)
    .replace(/\d+/g, digits => ` ${sayNumber(digits)} `);
}
