// How often an alert is repeated and how long; as its sentence says unless a person changes it. Never longer than an hour at a time.
import { tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { SelectField } from './field.tsx';

const EVERY_MIN = [2, 5, 10, 15, 30];
const LASTS_MIN = [10, 20, 30, 60];

/** Minutes; null: as the sentence says. */
export interface Repeats {
  everyMin: number | null;
  lastsMin: number | null;
}
export const usualRepeats: Repeats = { everyMin: null, lastsMin: null };

/** As a request carries it; `now` is UTC ms by the server's clock. */
export const repeatsBody = ({ everyMin, lastsMin }: Repeats, now: number) => ({
  ...(everyMin === null ? {} : { repeatEveryS: everyMin * 60 }),
  ...(lastsMin === null ? {} : { repeatUntil: new Date(now + lastsMin * 60_000).toISOString() }),
});

function Minutes(props: {
  label: string;
  usual: string;
  from: readonly number[];
  value: number | null;
  onChange(value: number | null): void;
}) {
  const told = words.value.alerts.send;
  return (
    <SelectField
      label={props.label}
      value={String(props.value ?? '')}
      choices={[
        { value: '', label: props.usual },
        ...props.from.map(n => ({ value: String(n), label: told.minutes(tellNumber(n, words.value)) })),
      ]}
      onChange={chosen => props.onChange(chosen === '' ? null : Number(chosen))}
    />
  );
}

export function RepeatsField({
  value,
  usual,
  lastsLabel,
  onChange,
}: {
  value: Repeats;
  /** What the first choice is called. */
  usual: string;
  lastsLabel: string;
  onChange(value: Repeats): void;
}) {
  const told = words.value.alerts.send;
  return (
    <div class="pair soft">
      <Minutes
        label={told.every}
        usual={usual}
        from={EVERY_MIN}
        value={value.everyMin}
        onChange={everyMin => onChange({ ...value, everyMin })}
      />
      <Minutes
        label={lastsLabel}
        usual={usual}
        from={LASTS_MIN}
        value={value.lastsMin}
        onChange={lastsMin => onChange({ ...value, lastsMin })}
      />
    </div>
  );
}
