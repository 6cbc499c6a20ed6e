// Phương án sơ tán: where the people of a village go, which way and with whom, written in peacetime. A changed plan makes its
// recorded words uncertain, and what is uncertain is not sounded.
import type { EvacuationPlan } from '../../protocol/api/alerts.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import { forgetClear } from '../store/area-clips.ts';
import type { StoredArea } from '../store/areas.ts';
import { type AuditLine, appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { evacuationPlanOf, storeEvacuationPlan } from '../store/evacuation.ts';
import { PLAN_CLIP } from './emergency.ts';
import type { PlaceSettings } from './settings.ts';

const NO_PLAN: EvacuationPlan = { shelter: '', route: '', leader: '', leaderPhone: '' };

export interface Evacuation {
  /** Empty words where nothing is planned. Throws `not_a_village`. */
  plan(village: StoredArea): Promise<EvacuationPlan>;
  setPlan(actor: AuditLine['actor'], village: StoredArea, plan: EvacuationPlan): Promise<EvacuationPlan>;
}

/** The plan as a person reads it out; null where there is nothing to say. */
export function spokenPlan(village: string, plan: EvacuationPlan | null): string | null {
  if (!plan) return null;
  const said = [
    plan.shelter === '' ? null : `Nơi sơ tán: ${plan.shelter}.`,
    plan.route === '' ? null : `Đường đi: ${plan.route}.`,
    plan.leader === '' ? null : `Người dẫn đường: ${plan.leader}.`,
  ].filter(sentence => sentence !== null);
  return said.length === 0 ? null : [`Bà con ${village} sơ tán ngay.`, ...said].join(' ');
}

export function createEvacuation(parts: { db: Database; time: Time; settings: PlaceSettings }): Evacuation {
  const { db, time } = parts;
  const requireVillage = (area: StoredArea) => {
    if (area.kind !== 'village') throw new LoaError('not_a_village', { name: area.name });
  };
  return {
    async plan(village) {
      requireVillage(village);
      return (await evacuationPlanOf(db, village.id)) ?? NO_PLAN;
    },
    async setPlan(actor, village, plan) {
      requireVillage(village);
      const unsaid = await db.transaction().execute(async trx => {
        const before = await evacuationPlanOf(trx, village.id);
        await storeEvacuationPlan(trx, village.id, plan);
        const changed = spokenPlan(village.name, before) !== spokenPlan(village.name, plan);
        const forgotten = changed ? await forgetClear(trx, village.id, PLAN_CLIP) : 0;
        // The leader's telephone number stays out of the log, which nobody can delete from.
        const { shelter, route, leader } = plan;
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'evacuation.set',
          subject: village.id,
          detail: { shelter, route, leader, voicesToCheckAgain: forgotten },
        });
        return forgotten;
      });
      if (unsaid > 0) await parts.settings.refresh({ areaId: village.id });
      return plan;
    },
  };
}
