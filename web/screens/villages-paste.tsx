// Level 0: a list pasted from a sheet, shown as it was understood, then kept.

import { useMemo, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { useLoad } from '../load.ts';
import { AreaField } from '../parts/area-field.tsx';
import { LongField } from '../parts/field.tsx';
import { Failure, Warning } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { type PasteFault, readVillages } from '../paste.ts';
import { paths } from '../paths.ts';
import { me } from '../session.ts';
import { tellHouseholds, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';

function sayFault(fault: PasteFault): string {
  const told = words.value.places.villages;
  if (fault.kind === 'notNumber') return told.notNumber(fault.text);
  if (fault.kind === 'twice') return told.twice(fault.text);
  return told[fault.kind];
}

export default function VillagesPaste() {
  const told = words.value.places.villages;
  const { route } = useLocation();
  const doing = useDoing();
  const areas = (useLoad(paths.areas()).data?.items ?? []).filter(area => area.kind !== 'village');
  const [areaId, setAreaId] = useState(me.value?.area.id ?? '');
  const [text, setText] = useState('');
  const { villages, faults } = useMemo(() => readVillages(text), [text]);
  const save = () =>
    void doing.run(async () => {
      await command('POST', paths.villages(), { areaId, villages });
      route('/thon', true);
    });
  return (
    <Screen
      title={told.add}
      back="/thon"
      focus
      wide
      dock={
        <>
          <Failure>{doing.failure}</Failure>
          <button
            type="button"
            class="button main huge"
            disabled={doing.busy || villages.length === 0 || faults.length > 0}
            onClick={save}
          >
            {doing.busy ? words.value.common.saving : told.save(tellNumber(villages.length, words.value))}
          </button>
        </>
      }
    >
      <div class="columns">
        <div class="stack">
          <p>{told.intro}</p>
          <AreaField label={told.under} areas={areas} value={areaId} onChange={setAreaId} />
          <LongField label={told.paste} hint={told.columns} rows={10} value={text} onChange={setText} />
        </div>
        <section class="stack" aria-label={told.preview} aria-live="polite">
          {faults.length > 0 && (
            <Warning>
              <ul class="plain">
                {faults.map(fault => (
                  <li key={`${fault.line} ${fault.kind}`}>{told.bad(String(fault.line), sayFault(fault))}</li>
                ))}
              </ul>
            </Warning>
          )}
          {villages.length > 0 && (
            <div class="panel">
              <h2>
                {told.preview}: {told.lines(tellNumber(villages.length, words.value))}
              </h2>
              <ul class="rows">
                {villages.map(village => (
                  <li key={village.name} class="row-plain">
                    <span class="row-main">
                      <b>{village.name}</b>
                      <span class="row-note">
                        {[
                          tellHouseholds(village.households ?? null, words.value),
                          typeof village.people === 'number'
                            ? told.peopleN(tellNumber(village.people, words.value))
                            : told.unknownPeople,
                          [village.head, village.headPhone].filter(Boolean).join(' '),
                          [village.deputy, village.deputyPhone].filter(Boolean).join(' '),
                        ]
                          .filter(Boolean)
                          .join(' · ')}
                      </span>
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </section>
      </div>
    </Screen>
  );
}
