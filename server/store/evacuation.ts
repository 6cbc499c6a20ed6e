// A village's evacuation plan in words, as it lies with its area.
import { type EvacuationPlan, evacuationPlan } from '../../protocol/api/alerts.ts';
import type { Queryable } from './database.ts';

export async function evacuationPlanOf(db: Queryable, areaId: string): Promise<EvacuationPlan | null> {
  const row = await db.selectFrom('areas').select('plan_json').where('id', '=', areaId).executeTakeFirst();
  return row?.plan_json ? evacuationPlan.parse(JSON.parse(row.plan_json)) : null;
}

export async function storeEvacuationPlan(db: Queryable, areaId: string, plan: EvacuationPlan): Promise<void> {
  await db
    .updateTable('areas')
    .set({ plan_json: JSON.stringify(plan) })
    .where('id', '=', areaId)
    .execute();
}
