// Drives the reader of pasted lists with a table of cases as people paste them, right and wrong.
import { describe, expect, it } from 'vitest';
import { LoaError } from '../../../server/errors.ts';
import { type ListMistake, readCount, readVillageList } from '../../../server/places/village-list.ts';

const mistakesIn = (text: string): ListMistake[] => {
  try {
    readVillageList(text);
  } catch (error) {
    if (error instanceof LoaError) return error.details.mistakes as ListMistake[];
    throw error;
  }
  return [];
};

describe('a list is read', () => {
  it.each<[string, string, object[]]>([
    [
      'tabs, no header',
      'Thôn Chùa\t143\t612\tÔng Bình\t0912 345 678',
      [{ name: 'Thôn Chùa', households: 143, people: 612, head: 'Ông Bình', headPhone: '0912 345 678' }],
    ],
    ['semicolons', 'Xóm Mới;143;612', [{ name: 'Xóm Mới', households: 143, people: 612 }]],
    ['commas', 'Xóm Mới,143,612', [{ name: 'Xóm Mới', households: 143, people: 612 }]],
    ['names alone', 'Thôn Chùa\nThôn Đình\n', [{ name: 'Thôn Chùa' }, { name: 'Thôn Đình' }]],
    ['Vietnamese thousands', 'Bố Hạ\t1.842\t7.015', [{ households: 1842, people: 7015 }]],
    ['quoted thousands with commas', 'Bố Hạ,"1,842",7015', [{ households: 1842, people: 7015 }]],
    ['quotes within quotes', '"Thôn ""Cầu Gụ"", dưới",12', [{ name: 'Thôn "Cầu Gụ", dưới', households: 12 }]],
    [
      'a line end within quotes',
      '"Thôn\nChùa",12\nThôn Đình,13',
      [{ name: 'Thôn Chùa', households: 12 }, { households: 13 }],
    ],
    [
      'a header',
      'Thôn\tSố hộ\tSố khẩu\tTrưởng thôn\tSố điện thoại\tPhó thôn\tĐiện thoại\nChùa\t1\t2\tA\t01\tB\t02',
      [{ name: 'Chùa', households: 1, people: 2, head: 'A', headPhone: '01', deputy: 'B', deputyPhone: '02' }],
    ],
    [
      'a header in another order, with columns that say nothing to us',
      'STT;Số điện thoại;Tên thôn, xóm;Ghi chú;Số hộ\n1;0912;Chùa;gần chợ;50',
      [{ name: 'Chùa', households: 50, headPhone: '0912' }],
    ],
    ['a header of one column', 'Tên thôn\nChùa', [{ name: 'Chùa' }]],
    [
      'a byte order mark, Windows line ends, blank lines',
      '\uFEFFThôn\tSố hộ\r\n\r\nChùa\t5\r\n',
      [{ name: 'Chùa', households: 5 }],
    ],
    ['letters with marks apart', 'Thôn Đình\t1'.normalize('NFD'), [{ name: 'Thôn Đình' }]],
    ['unknown numbers left out, never 0', 'Chùa\t\t612', [{ households: undefined, people: 612 }]],
  ])('%s', (_name, text, lines) => {
    const read = readVillageList(text);
    expect(read).toHaveLength(lines.length);
    expect(read).toMatchObject(lines);
  });
});

describe('a list is refused, with every mistake’s line and column', () => {
  it.each<[string, string, ListMistake[]]>([
    [
      'a word for a number',
      'Chùa\tnhiều\nĐình\t5\nGụ\tít',
      [
        { line: 1, column: 'households', why: 'noNumber' },
        { line: 3, column: 'households', why: 'noNumber' },
      ],
    ],
    ['a fraction', 'Chùa\t1.5', [{ line: 1, column: 'households', why: 'noNumber' }]],
    ['a negative number', 'Chùa\t-3', [{ line: 1, column: 'households', why: 'noNumber' }]],
    ['no name', 'Chùa\t5\n\t6', [{ line: 2, column: 'villageName', why: 'noName' }]],
    ['a name twice', 'Thôn Chùa\t5\nTHÔN  CHÙA\t6', [{ line: 2, column: 'villageName', why: 'nameTwice' }]],
    ['no telephone number', 'Chùa\t5\t6\tBình\tkhông có', [{ line: 1, column: 'headPhone', why: 'noPhone' }]],
    ['too many columns', 'a\t1\t2\tb\t3\tc\t4\tthừa', [{ line: 1, column: '8', why: 'tooManyColumns' }]],
    ['a name too long', `${'x'.repeat(121)}\t5`, [{ line: 1, column: 'villageName', why: 'tooLong' }]],
    ['a quote that stays open', 'Đình,4\n"Chùa,5\n', [{ line: 2, column: '1', why: 'openQuote' }]],
    ['lines counted after blank ones', '\n\nChùa\tx', [{ line: 3, column: 'households', why: 'noNumber' }]],
    ['nothing but a header', 'Thôn\tSố hộ', [{ line: 1, column: 'villageName', why: 'noLines' }]],
    ['nothing at all', '  \n', [{ line: 1, column: 'villageName', why: 'noLines' }]],
  ])('%s', (_name, text, mistakes) => {
    expect(mistakesIn(text)).toEqual(mistakes);
  });

  it('in words', () => {
    const error = new LoaError('bad_list', { ...mistakesIn('Chùa\tnhiều')[0] });
    expect(error.say('vi')).toBe('Danh sách sai ở dòng 1, cột số hộ: không phải là số');
    expect(error.say('en')).toBe('The list is wrong in line 1, column households: not a number');
  });
});

it.each([
  ['0', 0],
  ['1842', 1842],
  ['1.842', 1842],
  ['1,842', 1842],
  ['1 842', 1842],
  ['1.842.000', 1842000],
  ['1.84', null],
  ['.842', null],
  ['1.8422', null],
  ['999999999', null],
  ['12a', null],
])('the count %s is %s', (text, count) => {
  expect(readCount(text)).toBe(count);
});
