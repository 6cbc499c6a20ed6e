// The tree of areas as it stands: rows in; paths, aliases, inherited rules and the lowest common area out. Pure.
import type { AreaRules, Delegation, EffectiveRules } from '../../protocol/api/places.ts';
import { LoaError } from '../errors.ts';
import type { StoredArea } from '../store/areas.ts';

const DEFAULTS: EffectiveRules = {
  quietHours: [],
  priorityIgnoresQuiet: false,
  volumeCeiling: 100,
  emergencyCeiling: 100,
  approval: false,
  languages: ['vi'],
  airtimeCap: { maxMinutesPerDay: null, maxSessionsPerDay: null, minMinutesPerDay: null },
  sirenCode: null,
  communeCode: null,
};

/** Rules after inheritance: each field is the nearest one set, looking up from the last of `chain` (the top is first). */
export function effectiveRules(chain: readonly AreaRules[]): EffectiveRules {
  const nearest = <K extends keyof EffectiveRules & keyof AreaRules>(field: K): EffectiveRules[K] => {
    const set = chain.findLast(rules => rules[field] !== null)?.[field];
    return set === undefined || set === null ? DEFAULTS[field] : (set as EffectiveRules[K]);
  };
  return {
    quietHours: nearest('quietHours'),
    priorityIgnoresQuiet: nearest('priorityIgnoresQuiet'),
    volumeCeiling: nearest('volumeCeiling'),
    emergencyCeiling: nearest('emergencyCeiling'),
    approval: nearest('approval'),
    languages: nearest('languages'),
    airtimeCap: nearest('airtimeCap'),
    sirenCode: nearest('sirenCode'),
    communeCode: nearest('communeCode'),
  };
}

/** A name as it is compared: however it was typed. */
export const foldAreaName = (name: string): string => name.trim().normalize('NFC').toLowerCase().replace(/\s+/g, ' ');

export interface AreaTree {
  /** The living areas, by path. */
  living: readonly StoredArea[];
  /** The area above all others; null before set-up. */
  top(): StoredArea | null;
  /** The living area that an id answers to: its own, or the one that took it in. */
  find(id: string): StoredArea | null;
  /** The same; throws `not_found`. */
  get(id: string): StoredArea;
  /** The area and all above it, the top first. */
  chain(id: string): StoredArea[];
  effective(id: string): EffectiveRules;
  /** Delegations of the area and of all above it. */
  delegations(id: string): Delegation[];
  /** Ids that once named this area or areas that it took in. */
  aliases(id: string): string[];
  /** The area and all living ones below it. */
  below(id: string): StoredArea[];
  /** The lowest area that holds all these paths; null where the tree has several tops. */
  lowestCommon(paths: readonly string[]): StoredArea | null;
}

export function createTree(areas: readonly StoredArea[]): AreaTree {
  const byId = new Map(areas.map(area => [area.id, area]));
  const living = areas.filter(area => area.mergedInto === null);
  const aliases = new Map<string, string[]>();
  const rules = new Map<string, EffectiveRules>();

  const find = (id: string): StoredArea | null => {
    let area = byId.get(id);
    while (area && area.mergedInto !== null) area = byId.get(area.mergedInto);
    return area ?? null;
  };
  const get = (id: string): StoredArea => {
    const area = find(id);
    if (!area) throw new LoaError('not_found', { what: id });
    return area;
  };
  for (const area of areas) {
    const into = area.mergedInto === null ? null : find(area.id);
    if (into) aliases.set(into.id, [...(aliases.get(into.id) ?? []), area.id]);
  }
  const chain = (id: string): StoredArea[] =>
    get(id)
      .path.split('/')
      .flatMap(step => byId.get(step) ?? []);

  function effective(id: string): EffectiveRules {
    const area = get(id);
    const known = rules.get(area.id);
    if (known) return known;
    const above = area.path.split('/').at(-3);
    // Most areas, and nearly all villages, have no rules of their own: what holds above holds there.
    const says = Object.values(area.rules).some(rule => rule !== null);
    const found = says || !above ? effectiveRules(chain(area.id).map(a => a.rules)) : effective(above);
    rules.set(area.id, found);
    return found;
  }

  return {
    living,
    top: () => living.find(area => area.parentId === null) ?? null,
    find,
    get,
    chain,
    effective,
    delegations: id => chain(id).flatMap(area => area.delegations),
    aliases: id => aliases.get(id) ?? [],
    below(id) {
      const { path } = get(id);
      return living.filter(area => area.path.startsWith(path));
    },
    lowestCommon(paths) {
      const [first = '', ...others] = paths;
      let common = first;
      while (common !== '' && !others.every(path => path.startsWith(common)))
        common = common.slice(0, common.lastIndexOf('/', common.length - 2) + 1);
      const id = common.split('/').at(-2);
      return id === undefined || id === '' ? null : find(id);
    },
  };
}
