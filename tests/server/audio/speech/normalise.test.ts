// Drives the normaliser with pronunciation lists, hostile text and arbitrary strings.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise } from '../../../../server/audio/speech/normalise.ts';

describe('pronunciations of the commune', () => {
  const list = [
    { written: 'UBND', spoken: 'ủy ban xã' },
    { written: 'Đắk Lắk', spoken: 'Đắc Lắc' },
    { written: 'Cầu Sơn', spoken: 'Cầu Sơn hai' },
    { written: 'Cầu', spoken: 'sai' },
    { written: 'K5', spoken: 'ca năm cũ' },
    { written: 'Q.1', spoken: 'quận một' },
    { written: 'Trạm 7', spoken: 'trạm số 7' },
  ];

  test('win over every rule', () => {
    expect(normalise('UBND báo: K5 mở cửa 5h', list)).toBe('ủy ban xã báo: ca năm cũ mở cửa năm giờ');
  });

  test('match whole words only', () => {
    expect(normalise('UBNDX, K50, AK5', list)).not.toMatch(/ủy ban xã|ca năm cũ/);
  });

  test('prefer the longest written form and match headings in capitals', () => {
    expect(normalise('trạm Cầu Sơn', list)).toBe('trạm Cầu Sơn hai');
    expect(normalise('TRẠM CẦU SƠN', list)).toBe('trạm Cầu Sơn hai');
  });

  test('may end in a sign or hold a figure', () => {
    expect(normalise('về Q.1.', list)).toBe('về quận một.');
    expect(normalise('Trạm 7', list)).toBe('trạm số bảy');
  });

  test('are found whether the text is composed or decomposed', () => {
    expect(normalise('Đắk Lắk'.normalize('NFD'), list)).toBe('Đắc Lắc');
  });

  test('ignore empty forms and signs that mean something in patterns', () => {
    expect(
      normalise('a (b', [
        { written: '', spoken: 'x' },
        { written: '(b', spoken: 'bờ' },
      ]),
    ).toBe('a bờ');
  });
});

describe('hostile text', () => {
  test.each([
    ['a leading dash', '-v en --stdout xin chào', 'vê en stdout xin chào'],
    ['command substitution', 'xin $(rm -rf /) chào', /^xin.*chào$/],
    ['tags', '<speak>xin <break time="9s"/>chào</speak>', 'xin chào'],
    ['null bytes', 'xin\0chào', 'xin chào'],
    ["eSpeak's phoneme brackets", "[[h@l'oU]] xin", /^[^[\]@]*xin$/],
    ['invisible characters', 'b\u200bão\u202e số 3', 'bão số ba'],
    ['characters of our own placeholders', '\ue000\ue001 bão', 'bão'],
    ['emoji', '⚠️ LŨ 🌊', 'lũ'],
    ['other scripts', 'xin 你好 мир', 'xin'],
    ['nothing', ' \n\t ', ''],
  ])('%s', (_, written, spoken) => {
    if (spoken instanceof RegExp) expect(normalise(written, [])).toMatch(spoken);
    else expect(normalise(written, [])).toBe(spoken);
  });

  test.each(['1', '1.', 'BĐ1-', '0912', '<a ', 'a@', '((', 'T2-', 'http://', '\u0301', '1/', 'UBND-'])(
    '100,000 characters of %j take no more than a few seconds',
    unit => {
      const started = performance.now();
      expect(normalise(unit.repeat(100_000 / unit.length), [])).not.toMatch(/\p{N}/u);
      expect(performance.now() - started).toBeLessThan(10_000);
    },
  );
});

describe('for any text', () => {
  const pieces = [
    '21/11',
    '1.842',
    '7,26',
    'm',
    '-',
    '–',
    ' ',
    '\n',
    '.',
    ',',
    '/',
    'UBND',
    'BĐ',
    '3',
    'III',
    '0912',
    '345',
    'h',
    '30',
  ];
  const more = [
    'ngày',
    'tháng',
    'QĐ',
    'thứ',
    'T',
    '%',
    '°C',
    'đ',
    '(',
    ')',
    'A',
    '+',
    '&',
    ':',
    'số',
    'x',
    'v.v.',
    'km',
    'gọi',
    '11',
    '@',
    '.vn',
  ];
  const soup = fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 16 });
  const anything = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.string({ unit: 'binary', maxLength: 80 }),
    soup.map(parts => parts.join('')),
  );

  test('nothing is left but letters of the Latin script, pauses and blanks', () => {
    fc.assert(
      fc.property(anything, text => {
        expect(normalise(text, [])).toMatch(/^[\p{Script=Latin}\p{M}.,;:?!\s]*$/u);
        expect(normalise(text, [])).not.toMatch(/\p{N}/u);
      }),
      { numRuns: 1500 },
    );
  });

  test('reading it a second time changes nothing', () => {
    const words = [
      'xã',
      'Bố Hạ',
      'thông báo',
      '16h30',
      '21/11/2026',
      '7,26 m',
      'BĐ3',
      '1.842 hộ',
      'UBND',
      'QL37',
      '95%',
      '0912.345.678',
    ];
    const sentence = fc.array(fc.constantFrom(...words, 'số 15/QĐ-UBND', 'quý IV', 'KHẨN', 'và', ',', '.'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(sentence, parts => {
        const once = normalise(parts.join(' '), []);
        expect(normalise(once, [])).toBe(once);
      }),
    );
  });

  test('pronunciations of any kind are taken', () => {
    const list = fc.array(fc.record({ written: fc.string({ maxLength: 6 }), spoken: anything }), { maxLength: 4 });
    fc.assert(
      fc.property(anything, list, (text, pronunciations) => {
        expect(normalise(text, pronunciations)).not.toMatch(/\p{N}|\p{Co}/u);
      }),
      { numRuns: 500 },
    );
  });
});
