// What a person on duty must have without a link: whom to call in each village, what the box at each cluster can sound by hand,
// and the codes that open it in the coming days. That somebody took it is written down.
import type { DutyPack } from '../../protocol/api/alerts.ts';
import { onSiteCode } from '../../protocol/on-site.ts';
import type { Time } from '../../protocol/time.ts';
import { type Actor, rightsOf } from '../people/rights.ts';
import { onDuty } from '../people/roster.ts';
import type { EmergencyShelf } from '../places/emergency.ts';
import type { AreaTree } from '../places/tree.ts';
import { listGrants } from '../store/accounts.ts';
import type { StoredArea } from '../store/areas.ts';
import { appendAudit } from '../store/audit.ts';
import { outlineClusters } from '../store/clusters.ts';
import type { Database } from '../store/database.ts';
import { onSiteSecrets } from '../store/on-site.ts';
import { dutyPeople } from '../store/rosters.ts';
import { addDays, localTime } from './localtime.ts';

const DAYS = 7;

export interface Duty {
  /** For somebody who may send alerts and see telephone numbers there. */
  pack(tree: AreaTree, actor: Actor, area: StoredArea): Promise<DutyPack>;
}

export function createDuty(parts: { db: Database; time: Time; timezone: string; shelf: EmergencyShelf }): Duty {
  const { db, time, shelf } = parts;
  const local = localTime(parts.timezone);

  /** Those on the roster of these days, in its order; then all others who may be the second person there, the nearest first. */
  async function toAsk(area: StoredArea, days: readonly string[]): Promise<string[]> {
    const listed: string[] = [];
    for (const day of days) listed.push(...(await onDuty(db, area.id, day)));
    const others = (await listGrants(db))
      .filter(grant => area.path.startsWith(grant.areaPath) && rightsOf[grant.role].includes('confirm'))
      .sort((a, b) => b.areaPath.length - a.areaPath.length)
      .map(grant => grant.accountId);
    return [...new Set([...listed, ...others])];
  }

  return {
    async pack(tree, actor, area) {
      const inside = (areaId: string) => tree.find(areaId)?.path.startsWith(area.path) ?? false;
      const all = await outlineClusters(db);
      const here = all.filter(one => inside(one.areaId) || one.serves.some(inside));
      const secrets = await onSiteSecrets(
        db,
        here.map(one => one.id),
      );
      const today = local.dayOf(time.now());
      const days = Array.from({ length: DAYS }, (_, ahead) => addDays(today, ahead));
      const villages = tree.below(area.id).filter(one => one.kind === 'village');
      await db.transaction().execute(trx =>
        appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'duty.open',
          subject: area.id,
          detail: { villages: villages.length, clusters: here.length, from: today, days: DAYS },
        }),
      );
      return {
        at: new Date(time.now()).toISOString(),
        area: area.name,
        villages: villages.map(({ id, name, households, head, deputy }) => ({
          villageId: id,
          name,
          households,
          head,
          deputy,
          clusters: here.filter(one => one.serves.some(served => tree.find(served)?.id === id)).map(one => one.name),
        })),
        clusters: here.map(one => {
          const secret = secrets.get(one.id);
          const presets = shelf.presetsOf(tree.effective(one.areaId).sirenCode);
          return {
            clusterId: one.id,
            name: one.name,
            presets: presets.map(({ number, title }) => ({ number, title })),
            codes: secret === undefined ? [] : days.map(day => ({ day, code: onSiteCode(secret, day) })),
          };
        }),
        roster: await dutyPeople(db, await toAsk(area, days)),
      };
    },
  };
}
