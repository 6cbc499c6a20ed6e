// One schedule: what, on which days, at which time, from when to when, except when; what stands in its way is said while it is made.

import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { ContentRequest, NewSchedule, Problem, Schedule } from '../../protocol/api/broadcasts.ts';
import { command, sayFailure } from '../api.ts';
import { useDoing } from '../doing.ts';
import { lost, serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { ContentField } from '../parts/content-field.tsx';
import { DayList, Weekdays } from '../parts/days.tsx';
import { Slider, TextField, Tick } from '../parts/field.tsx';
import { ApprovalMark } from '../parts/mark.tsx';
import { Problems } from '../parts/not-heard.tsx';
import { Failure, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { ClassField } from '../parts/send-options.tsx';
import { Targets } from '../parts/targets.tsx';
import { TwoTap } from '../parts/two-tap.tsx';
import { useSettled } from '../parts/wait.ts';
import { paths } from '../paths.ts';
import { may, me, zone } from '../session.ts';
import { words } from '../words/chosen.ts';
import { wallClock } from '../zone.ts';

type Draft = Required<Pick<NewSchedule, 'volume' | 'repeat'>> & Omit<NewSchedule, 'volume' | 'repeat'>;

const emptyDraft = (areaId: string): Draft => ({
  title: '',
  class: 'normal',
  content: [],
  targets: [areaId],
  volume: 80,
  repeat: 1,
  days: [1, 2, 3, 4, 5, 6, 7],
  time: '17:00',
  from: wallClock(serverNow.peek(), zone.peek()).day,
  to: null,
  exceptions: [],
  paused: false,
});

const draftOf = (schedule: Schedule): Draft => {
  const { title, class: rank, content, targets, volume, repeat, days, time, from, to, exceptions, paused } = schedule;
  return { title, class: rank, content, targets, volume, repeat, days, time, from, to, exceptions, paused };
};

const complete = (draft: Draft): boolean =>
  draft.title.trim() !== '' && draft.content.length > 0 && draft.targets.length > 0 && draft.days.length > 0;

/** What the server says of a draft before it is kept. */
function useProblems(draft: Draft): { problems: Problem[]; failure: string | undefined } {
  const settled = useSettled(complete(draft) && !lost.value ? JSON.stringify(draft) : null, 400);
  const [answer, setAnswer] = useState<{ problems: Problem[]; failure?: string }>({ problems: [] });
  useEffect(() => {
    if (settled === null) return setAnswer({ problems: [] });
    let wanted = true;
    command<{ problems: Problem[] }>('POST', '/api/schedules/check', JSON.parse(settled)).then(
      ({ problems }) => wanted && setAnswer({ problems }),
      failure => wanted && setAnswer({ problems: [], failure: sayFailure(failure) }),
    );
    return () => {
      wanted = false;
    };
  }, [settled]);
  return { problems: answer.problems, failure: answer.failure };
}

function Editor({ of }: { of: Schedule | null }) {
  const told = words.value.sending;
  const { route } = useLocation();
  const doing = useDoing();
  const root = me.value?.area ?? { id: '', name: '' };
  const areas = useLoad(paths.areas()).data?.items ?? [];
  const clusters = useLoad(paths.clusters()).data?.items ?? [];
  const [draft, setDraft] = useState<Draft>(() => (of ? draftOf(of) : emptyDraft(root.id)));
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const { problems, failure } = useProblems(draft);
  const path = `${paths.schedules()}/${of?.id}`;

  const save = () =>
    void doing.run(async () => {
      const made = await (of
        ? command<Schedule>('PATCH', path, draft)
        : command<Schedule>('POST', paths.schedules(), draft));
      // Who may not approve for himself asks for it in the same act.
      if (made.state === 'draft') await command('POST', `${paths.schedules()}/${made.id}/submit`);
      route('/lich', true);
    });

  return (
    <Screen
      title={of ? of.title : told.schedules.create}
      back="/lich"
      focus
      wide
      dock={
        may('announce') && (
          <>
            <Failure>{doing.failure}</Failure>
            <button type="button" class="button main huge" disabled={doing.busy || !complete(draft)} onClick={save}>
              {doing.busy ? words.value.common.saving : words.value.common.save}
            </button>
          </>
        )
      }
    >
      <div class="columns">
        <div class="stack">
          {of && (
            <p>
              <ApprovalMark state={of.state} />
            </p>
          )}
          <TextField
            label={told.schedules.name}
            value={draft.title}
            maxlength={200}
            onChange={title => set({ title })}
          />
          <ContentField
            value={draft.content}
            onChange={(content: ContentRequest[], title) =>
              set({ content, ...(draft.title.trim() === '' && title ? { title } : {}) })
            }
          />
          <Targets
            rootId={root.id}
            rootName={root.name}
            areas={areas}
            clusters={clusters}
            value={draft.targets}
            onChange={targets => set({ targets })}
          />
        </div>
        <div class="stack">
          <TextField
            label={told.time}
            type="time"
            required
            value={draft.time}
            onChange={time => time && set({ time })}
          />
          <Weekdays value={draft.days} onChange={days => set({ days })} />
          <div class="pair">
            <TextField
              label={told.schedules.from}
              type="date"
              required
              value={draft.from}
              onChange={from => from && set({ from })}
            />
            <TextField
              label={told.schedules.to}
              hint={draft.to ? undefined : told.schedules.noEnd}
              type="date"
              value={draft.to ?? ''}
              onChange={to => set({ to: to || null })}
            />
          </div>
          <DayList
            label={told.schedules.exceptions}
            add={told.schedules.addException}
            value={draft.exceptions}
            onChange={exceptions => set({ exceptions })}
          />
          <ClassField value={draft.class} onChange={chosen => set({ class: chosen })} />
          <Slider label={told.volume} value={draft.volume} onChange={volume => set({ volume })} />
          <Tick label={told.schedules.pause} checked={draft.paused} onChange={paused => set({ paused })} />
          <div aria-live="polite">
            <Failure>{failure}</Failure>
            <Problems of={problems} />
          </div>
          {of && may('announce') && (
            <TwoTap
              kind="plain"
              busy={doing.busy}
              sure={words.value.common.removeSure}
              onSure={() =>
                void doing.run(async () => {
                  await command('DELETE', path);
                  route('/lich', true);
                })
              }
            >
              {told.schedules.remove}
            </TwoTap>
          )}
        </div>
      </div>
    </Screen>
  );
}

export default function ScheduleEdit() {
  const { params } = useRoute();
  const schedules = useLoad(params.id === 'moi' ? null : paths.schedules());
  if (params.id === 'moi') return <Editor of={null} />;
  const found = schedules.data?.items.find(schedule => schedule.id === params.id);
  if (found) return <Editor key={found.id} of={found} />;
  return (
    <Screen title={words.value.sending.schedules.title} back="/lich">
      <Reading of={schedules}>{() => <Failure>{words.value.common.notFound}</Failure>}</Reading>
    </Screen>
  );
}
