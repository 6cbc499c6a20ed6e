// Where a pole stands, if somebody knows: the phone's own place by one tap, or two numbers.
import { useState } from 'preact/hooks';
import { words } from '../words/chosen.ts';
import { TextField } from './field.tsx';
import { Icon } from './icon.tsx';
import { Failure } from './notice.tsx';

export interface Position {
  lat: number;
  lon: number;
}

const DIGITS = 6;
const PATIENCE_MS = 15_000;

const round = (value: number): number => Number(value.toFixed(DIGITS));
const read = (lat: string, lon: string): Position | null => {
  const at = { lat: Number(lat.replace(',', '.')), lon: Number(lon.replace(',', '.')) };
  const within = lat.trim() !== '' && lon.trim() !== '' && Math.abs(at.lat) <= 90 && Math.abs(at.lon) <= 180;
  return within ? at : null;
};

export function PositionField({
  value,
  onChange,
}: {
  value: Position | null;
  onChange(position: Position | null): void;
}) {
  const told = words.value.places.clusters;
  const [lat, setLat] = useState(value ? String(round(value.lat)) : '');
  const [lon, setLon] = useState(value ? String(round(value.lon)) : '');
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const put = (newLat: string, newLon: string) => {
    setLat(newLat);
    setLon(newLon);
    onChange(read(newLat, newLon));
  };
  const locate = () => {
    setAsking(true);
    setFailed(false);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setAsking(false);
        put(String(round(coords.latitude)), String(round(coords.longitude)));
      },
      error => {
        console.warn('no position', error.message);
        setAsking(false);
        setFailed(true);
      },
      { enableHighAccuracy: true, timeout: PATIENCE_MS },
    );
  };
  return (
    <fieldset class="stack">
      <legend>{told.position}</legend>
      <p class="hint">{told.positionHint}</p>
      {failed && <Failure>{told.noLocation}</Failure>}
      {'geolocation' in navigator && (
        <button type="button" class="button" disabled={asking} onClick={locate}>
          <Icon name="place" />
          {asking ? told.locating : told.locate}
        </button>
      )}
      <div class="pair">
        <TextField label={told.lat} inputmode="decimal" value={lat} onChange={text => put(text, lon)} />
        <TextField label={told.lon} inputmode="decimal" value={lon} onChange={text => put(lat, text)} />
      </div>
    </fieldset>
  );
}
