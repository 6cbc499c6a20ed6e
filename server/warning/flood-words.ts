// A gauge's turn goes in; the proposal that a person reads and may send comes out, in Vietnamese, with the words to fill in.
import type { StoredGauge, StoredReading } from '../store/gauges.ts';
import type { AlarmLevel } from './flood.ts';
import type { Draft } from './proposals.ts';

interface Told {
  gauge: StoredGauge;
  latest: StoredReading;
  /** Metres per hour; null where nobody knows. */
  rise: number | null;
  timezone: string;
}

export const metres = (value: number): string => `${value.toFixed(2).replace('.', ',')} m`;

/** Rivers are entered with and without the word. */
const riverOf = (gauge: StoredGauge): string => gauge.river.replace(/^sông\s+/iu, '');

function spokenTime(at: number, timezone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at);
  const number = (type: 'hour' | 'minute'): number => Number(parts.find(part => part.type === type)?.value ?? 0);
  return number('minute') === 0 ? `${number('hour')} giờ` : `${number('hour')} giờ ${number('minute')}`;
}

function moving(rise: number | null): string {
  if (rise === null || Math.abs(rise) < 0.005) return '';
  return rise > 0 ? `; đang lên ${metres(rise)}/giờ` : `; đang xuống ${metres(-rise)}/giờ`;
}

const doubt = (latest: StoredReading): string[] =>
  latest.interpolated ? ['Số đo này được nội suy giữa hai số liệu công bố, không phải số đo thật.'] : [];

const slots = ({ gauge, latest, timezone }: Told): Record<string, string> => ({
  river: riverOf(gauge),
  station: gauge.name,
  waterLevel: metres(latest.levelM),
  time: spokenTime(latest.at, timezone),
});

const shared = (told: Told): Pick<Draft, 'source' | 'origin' | 'targets' | 'status' | 'warnings'> => ({
  source: 'gauge',
  origin: told.gauge.id,
  targets: [...told.gauge.areas],
  status: 'actual',
  warnings: doubt(told.latest),
});

export function riseDraft(told: Told & { level: AlarmLevel; overM: number }): Omit<Draft, 'areaId'> {
  const { gauge, latest, level, overM } = told;
  const mark = gauge.levelsM[level] ?? latest.levelM - overM;
  const over = overM >= 0.01 ? `, vượt ${metres(overM)}` : '';
  return {
    ...shared(told),
    title: `Sông ${riverOf(gauge)} tại ${gauge.name}: báo động ${level}`,
    reason: `${gauge.name} ${metres(latest.levelM)}, trên báo động ${level} (${metres(mark)})${over}${moving(told.rise)}`,
    template: `flood-${level}`,
    level,
    slots: { ...slots(told), over: metres(overM) },
    // The provinces' codes know sirens from level II on.
    siren: level >= 2,
  };
}

export function allClearDraft(told: Told): Omit<Draft, 'areaId'> {
  const { gauge, latest } = told;
  return {
    ...shared(told),
    title: `Sông ${riverOf(gauge)} tại ${gauge.name}: nước đã xuống`,
    reason: `${gauge.name} ${metres(latest.levelM)}, dưới mức báo động ba lần đo liền${moving(told.rise)}`,
    template: 'all-clear',
    level: null,
    slots: slots(told),
    siren: false,
  };
}
