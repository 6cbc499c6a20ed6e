// One alert from the slide to its end: K4 while a second person is waited for, K5 once it sounds, what happened afterwards.
import { useLocation, useRoute } from 'preact-iso';
import type { Alert } from '../../protocol/api/alerts.ts';
import { isUnderWay } from '../alert-state.ts';
import { command } from '../api.ts';
import { board } from '../board.ts';
import { refreshDuty } from '../duty.ts';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { Banner } from '../parts/alarm-shell.tsx';
import { AlertActs, DropAlert } from '../parts/alert-acts.tsx';
import { AlertClusters } from '../parts/alert-clusters.tsx';
import { SayMore, UpdateAlert } from '../parts/alert-more.tsx';
import { Awaiting } from '../parts/awaiting.tsx';
import { Facts } from '../parts/facts.tsx';
import { AlertMark } from '../parts/mark.tsx';
import { Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { SecondPerson } from '../parts/second-person.tsx';
import { paths } from '../paths.ts';
import { zone } from '../session.ts';
import { tellClock, tellHouseholds, tellMoment, tellNumber } from '../telling.ts';
import { useTurn } from '../turn.ts';
import { words } from '../words/chosen.ts';

function Sounded({ of }: { of: Alert }) {
  const told = words.value;
  const number = (value: number) => tellNumber(value, told);
  return (
    <p class="figure-line" role="status">
      <span class="big">{told.alerts.live.sounded(number(of.sounded), number(of.clusters))}</span>{' '}
      <span>
        –{' '}
        {of.soundedAfterMs === null
          ? told.alerts.live.notYet
          : told.alerts.live.seconds(tellNumber(of.soundedAfterMs / 1000, told, 1))}
      </span>
    </p>
  );
}

function ToCall({ of }: { of: Alert }) {
  const told = words.value;
  const number = (value: number) => tellNumber(value, told);
  return (
    <section class={of.villagesLeft > 0 ? 'panel alarm stack' : 'panel stack'} aria-label={told.alerts.live.callList}>
      <p class="sentence">
        {of.villagesLeft > 0
          ? told.alerts.live.left(
              number(of.villagesLeft),
              number(of.villages),
              tellHouseholds(of.households.left, told),
            )
          : told.alerts.live.allTold}
      </p>
      <a class={`button huge ${of.villagesLeft > 0 ? 'alarm' : ''}`} href={`/canh-bao/${of.id}/goi`}>
        {told.alerts.live.callList}
      </a>
    </section>
  );
}

function Story({ of }: { of: Alert }) {
  const told = words.value;
  const at = (instant: string) => tellMoment(Date.parse(instant), serverNow.value, zone.value, told);
  return (
    <>
      <section class="panel" aria-labelledby="details">
        <h2 id="details">{told.alerts.live.details}</h2>
        <Facts
          of={[
            [told.alerts.live.words, <span key="words">{[of.text, of.specifics].filter(Boolean).join(' ')}</span>],
            [told.alerts.live.where, of.targets.map(({ name }) => name).join(', ')],
            [told.alerts.live.orderedBy, of.orderedBy],
            [told.alerts.live.documentNo, of.documentNo ?? undefined],
            [told.alerts.live.by, `${of.createdBy}, ${at(of.createdAt)} · ${told.alerts.source[of.source]}`],
            [told.alerts.live.confirmedBy, of.confirmedBy ?? undefined],
            [told.alerts.live.alone, of.aloneReason ? told.alerts.wait.reasons[of.aloneReason] : undefined],
          ]}
        />
      </section>
      <section class="panel" aria-labelledby="acts">
        <h2 id="acts">{told.alerts.live.acts}</h2>
        <ol class="rows plain-list">
          {of.acts.map(act => (
            <li key={`${act.at} ${act.act}`} class="row-plain">
              <span class="row-time">{tellClock(Date.parse(act.at), zone.value, told)}</span>
              <span class="row-main">
                <b>{told.alerts.act[act.act]}</b>
                <span class="row-note">{[act.by, act.detail].filter(Boolean).join(' · ')}</span>
              </span>
            </li>
          ))}
        </ol>
      </section>
      <a class="button" href={`/buoi-phat/${of.id}`}>
        {told.alerts.live.report}
      </a>
    </>
  );
}

/** What a second person is asked, where the reader may be that person. */
function Asked({ of, onChanged }: { of: Alert; onChanged(): void }) {
  const told = words.value;
  const wait = of.awaiting;
  if (!wait) return null;
  const answer = async (body: object) => {
    await command('POST', `${paths.alert(of.id)}/confirm`, body);
    onChanged();
  };
  return (
    <SecondPerson
      ask={told.alerts.decide.asks(of.createdBy, told.alerts.asked[wait.what], of.title)}
      figures={told.alerts.decide.figures(tellNumber(of.villages, told), tellHouseholds(of.households.total, told))}
      text={of.text}
      onYes={async pin => {
        await answer({ pin });
        refreshDuty(pin);
      }}
      onNo={reason => answer({ refuse: reason })}
    />
  );
}

export function AlertScreen() {
  const { params } = useRoute();
  const { query } = useLocation();
  const id = params.id ?? '';
  const told = words.value;
  const loaded = useLoad(
    paths.alert(id),
    message =>
      (message.t === 'alert' && message.alertId === id) || (message.t === 'delivery' && message.broadcastId === id),
  );
  const { data } = loaded;
  const turn = data?.awaiting?.until ?? data?.repeatUntil;
  useTurn(turn ? Date.parse(turn) : null, loaded.reload);
  const changed = () => {
    loaded.reload();
    board.value?.reload();
  };
  return (
    <Screen title={data?.title ?? told.alerts.strip.label} back="/" wide>
      <Reading of={loaded}>
        {alert => {
          const drill = alert.status === 'drill';
          const { awaiting } = alert;
          // The words may sound while a siren is still asked for.
          const soundsNow = alert.state === 'live' || alert.state === 'silenced';
          const begun = alert.state !== 'awaiting' && alert.state !== 'dropped';
          return (
            <>
              {drill && <Banner drill />}
              <p class="state-line">
                <AlertMark state={alert.state} drill={drill} />
                {alert.repeatUntil && alert.state === 'live' && (
                  <span>
                    {Date.parse(alert.repeatUntil) > serverNow.value
                      ? told.alerts.live.until(
                          tellMoment(Date.parse(alert.repeatUntil), serverNow.value, zone.value, told),
                        )
                      : told.alerts.live.repeatOver}
                  </span>
                )}
              </p>
              <div class="columns">
                <div class="stack">
                  {awaiting && alert.may.confirm && <Asked of={alert} onChanged={changed} />}
                  {awaiting && !alert.may.confirm && <Awaiting of={alert} wait={awaiting} onChanged={changed} />}
                  {begun && (
                    <>
                      <Sounded of={alert} />
                      <ToCall of={alert} />
                    </>
                  )}
                  {isUnderWay(alert) && alert.may.act && (
                    <>
                      {soundsNow && (
                        <>
                          <SayMore of={alert} open={query.noi !== undefined} onChanged={changed} />
                          <UpdateAlert of={alert} onChanged={changed} />
                        </>
                      )}
                      {soundsNow ? (
                        <AlertActs of={alert} onChanged={changed} />
                      ) : (
                        <DropAlert of={alert} onChanged={changed} />
                      )}
                    </>
                  )}
                </div>
                <div class="stack">
                  {begun && <AlertClusters of={alert} />}
                  <Story of={alert} />
                </div>
              </div>
            </>
          );
        }}
      </Reading>
    </Screen>
  );
}
