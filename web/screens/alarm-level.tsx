// K2 "Ở đâu?" and "Mức nào?": the whole place stands chosen, so that one tap on a level leads on to the slide.
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { Gauge } from '../../protocol/api/warnings.ts';
import { isTopic, lacksSiren, type Step, stepsOf, type Topic } from '../alert-choices.ts';
import { prepare } from '../alert-draft.ts';
import { templateTitle } from '../alert-words.ts';
import { useLoad } from '../load.ts';
import { Banner } from '../parts/alarm-shell.tsx';
import { Icon } from '../parts/icon.tsx';
import { Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { Targets } from '../parts/targets.tsx';
import { paths } from '../paths.ts';
import { may, me } from '../session.ts';
import { words } from '../words/chosen.ts';

/** What was set up for a gauge is a flood area: one tap, not a list of villages. */
function Zones({ value, onChange }: { value: readonly string[]; onChange(targets: string[]): void }) {
  const told = words.value.alerts.level;
  const gauges = useLoad(paths.gauges()).data?.items ?? [];
  const zones = gauges.filter((gauge: Gauge) => gauge.areas.length > 0);
  if (zones.length === 0) return null;
  const key = [...value].sort().join();
  return (
    <fieldset class="segments">
      <legend>{told.zones}</legend>
      <div class="segments-row">
        {zones.map(gauge => {
          const ids = gauge.areas.map(area => area.id);
          return (
            <label key={gauge.id}>
              <input type="radio" name="zone" checked={[...ids].sort().join() === key} onChange={() => onChange(ids)} />
              <span>{told.zone(gauge.name)}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

function StepButton({ step, drill, onPick }: { step: Step; drill: boolean; onPick(): void }) {
  const told = words.value.alerts.level;
  const { template, siren } = step;
  const two = !drill && (siren !== null || template.evacuation);
  return (
    <button type="button" class={`choice ${drill ? 'drill' : ''}`} onClick={onPick}>
      <Icon name={template.evacuation ? 'run' : siren ? 'alarm' : 'horn'} size={36} />
      <span>
        <b>{templateTitle(template)}</b>
        <span class="row-note">
          {[siren ? told.withSiren : told.voice, two && told.two].filter(Boolean).join(' · ')}
        </span>
      </span>
    </button>
  );
}

function Level({ topic, drill }: { topic: Topic; drill: boolean }) {
  const told = words.value;
  const { route } = useLocation();
  const templates = useLoad(paths.templates());
  const areas = useLoad(paths.areas()).data?.items ?? [];
  const clusters = useLoad(paths.clusters()).data?.items ?? [];
  const root = me.value?.area ?? { id: '', name: '' };
  const [targets, setTargets] = useState<string[]>([root.id]);
  const base = drill ? '/dien-tap/canh-bao' : '/khan-cap';
  const pick = ({ template, siren }: Step) => {
    const place = targets.includes(root.id)
      ? root.name
      : [...areas, ...clusters].flatMap(at => (targets.includes(at.id) ? [at.name] : [])).join(', ');
    prepare({ drill, template, siren, targets, place, from: `${base}/${topic}` });
    route(drill ? '/dien-tap/phat' : '/khan-cap/phat');
  };
  return (
    <Screen title={told.alerts.what.topics[topic]} back={base} focus wide>
      {drill && <Banner drill />}
      <Reading of={templates}>
        {data => (
          <div class="columns">
            <section class="stack" aria-labelledby="where">
              <h2 id="where">{told.alerts.level.where}</h2>
              <Targets
                rootId={root.id}
                rootName={root.name}
                areas={areas}
                clusters={clusters}
                value={targets}
                onChange={setTargets}
              />
              {(topic === 'flood' || topic === 'damRelease') && <Zones value={targets} onChange={setTargets} />}
            </section>
            <section class="stack" aria-labelledby="level">
              <h2 id="level">{told.alerts.level.title}</h2>
              {targets.length === 0 && <p class="hint">{told.alerts.send.nobody}</p>}
              <div class="choices">
                {targets.length > 0 &&
                  stepsOf(topic, data, drill).map(step => (
                    <StepButton
                      key={`${step.template.name} ${step.siren?.name}`}
                      step={step}
                      drill={drill}
                      onPick={() => pick(step)}
                    />
                  ))}
              </div>
              {!drill && lacksSiren(topic, data) && (
                <p class="hint">
                  {told.alerts.level.noSiren}{' '}
                  {may('places') && <a href="/chuan-bi/coi">{told.alerts.level.pickSiren}</a>}
                </p>
              )}
            </section>
          </div>
        )}
      </Reading>
    </Screen>
  );
}

function LevelPage({ drill }: { drill: boolean }) {
  const { params } = useRoute();
  const { route } = useLocation();
  const topic = params.topic;
  const known = isTopic(topic);
  useEffect(() => {
    if (!known) route(drill ? '/dien-tap/canh-bao' : '/khan-cap', true);
  }, [known, drill, route]);
  return known ? <Level topic={topic} drill={drill} /> : null;
}

export const LevelScreen = () => <LevelPage drill={false} />;
export const LevelDrillScreen = () => <LevelPage drill />;
