// Sổ nhật ký phát thanh: one week as inspectors read it, on a phone, on paper, or as a sheet.
import { useState } from 'preact/hooks';
import type { PlaybackReport } from '../../protocol/api/boards.ts';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { TextField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { LogList, LogTable } from '../parts/log-lines.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { me, zone } from '../session.ts';
import { placeInSentence, tellDay, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { addDays, instantOf, mondayOf, wallClock } from '../zone.ts';

function Week({ report }: { report: PlaybackReport }) {
  const told = words.value;
  if (report.lines.length === 0) return <Empty>{told.report.log.empty}</Empty>;
  const minutes = report.lines.reduce((sum, line) => sum + line.durationMs, 0) / 60_000;
  return (
    <>
      <p class="figure-line">
        {told.report.log.sum(tellNumber(report.lines.length, told), tellNumber(Math.round(minutes), told))}
      </p>
      <div class="only-phone">
        <LogList of={report.lines} />
      </div>
      <div class="only-wide">
        <LogTable of={report.lines} />
      </div>
    </>
  );
}

export default function Log() {
  const told = words.value.report.log;
  const today = wallClock(serverNow.value, zone.value).day;
  const [monday, setMonday] = useState(mondayOf(today));
  const sunday = addDays(monday, 6);
  const areaId = me.value?.area.id ?? '';
  const at = (day: string) => new Date(instantOf(day, '00:00', zone.value)).toISOString();
  const from = at(monday);
  const to = at(addDays(monday, 7));
  const report = useLoad(paths.playback(from, to, areaId), message => message.t === 'broadcast');
  return (
    <Screen
      title={told.title}
      back="/bao-cao"
      wide
      dock={
        <div class="dock-pair">
          <a class="button main" href={paths.playbackCsv(from, to, areaId)} download={`so-nhat-ky-${monday}.csv`}>
            <Icon name="download" />
            {told.csv}
          </a>
          <button type="button" class="button" onClick={() => print()}>
            <Icon name="print" />
            {told.print}
          </button>
        </div>
      }
    >
      <p class="print-only print-head">
        {words.value.station(placeInSentence(me.value?.area.name ?? ''))}
        <br />
        {told.title}
      </p>
      <div class="week-pick">
        <button type="button" class="small" aria-label={told.previous} onClick={() => setMonday(addDays(monday, -7))}>
          <Icon name="back" />
        </button>
        <h2>{told.week(tellDay(monday).slice(0, 5), tellDay(sunday))}</h2>
        <button
          type="button"
          class="small"
          aria-label={told.next}
          disabled={monday >= mondayOf(today)}
          onClick={() => setMonday(addDays(monday, 7))}
        >
          <Icon name="next" />
        </button>
      </div>
      <div class="no-print week-day">
        <TextField
          label={told.pick}
          type="date"
          max={today}
          value={monday}
          onChange={day => day && setMonday(mondayOf(day))}
        />
      </div>
      <Reading of={report}>{data => <Week report={data} />}</Reading>
      <p class="print-only signatures">
        <span>{told.signature}</span>
        <span>{told.leader}</span>
      </p>
    </Screen>
  );
}
