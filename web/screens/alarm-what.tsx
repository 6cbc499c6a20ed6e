// K1 "Chuyện gì?", for real at /khan-cap and as a drill at /dien-tap/canh-bao; there is no switch between the two.
import { type Topic, topicsIn } from '../alert-choices.ts';
import { isUnderWay } from '../alert-state.ts';
import { board } from '../board.ts';
import { useLoad } from '../load.ts';
import { Banner } from '../parts/alarm-shell.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Failure, Reading, Warning } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { may } from '../session.ts';
import { words } from '../words/chosen.ts';

const ICONS: Record<Topic, IconName> = {
  flood: 'water',
  flashFlood: 'slope',
  damRelease: 'dam',
  storm: 'storm',
  fire: 'fire',
  other: 'mic',
};

/** BÁO YÊN takes back what is under way; there is nothing to send where nothing is. */
function AllClear() {
  const told = words.value.alerts;
  const live = (board.value?.data?.alerts ?? []).filter(alert => isUnderWay(alert) && alert.status === 'actual');
  return (
    <details class="fold">
      <summary>{told.what.allClear}</summary>
      <div class="stack">
        <p class="hint">{live.length > 0 ? told.what.allClearHint : told.what.noneLive}</p>
        {live.map(alert => (
          <a key={alert.id} class="button" href={`/canh-bao/${alert.id}`}>
            {alert.title}
          </a>
        ))}
      </div>
    </details>
  );
}

function What({ drill }: { drill: boolean }) {
  const told = words.value.alerts;
  const templates = useLoad(paths.templates());
  const base = drill ? '/dien-tap/canh-bao' : '/khan-cap';
  return (
    <Screen title={drill ? told.what.drillTitle : told.what.title} back={drill ? '/dien-tap' : '/'} focus>
      {drill && <Banner drill />}
      {drill && <p>{told.drillNote}</p>}
      {!may('alert') && <Failure>{told.what.forbidden}</Failure>}
      {may('alert') && (
        <Reading of={templates}>
          {({ items }) => (
            <>
              {items.length === 0 && <Warning>{told.what.templates}</Warning>}
              <nav class="choices" aria-label={told.what.title}>
                {topicsIn(items).map(topic => (
                  <a key={topic} class={`choice ${drill ? 'drill' : ''}`} href={`${base}/${topic}`}>
                    <Icon name={ICONS[topic]} size={40} />
                    <span>
                      <b>{told.what.topics[topic]}</b>
                      <span class="row-note">{told.what.hints[topic]}</span>
                    </span>
                  </a>
                ))}
              </nav>
            </>
          )}
        </Reading>
      )}
      {!drill && may('alert') && <AllClear />}
    </Screen>
  );
}

export const WhatScreen = () => <What drill={false} />;
export const WhatDrillScreen = () => <What drill />;
