// Drives the reader with files made to harm it: each is refused by name, or answered, within a bounded time.
import { describe, expect, it } from 'vitest';
import { readCap } from '../../../../server/warning/cap/read.ts';
import { cap12, capXml } from './messages.ts';

const megabytes = 5 * 1024 * 1024;
const open = `<alert xmlns="${cap12}">`;
const many = (piece: string, bytes = megabytes - 1000): string => piece.repeat(Math.floor(bytes / piece.length));
const inside = (before: string, middle: string, after: string): string =>
  `${open + before + many(middle) + after}</alert>`;

const refused = (xml: string | Uint8Array): string[] => readCap(xml).errors.map(({ code }) => code);

describe('CAP-1 document types and entities', () => {
  const laughs = `<!DOCTYPE alert [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => {
    const [name, inner] = ['bcdefghij'[i], 'abcdefghi'[i]];
    return `<!ENTITY ${name} "${`&${inner};`.repeat(10)}">`;
  }).join('')}]>`;
  it.each([
    ['billions of laughs', `${laughs}${open}<note>&j;</note></alert>`],
    ['a file of the machine', `<!DOCTYPE alert [<!ENTITY x SYSTEM "file:///etc/passwd">]>${open}&x;</alert>`],
    [
      'a document type elsewhere',
      `<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE alert SYSTEM "http://127.0.0.1/">${capXml()}`,
    ],
    ['in small letters', `<!doctype alert>${open}</alert>`],
    ['inside the root', `${open}<!DOCTYPE x></alert>`],
    ['an entity alone', `<!ENTITY x "y">${open}</alert>`],
    ['UTF-16, where a search over bytes is blind', Buffer.from(`\ufeff<!DOCTYPE x>${open}</alert>`, 'utf16le')],
  ])('%s', (_, xml) => {
    expect(refused(xml)).toEqual(['doctype_refused']);
  });

  it('an entity nobody declared', () => {
    expect(refused(capXml().replace('Lũ trên', '&nbsp;Lũ'))).toEqual(['entity_refused']);
    expect(refused(capXml().replace('<headline>', '<headline a="&x;">'))).toEqual(['entity_refused']);
  });

  it('the words of a document type inside CDATA are only words', () => {
    expect(refused(capXml().replace('Lũ trên sông', '<![CDATA[<!DOCTYPE x> &x;]]>'))).toEqual([]);
  });
});

describe('CAP-1 what is not XML', () => {
  it.each([
    ['', 'empty_file'],
    ['xin chào', 'not_xml'],
    ['{"alert":1}', 'not_xml'],
    ['<', 'not_well_formed'],
    [`${open}`, 'not_well_formed'],
    [`${open}</Alert>`, 'not_well_formed'],
    [`${open}</alert>${open}</alert>`, 'not_well_formed'],
    [`${open}</alert>x`, 'not_well_formed'],
    [`${open}<a b=c/></alert>`, 'not_well_formed'],
    [`${open}<a b/></alert>`, 'not_well_formed'],
    [`${open}<a b="1" b="2"/></alert>`, 'not_well_formed'],
    [`${open}<a b="<"/></alert>`, 'not_well_formed'],
    [`${open}<a b="1"c="2"/></alert>`, 'not_well_formed'],
    [`${open}< a/></alert>`, 'not_well_formed'],
    [`${open}<1a/></alert>`, 'not_well_formed'],
    [`${open}a & b</alert>`, 'not_well_formed'],
    [`${open}&#0;</alert>`, 'not_well_formed'],
    [`${open}&#xd800;</alert>`, 'not_well_formed'],
    [`${open}&#x110000;</alert>`, 'not_well_formed'],
    [`${open}]]></alert>`, 'not_well_formed'],
    [`${open}\u0001</alert>`, 'not_well_formed'],
    [`${open}<!-- a -- b --></alert>`, 'not_well_formed'],
    [`${open}<!-- a </alert>`, 'not_well_formed'],
    [`${open}<![CDATA[ </alert>`, 'not_well_formed'],
    [`<![CDATA[a]]>${open}</alert>`, 'not_well_formed'],
    [` <?xml version="1.0"?>${open}</alert>`, 'not_well_formed'],
    [`<?xml version="1.1"?>${open}</alert>`, 'not_well_formed'],
    [`${open}<?xml version="1.0"?></alert>`, 'not_well_formed'],
  ])('%j', (xml, code) => {
    expect(refused(xml)).toEqual([code]);
  });

  it('the place is line and column', () => {
    const [error] = readCap(`${open}\n  <note>a & b</note></alert>`).errors;
    expect(error?.en).toContain('2:11');
  });

  it('names that mean something to the language mean nothing here', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const { errors } = readCap(capXml().replace('<scope>', `<${name} ${name}="1"/><scope>`));
      expect(errors).toMatchObject([{ code: 'unknown_element', path: `/alert/${name}` }]);
    }
  });
});

describe('CAP-1 limits', () => {
  it('a file over 5 MB', () => {
    expect(refused(Buffer.alloc(megabytes + 1, 'a'))).toEqual(['too_large']);
  });
  it('nested too deep', () => {
    expect(refused(many('<a>'))).toEqual(['too_deep']);
  });
  it('too many elements', () => {
    expect(refused(inside('', '<x/>', ''))).toEqual(['too_many_elements']);
  });
  it('too many attributes', () => {
    const attributes = Array.from({ length: 41 }, (_, i) => `a${i}=""`).join(' ');
    expect(refused(`${open}<x ${attributes}/></alert>`)).toEqual(['too_many_attributes']);
  });
  it('a report is never longer than 501 findings', () => {
    const { errors } = readCap(`${open}${'<x/>'.repeat(40_000)}</alert>`);
    expect(errors).toHaveLength(501);
    expect(errors.at(-1)?.code).toBe('too_many_findings');
  });
});

describe('CAP-1 five megabytes of anything take seconds at most', () => {
  const area = (middle: string) => inside('<info><area>', middle, '</area></info>');
  const resource = (before: string, middle: string, after: string) =>
    inside(`<info><resource>${before}`, middle, `${after}</resource></info>`);
  it.each([
    ['blanks', inside('', ' ', '')],
    ['blanks in a tag that never ends', `<alert${many(' ')}`],
    ['brackets', inside('', '<!-', '')],
    ['comments', inside('', '<!---->', '')],
    ['instructions', inside('', '<?a b?>', '')],
    ['CDATA', inside('<note>', '<![CDATA[]]>', '</note>')],
    ['references', inside('<identifier>', '&lt;', '</identifier>')],
    ['tags that are only words', inside('<note>', '&lt;a ', '</note>')],
    ['points', area(`<polygon>${'21.3,106.1 '.repeat(50)}</polygon>`)],
    ['points that are none', inside('<info><area><polygon>', 'x ', '</polygon></area></info>')],
    ['references to messages', inside('<references>', 'a,b,2025-01-01T00:00:00+07:00 ', '</references>')],
    ['quotation marks', inside('<addresses>', '"', '</addresses>')],
    ['infos and codes in turn', `${open + '<info/><code/>'.repeat(24_000)}</alert>`],
    [
      'references and codes in turn',
      `${open}<references>${'a,b,2025-01-01T00:00:00+07:00 '.repeat(80_000)}</references>${'<code/>'.repeat(45_000)}</alert>`,
    ],
    ['areas', `${open}<info>${'<area><ceiling/></area>'.repeat(24_000)}</info></alert>`],
    ['resources', `${open}<info>${'<resource><uri>x</uri></resource>'.repeat(24_000)}</info></alert>`],
    ['a language', inside('<info><language>en', '-abcde', '</language></info>')],
    ['a private language', inside('<info><language>x', '-abcde', '!</language></info>')],
    ['an address', inside('<info><web>http://', '%41', '</web></info>')],
    ['a MIME type', resource('<mimeType>text/plain', ';a=b', '\n</mimeType>')],
    ['a MIME type of blanks', resource('<mimeType>text/plain', ' ', 'x</mimeType>')],
    ['Base64', resource('<derefUri>', 'A', '*</derefUri>')],
    ['a number', inside('<info><area><altitude>', '1', 'x</altitude></area></info>')],
    ['a time', inside('<sent>', '1', '</sent>')],
  ])('%s', (_, xml) => {
    const start = performance.now();
    expect(readCap(xml).message).toBeNull();
    expect(performance.now() - start).toBeLessThan(8_000);
  });
});
