// Thử còi có báo trước: which siren, and a day and hour that people can be told of; the slide and the second person follow.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { prepare } from '../alert-draft.ts';
import { sirenTitle } from '../alert-words.ts';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { SelectField, TextField } from '../parts/field.tsx';
import { Failure, Reading, Warning } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { Targets } from '../parts/targets.tsx';
import { paths } from '../paths.ts';
import { may, me, zone } from '../session.ts';
import { type SirenTime, sirenTimeFault } from '../siren-time.ts';
import { words } from '../words/chosen.ts';
import { addDays, instantOf, wallClock } from '../zone.ts';

export default function SirenTest() {
  const told = words.value.prepared.sirenTest;
  const { route } = useLocation();
  const templates = useLoad(paths.templates());
  const areas = useLoad(paths.areas()).data?.items ?? [];
  const clusters = useLoad(paths.clusters()).data?.items ?? [];
  const root = me.value?.area ?? { id: '', name: '' };
  const [targets, setTargets] = useState<string[]>([root.id]);
  const [name, setName] = useState('');
  const [day, setDay] = useState(() => addDays(wallClock(serverNow.peek(), zone.value).day, 2));
  const [time, setTime] = useState('09:00');
  const at: SirenTime = { startAt: instantOf(day, time, zone.value), time };
  const fault = sirenTimeFault(at, serverNow.value);
  return (
    <Screen title={told.title} back="/dien-tap" focus>
      <Warning>{told.rules}</Warning>
      <Reading of={templates}>
        {({ items, sirens }) => {
          const template = items.find(({ hazard }) => hazard === 'sirenTest');
          const siren = sirens.find(one => one.name === name) ?? sirens[0];
          if (!template) return <Failure>{told.noTemplate}</Failure>;
          if (!siren)
            return (
              <>
                <p>{words.value.alerts.level.noSiren}</p>
                {may('places') && (
                  <a class="button" href="/chuan-bi/coi">
                    {words.value.alerts.level.pickSiren}
                  </a>
                )}
              </>
            );
          return (
            <div class="stack">
              <SelectField
                label={told.which}
                value={siren.name}
                choices={sirens.map(one => ({ value: one.name, label: sirenTitle(one) }))}
                onChange={setName}
              />
              <div class="pair">
                <TextField label={told.day} type="date" value={day} required onChange={setDay} />
                <TextField label={told.time} type="time" value={time} required onChange={setTime} />
              </div>
              {fault && <Failure>{told[fault]}</Failure>}
              <Targets
                rootId={root.id}
                rootName={root.name}
                areas={areas}
                clusters={clusters}
                value={targets}
                onChange={setTargets}
              />
              <button
                type="button"
                class="button main huge"
                disabled={fault !== null || targets.length === 0}
                onClick={() => {
                  const place = targets.includes(root.id)
                    ? root.name
                    : [...areas, ...clusters].flatMap(one => (targets.includes(one.id) ? [one.name] : [])).join(', ');
                  const startAt = new Date(at.startAt).toISOString();
                  prepare({ drill: true, template, siren, targets, place, startAt, from: '/dien-tap/thu-coi' });
                  route('/dien-tap/phat');
                }}
              >
                {told.next}
              </button>
            </div>
          );
        }}
      </Reading>
    </Screen>
  );
}
