// Form parts: a label that belongs to its control, a hint, and targets big enough for a thumb.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

type InputKind = 'text' | 'password' | 'tel' | 'date' | 'time' | 'number' | 'search';

/** What browsers themselves check or offer. */
interface InputRules {
  autocomplete?: 'off' | 'username' | 'current-password' | 'new-password';
  inputmode?: 'numeric' | 'decimal';
  required?: boolean;
  minlength?: number;
  maxlength?: number;
  min?: number | string;
  max?: number | string;
  pattern?: string;
  placeholder?: string;
}

export function TextField({
  label,
  hint,
  value,
  type = 'text',
  onChange,
  ...rest
}: {
  label: string;
  hint?: string | undefined;
  value: string;
  type?: InputKind;
  onChange(value: string): void;
} & InputRules) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        // preact types one shape for each kind of input; what stands here holds for all of them.
        type={type as 'text'}
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={event => onChange(event.currentTarget.value)}
        {...rest}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export function LongField({
  label,
  hint,
  value,
  rows = 5,
  onChange,
  placeholder,
}: {
  label: string;
  hint?: string;
  value: string;
  rows?: number;
  onChange(value: string): void;
  placeholder?: string;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        value={value}
        placeholder={placeholder}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={event => onChange(event.currentTarget.value)}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export interface Choice<V extends string> {
  value: V;
  label: string;
}

export function SelectField<V extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: V;
  choices: readonly Choice<V>[];
  onChange(value: V): void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={event => {
          const chosen = choices[event.currentTarget.selectedIndex];
          if (chosen) onChange(chosen.value);
        }}
      >
        {choices.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A few choices side by side; one is always taken. */
export function Segments<V extends string>({
  label,
  value,
  choices,
  onChange,
  unseenLabel = false,
}: {
  label: string;
  value: V;
  choices: readonly Choice<V>[];
  onChange(value: V): void;
  unseenLabel?: boolean;
}) {
  const name = useId();
  return (
    <fieldset class="segments">
      <legend class={unseenLabel ? 'unseen' : undefined}>{label}</legend>
      <div class="segments-row">
        {choices.map(choice => (
          <label key={choice.value}>
            <input type="radio" name={name} checked={choice.value === value} onChange={() => onChange(choice.value)} />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Tick({
  label,
  note,
  checked,
  onChange,
}: {
  label: ComponentChildren;
  note?: string | undefined;
  checked: boolean;
  onChange(checked: boolean): void;
}) {
  return (
    <label class="tick">
      <input type="checkbox" checked={checked} onChange={event => onChange(event.currentTarget.checked)} />
      <span class="tick-label">{label}</span>
      {note && <span class="tick-note">{note}</span>}
    </label>
  );
}

export function Slider({
  label,
  value,
  min = 0,
  max = 100,
  step = 5,
  tell = String,
  onChange,
}: {
  label: string;
  value: number;
  min?: number;
  max?: number;
  step?: number;
  tell?: (value: number) => string;
  onChange(value: number): void;
}) {
  const id = useId();
  return (
    <div class="field">
      <div class="field-row">
        <label for={id}>{label}</label>
        <output for={id}>{tell(value)}</output>
      </div>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        onInput={event => onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
