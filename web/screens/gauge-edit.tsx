// A river gauge: what it is called, at which levels báo động begins and by which document, and who is warned. Also where automatic
// play of an armed gauge is ended.
import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { Gauge } from '../../protocol/api/warnings.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { serverNow } from '../feed.ts';
import { type GaugeDraft, gaugeDraft, gaugeRequest, levelsFault } from '../gauge-draft.ts';
import { useLoad } from '../load.ts';
import { TextField, Tick } from '../parts/field.tsx';
import { Failure, Reading, Warning } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { TwoTap } from '../parts/two-tap.tsx';
import { paths } from '../paths.ts';
import { may, me, zone } from '../session.ts';
import { tellMoment } from '../telling.ts';
import { inTreeOrder, withinArea } from '../tree.ts';
import { words } from '../words/chosen.ts';

function Armed({ of, armed, onEnded }: { of: Gauge; armed: NonNullable<Gauge['armed']>; onEnded(): void }) {
  const told = words.value.prepared.gauges;
  const doing = useDoing();
  const until = tellMoment(Date.parse(armed.until), serverNow.value, zone.value, words.value);
  return (
    <section class="stack">
      <Warning>{told.armed(armed.by, until)}</Warning>
      <Failure>{doing.failure}</Failure>
      {may('alert') && (
        <TwoTap
          kind="main"
          busy={doing.busy}
          sure={told.disarmSure}
          onSure={() =>
            void doing.run(async () => {
              await command('DELETE', `${paths.gauges()}/${of.id}/arm`);
              onEnded();
            })
          }
        >
          {told.disarm}
        </TwoTap>
      )}
    </section>
  );
}

function Warned({ value, onChange }: { value: readonly string[]; onChange(areas: string[]): void }) {
  const told = words.value;
  const areas = useLoad(paths.areas()).data?.items ?? [];
  const choices = inTreeOrder(withinArea(areas, me.value?.area.id ?? ''));
  return (
    <fieldset class="ticks scroll">
      <legend>{told.prepared.gauges.areas}</legend>
      {choices.map(({ area }) => (
        <Tick
          key={area.id}
          label={area.name}
          checked={value.includes(area.id)}
          onChange={on => onChange(on ? [...value, area.id] : value.filter(other => other !== area.id))}
        />
      ))}
    </fieldset>
  );
}

const LEVELS = [1, 2, 3] as const;

function Editor({ of, onChanged }: { of: Gauge | null; onChanged(): void }) {
  const told = words.value.prepared.gauges;
  const { route } = useLocation();
  const doing = useDoing();
  const [draft, setDraft] = useState(() => gaugeDraft(of, me.value?.area.id ?? ''));
  const set = (change: Partial<GaugeDraft>) => setDraft({ ...draft, ...change });
  const fault = levelsFault(draft);
  const begun = LEVELS.some(level => draft.levels[level] !== '');
  const named = [draft.name, draft.river, draft.decree].every(text => text.trim() !== '');
  const leave = () => route('/muc-nuoc', true);
  const save = () =>
    void doing.run(async () => {
      const body = gaugeRequest(draft);
      await (of ? command('PATCH', `${paths.gauges()}/${of.id}`, body) : command('POST', paths.gauges(), body));
      leave();
    });
  const remove = () =>
    void doing.run(async () => {
      if (of) await command('DELETE', `${paths.gauges()}/${of.id}`);
      leave();
    });
  return (
    <Screen
      title={of ? of.name : told.make}
      back="/muc-nuoc"
      focus
      dock={
        <>
          <Failure>{doing.failure}</Failure>
          <button
            type="button"
            class="button main huge"
            disabled={doing.busy || fault !== null || !named || draft.areas.length === 0}
            onClick={save}
          >
            {doing.busy ? words.value.common.saving : words.value.common.save}
          </button>
        </>
      }
    >
      {of?.armed && <Armed of={of} armed={of.armed} onEnded={onChanged} />}
      <TextField label={told.name} value={draft.name} maxlength={120} onChange={name => set({ name })} />
      <TextField label={told.riverName} value={draft.river} maxlength={120} onChange={river => set({ river })} />
      <p class="hint">{told.levelsHint}</p>
      {LEVELS.map(level => (
        <TextField
          key={level}
          label={told.levelMetres(told.level[level])}
          value={draft.levels[level]}
          inputmode="decimal"
          maxlength={8}
          onChange={text => set({ levels: { ...draft.levels, [level]: text } })}
        />
      ))}
      {begun && fault && <Failure>{told.fault[fault]}</Failure>}
      <TextField
        label={told.datum}
        hint={told.datumHint}
        value={draft.datum}
        maxlength={60}
        onChange={datum => set({ datum })}
      />
      <TextField label={told.decree} value={draft.decree} maxlength={120} onChange={decree => set({ decree })} />
      <TextField
        label={told.decreeDate}
        type="date"
        value={draft.decreeDate}
        onChange={decreeDate => set({ decreeDate })}
      />
      <Warned value={draft.areas} onChange={areas => set({ areas })} />
      {of && (
        <TwoTap kind="plain" busy={doing.busy} sure={words.value.common.removeSure} onSure={remove}>
          {words.value.common.remove}
        </TwoTap>
      )}
    </Screen>
  );
}

export default function GaugeEdit() {
  const { params } = useRoute();
  const gauges = useLoad(paths.gauges());
  if (params.id === 'moi') return <Editor of={null} onChanged={gauges.reload} />;
  const found = gauges.data?.items.find(({ id }) => id === params.id);
  if (found) return <Editor key={found.id} of={found} onChanged={gauges.reload} />;
  return (
    <Screen title={words.value.prepared.gauges.title} back="/muc-nuoc">
      <Reading of={gauges}>{() => <Failure>{words.value.common.notFound}</Failure>}</Reading>
    </Screen>
  );
}
