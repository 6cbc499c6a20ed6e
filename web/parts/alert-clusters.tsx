// Which clusters have sounded, which nobody knows of, which failed; those that need somebody stand open.
import type { Alert } from '../../protocol/api/alerts.ts';
import { byHeard, type Heard } from '../alert-state.ts';
import { householdsOf } from '../grouping.ts';
import { zone } from '../session.ts';
import { tellClock, tellHouseholds, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { DeliveryMark } from './mark.tsx';

function List({ heard, clusters }: { heard: Heard; clusters: Alert['clusterList'] }) {
  const told = words.value;
  const title = {
    broken: told.alerts.live.broken,
    unconfirmed: told.alerts.live.unconfirmed,
    sounded: told.alerts.live.sounding,
  };
  if (clusters.length === 0) return heard === 'broken' ? <p class="quiet">{told.alerts.live.noneBroken}</p> : null;
  return (
    <details class="fold" open={heard !== 'sounded'}>
      <summary>{title[heard](tellNumber(clusters.length, told))}</summary>
      <ul class="rows stack">
        {clusters.map(cluster => (
          <li key={cluster.clusterId} class="row-plain">
            <span class="row-main">
              <b>{cluster.name}</b>
              <DeliveryMark state={cluster.state} />
              <span class="row-note">
                {[
                  cluster.startedAt && tellClock(Date.parse(cluster.startedAt), zone.value, told, true),
                  cluster.reason && told.report.reason[cluster.reason],
                  cluster.villages.map(village => village.name).join(', '),
                  tellHouseholds(householdsOf(cluster.villages), told),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function AlertClusters({ of }: { of: Alert }) {
  const lists = byHeard(of.clusterList);
  return (
    <div class="stack">
      <List heard="broken" clusters={lists.broken} />
      <List heard="unconfirmed" clusters={lists.unconfirmed} />
      <List heard="sounded" clusters={lists.sounded} />
    </div>
  );
}
