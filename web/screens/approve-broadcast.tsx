// One broadcast before its leader: heard, read, with its place and time; then yes, or back with a reason.

import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { Deciding } from '../parts/deciding.tsx';
import { Facts } from '../parts/facts.tsx';
import { ApprovalMark, ClassMark } from '../parts/mark.tsx';
import { NotHeard } from '../parts/not-heard.tsx';
import { Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { ToJudge } from '../parts/to-judge.tsx';
import { paths } from '../paths.ts';
import { may, zone } from '../session.ts';
import { tellLength, tellMoment, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';

export default function ApproveBroadcast() {
  const { params } = useRoute();
  const id = params.id ?? '';
  const told = words.value;
  const loaded = useLoad(paths.broadcast(id), message => message.t === 'broadcast' && message.broadcastId === id);
  const [heard, setHeard] = useState(false);
  const data = loaded.data;
  const pieces = data?.content.flatMap(item => (item.recordingId ? [item.recordingId] : [])) ?? [];
  return (
    <Screen
      title={data?.title ?? told.sending.approvals.title}
      back="/duyet"
      focus
      wide
      dock={
        data?.state === 'awaiting' &&
        may('approve') && (
          <Deciding path={paths.broadcast(id)} heard={heard || (data.content.length > 0 && pieces.length === 0)} />
        )
      }
    >
      <Reading of={loaded}>
        {broadcast => (
          <div class="columns">
            <div class="stack">
              {pieces.map(recordingId => (
                <ToJudge key={recordingId} recordingId={recordingId} onHeard={() => setHeard(true)} />
              ))}
            </div>
            <div class="stack">
              <section class="panel" aria-label={told.sending.where}>
                <p class="marks">
                  <ApprovalMark state={broadcast.state} />
                  <ClassMark of={broadcast.class} />
                </p>
                <Facts
                  of={[
                    [
                      told.sending.approvals.where,
                      `${broadcast.targets.map(target => target.name).join(', ')} (${told.sending.clustersN(tellNumber(broadcast.clusters, told))})`,
                    ],
                    [
                      told.sending.approvals.when,
                      broadcast.startAt === null
                        ? told.sending.approvals.whenApproved
                        : tellMoment(Date.parse(broadcast.startAt), serverNow.value, zone.value, told),
                    ],
                    [told.report.length, tellLength(broadcast.durationMs, told)],
                    [
                      told.sending.approvals.by,
                      `${broadcast.createdBy}, ${tellMoment(Date.parse(broadcast.createdAt), serverNow.value, zone.value, told)}`,
                    ],
                  ]}
                />
              </section>
              <NotHeard of={broadcast.unreachable} />
            </div>
          </div>
        )}
      </Reading>
    </Screen>
  );
}
