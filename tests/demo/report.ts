// "Kết quả buổi phát" for a terminal: one broadcast as its page has it goes in, the lines that a commune's chairman reads come out.
import type { Broadcast, Delivery, Preview } from '../../protocol/api/broadcasts.ts';
import type { Area } from '../../protocol/api/places.ts';
import type { DeliveryState, Reason } from '../../protocol/delivery.ts';
import { localClock, localDay } from './daytime.ts';

export interface Surroundings {
  /** Names of communes by cluster id. */
  communes: ReadonlyMap<string, string>;
  /** Villages with those to call, by id. */
  villages: ReadonlyMap<string, Pick<Area, 'head'>>;
}

const STATES: Partial<Record<DeliveryState, string>> = {
  played: 'đã phát',
  interrupted: 'bị ngắt',
  failed: 'hỏng',
  refused: 'không phát',
  expired: 'quá giờ',
  cancelled: 'đã huỷ',
};
const SILENT = 'chưa báo về';
const REASONS: Partial<Record<Reason, string>> = {
  quiet_hours: 'thôn đang giờ yên tĩnh',
  speaker: 'loa hoặc tăng âm hỏng',
  audio_missing: 'chưa tải được âm thanh',
  stopped: 'có lệnh dừng',
};
const WHY: Record<Broadcast['reach']['missing'][number]['why'], string> = {
  noCluster: 'ngoài vùng nghe',
  noOrder: 'không nhận lệnh',
  notPlayed: 'nhận mà không phát',
  unconfirmed: 'chưa xác nhận',
};
const LANGUAGES: Record<string, string> = { vi: 'Việt', nut: 'Nùng', tyz: 'Tày', mlc: 'Cao Lan', qsd: 'Sán Dìu' };
const CLASSES = { normal: 'Thông thường', priority: 'Ưu tiên', emergency: 'Khẩn cấp' };

const number = (value: number | null): string => value?.toLocaleString('vi-VN') ?? 'chưa có số hộ';
const clock = (iso: string | null): string => (iso === null ? '–' : localClock(Date.parse(iso)));
const household = ({ villages }: Delivery): string => {
  const known = villages.flatMap(village => village.households ?? []);
  return known.length === 0 ? 'chưa có số hộ' : `${number(known.reduce((sum, one) => sum + one, 0))} hộ`;
};
/** Less than this missing is not worth a word. */
const TELLING_MS = 500;
const NOT_PLAYED: readonly DeliveryState[] = ['failed', 'refused', 'expired', 'cancelled'];

/** The sentence of the result, and the same in English. */
export function sentence(of: Broadcast): { vi: string; en: string } {
  const { households, householdsTotal } = of.reach;
  const share = householdsTotal && households !== null ? Math.round((100 * households) / householdsTotal) : null;
  const played = of.deliveries.filter(one => one.state === 'played').length;
  const reached = share === null ? '' : ` (${share} %)`;
  return {
    vi: `${played}/${of.clusters} cụm báo đã phát. ${number(households)}/${number(householdsTotal)} hộ${reached} ở thôn có cụm đã xác nhận phát (cách tính: theo thôn).`,
    en: `${played} of ${of.clusters} clusters reported that they played; ${households ?? '?'} of ${householdsTotal ?? '?'} households${reached} live in villages whose cluster confirmed.`,
  };
}

export function reportOf(of: Broadcast, around: Surroundings, now: number): string[] {
  const count = (...states: DeliveryState[]): number => of.deliveries.filter(one => states.includes(one.state)).length;
  const played = count('played');
  const interrupted = count('interrupted');
  const notPlayed = count(...NOT_PLAYED);
  const people = `Người soạn: ${of.createdBy} · Người duyệt: ${of.approvedBy ?? '–'}, lúc ${clock(of.approvedAt)}`;
  return [
    `KẾT QUẢ BUỔI PHÁT – tạm tính lúc ${localClock(now)} (số liệu minh hoạ)`,
    `${of.title} · ${CLASSES[of.class]} · Xã làm · mã số ${of.id}`,
    `Giờ định phát ${clock(of.startAt)} · phát thật ${clock(of.startedAt)}–${clock(of.endedAt)} · dài ${Math.round(of.durationMs / 1000)} giây`,
    people,
    '',
    sentence(of).vi,
    sentence(of).en,
    `Tiếng: ${of.reach.languages.map(languageLine).join(' · ')}`,
    `Đã phát ${played} · Bị ngắt ${interrupted} · Không phát ${notPlayed} · Chưa xác nhận ${of.deliveries.length - played - interrupted - notPlayed}`,
    stepLine(of),
    '',
    ...of.deliveries.filter(one => one.state !== 'played').map(one => faultLine(one, around)),
    ...communeLines(of, around),
    '',
    'Thôn chưa có cụm xác nhận – gọi điện:',
    ...of.reach.missing.map(
      one =>
        `  ${one.name.padEnd(18)} ${(one.households === null ? 'chưa có số hộ' : `${one.households} hộ`).padEnd(14)} ${WHY[one.why].padEnd(20)} ${callLine(around.villages.get(one.villageId)?.head ?? null)}`,
    ),
  ];
}

const languageLine = ({ language, confirmed, clusters, recorded }: Broadcast['reach']['languages'][number]): string =>
  `${LANGUAGES[language] ?? language} ${confirmed}/${clusters}${recorded ? '' : ' – chưa có bản ghi'}`;

const callLine = (head: Area['head']): string => (head === null ? '–' : `Trưởng thôn ${head.name}, ${head.phone}`);

const faultLine = (one: Delivery, { communes }: Surroundings): string => {
  const state = STATES[one.state] ?? SILENT;
  const reason = one.reason === null ? '' : ` (${REASONS[one.reason] ?? one.reason})`;
  return `✗ ${one.cluster}, ${communes.get(one.clusterId) ?? one.area}: ${state}${reason} · ${household(one)}`;
};

/** How the devices know, and how well they kept step by their own clocks. */
function stepLine(of: Broadcast): string {
  const played = of.deliveries.filter(one => one.state === 'played');
  const measured = played.filter(one => one.proof === 'level').length;
  const starts = played.flatMap(one => (one.startedAt === null ? [] : Date.parse(one.startedAt)));
  const apart = starts.length === 0 ? 0 : Math.max(...starts) - Math.min(...starts);
  const missed = played.filter(one => one.missedMs >= TELLING_MS);
  const most = Math.max(0, ...missed.map(one => one.missedMs));
  const late =
    missed.length === 0 ? '' : ` · ${missed.length} cụm kêu thiếu, mất tới ${number(Math.round(most / 1000))} giây`;
  return `Bằng chứng: ${measured} cụm đo được mức âm ra loa · bắt đầu lệch nhau nhiều nhất ${number(apart)} ms${late}`;
}

function communeLines(of: Broadcast, { communes }: Surroundings): string[] {
  const groups = Map.groupBy(of.deliveries, one => communes.get(one.clusterId) ?? one.area);
  const parts = [...groups].map(([name, all]) => {
    const played = all.filter(one => one.state === 'played').length;
    return `${played === all.length ? '✓' : '·'} ${name} ${played}/${all.length}`;
  });
  const lines: string[] = [];
  for (let at = 0; at < parts.length; at += 4)
    lines.push(
      parts
        .slice(at, at + 4)
        .map(part => part.padEnd(22))
        .join('')
        .trimEnd(),
    );
  return lines;
}

/** What a report that came late adds. */
export function lateLine(one: Delivery): string {
  const seconds = one.uncertaintyMs === null ? '' : ` (đồng hồ máy ± ${number(one.uncertaintyMs)} ms)`;
  return `${one.cluster} có sóng lại, báo về lúc ${clock(one.reportedAt)}: ${STATES[one.state] ?? SILENT} lúc ${clock(one.startedAt)}${seconds}`;
}

const LISTED_MS = 36 * 3_600_000;

/** Who hears what and when in the next day and a half, with what stands in the way. */
export function aheadOf({ items }: Preview, now: number): string[] {
  const soon = items.filter(item => Date.parse(item.at) > now && Date.parse(item.at) < now + LISTED_MS);
  return soon.flatMap(item => {
    const at = Date.parse(item.at);
    const [, month, day] = localDay(at).split('-');
    const state = item.state === 'awaiting' ? 'chờ duyệt' : `đã tải về ${item.stored ?? 0}/${item.clusters} cụm`;
    const lacking = item.problems.filter(({ code }) => code === 'language').length;
    return [
      `${day}/${month} ${localClock(at).slice(0, 5)}  ${item.title} · ${item.clusters} cụm · ${state}${lacking > 0 ? ` · thiếu bản tiếng của ${lacking} dân tộc` : ''}`,
      ...item.problems.filter(({ code }) => code !== 'language').map(({ message }) => `             ! ${message}`),
    ];
  });
}
