// The elements of CAP 1.0, 1.1 and 1.2 as tables: order, how many, and what their text may be (OASIS CAP 1.2 §3.2, CAP 1.1, CAP 1.0).
export type CapVersion = '1.0' | '1.1' | '1.2';

export const capNamespaces: ReadonlyMap<string, CapVersion> = new Map([
  ['urn:oasis:names:tc:emergency:cap:1.2', '1.2'],
  ['urn:oasis:names:tc:emergency:cap:1.1', '1.1'],
  ['http://www.incident.com/cap/1.0', '1.0'],
]);

export const statuses = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const;
export const msgTypes = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const;
export const scopes = ['Public', 'Restricted', 'Private'] as const;
export const categories = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'CBRNE',
  'Other',
] as const;
export const responseTypes = [
  'Shelter',
  'Evacuate',
  'Prepare',
  'Execute',
  'Avoid',
  'Monitor',
  'Assess',
  'AllClear',
  'None',
] as const;
export const urgencies = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const;
export const severities = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const;
export const certainties = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const;

export type Scalar =
  | 'text' // may be empty
  | 'words' // must say something
  | 'name' // identifier and sender
  | 'time'
  | 'language'
  | 'uri' // absolute
  | 'reference uri' // absolute, or relative beside a derefUri
  | 'mime'
  | 'size'
  | 'base64'
  | 'digest'
  | 'number'
  | 'polygon'
  | 'circle'
  | 'pair'; // CAP 1.0: name=value

export interface Field {
  name: string;
  needed: boolean;
  many: boolean;
  of: Scalar | { choices: readonly string[] } | { fields: Field[] };
}

type Content = Field['of'];
const one = (name: string, of: Content): Field => ({ name, needed: true, many: false, of });
const maybe = (name: string, of: Content = 'text'): Field => ({ name, needed: false, many: false, of });
const some = (name: string, of: Content): Field => ({ name, needed: true, many: true, of });
const any = (name: string, of: Content): Field => ({ name, needed: false, many: true, of });

const pair: Content = { fields: [one('valueName', 'text'), one('value', 'text')] };

function alertFields(version: CapVersion): Field[] {
  const first = version === '1.0';
  const named: Content = first ? 'pair' : pair;
  const except = <T>(list: readonly T[], ...without: T[]): Content & object => ({
    choices: list.filter(item => !without.includes(item)).map(String),
  });
  const category = first ? except(categories, 'CBRNE') : except(categories);
  const responseType = version === '1.2' ? except(responseTypes) : except(responseTypes, 'Avoid', 'AllClear');
  const certainty = first ? { choices: ['Very Likely', ...certainties.slice(1)] } : except(certainties);
  const area: Field[] = [
    one('areaDesc', 'words'),
    any('polygon', 'polygon'),
    any('circle', 'circle'),
    any('geocode', named),
    maybe('altitude', 'number'),
    maybe('ceiling', 'number'),
  ];
  const resource: Field[] = [
    one('resourceDesc', 'words'),
    { ...maybe('mimeType', 'mime'), needed: version === '1.2' },
    maybe('size', 'size'),
    maybe('uri', 'reference uri'),
    ...(first ? [] : [maybe('derefUri', 'base64')]),
    maybe('digest', 'digest'),
  ];
  const info: Field[] = [
    maybe('language', 'language'),
    { ...some('category', category), needed: !first },
    one('event', 'words'),
    ...(first ? [] : [any('responseType', responseType)]),
    one('urgency', except(urgencies)),
    one('severity', except(severities)),
    one('certainty', certainty),
    maybe('audience'),
    any('eventCode', named),
    maybe('effective', 'time'),
    maybe('onset', 'time'),
    maybe('expires', 'time'),
    maybe('senderName'),
    maybe('headline'),
    maybe('description'),
    maybe('instruction'),
    maybe('web', 'uri'),
    maybe('contact'),
    any('parameter', named),
    any('resource', { fields: resource }),
    any('area', { fields: area }),
  ];
  return [
    one('identifier', 'name'),
    one('sender', 'name'),
    one('sent', 'time'),
    one('status', first ? except(statuses, 'Draft') : except(statuses)),
    one('msgType', except(msgTypes)),
    ...(first ? [maybe('password')] : []),
    maybe('source'),
    { ...maybe('scope', except(scopes)), needed: !first },
    maybe('restriction'),
    maybe('addresses'),
    any('code', 'text'),
    maybe('note'),
    maybe('references'),
    maybe('incidents'),
    any('info', { fields: info }),
  ];
}

export const schemas: Readonly<Record<CapVersion, Field[]>> = {
  '1.0': alertFields('1.0'),
  '1.1': alertFields('1.1'),
  '1.2': alertFields('1.2'),
};
