// One schedule before its leader: what it plays, where, on which days.

import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import type { Schedule } from '../../protocol/api/broadcasts.ts';
import { useLoad } from '../load.ts';
import { Deciding } from '../parts/deciding.tsx';
import { Facts } from '../parts/facts.tsx';
import { ApprovalMark, ClassMark } from '../parts/mark.tsx';
import { Failure, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { ToJudge } from '../parts/to-judge.tsx';
import { paths } from '../paths.ts';
import { may } from '../session.ts';
import { tellDay, tellLength, tellWeekdays } from '../telling.ts';
import { words } from '../words/chosen.ts';

/** Recordings that it plays, those inside programmes too. */
function usePieces(of: Schedule | undefined): string[] {
  const programmes = useLoad(of ? paths.programmes() : null).data?.items ?? [];
  return (of?.content ?? []).flatMap(item => {
    if ('recordingId' in item) return [item.recordingId];
    if ('programmeId' in item)
      return (programmes.find(programme => programme.id === item.programmeId)?.items ?? []).flatMap(one =>
        one.recordingId === null ? [] : [one.recordingId],
      );
    return [];
  });
}

export default function ApproveSchedule() {
  const { params } = useRoute();
  const told = words.value;
  const loaded = useLoad(paths.schedules(), message => message.t === 'tasks');
  const schedule = loaded.data?.items.find(one => one.id === params.id);
  const pieces = [...new Set(usePieces(schedule))];
  const [heard, setHeard] = useState(false);
  return (
    <Screen
      title={schedule?.title ?? told.sending.approvals.title}
      back="/duyet"
      focus
      wide
      dock={
        schedule?.state === 'awaiting' &&
        may('approve') && <Deciding path={`${paths.schedules()}/${schedule.id}`} heard={heard || pieces.length === 0} />
      }
    >
      <Reading of={loaded}>
        {() =>
          schedule ? (
            <div class="columns">
              <section class="panel" aria-label={told.sending.schedules.title}>
                <p class="marks">
                  <ApprovalMark state={schedule.state} />
                  <ClassMark of={schedule.class} />
                </p>
                <Facts
                  of={[
                    [told.sending.approvals.when, `${schedule.time}, ${tellWeekdays(schedule.days, told)}`],
                    [told.sending.schedules.from, tellDay(schedule.from)],
                    [told.sending.schedules.to, schedule.to ? tellDay(schedule.to) : told.sending.schedules.noEnd],
                    [told.sending.approvals.where, schedule.targetNames.join(', ')],
                    [told.report.length, tellLength(schedule.durationMs, told)],
                    [told.sending.approvals.by, schedule.createdBy],
                  ]}
                />
              </section>
              <div class="stack">
                {pieces.map(recordingId => (
                  <ToJudge key={recordingId} recordingId={recordingId} onHeard={() => setHeard(true)} />
                ))}
              </div>
            </div>
          ) : (
            <Failure>{told.common.notFound}</Failure>
          )
        }
      </Reading>
    </Screen>
  );
}
