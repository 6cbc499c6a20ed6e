// Drives the reader with one mistake at a time: each is named by its code and its place, and by nothing else.
import { describe, expect, it } from 'vitest';
import { readCap } from '../../../../server/warning/cap/read.ts';
import { capXml, referring, sender } from './messages.ts';

/** [what, from, to, code, place]: the message with one thing replaced. */
type Case = [string, string | RegExp, string, string, string];

const base = capXml();
const change = (from: string | RegExp, to: string): string => {
  const changed = base.replace(from, to);
  if (changed === base) throw new Error(`nothing to replace: ${from}`);
  return changed;
};
const check = (cases: Case[]) =>
  it.each(cases)('%s', (_, from, to, code, path) => {
    const { message, errors } = readCap(change(from, to));
    expect(errors.map(error => [error.code, error.path])).toEqual([[code, path]]);
    expect(message).toBeNull();
    for (const { message: vi, en } of errors) {
      expect(vi).not.toMatch(/\{\w+\}/);
      expect(en).not.toMatch(/\{\w+\}/);
      expect(vi).not.toBe(en);
    }
  });

const info = '/alert/info[1]';
const area = `${info}/area[1]`;
const resource = `${info}/resource[1]`;

describe('CAP-3 elements', () => {
  check([
    ['identifier missing', /<identifier>.*?<\/identifier>/, '', 'missing_element', '/alert/identifier'],
    ['sender missing', /<sender>.*?<\/sender>/, '', 'missing_element', '/alert/sender'],
    ['sent missing', /<sent>.*?<\/sent>/, '', 'missing_element', '/alert/sent'],
    ['status missing', /<status>.*?<\/status>/, '', 'missing_element', '/alert/status'],
    ['msgType missing', /<msgType>.*?<\/msgType>/, '', 'missing_element', '/alert/msgType'],
    ['scope missing', /<scope>.*?<\/scope>/, '', 'missing_element', '/alert/scope'],
    ['category missing', /<category>[\s\S]*<\/category>/, '', 'missing_element', `${info}/category[1]`],
    ['event missing', /<event>.*?<\/event>/, '', 'missing_element', `${info}/event`],
    ['urgency missing', /<urgency>.*?<\/urgency>/, '', 'missing_element', `${info}/urgency`],
    ['severity missing', /<severity>.*?<\/severity>/, '', 'missing_element', `${info}/severity`],
    ['certainty missing', /<certainty>.*?<\/certainty>/, '', 'missing_element', `${info}/certainty`],
    ['areaDesc missing', /<areaDesc>.*?<\/areaDesc>/, '', 'missing_element', `${area}/areaDesc`],
    ['resourceDesc missing', /<resourceDesc>.*?<\/resourceDesc>/, '', 'missing_element', `${resource}/resourceDesc`],
    ['mimeType missing', /<mimeType>.*?<\/mimeType>/, '', 'missing_element', `${resource}/mimeType`],
    ['valueName missing', '<valueName>VN-MaXa</valueName>', '', 'missing_element', `${area}/geocode[1]/valueName`],
    ['value missing', '<value>3</value>', '', 'missing_element', `${info}/parameter[1]/value`],
    ['sender twice', '<sent>', '<sender>x</sender><sent>', 'repeated_element', '/alert/sender[2]'],
    ['event twice', '<responseType>', '<event>Lũ</event><responseType>', 'repeated_element', `${info}/event[2]`],
    [
      'scope before status',
      /<status>([\s\S]*)<scope>Public<\/scope>/,
      '<scope>Public</scope><status>$1',
      'wrong_order',
      '/alert/scope',
    ],
    [
      'identifier after sent',
      /(<identifier>.*?<\/identifier>)([\s\S]*<\/sent>)/,
      '$2$1',
      'wrong_order',
      '/alert/identifier',
    ],
    ['area before parameter', /(<parameter>[\s\S]*)(<area>[\s\S]*<\/area>)/, '$2$1', 'wrong_order', `${info}/area[1]`],
    ['an unknown element', '<scope>', '<loudness>9</loudness><scope>', 'unknown_element', '/alert/loudness'],
    ['an element misspelt', '</info>', '<Area/></info>', 'unknown_element', `${info}/Area`],
    ['an element in a plain one', '<event>Lũ', '<event><b>L</b>Lũ', 'unknown_element', `${info}/event/b`],
    ['a foreign namespace', '<scope>', '<x xmlns="http://a.example/"/><scope>', 'unknown_element', '/alert/x'],
    ['password, of CAP 1.0', '<source>', '<password>x</password><source>', 'unknown_element', '/alert/password'],
    ['no namespace inside', '<event>', '<event xmlns="">', 'wrong_namespace', `${info}/event`],
    ['an attribute', '<event>', '<event lang="vi">', 'unknown_attribute', `${info}/event`],
    ['xml:lang', '<headline>', '<headline xml:lang="vi">', 'unknown_attribute', `${info}/headline`],
    ['words between elements', '<info>', 'Chú ý <info>', 'stray_text', '/alert'],
    ['words in an area', '<areaDesc>', 'x<areaDesc>', 'stray_text', area],
  ] satisfies Case[]);

  it('order: only what stands wrong is named', () => {
    const moved = change(/<event>.*?<\/event>/, '').replace('<audience>', '<event>Lũ</event><audience>');
    expect(readCap(moved).errors).toMatchObject([
      { code: 'wrong_order', path: `${info}/event`, en: '<event> is out of order, it comes after <category>' },
    ]);
  });

  it('a prefix that nobody declared', () => {
    expect(readCap(change('<event>', '<x:y/><event>')).errors).toMatchObject([
      { code: 'undeclared_prefix', path: '/' },
    ]);
  });
});

describe('CAP-3 values', () => {
  check([
    ['status in another case', 'Actual', 'actual', 'bad_choice', '/alert/status'],
    ['status with a blank', 'Actual', ' Actual', 'bad_choice', '/alert/status'],
    ['msgType', '>Alert<', '>Warning<', 'bad_choice', '/alert/msgType'],
    ['scope', '>Public<', '>Everybody<', 'bad_choice', '/alert/scope'],
    ['the second category', '>Safety<', '>Flood<', 'bad_choice', `${info}/category[2]`],
    ['responseType', '>Evacuate<', '>Run<', 'bad_choice', `${info}/responseType[1]`],
    ['urgency empty', '>Immediate<', '><', 'bad_choice', `${info}/urgency`],
    ['severity', '>Severe<', '>High<', 'bad_choice', `${info}/severity`],
    ['certainty of CAP 1.0', '>Observed<', '>Very Likely<', 'bad_choice', `${info}/certainty`],
    ['identifier empty', 'BN-2025-10-07-03', '', 'empty_value', '/alert/identifier'],
    ['identifier with a blank', 'BN-2025', 'BN 2025', 'bad_characters', '/alert/identifier'],
    ['identifier with a comma', 'BN-2025', 'BN,2025', 'bad_characters', '/alert/identifier'],
    ['identifier with &', 'BN-2025', 'BN&amp;2025', 'bad_characters', '/alert/identifier'],
    ['sender with <', 'pctt@', 'pctt&lt;@', 'bad_characters', '/alert/sender'],
    ['sender with a line break', 'pctt@', 'pctt\n@', 'bad_characters', '/alert/sender'],
    ['event empty', 'Lũ trên sông Thương', ' ', 'empty_value', `${info}/event`],
    ['areaDesc empty', 'Xã Bố Hạ, tỉnh Bắc Ninh', '', 'empty_value', `${area}/areaDesc`],
    ['sent with Z', '16:55:00+07:00</sent>', '09:55:00Z</sent>', 'bad_time', '/alert/sent'],
    ['sent with a fraction', ':00+07:00</sent>', ':00.5+07:00</sent>', 'bad_time', '/alert/sent'],
    ['sent without an offset', '+07:00</sent>', '</sent>', 'bad_time', '/alert/sent'],
    ['sent as the schema of 1.2 would take it', '+07:00</sent>', ',07:00</sent>', 'bad_time', '/alert/sent'],
    ['sent empty', /<sent>.*?<\/sent>/, '<sent/>', 'empty_value', '/alert/sent'],
    ['the 30th of February', '2025-10-07T17', '2025-02-30T17', 'impossible_time', `${info}/onset`],
    ['the 25th hour', 'T17:00', 'T25:00', 'impossible_time', `${info}/onset`],
    ['an offset of 15 hours', '+07:00</expires>', '+15:00</expires>', 'impossible_time', `${info}/expires`],
    ['effective', '16:55:00+07:00</effective>', '16:55+07:00</effective>', 'bad_time', `${info}/effective`],
    ['language', 'vi-VN', 'tiếng Việt', 'bad_language', `${info}/language`],
    ['language with an underscore', 'vi-VN', 'vi_VN', 'bad_language', `${info}/language`],
    ['web without a scheme', 'https://pctt.example.vn/sông', 'pctt.example.vn/sông', 'relative_uri', `${info}/web`],
    ['web with a blank', 'sông-thương?', 'sông thương?', 'bad_uri', `${info}/web`],
    ['web without a host', 'https://pctt.example.vn/sông-thương?bd=3', 'https:///', 'bad_uri', `${info}/web`],
    ['mimeType', 'image/png', 'png', 'bad_mime_type', `${resource}/mimeType`],
    ['size', '>1234<', '>1 MB<', 'bad_size', `${resource}/size`],
    ['size below nothing', '>1234<', '>-1<', 'bad_size', `${resource}/size`],
    ['derefUri', 'iVBORw0KGgo=', 'iVBOR*0KGgo=', 'bad_base64', `${resource}/derefUri`],
    ['derefUri cut', 'iVBORw0KGgo=', 'iVBORw0KGgo', 'bad_base64', `${resource}/derefUri`],
    ['altitude', '>10<', '>mười<', 'bad_number', `${area}/altitude`],
    ['altitude with an exponent', '>10<', '>1e1<', 'bad_number', `${area}/altitude`],
  ] satisfies Case[]);
});

describe('CAP-4 shapes', () => {
  const polygon = '21.40,106.10 21.40,106.20 21.50,106.20 21.40,106.10';
  const place = `${area}/polygon[1]`;
  check([
    ['a polygon of three points', polygon, '21.4,106.1 21.4,106.2 21.4,106.1', 'polygon_points', place],
    ['a polygon left open', polygon, polygon.replace(/6.10$/, '6.11'), 'polygon_open', place],
    ['an empty polygon', polygon, '', 'polygon_points', place],
    ['a latitude over 90', polygon, polygon.replace('21.50', '91.50'), 'point_out_of_range', place],
    ['a longitude over 180', polygon, polygon.replace('21.50,106.20', '21.50,-180.01'), 'point_out_of_range', place],
    [
      'latitude and longitude exchanged',
      polygon,
      polygon.replace('21.50,106.20', '106.20,21.50'),
      'point_out_of_range',
      place,
    ],
    ['a point with a comma too many', polygon, polygon.replace(' 21.50,106.20', ' 21.50,106.20,'), 'bad_point', place],
    ['a point of words', polygon, polygon.replace('21.50,106.20', 'Bố,Hạ'), 'bad_point', place],
    ['a circle without a radius', '106.15 3.5', '106.15', 'bad_circle', `${area}/circle[1]`],
    ['a circle of words', '21.45,106.15 3.5', 'Bố Hạ', 'bad_circle', `${area}/circle[1]`],
    ['a radius below 0', '106.15 3.5', '106.15 -3.5', 'negative_radius', `${area}/circle[1]`],
    ['a circle off the Earth', '21.45,106.15', '210.45,106.15', 'point_out_of_range', `${area}/circle[1]`],
    ['a ceiling without an altitude', '<altitude>10</altitude>', '', 'ceiling_without_altitude', `${area}/ceiling`],
    ['a ceiling below the altitude', '>300.5<', '>9<', 'ceiling_below_altitude', `${area}/ceiling`],
    ['a ceiling at the altitude', '>300.5<', '>10.0<', 'ceiling_below_altitude', `${area}/ceiling`],
  ] satisfies Case[]);

  it('two areas, two polygons: the place is numbered', () => {
    const second =
      '<area><areaDesc>Đồng Kỳ</areaDesc><polygon>1,1 1,2 2,2 1,1</polygon><polygon>1,1</polygon></area></info>';
    const { errors } = readCap(change('</info>', second));
    expect(errors).toMatchObject([{ code: 'polygon_points', path: `${info}/area[2]/polygon[2]` }]);
  });
});

describe('CAP-4 what goes together', () => {
  const scoped = (scope: string, inside: string) => `<scope>${scope}</scope>${inside}<code>VN-1.0</code>`;
  const update = (references: string) => `<scope>Public</scope>${references}`;
  const anyScope = /<scope>[\s\S]*<\/incidents>/;
  check([
    [
      'Restricted without a restriction',
      anyScope,
      scoped('Restricted', ''),
      'restriction_required',
      '/alert/restriction',
    ],
    [
      'Restricted with an empty one',
      anyScope,
      scoped('Restricted', '<restriction/>'),
      'restriction_required',
      '/alert/restriction',
    ],
    ['Private without addresses', anyScope, scoped('Private', ''), 'addresses_required', '/alert/addresses'],
    ['Update without references', '>Alert<', '>Update<', 'references_required', '/alert/references'],
    ['Cancel without references', '>Alert<', '>Cancel<', 'references_required', '/alert/references'],
    ['Ack without references', '>Alert<', '>Ack<', 'references_required', '/alert/references'],
    ['empty references', anyScope, update('<references/>'), 'empty_value', '/alert/references'],
    [
      'a reference of one part',
      anyScope,
      update('<references>BN-1</references>'),
      'bad_reference',
      '/alert/references',
    ],
    [
      'a reference of two parts',
      anyScope,
      update(`<references>${sender},BN-1</references>`),
      'bad_reference',
      '/alert/references',
    ],
    [
      'a reference with a time of another form',
      anyScope,
      update(`<references>${sender},BN-1,2025-10-07T09:55:00Z</references>`),
      'bad_reference',
      '/alert/references',
    ],
    ['a reference to itself', anyScope, update(referring('BN-2025-10-07-03')), 'self_reference', '/alert/references'],
    [
      'a relative uri without its content',
      /<uri>[\s\S]*<\/derefUri>/,
      '<uri>ban-do.png</uri>',
      'relative_uri',
      `${resource}/uri`,
    ],
  ] satisfies Case[]);

  it('a relative uri names the content that is there', () => {
    expect(readCap(change('https://pctt.example.vn/ban-do.png', 'ban-do.png')).errors).toEqual([]);
  });

  it('every error is told, not only the first', () => {
    const bad = change('Actual', 'Real')
      .replace('vi-VN', 'vi_VN')
      .replace('21.50,106.20', '95,106.20')
      .replace('>300.5<', '>1<')
      .replace('<mimeType>image/png</mimeType>', '');
    const codes = readCap(bad).errors.map(({ code }) => code);
    expect(codes.sort()).toEqual([
      'bad_choice',
      'bad_language',
      'ceiling_below_altitude',
      'missing_element',
      'point_out_of_range',
    ]);
  });
});

describe('CAP-3 versions', () => {
  const as = (version: string) => base.replace(':cap:1.2', `:cap:${version}`);
  it.each([
    ['another root', base.replaceAll('alert', 'warning'), 'root_unknown', '/warning'],
    ['no namespace', base.replace(/ xmlns="[^"]*"/, ''), 'namespace_missing', '/alert'],
    ['a namespace of the future', as('2.0'), 'namespace_unknown', '/alert'],
    ['Avoid in CAP 1.1', as('1.1').replace('Evacuate', 'Avoid'), 'bad_choice', `${info}/responseType[1]`],
    ['password in CAP 1.1', as('1.1').replace('<source>', '<password/><source>'), 'unknown_element', '/alert/password'],
  ])('%s', (_, xml, code, path) => {
    expect(readCap(xml).errors).toMatchObject([{ code, path }]);
  });

  it('CAP 1.1 has no place for a signature, CAP 1.2 only at the end', () => {
    const signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>';
    const place = '/alert/Signature';
    expect(readCap(as('1.1').replace('</alert>', `${signature}</alert>`)).errors).toMatchObject([
      { code: 'signature_not_allowed', path: place },
    ]);
    expect(readCap(base.replace('<info>', `${signature}<info>`)).errors).toMatchObject([
      { code: 'wrong_order', path: place },
    ]);
  });
});
