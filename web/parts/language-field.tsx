// In which language something is said.
import { languageName, offeredLanguages } from '../languages.ts';
import { words } from '../words/chosen.ts';
import { SelectField, Tick } from './field.tsx';

export function LanguageField({ value, onChange }: { value: string; onChange(code: string): void }) {
  const told = words.value;
  return (
    <SelectField
      label={told.sending.language}
      value={value}
      choices={offeredLanguages(told, [value]).map(code => ({ value: code, label: languageName(code, told) }))}
      onChange={onChange}
    />
  );
}

/** Several languages, at least one of them. */
export function LanguageTicks({
  label,
  value,
  onChange,
}: {
  label: string;
  value: readonly string[];
  onChange(codes: string[]): void;
}) {
  const told = words.value;
  return (
    <fieldset class="ticks">
      <legend>{label}</legend>
      {offeredLanguages(told, value).map(code => (
        <Tick
          key={code}
          label={languageName(code, told)}
          checked={value.includes(code)}
          onChange={on => {
            const next = on ? [...value, code] : value.filter(other => other !== code);
            if (next.length > 0) onChange(next);
          }}
        />
      ))}
    </fieldset>
  );
}
