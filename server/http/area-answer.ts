// An area as it is answered: with its inherited rules, the clusters in and below it, and telephone numbers for those alone
// who may see them; that they were shown is written down.
import type { Area } from '../../protocol/api/places.ts';
import { type Actor, may } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import type { Clusters } from '../places/clusters.ts';
import type { AreaTree } from '../places/tree.ts';

type Stored = AreaTree['living'][number];

export interface AreaAnswers {
  contactsShown(actor: Actor, areaId: string): Promise<void>;
  list(areas: readonly Stored[], actor: Actor): Promise<Area[]>;
  one(area: Stored, actor: Actor): Promise<Area>;
}

export function createAreaAnswers(parts: {
  areas: Areas;
  clusters: Clusters;
  contactsShown: AreaAnswers['contactsShown'];
}): AreaAnswers {
  async function list(areas: readonly Stored[], actor: Actor): Promise<Area[]> {
    const tree = await parts.areas.tree();
    const counts = new Map<string, number>();
    for (const [areaId, clusters] of await parts.clusters.count())
      for (const above of tree.chain(areaId)) counts.set(above.id, (counts.get(above.id) ?? 0) + clusters);
    const answers = areas.map(area => answer(area, tree, counts.get(area.id) ?? 0, may(actor, 'contacts', area.path)));
    const shown = answers.find(area => (area.head ?? area.deputy) !== null);
    if (shown) await parts.contactsShown(actor, shown.id);
    return answers;
  }
  return {
    contactsShown: parts.contactsShown,
    list,
    async one(area, actor) {
      const [only] = await list([area], actor);
      if (!only) throw new Error(`no answer for ${area.id}`);
      return only;
    },
  };
}

const answer = (area: Stored, tree: AreaTree, clusters: number, contacts: boolean): Area => ({
  id: area.id,
  name: area.name,
  kind: area.kind,
  parentId: area.parentId,
  ...area.rules,
  delegations: area.delegations,
  households: area.households,
  people: area.people,
  head: contacts ? area.head : null,
  deputy: contacts ? area.deputy : null,
  effective: tree.effective(area.id),
  clusters,
});
