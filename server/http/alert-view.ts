// How much of an alert somebody may see: the whole where they read the lowest area that holds its targets; where they read only
// below it, what concerns their own villages and clusters, because they are the ones to call there.
import type { FastifyRequest } from 'fastify';
import { LoaError } from '../errors.ts';
import type { Actor } from '../people/rights.ts';
import type { Areas } from '../places/areas.ts';
import type { AreaTree } from '../places/tree.ts';
import { clusterPaths } from '../store/clusters.ts';
import type { Database, Queryable } from '../store/database.ts';
import type { AlertOutcomes } from '../tracking/alerts/outcome.ts';
import type { AlertView, KnownAlert } from '../tracking/alerts/telling.ts';
import { actorOf } from './access.ts';
import { pathsWith } from './grants.ts';

export interface AlertViewParts {
  db: Database;
  areas: Areas;
  outcomes: AlertOutcomes;
}

/** An alert as one caller may see it. */
export interface OpenAlert {
  known: KnownAlert;
  view: AlertView;
  tree: AreaTree;
  actor: Actor;
}

/** Throws `not_found`, or `forbidden` where the caller reads nothing of it. */
export async function openAlert(request: FastifyRequest, id: string, parts: AlertViewParts): Promise<OpenAlert> {
  const actor = actorOf(request);
  const known = await parts.outcomes.find(id);
  if (!known) throw new LoaError('not_found', { what: id });
  const tree = await parts.areas.tree();
  const view = await createViews(parts.db, tree, pathsWith(actor, 'read'))(known.broadcast.areaId);
  if (view === null) throw new LoaError('forbidden', { what: 'read', where: id });
  return { known, view, tree, actor };
}

/** For a reader of these areas and all below; null: nothing of an alert whose broadcast stands at `areaId`. */
export function createViews(
  db: Queryable,
  tree: AreaTree,
  paths: readonly string[],
): (areaId: string) => Promise<AlertView | null> {
  const within = (path: string | undefined) => path !== undefined && paths.some(own => path.startsWith(own));
  let clusters: Promise<Map<string, string>> | undefined;
  return async areaId => {
    const path = tree.find(areaId)?.path;
    if (path === undefined) return null;
    if (within(path)) return 'whole';
    if (!paths.some(own => own.startsWith(path))) return null;
    clusters ??= clusterPaths(db);
    const standing = await clusters;
    return {
      village: id => within(tree.find(id)?.path),
      cluster: id => within(standing.get(id)),
    };
  };
}
