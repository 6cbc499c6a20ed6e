// "Không nghe được: 2 cụm, 143 hộ": said before the button, with names to call.
import type { Problem, Unreachable } from '../../protocol/api/broadcasts.ts';
import { serverNow } from '../feed.ts';
import { householdsOf } from '../grouping.ts';
import { zone } from '../session.ts';
import { tellHouseholds, tellMoment, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';
import { Warning } from './notice.tsx';

export function NotHeard({ of }: { of: readonly Unreachable[] }) {
  const told = words.value;
  if (of.length === 0)
    return (
      <p class="notice good">
        <Icon name="check" />
        <span>{told.sending.allHear}</span>
      </p>
    );
  return (
    <details class="notice warn">
      <summary>
        <Icon name="warning" />
        <b>{told.sending.notHear(tellNumber(of.length, told), tellHouseholds(householdsOf(of), told))}</b>
      </summary>
      <ul class="rows">
        {of.map(cluster => (
          <li key={cluster.clusterId} class="row-plain">
            <span class="row-main">
              <b>{cluster.name}</b>
              <span class="row-note">
                {[
                  cluster.since
                    ? told.presence.since(
                        told.sending.why[cluster.reason],
                        tellMoment(Date.parse(cluster.since), serverNow.value, zone.value, told),
                      )
                    : told.sending.why[cluster.reason],
                  cluster.villages.join(', '),
                  tellHouseholds(cluster.households, told),
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

export function Problems({ of }: { of: readonly Problem[] }) {
  if (of.length === 0) return null;
  return (
    <Warning>
      <b>{words.value.sending.problems}</b>
      <ul class="plain">
        {of.map(problem => (
          <li key={`${problem.code} ${problem.areaId} ${problem.broadcastId} ${problem.message}`}>{problem.message}</li>
        ))}
      </ul>
    </Warning>
  );
}
