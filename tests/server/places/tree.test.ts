// Drives the tree of areas as data: rules inherit from the nearest area that sets them, aliases of merged areas lead to
// living ones, and the lowest common area is where rights are asked. Random trees, no store.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AreaRules } from '../../../protocol/api/places.ts';
import { createTree, effectiveRules } from '../../../server/places/tree.ts';
import { NO_RULES, type StoredArea } from '../../../server/store/areas.ts';

const row = (id: string, parent: StoredArea | null, rules: Partial<AreaRules> = {}): StoredArea => ({
  id,
  name: id,
  kind: 'commune',
  parentId: parent?.id ?? null,
  path: `${parent?.path ?? '/'}${id}/`,
  mergedInto: null,
  rules: { ...NO_RULES, ...rules },
  delegations: [],
  households: null,
  people: null,
  head: null,
  deputy: null,
});

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const clock = fc.constantFrom('05:00', '12:00', '21:00');
const rules: fc.Arbitrary<AreaRules> = fc.record({
  quietHours: orNull(fc.array(fc.record({ from: clock, to: clock }), { maxLength: 2 })),
  priorityIgnoresQuiet: orNull(fc.boolean()),
  volumeCeiling: orNull(fc.nat(100)),
  emergencyCeiling: orNull(fc.nat(100)),
  airtimeCap: fc.constant(null),
  approval: orNull(fc.boolean()),
  languages: orNull(fc.subarray(['vi', 'nut', 'tyz'], { minLength: 1 })),
  sirenCode: orNull(fc.constantFrom('hue', 'other')),
  communeCode: orNull(fc.constantFrom('07246', '07249')),
});

/** A tree of up to 12 areas: each one's parent is an earlier one. */
const trees = fc.array(fc.tuple(fc.nat(), rules), { minLength: 1, maxLength: 12 }).map(list => {
  const made: StoredArea[] = [];
  for (const [i, [pick, own]] of list.entries())
    made.push(row(`ar_${'abcdefghijkl'[i]}`, made[pick % Math.max(made.length, 1)] ?? null, own));
  return made;
});

describe('rules', () => {
  it('without any set are: no quiet hours, no approval, Vietnamese, full volume', () => {
    expect(effectiveRules([NO_RULES, NO_RULES])).toEqual({
      quietHours: [],
      priorityIgnoresQuiet: false,
      volumeCeiling: 100,
      emergencyCeiling: 100,
      approval: false,
      languages: ['vi'],
      airtimeCap: { maxMinutesPerDay: null, maxSessionsPerDay: null, minMinutesPerDay: null },
      sirenCode: null,
      communeCode: null,
    });
  });

  it('come from the area itself, else from its parent, field by field', () => {
    fc.assert(
      fc.property(trees, areas => {
        const tree = createTree(areas);
        for (const area of areas) {
          const own = tree.effective(area.id);
          const above = area.parentId === null ? effectiveRules([]) : tree.effective(area.parentId);
          for (const field of Object.keys(own) as (keyof typeof own)[])
            expect(own[field]).toEqual(area.rules[field] ?? above[field]);
        }
      }),
    );
  });
});

describe('the lowest common area', () => {
  it('holds every path, and no child of it does', () => {
    fc.assert(
      fc.property(trees, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), (areas, picks) => {
        const tree = createTree(areas);
        const paths = picks.map(pick => areas[pick % areas.length]?.path ?? '');
        const common = tree.lowestCommon(paths);
        expect(paths.every(path => path.startsWith(common?.path ?? '?'))).toBe(true);
        const lower = areas.filter(area => area.parentId === common?.id);
        expect(lower.some(area => paths.every(path => path.startsWith(area.path)))).toBe(false);
      }),
    );
  });

  it('is nowhere where there are two tops, and ids that begin alike are not one', () => {
    const [a, ab] = [row('ar_a', null), row('ar_ab', null)];
    expect(createTree([a, ab]).lowestCommon([a.path, ab.path])).toBeNull();
    expect(createTree([a, ab]).lowestCommon([])).toBeNull();
  });
});

it('an id that was merged away answers as the area that took it in, through any number of mergers', () => {
  const top = row('ar_t', null);
  const living = row('ar_c', top);
  const once = { ...row('ar_b', top), mergedInto: 'ar_c', path: living.path };
  const twice = { ...row('ar_a', top), mergedInto: 'ar_b', path: living.path };
  const tree = createTree([top, living, once, twice]);
  expect(tree.get('ar_a').id).toBe('ar_c');
  expect(tree.aliases('ar_c').sort()).toEqual(['ar_a', 'ar_b']);
  expect(tree.living.map(area => area.id)).toEqual(['ar_t', 'ar_c']);
  expect(tree.find('ar_zz')).toBeNull();
});
