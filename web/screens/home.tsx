// Home: is everything ready, what sounds, what comes next, what waits for a person; and the one big button.
import type { Home } from '../../protocol/api/boards.ts';
import { board } from '../board.ts';
import { serverNow } from '../feed.ts';
import { Gauge } from '../parts/gauge.tsx';
import { Icon } from '../parts/icon.tsx';
import { ApprovalMark, PresenceMark } from '../parts/mark.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { Soundings, StopAll } from '../parts/sounding.tsx';
import { Tasks } from '../parts/tasks.tsx';
import { may, me, zone } from '../session.ts';
import { placeInSentence, tellFault, tellHouseholds, tellLength, tellMoment, tellNumber } from '../telling.ts';
import { unsent } from '../waiting.ts';
import { words } from '../words/chosen.ts';

const SHOWN_FAULTS = 3;

function sinceOf({ fault, presence }: Home['faults'][number]): string {
  const since = fault?.since ?? presence.since;
  const told = words.value;
  return since === null
    ? ''
    : told.presence.since('', tellMoment(Date.parse(since), serverNow.value, zone.value, told)).trim();
}

function Ready({ home }: { home: Home }) {
  const told = words.value;
  const { online, total } = home.ready;
  if (total === 0)
    return (
      <section class="panel" aria-label={told.nav.clusters}>
        <Empty>{told.home.noClusters}</Empty>
        {may('places') && (
          <a class="button" href="/cum/moi/sua">
            {told.home.addCluster}
          </a>
        )}
      </section>
    );
  return (
    <section class="panel" aria-labelledby="ready">
      <h2 id="ready" class="figure-line">
        <span class="big">
          {tellNumber(online, told)}/{tellNumber(total, told)}
        </span>{' '}
        {told.home.ready}
      </h2>
      <Gauge value={online} max={total} label={`${online}/${total}`} />
      {home.faults.length === 0 ? (
        <p>{told.home.allReady}</p>
      ) : (
        <ul class="rows">
          {home.faults.slice(0, SHOWN_FAULTS).map(fault => (
            <li key={fault.clusterId}>
              <a class="row" href={`/cum/${fault.clusterId}`}>
                <span class="row-main">
                  <b>{fault.name}</b>
                  <PresenceMark state={fault.presence.state} fault={fault.fault !== null} />
                  <span class="row-note">
                    {[
                      fault.fault && tellFault(fault.fault, told),
                      sinceOf(fault),
                      tellHouseholds(fault.households, told),
                    ]
                      .filter(Boolean)
                      .join(', ')}
                  </span>
                </span>
                <span class="row-go">{told.common.see}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      {home.faults.length > SHOWN_FAULTS && (
        <a class="more" href="/cum">
          {told.home.moreFaults(tellNumber(home.faults.length, told))}
        </a>
      )}
    </section>
  );
}

function Next({ home }: { home: Home }) {
  const told = words.value;
  const next = home.next;
  if (!next) return <p class="panel quiet">{told.home.nothingNext}</p>;
  const at = Date.parse(next.at);
  const to = next.broadcastId ? `/buoi-phat/${next.broadcastId}` : '/lich';
  return (
    <section class="panel" aria-labelledby="next">
      <h2 id="next">{told.home.next(tellMoment(at, serverNow.value, zone.value, told))}</h2>
      <a class="row" href={to}>
        <span class="row-main">
          <b>{next.title}</b>
          <span class="row-note">
            {[
              tellLength(Date.parse(next.endAt) - at, told),
              next.stored === null
                ? told.sending.clustersN(tellNumber(next.clusters, told))
                : told.home.storedOn(tellNumber(next.stored, told), tellNumber(next.clusters, told)),
            ].join(', ')}
          </span>
          <ApprovalMark state={next.state} />
        </span>
        <Icon name="next" />
      </a>
    </section>
  );
}

function Waiting() {
  const told = words.value;
  const count = unsent.value.length;
  if (count === 0) return null;
  return (
    <a class="notice warn" href="/chua-gui">
      <Icon name="waiting" />
      <span>
        <b>{told.sending.outbox.count(tellNumber(count, told))}</b>
      </span>
    </a>
  );
}

export function HomeScreen() {
  const told = words.value;
  const loaded = board.value;
  const person = me.value;
  const place = loaded?.data?.area.name ?? person?.area.name ?? '';
  const sounding = loaded?.data?.sounding ?? [];
  return (
    <Screen
      title={told.station(placeInSentence(place))}
      wide
      dock={
        <>
          {sounding.length > 0 && may('stop') && <StopAll />}
          {may('announce') && (
            <a class="button main huge" href="/phat">
              <Icon name="horn" size={32} />
              {told.home.announce}
            </a>
          )}
          {may('alert') && (
            <a class="button alarm apart" href="/khan-cap">
              <Icon name="alarm" size={28} />
              {told.alerts.button}
            </a>
          )}
        </>
      }
    >
      {person && (
        <p class="who">
          {[person.displayName, ...new Set(person.roles.map(held => told.session.roles[held.role]))].join(' · ')}
        </p>
      )}
      {loaded && (
        <Reading of={loaded}>
          {home => (
            <div class="columns">
              <div class="stack">
                <Waiting />
                <Soundings of={home.sounding} />
                <Ready home={home} />
              </div>
              <div class="stack">
                <Next home={home} />
                <Tasks of={home.tasks} />
              </div>
            </div>
          )}
        </Reading>
      )}
      {person?.demo && <p class="demo">{told.demoStrip}</p>}
    </Screen>
  );
}
