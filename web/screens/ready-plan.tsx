// Phương án sơ tán: for each village where to go, which way and who leads, written while there is time.
import { useEffect, useState } from 'preact/hooks';
import type { EvacuationPlan } from '../../protocol/api/alerts.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { useLoad } from '../load.ts';
import { LongField, SelectField, TextField } from '../parts/field.tsx';
import { Empty, Failure, Reading, Said } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { may } from '../session.ts';
import { words } from '../words/chosen.ts';

function Plan({ villageId }: { villageId: string }) {
  const told = words.value.prepared.plan;
  const doing = useDoing();
  const path = paths.evacuationPlan(villageId);
  const loaded = useLoad(path);
  const [plan, setPlan] = useState<EvacuationPlan | null>(null);
  const [saved, setSaved] = useState(false);
  const kept = loaded.data;
  useEffect(() => {
    if (kept) setPlan(kept);
  }, [kept]);
  const change = (part: Partial<EvacuationPlan>) => {
    setSaved(false);
    if (plan) setPlan({ ...plan, ...part });
  };
  return (
    <Reading of={loaded}>
      {() =>
        plan && (
          <div class="stack">
            <TextField
              label={told.shelter}
              value={plan.shelter}
              maxlength={200}
              placeholder={told.shelterExample}
              onChange={shelter => change({ shelter })}
            />
            <LongField
              label={told.route}
              rows={3}
              value={plan.route}
              placeholder={told.routeExample}
              onChange={route => change({ route })}
            />
            <div class="pair soft">
              <TextField
                label={told.leader}
                value={plan.leader}
                maxlength={120}
                onChange={leader => change({ leader })}
              />
              <TextField
                label={told.leaderPhone}
                type="tel"
                value={plan.leaderPhone}
                maxlength={30}
                onChange={leaderPhone => change({ leaderPhone })}
              />
            </div>
            <Failure>{doing.failure}</Failure>
            <Said>{saved ? words.value.common.saved : ''}</Said>
            {may('places') && (
              <button
                type="button"
                class="button main huge"
                disabled={doing.busy}
                onClick={() =>
                  void doing.run(async () => {
                    await command('PUT', path, plan);
                    setSaved(true);
                  })
                }
              >
                {doing.busy ? words.value.common.saving : words.value.common.save}
              </button>
            )}
            <p class="hint">
              {told.record} <a href="/chuan-bi/giong">{words.value.prepared.settings.sentences}</a>
            </p>
          </div>
        )
      }
    </Reading>
  );
}

export default function ReadyPlan() {
  const told = words.value.prepared.plan;
  const villages = useLoad(paths.villages());
  const [chosen, choose] = useState('');
  return (
    <Screen title={told.title} back="/them">
      <p>{told.intro}</p>
      <Reading of={villages}>
        {({ items }) => {
          const villageId = chosen || (items[0]?.id ?? '');
          if (villageId === '') return <Empty>{words.value.common.none}</Empty>;
          return (
            <>
              <SelectField
                label={told.village}
                value={villageId}
                choices={items.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={choose}
              />
              <Plan key={villageId} villageId={villageId} />
            </>
          );
        }}
      </Reading>
    </Screen>
  );
}
