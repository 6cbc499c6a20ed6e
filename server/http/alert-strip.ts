// The strip on every page: the alerts that stand in an area, real ones first; asked for with every look at the home page.
import type { AlertSummary } from '../../protocol/api/alerts.ts';
import type { Actor } from '../people/rights.ts';
import type { AreaTree } from '../places/tree.ts';
import type { StoredArea } from '../store/areas.ts';
import type { Database } from '../store/database.ts';
import type { AlertOutcomes } from '../tracking/alerts/outcome.ts';
import type { AlertAnswers } from './alert-answer.ts';
import { createViews } from './alert-view.ts';

const MOST = 5;

interface AlertStripParts {
  db: Database;
  outcomes: AlertOutcomes;
  answers: AlertAnswers;
}

/** The strip of an area, for a caller who may read there. */
export interface StripAsked {
  actor: Actor;
  tree: AreaTree;
  area: StoredArea;
}

export async function alertStrip(
  { db, outcomes, answers }: AlertStripParts,
  { actor, tree, area }: StripAsked,
): Promise<AlertSummary[]> {
  const viewOf = createViews(db, tree, [area.path]);
  const standing = await outcomes.standing();
  const real = standing.filter(known => known.alert.status === 'actual');
  const drills = standing.filter(known => known.alert.status === 'drill');
  const shown: AlertSummary[] = [];
  for (const known of [...real, ...drills]) {
    if (shown.length === MOST) break;
    const view = await viewOf(known.broadcast.areaId);
    const summary = view && (await answers.summary({ known, view, tree, actor }));
    if (summary) shown.push(summary);
  }
  return shown;
}
