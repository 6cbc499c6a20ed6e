// When, which class, how loud, how often, with which chime: usual values stand, so that most people never open them.
import type { BroadcastClass } from '../../protocol/class.ts';
import type { Chime } from '../paths.ts';
import { words } from '../words/chosen.ts';
import { wallClock } from '../zone.ts';
import { Segments, SelectField, Slider, TextField } from './field.tsx';

export interface Options {
  later: boolean;
  day: string;
  time: string;
  class: Exclude<BroadcastClass, 'emergency'>;
  volume: number;
  repeat: number;
}

const USUAL_VOLUME = 80;

/** Now; and, should a time be wanted, the next full hour. */
export function usualOptions(now: number, zone: string): Options {
  const next = wallClock(now + 3_600_000, zone);
  return {
    later: false,
    day: next.day,
    time: `${next.time.slice(0, 2)}:00`,
    class: 'normal',
    volume: USUAL_VOLUME,
    repeat: 1,
  };
}

export function ChimeField({
  chimes,
  value,
  onChange,
}: {
  chimes: readonly Chime[];
  value: string;
  onChange(chime: string): void;
}) {
  const told = words.value.sending;
  return (
    <SelectField
      label={told.chime}
      value={value}
      choices={[
        ...chimes.map(chime => ({ value: chime.name, label: chime.title })),
        { value: '', label: told.noChime },
      ]}
      onChange={onChange}
    />
  );
}

export function ClassField({ value, onChange }: { value: Options['class']; onChange(chosen: Options['class']): void }) {
  const told = words.value;
  return (
    <Segments
      label={told.sending.class}
      value={value}
      choices={[
        { value: 'normal', label: told.class.normal },
        { value: 'priority', label: told.class.priority },
      ]}
      onChange={onChange}
    />
  );
}

export function SendOptions({
  value,
  chimes,
  chime,
  onChange,
  onChime,
}: {
  value: Options;
  chimes: readonly Chime[];
  chime: string;
  onChange(options: Options): void;
  onChime(chime: string): void;
}) {
  const told = words.value;
  const set = (change: Partial<Options>) => onChange({ ...value, ...change });
  return (
    <>
      <Segments
        label={told.sending.when}
        value={value.later ? 'later' : 'now'}
        choices={[
          { value: 'now', label: told.sending.now },
          { value: 'later', label: told.sending.atTime },
        ]}
        onChange={chosen => set({ later: chosen === 'later' })}
      />
      {value.later && (
        <div class="pair">
          <TextField
            label={told.sending.day}
            type="date"
            value={value.day}
            required
            onChange={day => day && set({ day })}
          />
          <TextField
            label={told.sending.time}
            type="time"
            value={value.time}
            required
            onChange={time => time && set({ time })}
          />
        </div>
      )}
      <details class="fold">
        <summary>
          <span>{told.sending.options}</span>
          <span class="row-note">
            {[told.class[value.class], value.volume, chime ? chimes.find(one => one.name === chime)?.title : '']
              .filter(Boolean)
              .join(' · ')}
          </span>
        </summary>
        <div class="stack">
          <ClassField value={value.class} onChange={chosen => set({ class: chosen })} />
          <Slider label={told.sending.volume} value={value.volume} onChange={volume => set({ volume })} />
          <Slider
            label={told.sending.repeat}
            min={1}
            max={5}
            step={1}
            value={value.repeat}
            onChange={repeat => set({ repeat })}
          />
          <ChimeField chimes={chimes} value={chime} onChange={onChime} />
        </div>
      </details>
    </>
  );
}
