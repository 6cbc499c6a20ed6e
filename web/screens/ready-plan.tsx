// Phương án sơ tán: for each village where to go, which way and who leads, written while there is time.
import { useEffect, useState } from 'preact/hooks';
import type { EvacuationPlan } from '../../protocol/api/alerts.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { languageName } from '../languages.ts';
import { useLoad } from '../load.ts';
import { LongField, SelectField, TextField } from '../parts/field.tsx';
import { SentenceMark } from '../parts/mark.tsx';
import { Empty, Failure, Reading, Said } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { CheckSentence, ReadSentence, VoicedBy } from '../parts/sentence-voice.tsx';
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
            <PlanVoices villageId={villageId} saved={saved} />
          </div>
        )
      }
    </Reading>
  );
}

/** The plan in a person's voice, in every language of the village; the loudspeakers say it only once a second person found it clear. */
function PlanVoices({ villageId, saved }: { villageId: string; saved: boolean }) {
  const told = words.value.prepared.plan;
  const loaded = useLoad(paths.sentences(villageId));
  const [reading, read] = useState<string | null>(null);
  // Changed words change what is to be read, and whether what was recorded still holds.
  useEffect(() => {
    if (saved) loaded.reload();
  }, [saved]);
  return (
    <Reading of={loaded}>
      {({ items }) => {
        const plans = items.filter(({ name }) => name === 'plan');
        const now = plans.find(({ language }) => language === reading);
        if (plans.every(({ text }) => text === '')) return <p class="hint">{told.wordsFirst}</p>;
        if (now)
          return (
            <ReadSentence
              of={now}
              areaId={villageId}
              head={languageName(now.language, words.value)}
              keep={told.keep}
              leave={words.value.common.cancel}
              onKept={() => {
                read(null);
                loaded.reload();
              }}
              onLeave={() => read(null)}
            />
          );
        return (
          <section class="stack" aria-labelledby="voices">
            <h2 id="voices">{told.voices}</h2>
            <p class="hint">{told.record}</p>
            {plans.map(one => (
              <div key={one.language} class="panel stack">
                <b>{languageName(one.language, words.value)}</b>
                <SentenceMark voice={one.voice} />
                <VoicedBy of={one} />
                <p class="prose">{one.text}</p>
                <CheckSentence of={one} areaId={villageId} onChecked={loaded.reload} />
                {may('library') && (
                  <button type="button" class="button" onClick={() => read(one.language)}>
                    {one.recordingId === null ? told.start : told.anew}
                  </button>
                )}
              </div>
            ))}
          </section>
        );
      }}
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
