// Text of one element goes in; its meaning comes out, or null where it has none, with every reason among the findings.
import type { Findings } from './findings.ts';

export interface Point {
  lat: number;
  lon: number;
}

export interface Circle extends Point {
  radiusKm: number;
}

const timeForm = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)([+-])(\d\d):(\d\d)$/;

/** UTC milliseconds of a CAP time; 'form' or 'calendar' says what is wrong with it (CAP 1.2 §3.3.2). */
export function timeOf(text: string): number | 'form' | 'calendar' {
  const match = timeForm.exec(text);
  if (match === null) return 'form';
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const offset = Number(match[8]) * 60 + Number(match[9]);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const real = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!real || hour > 23 || minute > 59 || second > 59 || Number(match[9]) > 59 || offset > 14 * 60) return 'calendar';
  date.setUTCHours(hour, minute, second);
  return date.getTime() - (match[7] === '-' ? -1 : 1) * offset * 60_000;
}

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

export const numberOf = (text: string): number | null => (decimal.test(text) ? Number(text) : null);

export const wordsOf = (text: string): string[] => text.split(/\s+/).filter(word => word !== '');

function pointOf(text: string): Point | null {
  const [lat, lon, ...rest] = text.split(',').map(numberOf);
  return lat === undefined || lat === null || lon === undefined || lon === null || rest.length > 0
    ? null
    : { lat, lon };
}

const onEarth = ({ lat, lon }: Point): boolean => Math.abs(lat) <= 90 && Math.abs(lon) <= 180;

/** A closed ring of at least four WGS 84 points (CAP 1.2 §3.2.4). */
export function polygonOf(text: string, path: string, findings: Findings): Point[] | null {
  const words = wordsOf(text);
  const points: Point[] = [];
  let whole = true;
  words.forEach((value, i) => {
    const point = pointOf(value);
    if (point === null) findings.error('bad_point', path, { number: i + 1, value });
    else if (!onEarth(point)) findings.error('point_out_of_range', path, { number: i + 1, value });
    else points.push(point);
    whole &&= point !== null && onEarth(point);
  });
  if (words.length < 4) {
    findings.error('polygon_points', path, { count: words.length });
    whole = false;
  }
  const [first, last] = [words[0], words.at(-1)];
  if (first !== undefined && last !== undefined && words.length > 1) {
    const [start, end] = [pointOf(first), pointOf(last)];
    if (start !== null && end !== null && (start.lat !== end.lat || start.lon !== end.lon)) {
      findings.error('polygon_open', path, { first, last });
      whole = false;
    }
  }
  return whole ? points : null;
}

/** A point and a radius in kilometres. */
export function circleOf(text: string, path: string, findings: Findings): Circle | null {
  const [where = '', radius = '', ...rest] = wordsOf(text);
  const point = pointOf(where);
  const radiusKm = numberOf(radius);
  if (point === null || radiusKm === null || rest.length > 0) {
    findings.error('bad_circle', path, { value: text });
    return null;
  }
  if (!onEarth(point)) findings.error('point_out_of_range', path, { number: 1, value: where });
  if (radiusKm < 0) findings.error('negative_radius', path, { value: radius });
  return onEarth(point) && radiusKm >= 0 ? { ...point, radiusKm } : null;
}

// Repeated groups are tried by recursion, so what they may be given is limited.
const longestTag = 255;
const longestUri = 65_536;

const privateTag = /^x(-[a-z0-9]{1,8})+$/i;

/** BCP 47, as the runtime reads it; private tags (`x-…`) besides. */
export function isLanguage(text: string): boolean {
  if (text.length > longestTag) return false;
  if (privateTag.test(text)) return true;
  try {
    return text !== '' && Intl.getCanonicalLocales(text).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const uriCharacters = /^(?:[^\s<>"{}|\\^`%]|%[0-9a-f]{2})+$/i;
const scheme = /^([a-z][a-z0-9+.-]*):(.+)$/i;

export function uriKind(text: string): 'absolute' | 'relative' | 'none' {
  if (text.length > longestUri || !uriCharacters.test(text)) return 'none';
  // Square brackets hold an address of version 6 and stand nowhere else.
  if (/[[\]]/.test(text.replace(/\/\/(?:[^/?#@]*@)?\[[0-9a-f:.]+\]/i, ''))) return 'none';
  const match = scheme.exec(text);
  // Without a scheme, the first segment may hold no colon (RFC 3986 §4.2).
  if (match === null) return /^[^/?#]*:/.test(text) ? 'none' : 'relative';
  const located = /^(https?|ftp|wss?)$/i.test(match[1] ?? '');
  return !located || (match[2]?.startsWith('//') && URL.canParse(text)) ? 'absolute' : 'none';
}

const mime =
  /^(?:application|audio|chemical|font|image|message|model|multipart|text|video|x-[\w-]+)\/[\w!#$&^.+-]+(?:\s*;\s*[\w-]+=(?:"[^"]*"|[\w!#$&^.+:/-]+))*$/i;

export const isMime = (text: string): boolean => text.length <= longestTag && mime.test(text);

export function isBase64(text: string): boolean {
  const bare = text.replace(/\s+/g, '');
  return bare !== '' && bare.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(bare);
}

/** Words divided by blanks, where quotation marks hold several together (CAP 1.2 addresses and incidents). */
export const quotedWordsOf = (text: string): string[] =>
  [...text.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([whole, quoted]) => quoted ?? whole).filter(word => word !== '');
