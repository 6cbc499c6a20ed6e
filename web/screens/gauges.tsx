// Mực nước: every gauge with its level, its rise and its last day; báo động as a word and a colour, old figures said to be old.
import type { Gauge } from '../../protocol/api/warnings.ts';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { Facts } from '../parts/facts.tsx';
import { Icon } from '../parts/icon.tsx';
import { Empty, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { may, zone } from '../session.ts';
import { SPARK, sparkOf } from '../spark.ts';
import { tellMoment, tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';

const STEADY_M_PER_HOUR = 0.01;

const metres = (value: number): string => tellNumber(value, words.value, 2);

function rise({ riseMPerHour }: Gauge): string {
  const told = words.value.prepared.gauges;
  if (riseMPerHour === null) return told.riseUnknown;
  if (Math.abs(riseMPerHour) < STEADY_M_PER_HOUR) return told.steady;
  return riseMPerHour > 0 ? told.rising(metres(riseMPerHour)) : told.falling(metres(-riseMPerHour));
}

function Chart({ of }: { of: Gauge }) {
  const told = words.value.prepared.gauges;
  const readings = useLoad(paths.readings(of.id), message => message.t === 'tick' && of.stale).data?.items ?? [];
  const spark = sparkOf(readings, of.levelsM);
  if (!spark || spark.path === '') return null;
  return (
    <>
      <svg
        class="spark"
        viewBox={`0 0 ${SPARK.width} ${SPARK.height}`}
        role="img"
        aria-label={told.chart(of.name, metres(spark.fromM), metres(spark.toM))}
      >
        {spark.marks.map(({ level, y }) => (
          <g key={level}>
            <path class="mark-line" d={`M0 ${y}H${SPARK.width - SPARK.right}`} />
            <text x={SPARK.width - SPARK.right + 6} y={y + 4}>
              BĐ {level}
            </text>
          </g>
        ))}
        <path class="water" d={spark.path} />
      </svg>
      {readings.some(reading => reading.interpolated) && <p class="hint">{told.interpolated}</p>}
    </>
  );
}

function Station({ of }: { of: Gauge }) {
  const told = words.value.prepared.gauges;
  const { latest } = of;
  const level = (latest?.alarmLevel ?? 0) as keyof typeof told.level;
  const at = latest && tellMoment(Date.parse(latest.at), serverNow.value, zone.value, words.value);
  return (
    <section class="panel stack" aria-labelledby={of.id}>
      <h2 id={of.id}>
        {of.name} <span class="row-note">{told.river(of.river)}</span>
      </h2>
      {latest ? (
        <>
          <p class="figure-line">
            <span class="big">{told.metres(metres(latest.levelM))}</span>
          </p>
          {of.stale ? (
            <p class="notice warn">
              <Icon name="warning" />
              <b>{told.stale}</b>
            </p>
          ) : (
            <p class={`mark level-${level}`}>
              <Icon name={level === 0 ? 'check' : 'warning'} />
              <span>
                {[told.level[level], latest.overM !== null && level > 0 && told.over(metres(latest.overM))]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </p>
          )}
          <p>{[of.stale ? '' : rise(of), at && told.at(at)].filter(Boolean).join(' · ')}</p>
        </>
      ) : (
        <p class="quiet">{told.noReading}</p>
      )}
      <Chart of={of} />
      <Facts
        of={[
          [
            told.levels,
            ([1, 2, 3] as const).map(n => (of.levelsM[n] === null ? '–' : metres(of.levelsM[n] as number))).join(' · '),
          ],
          [told.decree, of.decree],
          [told.areas, of.areas.map(({ name }) => name).join(', ')],
        ]}
      />
      <p class="row-note">
        {of.armed
          ? told.armed(of.armed.by, tellMoment(Date.parse(of.armed.until), serverNow.value, zone.value, words.value))
          : told.unarmed}
      </p>
      {may('places') && (
        <a class="button plain" href={`/muc-nuoc/${of.id}`} aria-label={`${words.value.common.edit}: ${of.name}`}>
          {words.value.common.edit}
        </a>
      )}
    </section>
  );
}

export default function Gauges() {
  const told = words.value.prepared.gauges;
  const gauges = useLoad(paths.gauges(), message => message.t === 'proposal');
  return (
    <Screen title={told.title} back="/them" wide>
      <Reading of={gauges}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{told.empty}</Empty>
          ) : (
            <div class="columns">
              {items.map(gauge => (
                <Station key={gauge.id} of={gauge} />
              ))}
            </div>
          )
        }
      </Reading>
      {may('places') && (
        <a class="button" href="/muc-nuoc/moi">
          {told.make}
        </a>
      )}
    </Screen>
  );
}
