import type { AlertCheck, SirenPreset } from '../../protocol/api/alerts.ts';
import { sirenRounds } from '../alert-choices.ts';
import { sirenTitle } from '../alert-words.ts';
import { serverNow } from '../feed.ts';
import { householdsOf } from '../grouping.ts';
import { zone } from '../session.ts';
import { tellHouseholds, tellMoment, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Icon } from './icon.tsx';

export function tellSiren(siren: SirenPreset): string {
  const told = words.value.alerts.send;
  const rounds = sirenRounds(siren.steps);
  return rounds
    ? told.sirenLine(tellNumber(rounds.rounds, words.value), tellNumber(rounds.onS, words.value))
    : told.sirenOther(sirenTitle(siren));
}

export function CheckLines({ of }: { of: AlertCheck }) {
  const told = words.value;
  const number = (value: number) => tellNumber(value, told);
  return (
    <ul class="lines">
      <li>
        <Icon name="horn" />
        <b>{told.alerts.send.figures(number(of.villages), number(of.clusters), tellHouseholds(of.households, told))}</b>
      </li>
      <li>
        <Icon name="alarm" />
        <span>
          <b>{of.siren ? tellSiren(of.siren) : told.alerts.send.noSiren}</b>
          {of.siren?.most && (
            <>
              <br />
              <span class="row-note">{told.alerts.send.most(number(of.siren.most))}</span>
            </>
          )}
        </span>
      </li>
      <li>
        <Icon name="clock" />
        <span>
          {of.repeatEveryS === 0
            ? told.alerts.send.once
            : told.alerts.send.repeat(
                number(Math.round(of.repeatEveryS / 60)),
                tellMoment(Date.parse(of.repeatUntil), serverNow.value, zone.value, told),
              )}
        </span>
      </li>
      <li>
        <Icon name="person" />
        <span>{of.onePerson ? told.alerts.send.onePerson : told.alerts.send.twoPersons}</span>
      </li>
    </ul>
  );
}

/** "KHÔNG NGHE ĐƯỢC: 3 cụm → 2 thôn, 311 hộ, phải gọi"; empty where all will. */
export function notHeardLine({ notHeard, unreachable }: AlertCheck): string {
  const told = words.value;
  if (notHeard.length === 0 && unreachable.length === 0) return '';
  return told.alerts.send.notHear(
    tellNumber(unreachable.length, told),
    tellNumber(notHeard.length, told),
    tellHouseholds(householdsOf(notHeard), told),
  );
}

export function WillNotHear({ of }: { of: AlertCheck }) {
  const told = words.value;
  const { notHeard, unreachable } = of;
  const line = notHeardLine(of);
  if (line === '')
    return (
      <p class="notice good">
        <Icon name="check" />
        <span>{told.alerts.send.allHear}</span>
      </p>
    );
  return (
    <details class="notice warn">
      <summary>
        <Icon name="warning" />
        <b>{line}</b>
      </summary>
      <ul class="rows">
        {notHeard.map(village => (
          <li key={village.villageId} class="row-plain">
            <Icon name="place" />
            <span class="row-main">
              <b>{village.name}</b>
              <span class="row-note">
                {tellHouseholds(village.households, told)} · {told.alerts.send[village.why]}
              </span>
            </span>
          </li>
        ))}
        {unreachable.map(cluster => (
          <li key={cluster.clusterId} class="row-plain">
            <Icon name="horn" />
            <span class="row-main">
              <b>{cluster.name}</b>
              <span class="row-note">{told.sending.why[cluster.reason]}</span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
