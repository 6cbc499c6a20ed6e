// A checked alert's tree goes in, the message comes out as plain data, the same for every version of CAP.

import { createFindings } from './findings.ts';
import { childOf, childrenOf, type Reference, referenceOf, textOf } from './rules.ts';
import {
  type CapVersion,
  categories,
  certainties,
  msgTypes,
  responseTypes,
  scopes,
  severities,
  statuses,
  urgencies,
} from './schema.ts';
import type { Element } from './tree.ts';
import { type Circle, circleOf, numberOf, type Point, polygonOf, quotedWordsOf, timeOf, wordsOf } from './values.ts';

export interface Named {
  name: string;
  value: string;
}

export interface CapArea {
  description: string;
  polygons: Point[][];
  circles: Circle[];
  geocodes: Named[];
  /** Feet above sea level, as CAP has it. */
  altitude: number | null;
  ceiling: number | null;
}

export interface CapResource {
  description: string;
  mimeType: string | null;
  uri: string | null;
  /** Base64. */
  content: string | null;
  digest: string | null;
}

export interface CapInfo {
  language: string;
  categories: (typeof categories)[number][];
  event: string;
  responseTypes: (typeof responseTypes)[number][];
  urgency: (typeof urgencies)[number];
  severity: (typeof severities)[number];
  certainty: (typeof certainties)[number];
  audience: string | null;
  eventCodes: Named[];
  /** UTC ms. */
  effective: number | null;
  onset: number | null;
  expires: number | null;
  senderName: string | null;
  headline: string | null;
  description: string | null;
  instruction: string | null;
  web: string | null;
  contact: string | null;
  parameters: Named[];
  resources: CapResource[];
  areas: CapArea[];
}

export interface CapMessage {
  version: CapVersion;
  identifier: string;
  sender: string;
  /** As written, for references to it. */
  sent: string;
  /** UTC ms. */
  sentAt: number;
  status: (typeof statuses)[number];
  msgType: (typeof msgTypes)[number];
  source: string | null;
  /** CAP 1.0 may leave it out. */
  scope: (typeof scopes)[number] | null;
  restriction: string | null;
  addresses: string[];
  codes: string[];
  note: string | null;
  references: Reference[];
  incidents: string[];
  infos: CapInfo[];
}

const orNull = (element: Element, name: string): string | null => textOf(element, name) || null;

const all = (element: Element, name: string): string[] => childrenOf(element, name).map(child => child.text.trim());

const pick = <T extends string>(list: readonly T[], text: string): T => {
  const found = list.find(item => item === text);
  if (found === undefined) throw new Error(`an unchecked message: ${text}`);
  return found;
};

const time = (element: Element, name: string): number | null => {
  const value = timeOf(textOf(element, name));
  return typeof value === 'number' ? value : null;
};

/** CAP 1.0 writes `name=value`, the later ones two elements. */
const named = (element: Element, name: string): Named[] =>
  childrenOf(element, name).map(child => {
    if (childOf(child, 'valueName') !== undefined)
      return { name: textOf(child, 'valueName'), value: textOf(child, 'value') };
    const text = child.text.trim();
    const cut = text.indexOf('=');
    return cut < 0 ? { name: '', value: text } : { name: text.slice(0, cut), value: text.slice(cut + 1) };
  });

function areaOf(area: Element): CapArea {
  const said = createFindings();
  const present = <T>(list: (T | null)[]): T[] => list.filter(item => item !== null);
  return {
    description: textOf(area, 'areaDesc'),
    polygons: present(childrenOf(area, 'polygon').map(({ text, path }) => polygonOf(text, path, said))),
    circles: present(childrenOf(area, 'circle').map(({ text, path }) => circleOf(text, path, said))),
    geocodes: named(area, 'geocode'),
    altitude: numberOf(textOf(area, 'altitude')),
    ceiling: numberOf(textOf(area, 'ceiling')),
  };
}

const resourceOf = (resource: Element): CapResource => ({
  description: textOf(resource, 'resourceDesc'),
  mimeType: orNull(resource, 'mimeType'),
  uri: orNull(resource, 'uri'),
  content: orNull(resource, 'derefUri'),
  digest: orNull(resource, 'digest'),
});

function infoOf(info: Element): CapInfo {
  const certainty = textOf(info, 'certainty');
  return {
    language: textOf(info, 'language') || 'en-US',
    categories: all(info, 'category').map(text => pick(categories, text)),
    event: textOf(info, 'event'),
    responseTypes: all(info, 'responseType').map(text => pick(responseTypes, text)),
    urgency: pick(urgencies, textOf(info, 'urgency')),
    severity: pick(severities, textOf(info, 'severity')),
    // CAP 1.0 alone had "Very Likely"; later versions read it as "Likely".
    certainty: pick(certainties, certainty === 'Very Likely' ? 'Likely' : certainty),
    audience: orNull(info, 'audience'),
    eventCodes: named(info, 'eventCode'),
    effective: time(info, 'effective'),
    onset: time(info, 'onset'),
    expires: time(info, 'expires'),
    senderName: orNull(info, 'senderName'),
    headline: orNull(info, 'headline'),
    description: orNull(info, 'description'),
    instruction: orNull(info, 'instruction'),
    web: orNull(info, 'web'),
    contact: orNull(info, 'contact'),
    parameters: named(info, 'parameter'),
    resources: childrenOf(info, 'resource').map(resourceOf),
    areas: childrenOf(info, 'area').map(areaOf),
  };
}

/** Only for a tree without errors among its findings. */
export function messageOf(alert: Element, version: CapVersion): CapMessage {
  const sent = textOf(alert, 'sent');
  const scope = textOf(alert, 'scope');
  return {
    version,
    identifier: textOf(alert, 'identifier'),
    sender: textOf(alert, 'sender'),
    sent,
    sentAt: Number(timeOf(sent)),
    status: pick(statuses, textOf(alert, 'status')),
    msgType: pick(msgTypes, textOf(alert, 'msgType')),
    source: orNull(alert, 'source'),
    scope: scope === '' ? null : pick(scopes, scope),
    restriction: orNull(alert, 'restriction'),
    addresses: quotedWordsOf(textOf(alert, 'addresses')),
    codes: all(alert, 'code'),
    note: orNull(alert, 'note'),
    references: wordsOf(textOf(alert, 'references'))
      .map(referenceOf)
      .filter(reference => reference !== null),
    incidents: quotedWordsOf(textOf(alert, 'incidents')),
    infos: childrenOf(alert, 'info').map(infoOf),
  };
}
