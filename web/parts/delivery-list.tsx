// A line for each cluster, faults first: cards on a phone, a table where there is room and on paper.
import type { Delivery } from '../../protocol/api/broadcasts.ts';
import { serverNow } from '../feed.ts';
import { faultsFirst, householdsOf } from '../grouping.ts';
import { zone } from '../session.ts';
import { tellClock, tellHouseholds, tellMoment, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { DeliveryMark } from './mark.tsx';

interface Told {
  villages: string;
  start: string;
  end: string;
  level: string;
  proof: string;
  reason: string;
  reportedAt: string;
  households: string;
}

function tell(delivery: Delivery): Told {
  const told = words.value;
  const clock = (at: string | null) => (at === null ? '' : tellClock(Date.parse(at), zone.value, told, true));
  const missed = delivery.missedMs >= 100 ? told.report.missed(tellNumber(delivery.missedMs / 1000, told, 1)) : '';
  const unsure =
    delivery.uncertaintyMs !== null && delivery.uncertaintyMs >= 50
      ? told.report.uncertainty(tellNumber(delivery.uncertaintyMs, told))
      : '';
  return {
    villages: delivery.villages.map(village => village.name).join(', ') || delivery.area,
    start: [clock(delivery.startedAt), unsure].filter(Boolean).join(' '),
    end: clock(delivery.endedAt),
    level: delivery.levelDbfs === null ? '' : `${tellNumber(delivery.levelDbfs, told, 1)} dB`,
    proof: delivery.proof === null ? '' : told.report.proof[delivery.proof],
    reason: [delivery.reason === null ? '' : told.report.reason[delivery.reason], missed].filter(Boolean).join(', '),
    reportedAt:
      delivery.reportedAt === null
        ? ''
        : tellMoment(Date.parse(delivery.reportedAt), serverNow.peek(), zone.value, told),
    households: delivery.villages.length === 0 ? '' : tellHouseholds(householdsOf(delivery.villages), told),
  };
}

function Card({ of }: { of: Delivery }) {
  const told = words.value.report.row;
  const line = tell(of);
  return (
    <li class="row-plain">
      <span class="row-main">
        <b>{of.cluster}</b>
        <span class="row-note">{[line.villages, line.households].filter(Boolean).join(' · ')}</span>
        <DeliveryMark state={of.state} />
        {line.reason && <span>{line.reason}</span>}
        {(line.start || line.end) && (
          <span class="row-note">
            {[line.start, line.end].filter(Boolean).join(' – ')}
            {line.level && ` · ${told.level} ${line.level}`}
            {line.proof && ` · ${line.proof}`}
          </span>
        )}
        {line.reportedAt && (
          <span class="row-note">
            {told.reportedAt} {line.reportedAt}
          </span>
        )}
      </span>
    </li>
  );
}

export function DeliveryList({ of }: { of: readonly Delivery[] }) {
  const told = words.value.report;
  const rows = faultsFirst(of);
  return (
    <section class="panel" aria-label={told.outcome}>
      <h2 id="rows">{told.rows}</h2>
      <ul class="rows only-phone">
        {rows.map(delivery => (
          <Card key={delivery.id} of={delivery} />
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="only-wide table-scroll" tabIndex={0} aria-label={told.rows}>
        <table>
          <thead>
            <tr>
              {Object.values(told.row).map(name => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(delivery => {
              const line = tell(delivery);
              return (
                <tr key={delivery.id}>
                  <td>{line.villages}</td>
                  <th scope="row">{delivery.cluster}</th>
                  <td>
                    <DeliveryMark state={delivery.state} />
                  </td>
                  <td class="num">{line.start}</td>
                  <td class="num">{line.end}</td>
                  <td class="num">{line.level}</td>
                  <td>{line.proof}</td>
                  <td>{line.reason}</td>
                  <td class="num">{line.reportedAt}</td>
                  <td class="num">{line.households}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
