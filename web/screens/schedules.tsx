// Lịch: seven days of who hears what and when, with what stands in the way; and the rules that make those days.
import { useState } from 'preact/hooks';
import type { Preview, Schedule } from '../../protocol/api/broadcasts.ts';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { Segments } from '../parts/field.tsx';
import { Gauge } from '../parts/gauge.tsx';
import { Icon } from '../parts/icon.tsx';
import { ApprovalMark, ClassMark } from '../parts/mark.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { may, zone } from '../session.ts';
import { tellClock, tellDate, tellDay, tellLength, tellMoment, tellNumber, tellWeekdays } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { addDays, instantOf, wallClock } from '../zone.ts';

const DAYS = 7;

function Airtime({ of }: { of: Preview['airtime'][number] }) {
  const told = words.value.sending.schedules;
  const over = of.maxMinutes !== null && of.minutes > of.maxMinutes;
  const under = of.minMinutes !== null && of.minutes < of.minMinutes;
  const line = [
    told.airtime(tellNumber(of.minutes, words.value), tellNumber(of.sessions, words.value)),
    of.maxMinutes === null ? '' : told.cap(tellNumber(of.maxMinutes, words.value)),
    of.minMinutes === null ? '' : told.atLeast(tellNumber(of.minMinutes, words.value)),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <div class="airtime">
      {of.maxMinutes !== null && (
        <Gauge value={of.minutes} max={of.maxMinutes} label={`${of.area}: ${line}`} over={over} />
      )}
      <p class="row-note">
        {of.area}: {line}
      </p>
      {(over || under) && (
        <p class="inline-warn">
          <Icon name="warning" size={20} /> {over ? told.overCap : told.underMin}
        </p>
      )}
    </div>
  );
}

function Item({ of }: { of: Preview['items'][number] }) {
  const told = words.value;
  const start = Date.parse(of.at);
  const length = tellLength(Date.parse(of.endAt) - start, told);
  return (
    <li>
      <a class="row timed" href={of.broadcastId ? `/buoi-phat/${of.broadcastId}` : `/lich/${of.scheduleId}`}>
        <span class="row-time">{tellClock(start, zone.value, told)}</span>
        <span class="row-main">
          <b>{of.title}</b>
          <span class="row-note">
            {[length, of.targetNames.join(', '), told.sending.clustersN(tellNumber(of.clusters, told))].join(' · ')}
          </span>
          {of.class !== 'normal' && <ClassMark of={of.class} />}
          {of.paused ? (
            <span class="badge">{told.sending.schedules.paused}</span>
          ) : (
            of.state !== 'approved' && <ApprovalMark state={of.state} />
          )}
          {of.problems.map(problem => (
            <span key={`${problem.code} ${problem.message}`} class="inline-warn">
              <Icon name="warning" size={20} /> {problem.message}
            </span>
          ))}
        </span>
      </a>
    </li>
  );
}

function Week({ preview }: { preview: Preview }) {
  const told = words.value;
  const today = wallClock(serverNow.value, zone.value).day;
  // What is over stands in the reports.
  const coming = preview.items.filter(item => Date.parse(item.endAt) > serverNow.value);
  const days = Array.from({ length: DAYS }, (_, i) => addDays(today, i));
  return (
    <div class="stack">
      {coming.length === 0 && <Empty>{told.sending.schedules.emptyWeek}</Empty>}
      {days.map(day => {
        const items = coming.filter(item => wallClock(Date.parse(item.at), zone.value).day === day);
        const airtime = preview.airtime.filter(line => line.day === day);
        if (items.length === 0) return null;
        return (
          <section key={day} class="panel" aria-labelledby={`day-${day}`}>
            <h2 id={`day-${day}`}>{tellDate(day, today, told)}</h2>
            <ul class="rows">
              {items.map(item => (
                <Item key={`${item.at} ${item.scheduleId} ${item.broadcastId}`} of={item} />
              ))}
            </ul>
            {airtime.map(line => (
              <Airtime key={line.areaId} of={line} />
            ))}
          </section>
        );
      })}
    </div>
  );
}

function Rule({ of }: { of: Schedule }) {
  const told = words.value;
  const told2 = told.sending.schedules;
  return (
    <li>
      <a class="row timed" href={`/lich/${of.id}`}>
        <span class="row-time">{of.time}</span>
        <span class="row-main">
          <b>{of.title}</b>
          <span class="row-note">
            {[
              tellWeekdays(of.days, told),
              of.targetNames.join(', '),
              of.to ? `${told2.to.toLowerCase()} ${tellDay(of.to)}` : '',
              of.nextAt
                ? told2.next(tellMoment(Date.parse(of.nextAt), serverNow.value, zone.value, told))
                : told2.noNext,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {of.paused ? <span class="badge">{told2.paused}</span> : <ApprovalMark state={of.state} />}
        </span>
        <Icon name="next" />
      </a>
    </li>
  );
}

export default function Schedules() {
  const told = words.value.sending.schedules;
  const [view, setView] = useState<'week' | 'rules'>('week');
  const today = wallClock(serverNow.value, zone.value).day;
  const from = new Date(instantOf(today, '00:00', zone.value)).toISOString();
  const preview = useLoad(paths.preview(from, DAYS), message => message.t === 'broadcast' || message.t === 'tasks');
  const schedules = useLoad(paths.schedules(), message => message.t === 'tasks');
  return (
    <Screen
      title={told.title}
      wide
      dock={
        may('announce') && (
          <a class="button main huge" href="/lich/moi">
            <Icon name="plus" />
            {told.create}
          </a>
        )
      }
    >
      <Segments
        label={told.title}
        unseenLabel
        value={view}
        choices={[
          { value: 'week', label: told.week },
          { value: 'rules', label: told.rules },
        ]}
        onChange={chosen => setView(chosen)}
      />
      {view === 'week' ? (
        <Reading of={preview}>{data => <Week preview={data} />}</Reading>
      ) : (
        <Reading of={schedules}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty>{told.empty}</Empty>
            ) : (
              <ul class="rows panel">
                {[...items]
                  .sort((a, b) => a.time.localeCompare(b.time))
                  .map(schedule => (
                    <Rule key={schedule.id} of={schedule} />
                  ))}
              </ul>
            )
          }
        </Reading>
      )}
    </Screen>
  );
}
