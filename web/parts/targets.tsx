// "Phát ở đâu?": the whole place is chosen; villages or single clusters by ticks.
import { useState } from 'preact/hooks';
import type { Area, Cluster } from '../../protocol/api/places.ts';
import { matches } from '../searching.ts';
import { tellHouseholds, tellNumber, tellWhole } from '../telling.ts';
import { childrenOf, withinArea } from '../tree.ts';
import { words } from '../words/chosen.ts';
import { Segments, TextField, Tick } from './field.tsx';

const SEARCH_FROM = 10;

export function Targets({
  rootId,
  rootName,
  areas,
  clusters,
  value,
  onChange,
}: {
  rootId: string;
  rootName: string;
  areas: readonly Area[];
  clusters: readonly Cluster[];
  value: readonly string[];
  onChange(targets: string[]): void;
}) {
  const told = words.value;
  const [sought, seek] = useState('');
  const [by, setBy] = useState<'villages' | 'clusters'>('villages');
  const whole = value.length === 1 && value[0] === rootId;
  const root = areas.find(area => area.id === rootId);
  const within = new Set(withinArea(areas, rootId).map(area => area.id));
  const choices =
    by === 'villages'
      ? childrenOf(areas, rootId).map(area => ({
          id: area.id,
          name: area.name,
          note: [
            told.sending.clustersN(tellNumber(area.clusters, told)),
            area.kind === 'village' ? tellHouseholds(area.households, told) : '',
          ]
            .filter(Boolean)
            .join(', '),
        }))
      : clusters
          .filter(cluster => within.has(cluster.areaId) || within.size === 0)
          .map(cluster => ({ id: cluster.id, name: cluster.name, note: told.presence[cluster.presence.state] }));
  const toggle = (id: string, on: boolean) =>
    onChange(on ? [...value.filter(other => other !== rootId), id] : value.filter(other => other !== id));
  return (
    <div class="stack">
      <Segments
        label={told.sending.where}
        value={whole ? 'whole' : 'some'}
        choices={[
          { value: 'whole', label: tellWhole(root ?? { name: rootName, kind: 'other' }, told) },
          { value: 'some', label: told.sending.some },
        ]}
        onChange={chosen => onChange(chosen === 'whole' ? [rootId] : [])}
      />
      {!whole && (
        <>
          <Segments
            label={told.sending.some}
            unseenLabel
            value={by}
            choices={[
              { value: 'villages', label: told.sending.villages },
              { value: 'clusters', label: told.sending.clusters },
            ]}
            onChange={chosen => setBy(chosen)}
          />
          {choices.length >= SEARCH_FROM && (
            <TextField label={told.common.search} type="search" value={sought} onChange={seek} />
          )}
          <fieldset class="ticks scroll">
            <legend>{told.sending.chosen(tellNumber(value.length, told))}</legend>
            {choices
              .filter(choice => matches(sought, choice.name))
              .map(choice => (
                <Tick
                  key={choice.id}
                  label={choice.name}
                  note={choice.note}
                  checked={value.includes(choice.id)}
                  onChange={on => toggle(choice.id, on)}
                />
              ))}
          </fieldset>
        </>
      )}
    </div>
  );
}
