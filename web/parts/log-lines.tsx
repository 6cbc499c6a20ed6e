// The lines of the weekly log: by day as cards on a phone, as the sheet that inspectors know where there is room.
import type { PlaybackReport } from '../../protocol/api/boards.ts';
import { serverNow } from '../feed.ts';
import type { Group } from '../grouping.ts';
import { zone } from '../session.ts';
import { tellClock, tellDate, tellHouseholds, tellLength, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { wallClock } from '../zone.ts';
import { ClassMark, GroupMark } from './mark.tsx';

type Line = PlaybackReport['lines'][number];

const RESULT = ['played', 'notPlayed', 'interrupted', 'unconfirmed'] as const satisfies readonly Group[];

function byDay(lines: readonly Line[]): [string, Line[]][] {
  const days = new Map<string, Line[]>();
  for (const line of [...lines].sort((a, b) => a.startAt.localeCompare(b.startAt))) {
    const { day } = wallClock(Date.parse(line.startAt), zone.value);
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return [...days];
}

const households = (line: Line): string => {
  const told = words.value;
  if (line.householdsTotal === null || line.households === null) return told.noHouseholds;
  return `${tellNumber(line.households, told)}/${tellHouseholds(line.householdsTotal, told)}`;
};

const source = (line: Line): string => words.value.report.log.sources[line.source];
const startOf = (line: Line): string => tellClock(Date.parse(line.startedAt ?? line.startAt), zone.value, words.value);

function Result({ of }: { of: Line }) {
  return (
    <span class="marks">
      {RESULT.filter(group => of[group] > 0).map(group => (
        <span key={group} class="result">
          <GroupMark group={group} /> {tellNumber(of[group], words.value)}
          {group === 'played' && `/${tellNumber(of.clusters, words.value)}`}
        </span>
      ))}
    </span>
  );
}

export function LogList({ of }: { of: readonly Line[] }) {
  const told = words.value;
  const today = wallClock(serverNow.value, zone.value).day;
  return (
    <div class="stack">
      {byDay(of).map(([day, lines]) => (
        <section key={day} class="panel" aria-label={tellDate(day, today, told)}>
          <h3>{tellDate(day, today, told)}</h3>
          <ul class="rows">
            {lines.map(line => (
              <li key={line.broadcastId}>
                <a class="row timed" href={`/buoi-phat/${line.broadcastId}`}>
                  <span class="row-time">{startOf(line)}</span>
                  <span class="row-main">
                    <b>{line.title}</b>
                    <span class="row-note">
                      {[tellLength(line.durationMs, told), source(line), line.createdBy, line.approvedBy]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                    {line.class !== 'normal' && <ClassMark of={line.class} />}
                    <Result of={line} />
                    <span class="row-note">{households(line)}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

export function LogTable({ of }: { of: readonly Line[] }) {
  const told = words.value;
  const log = told.report.log;
  const today = wallClock(serverNow.value, zone.value).day;
  const heads = [
    log.start,
    log.name,
    log.class,
    log.source,
    log.length,
    log.author,
    log.approver,
    log.result,
    log.households,
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="table-scroll panel" tabIndex={0} aria-label={log.title}>
      <table>
        <thead>
          <tr>
            {heads.map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {byDay(of).map(([day, lines]) => (
          <tbody key={day}>
            <tr>
              <th scope="rowgroup" colSpan={heads.length} class="day">
                {tellDate(day, today, told)}
              </th>
            </tr>
            {lines.map(line => (
              <tr key={line.broadcastId}>
                <td class="num">{startOf(line)}</td>
                <th scope="row">
                  <a href={`/buoi-phat/${line.broadcastId}`}>{line.title}</a>
                </th>
                <td>{told.class[line.class]}</td>
                <td>{source(line)}</td>
                <td class="num">{tellLength(line.durationMs, told)}</td>
                <td>{line.createdBy}</td>
                <td>{line.approvedBy ?? told.report.noApproval}</td>
                <td>
                  <Result of={line} />
                </td>
                <td class="num">{households(line)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}
