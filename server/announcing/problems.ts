// What stands in the way of an item that is planned, among all that is planned around it: quiet hours, overlaps, the airtime cap,
// languages and recordings that are missing. Problems are told and forbid nothing. A pure function.
import type { Problem } from '../../protocol/api/broadcasts.ts';
import type { BroadcastClass } from '../../protocol/class.ts';
import { isQuiet, type Listener } from './audience.ts';
import type { LocalTime } from './localtime.ts';

export interface PlannedItem {
  at: number;
  endAt: number;
  title: string;
  class: BroadcastClass;
  broadcastId: string | null;
  scheduleId: string | null;
  clusters: readonly Listener[];
  notReady: readonly string[];
  spoken: readonly { title: string; languages: readonly string[] }[];
}

type Language = 'vi' | 'en';
/** Items closer together than this are one session. */
const SESSION_GAP_MS = 10 * 60_000;

export function problemsOf(
  item: PlannedItem,
  others: readonly PlannedItem[],
  local: LocalTime,
  language: Language,
): Problem[] {
  const say = (vi: string, en: string): string => (language === 'vi' ? vi : en);
  const around = others.filter(other => !isSame(item, other));
  return [
    ...quiet(item, local, say),
    ...overlaps(item, around, local, say),
    ...overCap(item, around, local, say),
    ...missingLanguages(item, say),
    ...item.notReady.map(title => ({
      code: 'notReady' as const,
      message: say(`“${title}” chưa sẵn sàng để phát`, `“${title}” is not ready to be played`),
      areaId: null,
      broadcastId: null,
    })),
  ];
}

type Say = (vi: string, en: string) => string;

/** The same going-out, seen as a broadcast or as its schedule's occurrence. */
const isSame = (a: PlannedItem, b: PlannedItem): boolean =>
  a === b ||
  (a.broadcastId !== null && a.broadcastId === b.broadcastId) ||
  (a.scheduleId !== null && a.scheduleId === b.scheduleId && a.at === b.at);

const oneArea = (clusters: readonly Listener[]): string | null => {
  const areas = new Set(clusters.map(cluster => cluster.areaId));
  return areas.size === 1 ? [...areas][0]! : null;
};

const places = (clusters: readonly Listener[]): string => {
  const names = [...new Set(clusters.map(cluster => cluster.areaName))];
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
};

function quiet(item: PlannedItem, local: LocalTime, say: Say): Problem[] {
  const silent = item.clusters.filter(
    cluster => isQuiet(cluster, item.class, item.at, local) || isQuiet(cluster, item.class, item.endAt - 1, local),
  );
  if (silent.length === 0) return [];
  const clock = local.clockOf(item.at);
  const where = places(silent);
  return [
    {
      code: 'quiet',
      message: say(
        `${clock} chạm giờ yên tĩnh ở ${where}: ${silent.length} cụm`,
        `${clock} meets quiet hours in ${where}: ${silent.length} clusters`,
      ),
      areaId: oneArea(silent),
      broadcastId: null,
    },
  ];
}

function overlaps(item: PlannedItem, around: readonly PlannedItem[], local: LocalTime, say: Say): Problem[] {
  return around.flatMap(other => {
    if (other.at >= item.endAt || other.endAt <= item.at) return [];
    const both = shared(item, other);
    if (both.length === 0) return [];
    const clock = local.clockOf(other.at);
    return {
      code: 'overlap' as const,
      message: say(
        `Trùng giờ với “${other.title}” lúc ${clock}: ${both.length} cụm`,
        `Overlaps “${other.title}” at ${clock}: ${both.length} clusters`,
      ),
      areaId: oneArea(both),
      broadcastId: other.broadcastId,
    };
  });
}

const shared = (a: PlannedItem, b: PlannedItem): Listener[] => {
  const ids = new Set(b.clusters.map(cluster => cluster.id));
  return a.clusters.filter(cluster => ids.has(cluster.id));
};

export interface Airtime {
  minutes: number;
  sessions: number;
}

/** What one cluster is to play in these spans. */
export function airtimeOf(spans: readonly { at: number; endAt: number }[]): Airtime {
  const ordered = [...spans].sort((a, b) => a.at - b.at);
  let sessions = 0;
  let end = Number.NEGATIVE_INFINITY;
  let ms = 0;
  for (const span of ordered) {
    if (span.at - end > SESSION_GAP_MS) sessions += 1;
    end = Math.max(end, span.endAt);
    ms += span.endAt - span.at;
  }
  return { minutes: Math.round(ms / 6000) / 10, sessions };
}

function overCap(item: PlannedItem, around: readonly PlannedItem[], local: LocalTime, say: Say): Problem[] {
  if (item.class === 'emergency') return [];
  const day = local.dayOf(item.at);
  const capped = item.clusters.filter(
    ({ cap: { maxMinutesPerDay, maxSessionsPerDay } }) => maxMinutesPerDay !== null || maxSessionsPerDay !== null,
  );
  if (capped.length === 0) return [];
  const spans = new Map<string, PlannedItem[]>(capped.map(cluster => [cluster.id, [item]]));
  for (const other of around) {
    if (other.class === 'emergency' || local.dayOf(other.at) !== day) continue;
    for (const { id } of other.clusters) spans.get(id)?.push(other);
  }
  const over = capped.flatMap(cluster => {
    const { maxMinutesPerDay, maxSessionsPerDay } = cluster.cap;
    const { minutes, sessions } = airtimeOf(spans.get(cluster.id) ?? []);
    const long = maxMinutesPerDay !== null && minutes > maxMinutesPerDay;
    const often = maxSessionsPerDay !== null && sessions > maxSessionsPerDay;
    return long || often ? { cluster, minutes, sessions, long } : [];
  });
  const worst = [...over].sort((a, b) => Number(b.long) - Number(a.long) || b.minutes - a.minutes)[0];
  if (!worst) return [];
  const { cap } = worst.cluster;
  return [
    {
      code: 'cap',
      message: worst.long
        ? say(
            `Ngày ${day} phát ${worst.minutes} phút, quá mức ${cap.maxMinutesPerDay} phút: ${over.length} cụm`,
            `On ${day} ${worst.minutes} minutes are planned, over the cap of ${cap.maxMinutesPerDay}: ${over.length} clusters`,
          )
        : say(
            `Ngày ${day} phát ${worst.sessions} lần, quá mức ${cap.maxSessionsPerDay} lần: ${over.length} cụm`,
            `On ${day} ${worst.sessions} sessions are planned, over the cap of ${cap.maxSessionsPerDay}: ${over.length} clusters`,
          ),
      areaId: oneArea(over.map(({ cluster }) => cluster)),
      broadcastId: null,
    },
  ];
}

const LANGUAGES: Record<string, { vi: string; en: string }> = {
  vi: { vi: 'Việt', en: 'Vietnamese' },
  tyz: { vi: 'Tày', en: 'Tày' },
  nut: { vi: 'Nùng', en: 'Nùng' },
  mlc: { vi: 'Cao Lan', en: 'Cao Lan' },
  mtq: { vi: 'Mường', en: 'Mường' },
  // No code of ISO 639-3 names it; qaa–qtz are for local use.
  qsd: { vi: 'Sán Dìu', en: 'Sán Dìu' },
  hmn: { vi: 'Mông', en: 'Hmong' },
  ium: { vi: 'Dao', en: 'Dao' },
};

/** One problem a recording, however many languages it lacks. */
function missingLanguages(item: PlannedItem, say: Say): Problem[] {
  return item.spoken.flatMap(({ title, languages }) => {
    const lacking = new Map<string, Listener[]>();
    for (const cluster of item.clusters) {
      for (const plays of cluster.languages) {
        if (languages.includes(plays)) continue;
        const clusters = lacking.get(plays);
        if (clusters) clusters.push(cluster);
        else lacking.set(plays, [cluster]);
      }
    }
    if (lacking.size === 0) return [];
    const named = (language: Language, unit: string): string =>
      [...lacking]
        .map(([code, clusters]) => `${LANGUAGES[code]?.[language] ?? code} (${clusters.length} ${unit})`)
        .join(', ');
    return {
      code: 'language' as const,
      message: say(
        `“${title}” chưa có bản tiếng ${named('vi', 'cụm')}`,
        `“${title}” has no version in ${named('en', 'clusters')}`,
      ),
      areaId: oneArea([...lacking.values()].flat()),
      broadcastId: null,
    };
  });
}
