// Kết quả buổi phát: what each cluster itself reported, live; never more than that.

import { useEffect } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import type { Broadcast } from '../../protocol/api/broadcasts.ts';
import { listen, serverNow } from '../feed.ts';
import { countGroups, countStates, type Group } from '../grouping.ts';
import { useLoad } from '../load.ts';
import { DeliveryList } from '../parts/delivery-list.tsx';
import { GroupMark } from '../parts/mark.tsx';
import { Missing } from '../parts/missing.tsx';
import { NotHeard } from '../parts/not-heard.tsx';
import { Failure, Reading } from '../parts/notice.tsx';
import { OutcomeHead } from '../parts/outcome-head.tsx';
import { Screen } from '../parts/screen.tsx';
import { StopOne } from '../parts/sounding.tsx';
import { paths } from '../paths.ts';
import { turnOf } from '../phases.ts';
import { languagesLine, outcomeSentence } from '../sentence.ts';
import { may } from '../session.ts';
import { tellNumber } from '../telling.ts';
import { useTurn } from '../turn.ts';
import { words } from '../words/chosen.ts';

const SHOWN: readonly Group[] = ['played', 'playing', 'waiting', 'interrupted', 'notPlayed', 'unconfirmed'];
/** Shown even at zero, because their absence would be read as a claim. */
const ALWAYS: readonly Group[] = ['played', 'interrupted', 'notPlayed', 'unconfirmed'];

function Counts({ of }: { of: Broadcast }) {
  const told = words.value;
  // Lines change at once; the sentence and its reach wait for one answer that holds both.
  const counts = countGroups(of.deliveries.length > 0 ? countStates(of.deliveries) : of.counts);
  return (
    <ul class="counts">
      {SHOWN.filter(group => ALWAYS.includes(group) || counts[group] > 0).map(group => (
        <li key={group}>
          <span class="big">{tellNumber(counts[group], told)}</span>
          <GroupMark group={group} />
        </li>
      ))}
    </ul>
  );
}

function Outcome({ of }: { of: Broadcast }) {
  const told = words.value.report;
  const gone = of.state === 'approved';
  return (
    <div class="stack">
      {of.state === 'returned' && <Failure>{of.returnedReason}</Failure>}
      {gone && of.phase !== 'waiting' && (
        <section class="panel" aria-label={told.outcome}>
          <p class="sentence" role="status">
            {outcomeSentence(of, words.value)}
          </p>
          {of.reach.languages.length > 0 && <p class="row-note">{languagesLine(of.reach.languages, words.value)}</p>}
          <Counts of={of} />
        </section>
      )}
      {gone && of.phase === 'waiting' && <NotHeard of={of.unreachable} />}
      <div class="columns outcome">
        <div class="stack">
          {of.deliveries.length > 0 && <DeliveryList of={of.deliveries} />}
          {gone && of.phase === 'over' && <Missing of={of.reach.missing} />}
        </div>
        <OutcomeHead of={of} />
      </div>
    </div>
  );
}

export default function OutcomeScreen() {
  const { params } = useRoute();
  const id = params.id ?? '';
  const loaded = useLoad(
    paths.broadcast(id),
    message => (message.t === 'broadcast' || message.t === 'delivery') && message.broadcastId === id,
  );
  const { data, change } = loaded;
  useTurn(data ? turnOf(data, serverNow.peek()) : null, loaded.reload);
  // A report from a cluster changes its line at once; what hangs on it (reach) is read again shortly after.
  useEffect(
    () =>
      listen(message => {
        if (message.t !== 'delivery' || message.broadcastId !== id || !data) return;
        const deliveries = data.deliveries.map(delivery =>
          delivery.clusterId === message.clusterId
            ? {
                ...delivery,
                state: message.state,
                startedAt: message.startedAt,
                endedAt: message.endedAt,
                reason: message.reason,
              }
            : delivery,
        );
        change({ ...data, deliveries });
      }),
    // change is made anew at each drawing and does the same
    [id, data],
  );
  const stoppable = data && data.state === 'approved' && data.phase !== 'over' && data.stoppedAt === null;
  return (
    <Screen
      title={data?.title ?? words.value.report.outcome}
      back="/bao-cao"
      wide
      dock={stoppable && may('stop') && <StopOne id={id} />}
    >
      <Reading of={loaded}>{broadcast => <Outcome of={broadcast} />}</Reading>
    </Screen>
  );
}
