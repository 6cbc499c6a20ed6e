// The horns of one pole and where each looks, by eight directions.
import { words } from '../words/chosen.ts';
import { BEARINGS, nearestBearing } from './bearing.ts';
import { SelectField, TextField } from './field.tsx';
import { Icon } from './icon.tsx';

export interface Speaker {
  bearingDeg: number;
  tiltDeg?: number | undefined;
  powerW?: number | undefined;
  model?: string | undefined;
}

const MOST = 32;

export function SpeakersField({ value, onChange }: { value: readonly Speaker[]; onChange(speakers: Speaker[]): void }) {
  const told = words.value.places.clusters;
  const change = (at: number, to: Partial<Speaker>) =>
    onChange(value.map((speaker, i) => (i === at ? { ...speaker, ...to } : speaker)));
  return (
    <fieldset class="stack">
      <legend>{told.speakers}</legend>
      <p class="hint">{told.speakersHint}</p>
      {value.map((speaker, i) => (
        // horns have no other identity than their place
        <div key={i} class="speaker">
          <svg class="compass" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
            <circle cx="20" cy="20" r="18" />
            <path d="M20 5l6 14h-4v13h-4V19h-4z" transform={`rotate(${speaker.bearingDeg} 20 20)`} />
          </svg>
          <SelectField
            label={told.speakerN(String(i + 1))}
            value={String(nearestBearing(speaker.bearingDeg))}
            choices={BEARINGS.map((bearing, n) => ({ value: String(bearing), label: told.directions[n] ?? '' }))}
            onChange={bearing => change(i, { bearingDeg: Number(bearing) })}
          />
          <TextField
            label={told.powerW}
            type="number"
            inputmode="numeric"
            min={1}
            max={5000}
            value={speaker.powerW === undefined ? '' : String(speaker.powerW)}
            onChange={text => change(i, { powerW: Number(text) > 0 ? Number(text) : undefined })}
          />
          <button
            type="button"
            class="small"
            aria-label={`${words.value.common.remove} ${told.speakerN(String(i + 1))}`}
            onClick={() => onChange(value.filter((_, other) => other !== i))}
          >
            <Icon name="cross" />
          </button>
        </div>
      ))}
      {value.length < MOST && (
        <button type="button" class="button" onClick={() => onChange([...value, { bearingDeg: 0 }])}>
          <Icon name="plus" />
          {told.addSpeaker}
        </button>
      )}
    </fieldset>
  );
}
