// One area: its name, its people if it is a village, its rules, what may be sent there without a leader, areas below it.

import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { Area } from '../../protocol/api/places.ts';
import { command } from '../api.ts';
import { changesOf, type Draft, draftOf } from '../area-draft.ts';
import { useDoing } from '../doing.ts';
import { useLoad } from '../load.ts';
import { DelegationsField } from '../parts/delegations-field.tsx';
import { TextField } from '../parts/field.tsx';
import { NewArea } from '../parts/new-area.tsx';
import { Failure, Reading } from '../parts/notice.tsx';
import { RulesField } from '../parts/rules-field.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { may } from '../session.ts';
import { words } from '../words/chosen.ts';

function People({ draft, set }: { draft: Draft; set(change: Partial<Draft>): void }) {
  const told = words.value.places.villages;
  return (
    <section class="panel stack" aria-label={told.households}>
      <div class="pair">
        <TextField
          label={told.households}
          inputmode="numeric"
          pattern="[0-9]*"
          value={draft.households}
          placeholder={words.value.noHouseholds}
          onChange={households => set({ households })}
        />
        <TextField
          label={told.people}
          inputmode="numeric"
          pattern="[0-9]*"
          value={draft.people}
          placeholder={told.unknownPeople}
          onChange={people => set({ people })}
        />
      </div>
      {may('contacts') && (
        <>
          <div class="pair soft">
            <TextField label={told.head} value={draft.headName} onChange={headName => set({ headName })} />
            <TextField
              label={told.phone}
              type="tel"
              value={draft.headPhone}
              onChange={headPhone => set({ headPhone })}
            />
          </div>
          <div class="pair soft">
            <TextField label={told.deputy} value={draft.deputyName} onChange={deputyName => set({ deputyName })} />
            <TextField
              label={told.phone}
              type="tel"
              value={draft.deputyPhone}
              onChange={deputyPhone => set({ deputyPhone })}
            />
          </div>
        </>
      )}
    </section>
  );
}

function Editor({ of, onChanged }: { of: Area; onChanged(): void }) {
  const told = words.value.places.areas;
  const { route } = useLocation();
  const doing = useDoing();
  const [draft, setDraft] = useState(() => draftOf(of));
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const mayChange = may('places');
  const save = () =>
    void doing.run(async () => {
      await command('PATCH', paths.area(of.id), changesOf(of, draft, may('contacts')));
      onChanged();
      route(of.kind === 'village' ? '/thon' : '/khu-vuc', true);
    });
  return (
    <Screen
      title={of.name}
      back={of.kind === 'village' ? '/thon' : '/khu-vuc'}
      focus
      wide
      dock={
        mayChange && (
          <>
            <Failure>{doing.failure}</Failure>
            <button
              type="button"
              class="button main huge"
              disabled={doing.busy || draft.name.trim() === ''}
              onClick={save}
            >
              {doing.busy ? words.value.common.saving : words.value.common.save}
            </button>
          </>
        )
      }
    >
      <fieldset class="bare columns" disabled={!mayChange}>
        <div class="stack">
          <TextField label={told.rename} value={draft.name} maxlength={120} onChange={name => set({ name })} />
          {of.kind !== 'village' && (
            <TextField
              label={told.communeCode}
              value={draft.communeCode}
              maxlength={5}
              onChange={communeCode => set({ communeCode })}
            />
          )}
          {of.kind === 'village' && <People draft={draft} set={set} />}
          <RulesField of={of} draft={draft} set={set} />
        </div>
        <div class="stack">
          <DelegationsField value={draft.delegations} onChange={delegations => set({ delegations })} />
          {of.kind !== 'village' && mayChange && <NewArea parent={of} onMade={onChanged} />}
        </div>
      </fieldset>
    </Screen>
  );
}

export default function AreaEdit() {
  const { params } = useRoute();
  const areas = useLoad(paths.areas());
  const found = areas.data?.items.find(area => area.id === params.id);
  if (found) return <Editor key={found.id} of={found} onChanged={areas.reload} />;
  return (
    <Screen title={words.value.places.areas.title} back="/khu-vuc">
      <Reading of={areas}>{() => <Failure>{words.value.common.notFound}</Failure>}</Reading>
    </Screen>
  );
}
