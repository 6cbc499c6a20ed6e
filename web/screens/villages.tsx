// Thôn, bản: who lives where and who is called; what is unknown is said.

import { householdsOf } from '../grouping.ts';
import { useLoad } from '../load.ts';
import { Icon } from '../parts/icon.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { may } from '../session.ts';
import { tellHouseholds, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';

export default function Villages() {
  const told = words.value;
  const villages = useLoad(paths.villages());
  return (
    <Screen
      title={told.places.villages.title}
      back="/them"
      wide
      dock={
        may('places') && (
          <a class="button main huge" href="/thon/dan">
            <Icon name="plus" />
            {told.places.villages.add}
          </a>
        )
      }
    >
      <Reading of={villages}>
        {({ items }) => {
          if (items.length === 0) return <Empty>{told.places.villages.empty}</Empty>;
          const unknown = items.filter(village => village.households === null).length;
          const known = householdsOf(items);
          return (
            <div class="stack">
              {known !== null && (
                <p class="figure-line">
                  {told.places.villages.total(tellNumber(items.length, told), tellNumber(known, told))}
                </p>
              )}
              {unknown > 0 && <p class="inline-warn">{told.places.villages.missing(tellNumber(unknown, told))}</p>}
              <ul class="rows panel two">
                {[...items]
                  .sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }))
                  .map(village => (
                    <li key={village.id}>
                      <a class="row" href={`/khu-vuc/${village.id}`}>
                        <span class="row-main">
                          <b>{village.name}</b>
                          <span class="row-note">
                            {[
                              tellHouseholds(village.households, told),
                              village.people === null
                                ? ''
                                : told.places.villages.peopleN(tellNumber(village.people, told)),
                              village.head?.name,
                            ]
                              .filter(Boolean)
                              .join(' · ')}
                          </span>
                        </span>
                        <Icon name="next" />
                      </a>
                    </li>
                  ))}
              </ul>
            </div>
          );
        }}
      </Reading>
    </Screen>
  );
}
