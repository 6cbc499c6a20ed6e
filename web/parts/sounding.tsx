// What sounds now, each with its own stop, and the stop of everything: one person, two taps.
import { signal } from '@preact/signals';
import type { BroadcastSummary } from '../../protocol/api/broadcasts.ts';
import { command } from '../api.ts';
import { board } from '../board.ts';
import { useDoing } from '../doing.ts';
import { serverNow } from '../feed.ts';
import { countGroups } from '../grouping.ts';
import { may, me } from '../session.ts';
import { tellLeft, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { ClassMark } from './mark.tsx';
import { Failure, Said } from './notice.tsx';
import { TwoTap } from './two-tap.tsx';

/** Stays on the page after the thing that was stopped has left it. */
const stoppedSaid = signal('');

export function StopOne({ id }: { id: string }) {
  const told = words.value.home;
  const doing = useDoing();
  return (
    <>
      <Failure>{doing.failure}</Failure>
      <TwoTap
        busy={doing.busy}
        sure={told.stopAgain}
        onSure={() =>
          void doing.run(async () => {
            await command('POST', `/api/broadcasts/${id}/stop`);
            stoppedSaid.value = told.oneStopped;
            board.value?.reload();
          })
        }
      >
        {doing.busy ? told.stopping : told.stop}
      </TwoTap>
    </>
  );
}

export function StopAll() {
  const told = words.value;
  const doing = useDoing();
  return (
    <>
      <Failure>{doing.failure}</Failure>
      <TwoTap
        busy={doing.busy}
        kind="danger huge"
        sure={told.home.stopAgain}
        onSure={() =>
          void doing.run(async () => {
            const areaId = me.value?.area.id;
            const { clusters } = await command<{ clusters: number }>('POST', '/api/stop', { areaId });
            stoppedSaid.value = told.home.stopped(tellNumber(clusters, told));
            board.value?.reload();
          })
        }
      >
        {doing.busy ? told.home.stopping : told.home.stopAll}
      </TwoTap>
    </>
  );
}

function Sounding({ broadcast }: { broadcast: BroadcastSummary }) {
  const told = words.value;
  const counts = countGroups(broadcast.counts);
  const endAt = broadcast.startAt === null ? null : Date.parse(broadcast.startAt) + broadcast.durationMs;
  const done = counts.playing + counts.played;
  return (
    <li class="sounding">
      <a class="row" href={`/buoi-phat/${broadcast.id}`}>
        <span class="row-main">
          <b class="row-title">{broadcast.title}</b>
          <span>
            {[
              told.home.clustersOf(tellNumber(done, told), tellNumber(broadcast.clusters, told)),
              endAt === null ? '' : tellLeft(Math.max(0, endAt - serverNow.value), told),
            ]
              .filter(Boolean)
              .join(', ')}
          </span>
          {broadcast.class !== 'normal' && <ClassMark of={broadcast.class} />}
        </span>
        <span class="row-go">{told.common.see}</span>
      </a>
      {may('stop') && <StopOne id={broadcast.id} />}
    </li>
  );
}

export function Soundings({ of }: { of: readonly BroadcastSummary[] }) {
  const told = words.value;
  return (
    <>
      <Said>{stoppedSaid.value}</Said>
      {of.length > 0 && (
        <section class="panel live" aria-labelledby="sounding">
          <h2 id="sounding" class="live-head">
            <svg class="bars" viewBox="0 0 24 20" width="28" height="24" aria-hidden="true">
              <path d="M3 7v6M9 3v14M15 5v10M21 8v4" />
            </svg>
            {told.home.sounding}
          </h2>
          <ul class="rows">
            {of.map(broadcast => (
              <Sounding key={broadcast.id} broadcast={broadcast} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
