// Bộ còi của tỉnh: no siren can sound until the code that the province prescribes has been picked for the area.
import { useState } from 'preact/hooks';
import type { Area } from '../../protocol/api/places.ts';
import { codeTitle, sirenTitle } from '../alert-words.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { useLoad } from '../load.ts';
import { AreaField } from '../parts/area-field.tsx';
import { Segments } from '../parts/field.tsx';
import { Failure, Reading, Said, Warning } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { may, me } from '../session.ts';
import { words } from '../words/chosen.ts';

const NONE = '-';

export default function ReadySiren() {
  const told = words.value.prepared.settings;
  const doing = useDoing();
  const templates = useLoad(paths.templates());
  const areas = useLoad(paths.areas());
  const [areaId, setAreaId] = useState(me.value?.area.id ?? '');
  const [picked, pick] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const area = areas.data?.items.find(({ id }) => id === areaId);
  const code = picked ?? area?.effective.sirenCode ?? NONE;
  const save = () =>
    void doing.run(async () => {
      setSaved(false);
      await command<Area>('PATCH', paths.area(areaId), { sirenCode: code === NONE ? null : code });
      areas.reload();
      templates.reload();
      pick(null);
      setSaved(true);
    });
  return (
    <Screen
      title={told.siren}
      back="/them"
      dock={
        may('places') && (
          <>
            <Failure>{doing.failure}</Failure>
            <button type="button" class="button main huge" disabled={doing.busy || !area} onClick={save}>
              {doing.busy ? words.value.common.saving : words.value.common.save}
            </button>
          </>
        )
      }
    >
      <Warning>{told.sirenIntro}</Warning>
      <Reading of={templates}>
        {({ codes }) => (
          <div class="stack">
            <AreaField
              label={words.value.places.areas.title}
              areas={areas.data?.items.filter(({ kind }) => kind !== 'village') ?? []}
              value={areaId}
              onChange={id => {
                setAreaId(id);
                pick(null);
                setSaved(false);
              }}
            />
            <Segments
              label={told.siren}
              value={code}
              choices={[
                { value: NONE, label: told.sirenNone },
                ...codes.map(one => ({ value: one.code, label: codeTitle(one) })),
              ]}
              onChange={chosen => {
                pick(chosen);
                setSaved(false);
              }}
            />
            {codes
              .filter(one => one.code === code)
              .flatMap(one => one.sirens)
              .map(siren => (
                <section key={siren.name} class="panel" aria-label={sirenTitle(siren)}>
                  <h2>{sirenTitle(siren)}</h2>
                  <p class="row-note">{told.sirenSource(siren.source)}</p>
                </section>
              ))}
          </div>
        )}
      </Reading>
      <Said>{saved ? words.value.common.saved : ''}</Said>
    </Screen>
  );
}
