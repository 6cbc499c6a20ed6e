// The rules of an area: each either its own or as the areas above say, and then what that is.
import type { ComponentChildren } from 'preact';
import type { Area } from '../../protocol/api/places.ts';
import type { Draft } from '../area-draft.ts';
import { languageName } from '../languages.ts';
import { tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Segments, Slider, TextField, Tick } from './field.tsx';
import { HoursField } from './hours-field.tsx';
import { LanguageTicks } from './language-field.tsx';

/** Whether a rule is inherited, and its control when it is not. */
function Rule({
  name,
  now,
  own,
  atTop,
  onOwn,
  children,
}: {
  name: string;
  /** What holds at present, in words. */
  now: string;
  own: boolean;
  /** Nothing stands above it to inherit from. */
  atTop: boolean;
  onOwn(own: boolean): void;
  children: ComponentChildren;
}) {
  const told = words.value.places.areas;
  return (
    <section class="panel stack" aria-label={name}>
      <Segments
        label={name}
        value={own ? 'own' : 'inherit'}
        choices={[
          { value: 'inherit', label: atTop ? told.byDefault : told.inherit },
          { value: 'own', label: told.own },
        ]}
        onChange={chosen => onOwn(chosen === 'own')}
      />
      {own ? children : <p class="hint">{told.now(now)}</p>}
    </section>
  );
}

const optional = (text: string): number | null => (text.trim() === '' ? null : Number(text));

function CapField({
  value,
  onChange,
}: {
  value: NonNullable<Area['airtimeCap']>;
  onChange(cap: Area['airtimeCap']): void;
}) {
  const told = words.value.places.areas;
  const field = (key: keyof typeof value, label: string, min: number) => (
    <TextField
      label={label}
      type="number"
      inputmode="numeric"
      min={min}
      value={value[key] === null ? '' : String(value[key])}
      placeholder={told.noCap}
      onChange={text => onChange({ ...value, [key]: optional(text) })}
    />
  );
  return (
    <>
      <div class="pair">
        {field('maxMinutesPerDay', told.maxMinutes, 1)}
        {field('maxSessionsPerDay', told.maxSessions, 1)}
      </div>
      {field('minMinutesPerDay', told.minMinutes, 0)}
    </>
  );
}

export function RulesField({ of, draft, set }: { of: Area; draft: Draft; set(change: Partial<Draft>): void }) {
  const told = words.value.places.areas;
  const { yes, no } = words.value.common;
  const holds = of.effective;
  const atTop = of.parentId === null;
  const cap = holds.airtimeCap;
  const capNow = [
    cap.maxMinutesPerDay !== null && `${told.maxMinutes} ${tellNumber(cap.maxMinutesPerDay, words.value)}`,
    cap.maxSessionsPerDay !== null && `${told.maxSessions} ${tellNumber(cap.maxSessionsPerDay, words.value)}`,
    cap.minMinutesPerDay !== null && `${told.minMinutes} ${tellNumber(cap.minMinutesPerDay, words.value)}`,
  ].filter(Boolean);
  const ceiling = (key: 'volumeCeiling' | 'emergencyCeiling') => (
    <Rule
      name={told[key]}
      now={String(holds[key])}
      atTop={atTop}
      own={draft[key] !== null}
      onOwn={own => set({ [key]: own ? holds[key] : null })}
    >
      <Slider label={told[key]} value={draft[key] ?? holds[key]} onChange={value => set({ [key]: value })} />
    </Rule>
  );
  return (
    <>
      <h2>{told.rules}</h2>
      <Rule
        name={told.quietHours}
        now={holds.quietHours.map(({ from, to }) => `${from}–${to}`).join(', ') || told.noQuiet}
        atTop={atTop}
        own={draft.quietHours !== null}
        onOwn={own => set({ quietHours: own ? holds.quietHours : null })}
      >
        <HoursField value={draft.quietHours ?? []} onChange={quietHours => set({ quietHours })} />
        <Tick
          label={told.priorityIgnoresQuiet}
          checked={draft.priorityIgnoresQuiet ?? holds.priorityIgnoresQuiet}
          onChange={priorityIgnoresQuiet => set({ priorityIgnoresQuiet })}
        />
      </Rule>
      <Rule
        name={told.approval}
        now={holds.approval ? yes : no}
        atTop={atTop}
        own={draft.approval !== null}
        onOwn={own => set({ approval: own ? holds.approval : null })}
      >
        <Tick label={told.approval} checked={draft.approval ?? false} onChange={approval => set({ approval })} />
      </Rule>
      {ceiling('volumeCeiling')}
      {ceiling('emergencyCeiling')}
      <Rule
        name={told.languages}
        now={holds.languages.map(code => languageName(code, words.value)).join(', ')}
        atTop={atTop}
        own={draft.languages !== null}
        onOwn={own => set({ languages: own ? holds.languages : null })}
      >
        <LanguageTicks
          label={told.languages}
          value={draft.languages ?? holds.languages}
          onChange={languages => set({ languages })}
        />
      </Rule>
      <Rule
        name={told.cap}
        now={capNow.join(', ') || told.noCap}
        atTop={atTop}
        own={draft.airtimeCap !== null}
        onOwn={own => set({ airtimeCap: own ? cap : null })}
      >
        <CapField value={draft.airtimeCap ?? cap} onChange={airtimeCap => set({ airtimeCap })} />
      </Rule>
    </>
  );
}
