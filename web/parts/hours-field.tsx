// Spans of hours such as the quiet ones; "21:00–05:00" goes over midnight.
import { words } from '../words/chosen.ts';
import { TextField } from './field.tsx';
import { Icon } from './icon.tsx';

interface Span {
  from: string;
  to: string;
}

const MOST = 8;
const USUAL: Span = { from: '21:00', to: '05:00' };

export function HoursField({ value, onChange }: { value: readonly Span[]; onChange(spans: Span[]): void }) {
  const told = words.value.places.areas;
  const change = (at: number, to: Partial<Span>) =>
    onChange(value.map((span, i) => (i === at ? { ...span, ...to } : span)));
  return (
    <div class="stack">
      {value.length === 0 && <p class="hint">{told.noQuiet}</p>}
      {value.map((span, i) => (
        // spans have no other identity than their place
        <div key={i} class="with-button">
          <div class="pair">
            <TextField
              label={told.from}
              type="time"
              required
              value={span.from}
              onChange={from => from && change(i, { from })}
            />
            <TextField label={told.to} type="time" required value={span.to} onChange={to => to && change(i, { to })} />
          </div>
          <button
            type="button"
            class="small"
            aria-label={`${words.value.common.remove} ${span.from}–${span.to}`}
            onClick={() => onChange(value.filter((_, other) => other !== i))}
          >
            <Icon name="cross" />
          </button>
        </div>
      ))}
      {value.length < MOST && (
        <button type="button" class="button" onClick={() => onChange([...value, USUAL])}>
          <Icon name="plus" />
          {told.addQuiet}
        </button>
      )}
    </div>
  );
}
