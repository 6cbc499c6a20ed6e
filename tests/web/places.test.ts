// Drives what pages know of places: pasted lists, the tree, search without marks, directions, changed rules.
import { describe, expect, it } from 'vitest';
import type { Area } from '../../protocol/api/places.ts';
import { changesOf, draftOf } from '../../web/area-draft.ts';
import { bearingName, nearestBearing } from '../../web/parts/bearing.ts';
import { readVillages } from '../../web/paste.ts';
import { matches } from '../../web/searching.ts';
import { childrenOf, inTreeOrder, withinArea } from '../../web/tree.ts';
import { vi } from '../../web/words/vi.ts';

describe('a pasted list of villages', () => {
  it('is read from a sheet: tabs, column names passed over, Vietnamese thousands', () => {
    const { villages, faults } = readVillages(
      'Tên thôn\tSố hộ\tSố khẩu\tTrưởng thôn\tSố điện thoại\nXóm Mới\t143\t1.234\tNguyễn Văn A\t0987 654 321\nĐồng Lân\t\t\t\t\n',
    );
    expect(faults).toEqual([]);
    expect(villages).toEqual([
      { name: 'Xóm Mới', households: 143, people: 1234, head: 'Nguyễn Văn A', headPhone: '0987 654 321' },
      { name: 'Đồng Lân', households: null, people: null },
    ]);
  });

  it('takes semicolons and commas, and commas inside quotes', () => {
    expect(readVillages('Xóm Mới;143;500').villages[0]).toMatchObject({ households: 143, people: 500 });
    expect(readVillages('"Xóm Mới, khu trên",143').villages[0]).toMatchObject({
      name: 'Xóm Mới, khu trên',
      households: 143,
    });
  });

  it('names each bad line and what is wrong with it', () => {
    const { villages, faults } = readVillages('Xóm Mới;khoảng 100\n;50\nCầu Đá;1\ncầu đá;2\na;1;2;3;4;5;6;7;8');
    expect(villages.map(village => village.name)).toEqual(['Cầu Đá']);
    expect(faults).toEqual([
      { line: 1, kind: 'notNumber', text: 'khoảng 100' },
      { line: 2, kind: 'noName' },
      { line: 4, kind: 'twice', text: 'cầu đá' },
      { line: 5, kind: 'longLine' },
    ]);
  });

  it('does not take a first village for column names', () => {
    expect(readVillages('Thôn;120').villages).toHaveLength(1);
    expect(readVillages('').villages).toEqual([]);
  });
});

describe('the tree of areas', () => {
  const area = (id: string, name: string, parentId: string | null) => ({ id, name, parentId });
  const areas = [
    area('c', 'Thôn 10', 'x'),
    area('x', 'Xã Bố Hạ', 'outside'),
    area('a', 'Thôn 2', 'x'),
    area('b', 'Xóm trong', 'a'),
  ];

  it('puts parents before children, siblings by name with their numbers', () => {
    expect(inTreeOrder(areas).map(({ area: one, depth }) => `${depth} ${one.name}`)).toEqual([
      '0 Xã Bố Hạ',
      '1 Thôn 2',
      '2 Xóm trong',
      '1 Thôn 10',
    ]);
  });

  it('finds children and all below', () => {
    expect(childrenOf(areas, 'x').map(one => one.id)).toEqual(['a', 'c']);
    expect(withinArea(areas, 'x').map(one => one.id)).toEqual(['x', 'a', 'b', 'c']);
    expect(withinArea(areas, 'nowhere')).toEqual([]);
  });
});

describe('search', () => {
  it('finds Vietnamese names typed without marks, words in any order', () => {
    expect(matches('dong lan', 'Thôn Đồng Lân')).toBe(true);
    expect(matches('lân đồng', 'Thôn Đồng Lân')).toBe(true);
    expect(matches('moi', 'Thôn Đồng Lân')).toBe(false);
    expect(matches('', 'anything')).toBe(true);
  });
});

describe('directions', () => {
  it('have eight names around the circle', () => {
    expect([0, 44, 46, 180, 337, 359].map(nearestBearing)).toEqual([0, 45, 45, 180, 315, 0]);
    expect(bearingName(225, vi)).toBe('Tây Nam');
  });
});

describe('changed rules of an area', () => {
  const village: Area = {
    id: 'ar_a',
    name: 'Thôn Xóm Mới',
    kind: 'village',
    parentId: 'ar_x',
    quietHours: null,
    priorityIgnoresQuiet: null,
    volumeCeiling: null,
    emergencyCeiling: null,
    airtimeCap: null,
    approval: null,
    languages: null,
    sirenCode: null,
    communeCode: null,
    delegations: [],
    households: 143,
    people: null,
    head: null,
    deputy: null,
    effective: {
      quietHours: [],
      priorityIgnoresQuiet: false,
      volumeCeiling: 100,
      emergencyCeiling: 100,
      approval: false,
      languages: ['vi'],
      airtimeCap: { maxMinutesPerDay: null, maxSessionsPerDay: null, minMinutesPerDay: null },
      sirenCode: null,
      communeCode: null,
    },
    clusters: 1,
  };

  it('sends only what differs', () => {
    const draft = draftOf(village);
    expect(changesOf(village, draft, true)).toEqual({});
    expect(changesOf(village, { ...draft, volumeCeiling: 80, households: '1.500' }, true)).toEqual({
      volumeCeiling: 80,
      households: 1500,
    });
  });

  it('a number taken out becomes unknown, not 0', () => {
    expect(changesOf(village, { ...draftOf(village), households: ' ' }, true)).toEqual({ households: null });
  });

  it('whoever may not see contacts does not wipe them out', () => {
    expect(changesOf(village, { ...draftOf(village), headName: 'x' }, false)).toEqual({});
    expect(changesOf(village, { ...draftOf(village), headName: 'Lý A ' }, true)).toEqual({
      head: { name: 'Lý A', phone: '' },
    });
  });
});
