// Days of the week as seven big toggles, and a short list of single days.
import { useState } from 'preact/hooks';
import { tellDay } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { TextField } from './field.tsx';
import { Icon } from './icon.tsx';

export function Weekdays({ value, onChange }: { value: readonly number[]; onChange(days: number[]): void }) {
  const told = words.value;
  return (
    <fieldset class="weekdays">
      <legend>{told.sending.schedules.days}</legend>
      <div class="weekdays-row">
        {told.time.shortDays.map((short, i) => {
          const day = i + 1;
          return (
            <label key={day}>
              <input
                type="checkbox"
                aria-label={told.time.weekdays[i]}
                checked={value.includes(day)}
                onChange={event =>
                  onChange(event.currentTarget.checked ? [...value, day].sort() : value.filter(other => other !== day))
                }
              />
              <span aria-hidden="true">{short}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

export function DayList({
  label,
  add,
  value,
  onChange,
}: {
  label: string;
  add: string;
  value: readonly string[];
  onChange(days: string[]): void;
}) {
  const [day, setDay] = useState('');
  const told = words.value.common;
  return (
    <div class="stack">
      <div class="with-button">
        <TextField label={label} type="date" value={day} onChange={setDay} />
        <button
          type="button"
          class="button"
          aria-label={add}
          disabled={day === ''}
          onClick={() => {
            onChange([...new Set([...value, day])].sort());
            setDay('');
          }}
        >
          <Icon name="plus" />
        </button>
      </div>
      {value.length > 0 && (
        <ul class="chips">
          {value.map(one => (
            <li key={one}>
              <button
                type="button"
                class="chip"
                aria-label={`${told.remove} ${tellDay(one)}`}
                onClick={() => onChange(value.filter(other => other !== one))}
              >
                {tellDay(one)} <Icon name="cross" size={18} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
