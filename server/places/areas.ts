// The tree of areas as people change it: made, renamed, moved, merged, given rules. Every change is in the audit log, and
// devices hear of what concerns them.
import type { AreaChange, AreaRules, NewArea, Pronunciations } from '../../protocol/api/places.ts';
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import {
  areaInUse,
  insertArea,
  listAreas,
  NO_RULES,
  pronunciationsAt,
  removeArea,
  replacePronunciations,
  type StoredArea,
  updateArea,
} from '../store/areas.ts';
import { type AuditLine, appendAudit } from '../store/audit.ts';
import type { Database, Queryable } from '../store/database.ts';
import type { EmergencyShelf } from './emergency.ts';
import { mergeAreas, moveArea } from './mergers.ts';
import type { PlaceSettings } from './settings.ts';
import { type AreaTree, createTree, foldAreaName } from './tree.ts';

type Who = AuditLine['actor'];

export interface Areas {
  tree(): Promise<AreaTree>;
  /** Without a parent it stands below the top of the tree. Throws `not_found`, `area_exists`. */
  create(actor: Who, area: NewArea): Promise<StoredArea>;
  change(actor: Who, id: string, change: AreaChange): Promise<StoredArea>;
  /** Throws `area_not_empty` while anything stands in it. */
  remove(actor: Who, id: string): Promise<void>;
  /** Children, clusters and served villages go to `into`; the old id stays as its alias. */
  merge(actor: Who, id: string, into: string): Promise<StoredArea>;
  pronunciations(id: string): Promise<Pronunciations>;
  setPronunciations(actor: Who, id: string, list: Pronunciations): Promise<void>;
}

export function createAreas(parts: {
  db: Database;
  time: Time;
  random: (bytes: number) => Uint8Array;
  settings: PlaceSettings;
  shelf: Pick<EmergencyShelf, 'codes'>;
}): Areas {
  const { db, time } = parts;
  const treeOf = async (q: Queryable): Promise<AreaTree> => createTree(await listAreas(q));

  /** One change of the tree with its audit line, all or nothing. */
  const changing = <T>(work: (trx: Queryable, tree: AreaTree) => Promise<T>): Promise<T> =>
    db.transaction().execute(async trx => work(trx, await treeOf(trx)));

  return {
    tree: () => treeOf(db),

    create: (actor, { name, kind, parentId }) =>
      changing(async (trx, tree) => {
        const parent = parentId === undefined ? tree.top() : tree.get(parentId);
        requireFreeName(tree, parent?.id ?? null, name);
        const id = makeId('ar', parts.random(8));
        const area = newRow({ id, name, kind, parent });
        await insertArea(trx, area, time.now());
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'area.create',
          subject: id,
          detail: { name, kind, parentId: parent?.id ?? null },
        });
        return area;
      }),

    async change(actor, id, { parentId, ...said }) {
      const code = said.sirenCode ?? null;
      if (code !== null && !parts.shelf.codes.includes(code))
        throw new LoaError('unknown_siren_code', { code, known: parts.shelf.codes.join(', ') });
      const after = await changing(async (trx, tree) => {
        const area = tree.get(id);
        const changed: StoredArea = { ...area, ...plain(said), rules: { ...area.rules, ...rulesIn(said) } };
        if (said.name !== undefined && said.name !== area.name) requireFreeName(tree, area.parentId, said.name);
        await updateArea(trx, changed);
        const moved = parentId === undefined ? changed : await moveArea(trx, tree, changed, tree.get(parentId));
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'area.change',
          subject: area.id,
          detail: { ...withoutContacts(said), ...(parentId === undefined ? {} : { parentId }) },
        });
        return moved;
      });
      await parts.settings.refresh({ areaId: after.id });
      return after;
    },

    remove: (actor, id) =>
      changing(async (trx, tree) => {
        const area = tree.get(id);
        if (tree.below(area.id).length > 1 || (await areaInUse(trx, area.id)))
          throw new LoaError('area_not_empty', { name: area.name });
        await removeArea(trx, area.id, time.now());
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'area.remove',
          subject: area.id,
          detail: { name: area.name },
        });
      }),

    async merge(actor, id, intoId) {
      const into = await changing(async (trx, tree) => {
        const from = tree.get(id);
        const target = tree.get(intoId);
        const merged = await mergeAreas(trx, tree, from, target);
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'area.merge',
          subject: from.id,
          detail: { into: target.id, name: from.name, intoName: target.name },
        });
        return merged;
      });
      await parts.settings.refresh({ areaId: into.id });
      return into;
    },

    async pronunciations(id) {
      return pronunciationsAt(db, (await treeOf(db)).get(id).id);
    },
    setPronunciations: (actor, id, list) =>
      changing(async (trx, tree) => {
        const area = tree.get(id);
        await replacePronunciations(trx, area.id, list);
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'pronunciations.set',
          subject: area.id,
          detail: { words: list.length },
        });
      }),
  };
}

/** A new area's row below `parent`. */
export function newRow(x: { id: string; name: string; kind: string; parent: StoredArea | null }): StoredArea {
  return {
    id: x.id,
    name: x.name,
    kind: x.kind,
    parentId: x.parent?.id ?? null,
    path: `${x.parent?.path ?? '/'}${x.id}/`,
    mergedInto: null,
    rules: NO_RULES,
    delegations: [],
    households: null,
    people: null,
    head: null,
    deputy: null,
  };
}

/** Two areas of one name side by side could not be told apart when a list is pasted. */
function requireFreeName(tree: AreaTree, parentId: string | null, name: string): void {
  if (tree.living.some(area => area.parentId === parentId && foldAreaName(area.name) === foldAreaName(name)))
    throw new LoaError('area_exists', { name });
}

type Said = Omit<AreaChange, 'parentId'>;
const plain = (said: Said): Partial<StoredArea> =>
  defined({
    name: said.name,
    delegations: said.delegations,
    households: said.households,
    people: said.people,
    head: said.head,
    deputy: said.deputy,
  });
const rulesIn = (said: Said): Partial<AreaRules> =>
  defined({
    quietHours: said.quietHours,
    priorityIgnoresQuiet: said.priorityIgnoresQuiet,
    volumeCeiling: said.volumeCeiling,
    emergencyCeiling: said.emergencyCeiling,
    airtimeCap: said.airtimeCap,
    approval: said.approval,
    languages: said.languages,
    sirenCode: said.sirenCode,
    communeCode: said.communeCode,
  });

/** Telephone numbers stay out of the log, which more people read and nobody can delete from. */
const withoutContacts = ({ head, deputy, ...said }: Said): Record<string, unknown> => ({
  ...said,
  ...(head === undefined ? {} : { head: true }),
  ...(deputy === undefined ? {} : { deputy: true }),
});

/** The fields that are given; null is given, undefined is not. */
const defined = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
