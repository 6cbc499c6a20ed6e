// Level 0 of the data: a list of villages comes in, areas of kind `village` come out below their commune. A known name is
// brought up to date, an unknown one is added; all of the list or nothing.
import type { VillageLine } from '../../protocol/api/places.ts';
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import { insertArea, listAreas, type StoredArea, updateArea } from '../store/areas.ts';
import { type AuditLine, appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { newRow } from './areas.ts';
import type { PlaceSettings } from './settings.ts';
import { createTree, foldAreaName } from './tree.ts';

export interface VillageImport {
  made: number;
  changed: number;
  villages: StoredArea[];
}

export interface Villages {
  /** Throws `not_found`, or `bad_list` for a name that stands twice in the list or below the commune. */
  put(actor: AuditLine['actor'], areaId: string, lines: readonly VillageLine[]): Promise<VillageImport>;
}

export function createVillages(parts: {
  db: Database;
  time: Time;
  random: (bytes: number) => Uint8Array;
  settings: PlaceSettings;
}): Villages {
  const { db, time } = parts;
  return {
    async put(actor, areaId, lines) {
      const done = await db.transaction().execute(async trx => {
        const tree = createTree(await listAreas(trx));
        const parent = tree.get(areaId);
        const known = Map.groupBy(
          tree.below(parent.id).filter(area => area.kind === 'village' && area.id !== parent.id),
          area => foldAreaName(area.name),
        );
        requireOnce(lines, known);
        const outcome: VillageImport = { made: 0, changed: 0, villages: [] };
        for (const line of lines) {
          const before = known.get(foldAreaName(line.name))?.[0];
          const base =
            before ?? newRow({ id: makeId('ar', parts.random(8)), name: line.name, kind: 'village', parent });
          const village = { ...base, ...told(line, base) };
          if (!before) {
            await insertArea(trx, village, time.now());
            outcome.made++;
          } else if (JSON.stringify(before) !== JSON.stringify(village)) {
            await updateArea(trx, village);
            outcome.changed++;
          }
          outcome.villages.push(village);
        }
        await appendAudit(trx, {
          at: time.now(),
          actor,
          action: 'villages.put',
          subject: parent.id,
          detail: { made: outcome.made, changed: outcome.changed, names: lines.map(line => line.name) },
        });
        return outcome;
      });
      await parts.settings.refresh({ areaId });
      return done;
    },
  };
}

function requireOnce(lines: readonly VillageLine[], known: ReadonlyMap<string, readonly StoredArea[]>): void {
  const seen = new Set<string>();
  lines.forEach((line, index) => {
    const name = foldAreaName(line.name);
    if (seen.has(name) || (known.get(name)?.length ?? 0) > 1)
      throw new LoaError('bad_list', { line: index + 1, column: 'villageName', why: 'nameTwice' });
    seen.add(name);
  });
}

/** What a line says; what it leaves out stays as it was. */
function told(line: VillageLine, before: StoredArea): Partial<StoredArea> {
  const contact = (name: string | undefined, phone: string | undefined, old: StoredArea['head']) =>
    name === undefined && phone === undefined
      ? old
      : { name: name ?? old?.name ?? '', phone: phone ?? old?.phone ?? '' };
  return {
    name: line.name,
    households: line.households === undefined ? before.households : line.households,
    people: line.people === undefined ? before.people : line.people,
    head: contact(line.head, line.headPhone, before.head),
    deputy: contact(line.deputy, line.deputyPhone, before.deputy),
    rules: line.languages === undefined ? before.rules : { ...before.rules, languages: line.languages },
  };
}
