// Báo cáo: the weekly log that inspectors open, and the broadcasts that went out, are sounding or wait.
import { useState } from 'preact/hooks';
import type { BroadcastSummary } from '../../protocol/api/broadcasts.ts';
import { serverNow } from '../feed.ts';
import { countGroups } from '../grouping.ts';
import { useLoad } from '../load.ts';
import { Segments } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { ApprovalMark, ClassMark, PhaseMark } from '../parts/mark.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { zone } from '../session.ts';
import { tellLength, tellMoment, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { addDays, instantOf, wallClock } from '../zone.ts';

const STEP_DAYS = 14;
const AHEAD_DAYS = 8;
type Phase = BroadcastSummary['phase'];

function Line({ of }: { of: BroadcastSummary }) {
  const told = words.value;
  const counts = countGroups(of.counts);
  const trouble = counts.notPlayed + counts.interrupted;
  return (
    <li>
      <a class="row" href={`/buoi-phat/${of.id}`}>
        <span class="row-main">
          <b>{of.title}</b>
          <span class="row-note">
            {[
              of.startAt === null ? '' : tellMoment(Date.parse(of.startAt), serverNow.value, zone.value, told),
              tellLength(of.durationMs, told),
              of.createdBy,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <span class="marks">
            {of.state === 'approved' ? <PhaseMark phase={of.phase} /> : <ApprovalMark state={of.state} />}
            {of.class !== 'normal' && <ClassMark of={of.class} />}
            {of.state === 'approved' && of.phase !== 'waiting' && (
              <span class="row-note">
                {told.report.counts.played} {tellNumber(counts.played, told)}/{tellNumber(of.clusters, told)}
                {trouble > 0 && ` · ${told.report.counts.notPlayed} ${tellNumber(trouble, told)}`}
                {counts.unconfirmed > 0 &&
                  ` · ${told.report.counts.unconfirmed} ${tellNumber(counts.unconfirmed, told)}`}
              </span>
            )}
          </span>
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}

export default function Reports() {
  const told = words.value.report;
  const [phase, setPhase] = useState<Phase | 'all'>('all');
  const [days, setDays] = useState(STEP_DAYS);
  const today = wallClock(serverNow.value, zone.value).day;
  const at = (day: string) => new Date(instantOf(day, '00:00', zone.value)).toISOString();
  const broadcasts = useLoad(
    paths.broadcasts({ from: at(addDays(today, 1 - days)), to: at(addDays(today, AHEAD_DAYS)) }),
    message => message.t === 'broadcast' || message.t === 'delivery',
  );
  return (
    <Screen
      title={told.title}
      wide
      dock={
        <a class="button main huge" href="/so-nhat-ky">
          <Icon name="book" />
          {told.log.title}
        </a>
      }
    >
      <Segments
        label={told.broadcasts}
        value={phase}
        choices={(['all', 'sounding', 'waiting', 'over'] as const).map(value => ({
          value,
          label: told.filter[value],
        }))}
        onChange={chosen => setPhase(chosen)}
      />
      <Reading of={broadcasts}>
        {({ items }) => {
          const shown = items
            .filter(broadcast => phase === 'all' || broadcast.phase === phase)
            .sort((a, b) => (b.startAt ?? '9').localeCompare(a.startAt ?? '9'));
          return shown.length === 0 ? (
            <Empty>{told.empty}</Empty>
          ) : (
            <ul class="rows panel">
              {shown.map(broadcast => (
                <Line key={broadcast.id} of={broadcast} />
              ))}
            </ul>
          );
        }}
      </Reading>
      <button type="button" class="button" onClick={() => setDays(days + STEP_DAYS)}>
        {told.older}
      </button>
    </Screen>
  );
}
