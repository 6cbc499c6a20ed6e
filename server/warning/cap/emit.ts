// An alert of ours as a plain object goes in, CAP 1.2 in Vietnamese comes out, only if it is valid by our own reading of it.
import type { Finding } from './findings.ts';
import type { CapArea, CapInfo, CapMessage } from './message.ts';
import { readCap } from './read.ts';

/** What the parameters and codes of ours are called; other systems read them by these names. */
export const vietnameseNames = {
  /** The commune's code in the state's list of administrative units. */
  communeCode: 'VN-MaXa',
  /** Cấp độ rủi ro thiên tai, 1–5 (Decision 18/2021/QĐ-TTg). */
  riskLevel: 'VN-CapDoRuiRoThienTai',
  /** Báo động lũ, 1–3, at the gauge named beside it (Decision 05/2020/QĐ-TTg). */
  alarmLevel: 'VN-BaoDongLu',
  river: 'VN-Song',
  gauge: 'VN-TramThuyVan',
} as const;

export interface OwnArea {
  name: string;
  /** Left out where nobody has given it. */
  communeCode?: string;
  polygons?: CapArea['polygons'];
  circles?: CapArea['circles'];
}

/** Times are UTC ms. */
export interface OwnAlert
  extends Pick<CapMessage, 'identifier' | 'sender' | 'msgType'>,
    Pick<CapInfo, 'categories' | 'event' | 'responseTypes' | 'urgency' | 'severity' | 'certainty'> {
  sentAt: number;
  /** A drill goes out as an exercise and says so. */
  status: 'actual' | 'drill' | 'test';
  references?: { sender: string; identifier: string; sentAt: number }[];
  note?: string;
  effective?: number;
  onset?: number;
  expires: number;
  senderName: string;
  headline: string;
  description?: string;
  instruction?: string;
  web?: string;
  contact?: string;
  riskLevel?: 1 | 2 | 3 | 4 | 5;
  alarm?: { level: 1 | 2 | 3; river: string; gauge: string };
  areas: OwnArea[];
}

export type Emission = { ok: true; xml: string } | { ok: false; errors: Finding[] };

const vietnam = 7 * 60 * 60_000;

/** CAP writes local time with its offset; Vietnam has one, all year. */
export const capTime = (at: number): string => `${new Date(at + vietnam).toISOString().slice(0, 19)}+07:00`;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const unwritable = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const write = (text: string): string =>
  text.replace(unwritable, '\ufffd').replace(/[&<>\r]/g, sign => escapes[sign] ?? sign);

const statuses = { actual: 'Actual', drill: 'Exercise', test: 'Test' } as const;
const notes = { actual: undefined, drill: 'Đây là diễn tập.', test: undefined };

type Line = string | Line[];
const leaf = (name: string, text: string | undefined): Line =>
  text === undefined ? [] : `<${name}>${write(text)}</${name}>`;
const leaves = (name: string, list: readonly string[]): Line => list.map(text => leaf(name, text));
const branch = (name: string, ...inside: Line[]): Line => [`<${name}>`, ...inside, `</${name.split(' ')[0]}>`];
const named = (name: string, valueName: string, value: string | number | undefined): Line =>
  value === undefined ? [] : branch(name, leaf('valueName', valueName), leaf('value', String(value)));
const time = (name: string, at: number | undefined): Line => leaf(name, at === undefined ? undefined : capTime(at));

/** Degrees and kilometres without an exponent, to less than a metre: `-0.5`, `105.123457`. */
const plain = (number: number): string => number.toFixed(6).replace(/\.?0+$/, '');

const areaLines = ({ name, communeCode, polygons = [], circles = [] }: OwnArea): Line =>
  branch(
    'area',
    leaf('areaDesc', name),
    leaves(
      'polygon',
      polygons.map(points => points.map(({ lat, lon }) => `${plain(lat)},${plain(lon)}`).join(' ')),
    ),
    leaves(
      'circle',
      circles.map(({ lat, lon, radiusKm }) => `${plain(lat)},${plain(lon)} ${plain(radiusKm)}`),
    ),
    named('geocode', vietnameseNames.communeCode, communeCode),
  );

function alertLines(alert: OwnAlert): Line {
  const references = alert.references?.map(
    ({ sender, identifier, sentAt }) => `${sender},${identifier},${capTime(sentAt)}`,
  );
  return branch(
    'alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"',
    leaf('identifier', alert.identifier),
    leaf('sender', alert.sender),
    time('sent', alert.sentAt),
    leaf('status', statuses[alert.status]),
    leaf('msgType', alert.msgType),
    leaf('scope', 'Public'),
    leaf('note', alert.note ?? notes[alert.status]),
    leaf('references', references?.length ? references.join(' ') : undefined),
    branch(
      'info',
      leaf('language', 'vi-VN'),
      leaves('category', alert.categories),
      leaf('event', alert.event),
      leaves('responseType', alert.responseTypes),
      leaf('urgency', alert.urgency),
      leaf('severity', alert.severity),
      leaf('certainty', alert.certainty),
      time('effective', alert.effective),
      time('onset', alert.onset),
      time('expires', alert.expires),
      leaf('senderName', alert.senderName),
      leaf('headline', alert.headline),
      leaf('description', alert.description),
      leaf('instruction', alert.instruction),
      leaf('web', alert.web),
      leaf('contact', alert.contact),
      named('parameter', vietnameseNames.riskLevel, alert.riskLevel),
      named('parameter', vietnameseNames.alarmLevel, alert.alarm?.level),
      named('parameter', vietnameseNames.river, alert.alarm?.river),
      named('parameter', vietnameseNames.gauge, alert.alarm?.gauge),
      alert.areas.map(areaLines),
    ),
  );
}

const flat = (line: Line): string[] => (typeof line === 'string' ? [line] : line.flatMap(flat));

export function emitCap(alert: OwnAlert): Emission {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n${flat(alertLines(alert)).join('\n')}\n`;
  const { errors } = readCap(xml);
  return errors.length === 0 ? { ok: true, xml } : { ok: false, errors };
}
