// What the confirm screen shows before the slide: a choice flows in; what will be said, to how many, and who will not hear and
// whom to call there, flows out.
import type { AlertCheck } from '../../../protocol/api/alerts.ts';
import { type Actor, may } from '../../people/rights.ts';
import type { ServedVillage } from '../../places/targets.ts';
import { householdsOf, unreachableOf } from '../audience.ts';
import type { LocalTime } from '../localtime.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Choice } from './choice.ts';
import type { Composed } from './composition.ts';

export function checkOf(
  actor: Actor,
  choice: Choice,
  said: Composed,
  { around, local, now }: { around: Surroundings; local: LocalTime; now: number },
): AlertCheck {
  const { audience, template } = choice;
  const broadcastClass = choice.status === 'drill' ? 'priority' : 'emergency';
  const unreachable = unreachableOf(audience, { class: broadcastClass, startAt: choice.startAt ?? now }, local);
  const deaf = new Set(unreachable.map(one => one.clusterId));
  const served = new Map(audience.clusters.flatMap(({ villages }) => villages.map(village => [village.id, village])));
  const reached = new Set(
    audience.clusters.filter(({ id }) => !deaf.has(id)).flatMap(({ villages }) => villages.map(({ id }) => id)),
  );
  const notHeard = (village: Pick<ServedVillage, 'id' | 'name' | 'households'>, why: 'noCluster' | 'notReached') => {
    const area = around.contacts(village.id);
    const shown = area !== null && may(actor, 'contacts', area.path);
    return {
      villageId: village.id,
      name: village.name,
      households: village.households,
      why,
      head: shown ? area.head : null,
      deputy: shown ? area.deputy : null,
    };
  };
  return {
    text: template.text,
    specifics: choice.specifics,
    clips: said.clips,
    villages: served.size + audience.unserved.length,
    clusters: audience.clusters.length,
    households: householdsOf(audience.clusters),
    siren: choice.siren,
    onePerson: choice.two === null,
    repeatEveryS: choice.repeatEveryS,
    repeatUntil: new Date(choice.repeatUntil ?? choice.startAt ?? now).toISOString(),
    unreachable,
    notHeard: [
      ...audience.unserved.map(village => notHeard(village, 'noCluster')),
      ...[...served.values()].filter(({ id }) => !reached.has(id)).map(village => notHeard(village, 'notReached')),
    ].sort((a, b) => (b.households ?? 0) - (a.households ?? 0)),
  };
}
