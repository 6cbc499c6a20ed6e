// K6 "Còn 3/9 thôn, 402 hộ chưa được báo": village by village whom to call, who is calling, and what came of it.
import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import type { Alert, AlertVillage } from '../../protocol/api/alerts.ts';
import { callOrder, heldUntil } from '../alert-state.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { Banner } from '../parts/alarm-shell.tsx';
import { CallButton } from '../parts/call-button.tsx';
import { CallReport } from '../parts/call-report.tsx';
import { SiteCodes, WithDuty } from '../parts/duty-book.tsx';
import { Icon } from '../parts/icon.tsx';
import { Failure, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { ShareLink } from '../parts/share-link.tsx';
import { paths } from '../paths.ts';
import { may, me, zone } from '../session.ts';
import { tellHouseholds, tellMoment, tellNumber, tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';

function Claim({ of, busy, onTake }: { of: AlertVillage; busy: boolean; onTake(): void }) {
  const told = words.value.alerts.calls;
  const until = heldUntil(of, serverNow.value);
  if (of.claim && until !== null)
    return (
      <p class="notice warn">
        <Icon name="phone" />
        <span>{told.taken(of.claim.by, tellTrack(until - serverNow.value))}</span>
      </p>
    );
  return (
    <>
      {of.claim && <p class="inline-warn">{told.back}</p>}
      <button type="button" class="button" disabled={busy} onClick={onTake}>
        {told.take}
      </button>
    </>
  );
}

function Village({ of, alert, onChanged }: { of: AlertVillage; alert: Alert; onChanged(): void }) {
  const told = words.value;
  const doing = useDoing();
  const [codes, showCodes] = useState(false);
  const callsPath = `${paths.alert(alert.id)}/calls`;
  const act = async (body: object) => {
    await command('POST', callsPath, { villageId: of.villageId, ...body });
    onChanged();
  };
  const mine = of.claim !== null && of.claim.by === me.value?.displayName && heldUntil(of, serverNow.value) !== null;
  return (
    <li class="call">
      <h3>
        {of.name}, {tellHouseholds(of.households, told)}
      </h3>
      {of.why && <p class="row-note">{told.alerts.calls.why[of.why]}</p>}
      {of.head && <CallButton name={of.head.name} phone={of.head.phone} note={told.alerts.calls.chief} kind="main" />}
      {of.deputy && <CallButton name={of.deputy.name} phone={of.deputy.phone} note={told.alerts.calls.deputy} />}
      {!of.head && !of.deputy && <p class="hint">{told.alerts.calls.noContact}</p>}
      <Failure>{doing.failure}</Failure>
      {may('alert') && (
        <>
          <Claim of={of} busy={doing.busy} onTake={() => void doing.run(() => act({ act: 'claim' }))} />
          <details class="fold" open={mine}>
            <summary>{told.alerts.calls.result}</summary>
            <div class="stack">
              <CallReport households={of.households} onReport={act} />
              <ShareLink
                label={told.alerts.calls.link}
                make={() => command('POST', callsPath, { villageId: of.villageId, act: 'link' })}
              />
              <p class="hint">{told.alerts.calls.linkNote}</p>
            </div>
          </details>
          {of.clusters.length > 0 && (
            <>
              <button type="button" class="button plain" aria-expanded={codes} onClick={() => showCodes(!codes)}>
                <Icon name="key" />
                {told.alerts.calls.codes}
              </button>
              {codes && (
                <div class="stack">
                  <p class="hint">{told.alerts.calls.codesNote}</p>
                  <WithDuty>{pack => <SiteCodes pack={pack} of={of.clusters} />}</WithDuty>
                </div>
              )}
            </>
          )}
        </>
      )}
    </li>
  );
}

function Settled({ of }: { of: Alert }) {
  const told = words.value;
  const calls = told.alerts.calls;
  const those = (state: AlertVillage['state']) => of.villageList.filter(village => village.state === state);
  const [toldOnes, confirmed] = [those('told'), those('confirmed')];
  return (
    <>
      {toldOnes.length > 0 && (
        <details class="fold">
          <summary>{calls.toldList(tellNumber(toldOnes.length, told))}</summary>
          <ul class="rows stack">
            {toldOnes.map(village => (
              <li key={village.villageId} class="row-plain">
                <span class="row-main">
                  <b>{village.name}</b>
                  {village.told && (
                    <span class="row-note">
                      {calls.toldBy(
                        village.told.by,
                        calls.hows[village.told.how],
                        tellHouseholds(village.told.households, told),
                      )}
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {confirmed.length > 0 && (
        <details class="fold">
          <summary>{calls.confirmedList(tellNumber(confirmed.length, told))}</summary>
          <ul class="rows stack">
            {confirmed.map(village => (
              <li key={village.villageId} class="row-plain">
                <span class="row-main">
                  <b>{village.name}</b>
                  <span class="row-note">{tellHouseholds(village.households, told)}</span>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {of.calls.length > 0 && (
        <details class="fold">
          <summary>{calls.log}</summary>
          <ul class="rows stack">
            {of.calls.map(call => (
              <li key={call.id} class="row-plain">
                <span class="row-main">
                  <b>
                    {call.village}: {calls.acts[call.act]}
                  </b>
                  <span class="row-note">
                    {[
                      tellMoment(Date.parse(call.at), serverNow.value, zone.value, told),
                      call.by,
                      call.how && calls.hows[call.how],
                      call.households !== null && tellHouseholds(call.households, told),
                      call.note,
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

export function CallsScreen() {
  const { params } = useRoute();
  const id = params.id ?? '';
  const told = words.value;
  const loaded = useLoad(
    paths.alert(id),
    message =>
      (message.t === 'alert' && message.alertId === id) || (message.t === 'delivery' && message.broadcastId === id),
  );
  const number = (value: number) => tellNumber(value, told);
  return (
    <Screen title={told.alerts.calls.title} back={`/canh-bao/${id}`} wide>
      <Reading of={loaded}>
        {alert => {
          const open = callOrder(alert.villageList, serverNow.value);
          return (
            <>
              {alert.status === 'drill' && <Banner drill />}
              <p class="sentence" role="status">
                {open.length > 0
                  ? told.alerts.calls.head(
                      number(open.length),
                      number(alert.villages),
                      tellHouseholds(alert.households.left, told),
                    )
                  : told.alerts.calls.done}
              </p>
              <div class="columns">
                {open.length > 0 && (
                  <ul class="rows panel">
                    {open.map(village => (
                      <Village key={village.villageId} of={village} alert={alert} onChanged={loaded.reload} />
                    ))}
                  </ul>
                )}
                <div class="stack">
                  <Settled of={alert} />
                </div>
              </div>
            </>
          );
        }}
      </Reading>
    </Screen>
  );
}
