// Moving and merging parts of the tree, inside somebody's transaction: paths follow, and a merged area's id lives on as an
// alias, so that signed targets and old reports still find their place.
import { LoaError } from '../errors.ts';
import { moveGrants } from '../store/accounts.ts';
import { pronunciationsAt, replacePronunciations, type StoredArea, setAreaPath, updateArea } from '../store/areas.ts';
import { moveClusters } from '../store/clusters.ts';
import type { Queryable } from '../store/database.ts';
import type { AreaTree } from './tree.ts';

/** Puts an area below another one: every path under it changes its beginning, the aliases' too. */
export async function moveArea(
  trx: Queryable,
  tree: AreaTree,
  area: StoredArea,
  parent: StoredArea,
): Promise<StoredArea> {
  if (parent.path.startsWith(area.path)) throw new LoaError('area_in_itself', { name: area.name });
  const path = `${parent.path}${area.id}/`;
  for (const below of tree.below(area.id)) {
    const newPath = path + below.path.slice(area.path.length);
    for (const id of [below.id, ...tree.aliases(below.id)]) await setAreaPath(trx, id, newPath);
  }
  const moved = { ...area, parentId: parent.id, path };
  await updateArea(trx, moved);
  return moved;
}

/** Lets `target` take in `from`: children, clusters, served villages, roles, words and counts. */
export async function mergeAreas(
  trx: Queryable,
  tree: AreaTree,
  from: StoredArea,
  target: StoredArea,
): Promise<StoredArea> {
  if (target.path.startsWith(from.path)) throw new LoaError('area_in_itself', { name: from.name });
  for (const child of tree.living.filter(area => area.parentId === from.id)) await moveArea(trx, tree, child, target);
  await moveClusters(trx, from.id, target.id);
  await moveGrants(trx, from.id, target.id);
  const words = await pronunciationsAt(trx, target.id);
  const more = (await pronunciationsAt(trx, from.id)).filter(w => !words.some(known => known.written === w.written));
  await replacePronunciations(trx, target.id, [...words, ...more]);
  await updateArea(trx, { ...from, mergedInto: target.id, path: target.path });
  for (const alias of tree.aliases(from.id)) await setAreaPath(trx, alias, target.path);
  const counted: StoredArea = {
    ...target,
    households: sum(from.households, target.households),
    people: sum(from.people, target.people),
  };
  await updateArea(trx, counted);
  return counted;
}

/** Unknown if one of the two is: a part must not pass for the whole. */
const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
