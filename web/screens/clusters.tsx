// Cụm loa: every cluster with its state and since when, those with faults first.
import { useEffect, useState } from 'preact/hooks';
import type { Cluster } from '../../protocol/api/places.ts';
import { listen, serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { Segments, TextField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { PresenceMark } from '../parts/mark.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { matches } from '../searching.ts';
import { may, zone } from '../session.ts';
import { tellFault, tellMoment, tellNumber } from '../telling.ts';
import { isFaulty, troubledFirst } from '../troubled.ts';
import { words } from '../words/chosen.ts';

const SEARCH_FROM = 10;

function Line({ of }: { of: Cluster }) {
  const told = words.value;
  const since = of.fault?.since ?? of.presence.since;
  return (
    <li>
      <a class="row" href={`/cum/${of.id}`}>
        <span class="row-main">
          <b>{of.name}</b>
          <PresenceMark state={of.presence.state} fault={of.fault !== null} revoked={of.revoked} />
          <span class="row-note">
            {[
              of.fault && tellFault(of.fault, told),
              since && told.presence.since('', tellMoment(Date.parse(since), serverNow.value, zone.value, told)).trim(),
              of.serves.map(village => village.name).join(', ') || of.areaName,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}

/** Presence as it is told live, put into the list at once. */
function useLiveClusters() {
  const loaded = useLoad(paths.clusters());
  const { data, change } = loaded;
  useEffect(
    () =>
      listen(message => {
        if (message.t !== 'presence' || !data) return;
        const { clusterId, state, since } = message;
        change({
          items: data.items.map(cluster =>
            cluster.id === clusterId ? { ...cluster, presence: { state, since } } : cluster,
          ),
        });
      }),
    // change is made anew at each drawing and does the same
    [data],
  );
  return loaded;
}

export default function Clusters() {
  const told = words.value;
  const clusters = useLiveClusters();
  const [filter, setFilter] = useState<'faults' | 'all' | null>(null);
  const [sought, seek] = useState('');
  return (
    <Screen
      title={told.places.clusters.title}
      wide
      dock={
        may('places') && (
          <a class="button main huge" href="/cum/moi/sua">
            <Icon name="plus" />
            {told.places.clusters.add}
          </a>
        )
      }
    >
      <Reading of={clusters}>
        {({ items }) => {
          if (items.length === 0) return <Empty>{told.places.clusters.empty}</Empty>;
          const faulty = items.filter(isFaulty);
          const view = filter ?? (faulty.length > 0 ? 'faults' : 'all');
          const shown = troubledFirst(view === 'faults' ? faulty : items).filter(cluster =>
            matches(sought, cluster.name, cluster.areaName, ...cluster.serves.map(village => village.name)),
          );
          return (
            <div class="stack">
              <Segments
                label={told.places.clusters.title}
                unseenLabel
                value={view}
                choices={[
                  {
                    value: 'faults',
                    label: `${told.places.clusters.filter.faults} (${tellNumber(faulty.length, told)})`,
                  },
                  { value: 'all', label: `${told.places.clusters.filter.all} (${tellNumber(items.length, told)})` },
                ]}
                onChange={chosen => setFilter(chosen)}
              />
              {view === 'all' && items.length >= SEARCH_FROM && (
                <TextField label={told.common.search} type="search" value={sought} onChange={seek} />
              )}
              {shown.length === 0 ? (
                <Empty>{view === 'faults' ? told.places.clusters.noFaults : told.common.none}</Empty>
              ) : (
                <ul class="rows panel two">
                  {shown.map(cluster => (
                    <Line key={cluster.id} of={cluster} />
                  ))}
                </ul>
              )}
            </div>
          );
        }}
      </Reading>
    </Screen>
  );
}
