// Khu vực: the tree of places, each with the rules that differ from those above it.
import type { Area } from '../../protocol/api/places.ts';
import { useLoad } from '../load.ts';
import { Icon } from '../parts/icon.tsx';
import { Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { tellNumber } from '../telling.ts';
import { inTreeOrder } from '../tree.ts';
import { words } from '../words/chosen.ts';

/** Names of the rules that this area sets for itself. */
function ownRules(area: Area): string {
  const told = words.value.places.areas;
  return [
    area.quietHours && told.quietHours,
    area.approval !== null && told.approval,
    area.volumeCeiling !== null && told.volumeCeiling,
    area.airtimeCap && told.cap,
    area.languages && told.languages,
    area.delegations.length > 0 && told.delegations,
  ]
    .filter(Boolean)
    .join(', ');
}

export default function Areas() {
  const told = words.value.places.areas;
  const areas = useLoad(paths.areas());
  return (
    <Screen title={told.title} back="/them" wide>
      <Reading of={areas}>
        {({ items }) => (
          <ul class="rows panel">
            {inTreeOrder(items).map(({ area, depth }) => (
              <li key={area.id}>
                <a class={`row depth-${Math.min(depth, 4)}`} href={`/khu-vuc/${area.id}`}>
                  <span class="row-main">
                    <b>{area.name}</b>
                    <span class="row-note">
                      {[told.clusters(tellNumber(area.clusters, words.value)), ownRules(area)]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </span>
                  <Icon name="next" />
                </a>
              </li>
            ))}
          </ul>
        )}
      </Reading>
    </Screen>
  );
}
