// A cluster's own data, by levels: name and villages served first; kind, languages, position and directions if known.

import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { Area, Cluster } from '../../protocol/api/places.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { useLoad } from '../load.ts';
import { AreaField } from '../parts/area-field.tsx';
import { Segments, TextField, Tick } from '../parts/field.tsx';
import { LanguageTicks } from '../parts/language-field.tsx';
import { Failure, Reading } from '../parts/notice.tsx';
import { type Position, PositionField } from '../parts/position-field.tsx';
import { Screen } from '../parts/screen.tsx';
import { type Speaker, SpeakersField } from '../parts/speakers-field.tsx';
import { TwoTap } from '../parts/two-tap.tsx';
import { paths } from '../paths.ts';
import { matches } from '../searching.ts';
import { me } from '../session.ts';
import { tellHouseholds } from '../telling.ts';
import { words } from '../words/chosen.ts';

interface Draft {
  name: string;
  areaId: string;
  kind: Cluster['kind'];
  position: Position | null;
  speakers: Speaker[];
  languages: string[] | null;
  serves: string[];
}

const draftOf = (of: Cluster | null): Draft => ({
  name: of?.name ?? '',
  areaId: of?.areaId ?? me.peek()?.area.id ?? '',
  kind: of?.kind ?? 'pole',
  position: of?.position ?? null,
  speakers: of?.speakers ?? [],
  languages: of?.languages ?? null,
  serves: of?.serves.map(village => village.id) ?? [],
});

const SEARCH_FROM = 12;

function Serves({
  areas,
  value,
  onChange,
}: {
  areas: readonly Area[];
  value: string[];
  onChange(ids: string[]): void;
}) {
  const told = words.value;
  const [sought, seek] = useState('');
  const villages = areas.filter(area => area.kind === 'village').sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  return (
    <div class="stack">
      {villages.length >= SEARCH_FROM && (
        <TextField label={told.common.search} type="search" value={sought} onChange={seek} />
      )}
      <fieldset class="ticks scroll">
        <legend>{told.places.clusters.serves}</legend>
        {villages.length === 0 && <a href="/thon/dan">{told.places.villages.empty}</a>}
        {villages
          .filter(village => matches(sought, village.name))
          .map(village => (
            <Tick
              key={village.id}
              label={village.name}
              note={tellHouseholds(village.households, told)}
              checked={value.includes(village.id)}
              onChange={on => onChange(on ? [...value, village.id] : value.filter(id => id !== village.id))}
            />
          ))}
      </fieldset>
    </div>
  );
}

function Editor({ of }: { of: Cluster | null }) {
  const told = words.value.places.clusters;
  const { route } = useLocation();
  const doing = useDoing();
  const areas = useLoad(paths.areas()).data?.items ?? [];
  const [draft, setDraft] = useState(() => draftOf(of));
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const save = () =>
    void doing.run(async () => {
      const kept = await (of
        ? command<Cluster>('PATCH', paths.cluster(of.id), draft)
        : command<Cluster>('POST', paths.clusters(), draft));
      route(`/cum/${of?.id ?? kept.id}`, true);
    });
  return (
    <Screen
      title={of ? of.name : told.add}
      back={of ? `/cum/${of.id}` : '/cum'}
      focus
      wide
      dock={
        <>
          <Failure>{doing.failure}</Failure>
          <button
            type="button"
            class="button main huge"
            disabled={doing.busy || draft.name.trim() === '' || draft.areaId === ''}
            onClick={save}
          >
            {doing.busy ? words.value.common.saving : words.value.common.save}
          </button>
        </>
      }
    >
      <div class="columns">
        <div class="stack">
          <TextField
            label={words.value.common.name}
            value={draft.name}
            maxlength={120}
            onChange={name => set({ name })}
          />
          <AreaField label={told.area} areas={areas} value={draft.areaId} onChange={areaId => set({ areaId })} />
          <Segments
            label={told.kind}
            value={draft.kind}
            choices={(['pole', 'hall', 'screen'] as const).map(value => ({ value, label: told.kinds[value] }))}
            onChange={kind => set({ kind })}
          />
          <Serves areas={areas} value={draft.serves} onChange={serves => set({ serves })} />
        </div>
        <div class="stack">
          <Tick
            label={told.languagesInherit}
            checked={draft.languages === null}
            onChange={on => set({ languages: on ? null : (of?.plays ?? ['vi']) })}
          />
          {draft.languages && (
            <LanguageTicks label={told.languages} value={draft.languages} onChange={languages => set({ languages })} />
          )}
          <PositionField value={draft.position} onChange={position => set({ position })} />
          <SpeakersField value={draft.speakers} onChange={speakers => set({ speakers })} />
          {of && (
            <TwoTap
              kind="plain"
              busy={doing.busy}
              sure={words.value.common.removeSure}
              onSure={() =>
                void doing.run(async () => {
                  await command('DELETE', paths.cluster(of.id));
                  route('/cum', true);
                })
              }
            >
              {words.value.common.remove}
            </TwoTap>
          )}
        </div>
      </div>
    </Screen>
  );
}

export default function ClusterEdit() {
  const { params } = useRoute();
  const id = params.id ?? 'moi';
  const cluster = useLoad(id === 'moi' ? null : paths.cluster(id));
  if (id === 'moi') return <Editor of={null} />;
  if (cluster.data) return <Editor key={cluster.data.id} of={cluster.data} />;
  return (
    <Screen title={words.value.places.clusters.title} back="/cum">
      <Reading of={cluster}>{() => null}</Reading>
    </Screen>
  );
}
