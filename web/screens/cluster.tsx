// One cluster: how it is, whom it serves, a test that nobody hears, and the code that lets its box in.
import { useRoute } from 'preact-iso';
import type { Cluster } from '../../protocol/api/places.ts';
import { serverNow } from '../feed.ts';
import { householdsOf } from '../grouping.ts';
import { languageName } from '../languages.ts';
import { useLoad } from '../load.ts';
import { bearingName } from '../parts/bearing.ts';
import { Enrolment } from '../parts/enrolment.tsx';
import { Facts } from '../parts/facts.tsx';
import { Icon } from '../parts/icon.tsx';
import { PresenceMark } from '../parts/mark.tsx';
import { Reading } from '../parts/notice.tsx';
import { Player } from '../parts/player.tsx';
import { Screen } from '../parts/screen.tsx';
import { TestCluster } from '../parts/test-cluster.tsx';
import { paths } from '../paths.ts';
import { may, me, zone } from '../session.ts';
import { tellFault, tellHouseholds, tellMoment, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';

const MB = 1024 * 1024;

function Health({ of }: { of: Cluster }) {
  const told = words.value.places.clusters;
  const number = (value: number, decimals = 0) => tellNumber(value, words.value, decimals);
  const health = of.health;
  if (!health) return <p class="quiet">{told.noHealth}</p>;
  const { version, acknowledged } = of.settings;
  return (
    <Facts
      of={[
        [told.speaker, `${health.speaker} – ${health.speakerOk ? told.speakerOk : told.speakerBad}`],
        [told.cache, `${number(health.cacheBytes / MB, 1)} / ${number(health.cacheLimit / MB)} MB`],
        [
          told.clock,
          health.clockUncertaintyMs === null ? told.clockUnknown : `±${number(health.clockUncertaintyMs, 1)} ms`,
        ],
        [
          told.settings,
          acknowledged >= version ? told.settingsDone : told.settingsBehind(String(acknowledged), String(version)),
        ],
        [told.software, health.software],
        [told.healthAt, tellMoment(Date.parse(health.at), serverNow.value, zone.value, words.value)],
      ]}
    />
  );
}

function Place({ of }: { of: Cluster }) {
  const told = words.value.places.clusters;
  return (
    <Facts
      of={[
        [told.area, of.areaName],
        [told.kind, told.kinds[of.kind]],
        [told.languages, of.plays.map(code => languageName(code, words.value)).join(', ')],
        [told.position, of.position ? `${of.position.lat.toFixed(5)}, ${of.position.lon.toFixed(5)}` : told.noPlace],
        [
          told.speakers,
          of.speakers.length === 0
            ? undefined
            : of.speakers
                .map(one =>
                  [bearingName(one.bearingDeg, words.value), one.powerW && `${one.powerW} W`].filter(Boolean).join(' '),
                )
                .join(', '),
        ],
      ]}
    />
  );
}

function Detail({ of, onChanged }: { of: Cluster; onChanged(): void }) {
  const told = words.value;
  const since = of.fault?.since ?? of.presence.since;
  return (
    <div class="columns">
      <div class="stack">
        <section class="panel" aria-label={told.places.clusters.health}>
          <p class="state-line">
            <PresenceMark state={of.presence.state} fault={of.fault !== null} revoked={of.revoked} />
            {since && (
              <span class="row-note">
                {told.presence.since('', tellMoment(Date.parse(since), serverNow.value, zone.value, told)).trim()}
              </span>
            )}
          </p>
          {of.fault && (
            <p class="inline-warn">
              {tellFault(of.fault, told)} ({of.fault.detail})
            </p>
          )}
          <Health of={of} />
        </section>
        {me.value?.demo && of.enrolled && (
          <section class="panel" aria-labelledby="listen">
            <h2 id="listen">{told.places.clusters.listen}</h2>
            <p class="hint">{told.places.clusters.listenHint}</p>
            <Player src={paths.sound(of.id)} title={told.places.clusters.listen} durationMs={null} />
          </section>
        )}
        {may('install') && of.enrolled && !of.revoked && <TestCluster id={of.id} />}
      </div>
      <div class="stack">
        <section class="panel" aria-labelledby="serves">
          <h2 id="serves">{told.places.clusters.serves}</h2>
          {of.serves.length === 0 ? (
            <p class="inline-warn">{told.places.clusters.servesNone}</p>
          ) : (
            <>
              <ul class="rows">
                {of.serves.map(village => (
                  <li key={village.id} class="row-plain">
                    <Icon name="check" size={20} />
                    <span class="row-main">{village.name}</span>
                    <span class="row-note">{tellHouseholds(village.households, told)}</span>
                  </li>
                ))}
              </ul>
              {of.serves.length > 1 && <p class="figure-line">{tellHouseholds(householdsOf(of.serves), told)}</p>}
            </>
          )}
          <Place of={of} />
        </section>
        {may('install') && <Enrolment of={of} onChanged={onChanged} />}
      </div>
    </div>
  );
}

export default function ClusterPage() {
  const { params } = useRoute();
  const id = params.id ?? '';
  const cluster = useLoad(paths.cluster(id), message => message.t === 'presence' && message.clusterId === id);
  return (
    <Screen
      title={cluster.data?.name ?? words.value.places.clusters.title}
      back="/cum"
      wide
      dock={
        may('places') && (
          <a class="button" href={`/cum/${id}/sua`}>
            {words.value.common.edit}
          </a>
        )
      }
    >
      <Reading of={cluster}>{data => <Detail of={data} onChanged={cluster.reload} />}</Reading>
    </Screen>
  );
}
