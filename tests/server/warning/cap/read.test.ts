// Drives the reader of CAP files with messages of our own: what is said in them comes out as plain data, in every version and encoding.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circles, messageKey } from '../../../../server/warning/cap/circle.ts';
import { readCap } from '../../../../server/warning/cap/read.ts';
import { capXml, infoXml, referring, sender } from './messages.ts';

const codes = (list: { code: string }[]) => list.map(({ code }) => code);

describe('CAP-2 a valid message is read whole', () => {
  it('a flood alert on the river Thương', () => {
    const { message, version, errors, warnings, signature } = readCap(capXml());
    expect(errors).toEqual([]);
    expect(warnings).toEqual([]);
    expect(version).toBe('1.2');
    expect(signature).toBe('none');
    expect(message).toMatchObject({
      identifier: 'BN-2025-10-07-03',
      sender,
      sentAt: Date.UTC(2025, 9, 7, 9, 55),
      status: 'Actual',
      msgType: 'Alert',
      scope: 'Public',
      codes: ['VN-1.0'],
      incidents: ['Lũ sông Thương', '2025'],
      references: [],
    });
    expect(message?.infos[0]).toMatchObject({
      language: 'vi-VN',
      categories: ['Met', 'Safety'],
      event: 'Lũ trên sông Thương',
      description: 'Mực nước 6,30 m & đang lên.',
      expires: Date.UTC(2025, 9, 8, 9, 55),
      parameters: [{ name: 'VN-BaoDongLu', value: '3' }],
      areas: [
        {
          description: 'Xã Bố Hạ, tỉnh Bắc Ninh',
          circles: [{ lat: 21.45, lon: 106.15, radiusKm: 3.5 }],
          geocodes: [{ name: 'VN-MaXa', value: '07246' }],
          altitude: 10,
          ceiling: 300.5,
        },
      ],
    });
    expect(message?.infos[0]?.areas[0]?.polygons[0]).toHaveLength(4);
  });

  it.each(['Actual', 'Exercise', 'System', 'Test', 'Draft'])('status %s is kept apart', status => {
    const { message } = readCap(capXml({ status, afterScope: '<note>Đây là diễn tập.</note>' }));
    expect(message?.status).toBe(status);
  });

  it.each(['Update', 'Cancel'])('%s names the messages it is about', msgType => {
    const { message, errors } = readCap(capXml({ msgType, afterScope: referring('BN-1', 'BN-2') }));
    expect(errors).toEqual([]);
    expect(message?.references).toEqual(
      ['BN-1', 'BN-2'].map(identifier => ({ sender, identifier, sent: '2025-10-07T16:55:00+07:00' })),
    );
  });

  it('prefixes, comments, CDATA, character references and instructions change nothing', () => {
    const prefixed = capXml()
      .replace(/<(\/?)([a-zA-Z])/g, '<$1c:$2')
      .replace('xmlns=', 'xmlns:c=')
      .replace('Actual', 'Act<!-- -->ual')
      .replace('Mực nước 6,30 m &amp; đang lên.', '<![CDATA[Mực nước 6,30 m & đang lên.]]>')
      .replace('<c:event>Lũ', '<c:event>L&#361;')
      .replace('<c:alert', "<?style it's ?><c:alert");
    expect(readCap(prefixed).message).toEqual(readCap(capXml()).message);
  });

  it('two languages are two infos', () => {
    const tay = infoXml().replace('vi-VN', 'tyz-VN');
    expect(readCap(capXml({ info: infoXml() + tay })).message?.infos.map(({ language }) => language)).toEqual([
      'vi-VN',
      'tyz-VN',
    ]);
  });
});

describe('CAP-2 encodings', () => {
  const latin = (text: string) => Buffer.from(text, 'latin1');
  const plain = capXml({
    info: '<info><category>Met</category><event>Épreuve</event><urgency>Past</urgency><severity>Minor</severity><certainty>Likely</certainty></info>',
  }).replace('Trạm thuỷ văn Phủ Lạng Thương', 'Tram');

  it('ISO-8859-1 as declared', () => {
    const { message, errors } = readCap(latin(plain.replace('UTF-8', 'ISO-8859-1')));
    expect(errors).toEqual([]);
    expect(message?.infos[0]?.event).toBe('Épreuve');
  });

  it('bytes that are not what is declared are refused, not guessed', () => {
    expect(codes(readCap(latin(plain)).errors)).toEqual(['encoding_invalid']);
    expect(codes(readCap(latin(plain.replace('UTF-8', 'klingon'))).errors)).toEqual(['encoding_unknown']);
  });

  it('a byte order mark of UTF-8 or UTF-16', () => {
    const wide = Buffer.from(`\ufeff${capXml().replace('UTF-8', 'UTF-16')}`, 'utf16le');
    expect(readCap(Buffer.from(`\ufeff${capXml()}`)).errors).toEqual([]);
    expect(readCap(wide).message?.infos[0]?.event).toBe('Lũ trên sông Thương');
  });
});

describe('CAP-2 older versions', () => {
  const plainInfo = `<info><category>Met</category><event>Lũ</event><urgency>Expected</urgency><severity>Severe</severity>
    <certainty>Very Likely</certainty><parameter>BaoDong=3</parameter>
    <area><areaDesc>Bố Hạ</areaDesc><geocode>VN-MaXa=07246</geocode></area></info>`;
  const first = capXml({ info: plainInfo }).replace(
    'urn:oasis:names:tc:emergency:cap:1.2',
    'http://www.incident.com/cap/1.0',
  );

  it('1.0: name=value, no scope needed, Very Likely read as Likely', () => {
    const { message, version, errors } = readCap(first.replace('<scope>Public</scope>', ''));
    expect(errors).toEqual([]);
    expect(version).toBe('1.0');
    expect(message).toMatchObject({ scope: null });
    expect(message?.infos[0]).toMatchObject({
      certainty: 'Likely',
      parameters: [{ name: 'BaoDong', value: '3' }],
      areas: [{ geocodes: [{ name: 'VN-MaXa', value: '07246' }] }],
    });
  });

  it('1.1: an empty polygon is a warning, as its weather services write it', () => {
    const old = capXml({ area: '<area><areaDesc>Bố Hạ</areaDesc><polygon></polygon></area>' }).replace(':1.2', ':1.1');
    const { message, warnings } = readCap(old);
    expect(message?.infos[0]?.areas[0]?.polygons).toEqual([]);
    expect(codes(warnings)).toEqual(['polygon_empty']);
  });
});

describe('CAP-4 warnings leave a message valid', () => {
  const html = capXml().replace('Bà con', '&lt;b&gt;Bà con&lt;/b&gt;');
  it.each([
    ['HTML', html, 'html_in_text', '/alert/info[1]/instruction'],
    ['HTML entities', capXml().replace('Bà con', 'Bà&amp;nbsp;con'), 'html_in_text', '/alert/info[1]/instruction'],
    [
      'a later message referred to',
      capXml({ sent: '2025-10-06T00:00:00+07:00', msgType: 'Update', afterScope: referring('BN-9') }),
      'postdated_reference',
      '/alert/references',
    ],
    ['an exercise without a note', capXml({ status: 'Exercise' }), 'note_advised', '/alert/note'],
    ['no info', capXml({ info: '' }), 'no_info', '/alert'],
    [
      'a restriction on what is public',
      capXml({ afterScope: '<restriction>nội bộ</restriction>' }),
      'restriction_unused',
      '/alert/restriction',
    ],
    [
      'an end before the start',
      capXml().replace('2025-10-08T16:55:00', '2025-10-07T16:00:00'),
      'ends_before_start',
      '/alert/info[1]/expires',
    ],
  ])('%s', (_, xml, code, path) => {
    const { message, warnings } = readCap(xml);
    expect(message).not.toBeNull();
    expect(warnings).toMatchObject([{ code, path }]);
  });
});

describe('CAP-4 time', () => {
  it('a message from the future is refused where the time is given', () => {
    const now = Date.UTC(2025, 9, 7, 8);
    expect(readCap(capXml(), { now }).errors).toMatchObject([{ code: 'sent_in_future', path: '/alert/sent' }]);
    expect(readCap(capXml(), { now: now + 3_600_000 }).errors).toEqual([]);
  });
});

describe('CAP-4 circles of references', () => {
  it('are found from any start and told as the messages along them', () => {
    const graph: Record<string, string[]> = { a: ['b', 'x'], b: ['c'], c: ['a', 'd'], d: [], e: ['d'], f: ['f'] };
    const found = circles(Object.keys(graph), key => graph[key] ?? []);
    expect(found.map(circle => [...circle].sort())).toEqual([['a', 'b', 'c'], ['f']]);
  });

  it('one moment written in two ways is one message', () => {
    const at = (sent: string) => messageKey({ sender, identifier: 'x', sent });
    expect(at('2025-10-07T16:55:00+07:00')).toBe(at('2025-10-07T09:55:00+00:00'));
  });

  it('a chain of a hundred thousand messages is followed', () => {
    const next = (key: string) => (key === '100000' ? [] : [String(Number(key) + 1)]);
    expect(circles(['0'], next)).toEqual([]);
  });
});

describe('CAP-1 whatever comes in', () => {
  it('arbitrary bytes are answered, never thrown at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        expect(readCap(bytes).message).toBeNull();
      }),
    );
  });

  it('a message with a piece cut out, doubled or changed is answered', () => {
    const whole = capXml();
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(60), fc.string({ maxLength: 8, unit: 'binary' }), (at, length, put) => {
        const { message, errors } = readCap(whole.slice(0, at) + put + whole.slice(at + length));
        expect(message === null).toBe(errors.length > 0);
      }),
      { numRuns: 500 },
    );
  });
});
