// The tree of areas as pages need it: a flat list in, order with depth, children and descendants out.

interface Node {
  id: string;
  name: string;
  parentId: string | null;
}

const byName = (a: Node, b: Node): number => a.name.localeCompare(b.name, 'vi', { numeric: true });

/** Parents before children, siblings by name; an area whose parent is not in the list is a root. */
export function inTreeOrder<N extends Node>(areas: readonly N[]): { area: N; depth: number }[] {
  const known = new Set(areas.map(area => area.id));
  const below = new Map<string | null, N[]>();
  for (const area of areas) {
    const parent = area.parentId !== null && known.has(area.parentId) ? area.parentId : null;
    below.set(parent, [...(below.get(parent) ?? []), area]);
  }
  const walk = (parent: string | null, depth: number): { area: N; depth: number }[] =>
    [...(below.get(parent) ?? [])].sort(byName).flatMap(area => [{ area, depth }, ...walk(area.id, depth + 1)]);
  return walk(null, 0);
}

export const childrenOf = <N extends Node>(areas: readonly N[], parentId: string): N[] =>
  areas.filter(area => area.parentId === parentId).sort(byName);

/** The area and everything below it. */
export const withinArea = <N extends Node>(areas: readonly N[], areaId: string): N[] => {
  const root = areas.find(area => area.id === areaId);
  return root ? [root, ...childrenOf(areas, areaId).flatMap(child => withinArea(areas, child.id))] : [];
};
