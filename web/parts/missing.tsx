// "Thôn chưa có cụm xác nhận": every household is accounted for; these are to be told in another way.
import type { Reach } from '../../protocol/api/broadcasts.ts';
import { tellHouseholds } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';

export function Missing({ of }: { of: Reach['missing'] }) {
  const told = words.value;
  return (
    <section class="panel" aria-labelledby="missing">
      <h2 id="missing">{told.report.missing}</h2>
      {of.length === 0 ? (
        <p class="quiet">{told.report.missingNone}</p>
      ) : (
        <ul class="rows">
          {of.map(village => (
            <li key={village.villageId} class="row-plain">
              <Icon name="place" />
              <span class="row-main">
                <b>{village.name}</b>
                <span class="row-note">
                  {tellHouseholds(village.households, told)} · {told.report.missingWhy[village.why]}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
