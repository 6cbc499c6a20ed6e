// The weekly log (Sổ nhật ký phát thanh): one line a broadcast, as an inspector reads it, and the same as CSV.
import type { PlaybackReport } from '../../../protocol/api/boards.ts';
import type { DeliveryState } from '../../../protocol/delivery.ts';
import type { StoredAlert } from '../../store/alerts.ts';
import type { StoredBroadcast } from '../../store/broadcasts.ts';
import type { CountedDelivery } from '../../store/delivery-log.ts';
import type { NameOf } from '../broadcast.ts';
import { isoOrNull, shownState, villagesReached } from '../outcome.ts';
import { csv, localClock } from './table.ts';

type Line = PlaybackReport['lines'][number];

/** What came of a delivery, in the four columns of the log. */
const COLUMN: Partial<Record<DeliveryState, 'played' | 'interrupted' | 'unconfirmed'>> = {
  played: 'played',
  interrupted: 'interrupted',
  unconfirmed: 'unconfirmed',
};

/** What the log says of an alert besides. */
export type LoggedAlert = Pick<StoredAlert, 'status' | 'source'>;

export function playbackLine(
  broadcast: StoredBroadcast,
  deliveries: readonly CountedDelivery[],
  nameOf: NameOf,
  now: number,
  alert: LoggedAlert | null = null,
): Line {
  const counts = { played: 0, interrupted: 0, notPlayed: 0, unconfirmed: 0 };
  for (const delivery of deliveries) counts[COLUMN[shownState(delivery, broadcast, now)] ?? 'notPlayed'] += 1;
  const starts = deliveries.flatMap(delivery => delivery.startedAt ?? []);
  const reach = villagesReached(deliveries, broadcast.frozen?.unserved ?? []);
  return {
    broadcastId: broadcast.id,
    title: broadcast.title,
    class: broadcast.class,
    drill: alert?.status === 'drill',
    source: alert?.source ?? 'own',
    startAt: new Date(broadcast.startAt ?? broadcast.createdAt).toISOString(),
    startedAt: isoOrNull(starts.length > 0 ? Math.min(...starts) : null),
    durationMs: broadcast.durationMs,
    createdBy: nameOf(broadcast.createdBy),
    approvedBy: broadcast.approvedBy === null ? null : nameOf(broadcast.approvedBy),
    clusters: deliveries.length,
    ...counts,
    households: reach.households,
    householdsTotal: reach.householdsTotal,
  };
}

const CLASS_WORDS = { normal: 'Thông thường', priority: 'Ưu tiên', emergency: 'Khẩn cấp' };
const DRILL_WORD = 'Diễn tập';
const SOURCE_WORDS: Record<Line['source'], string> = {
  own: 'Xã làm',
  above: 'Tỉnh gửi',
  gauge: 'Trạm đo nước',
  cap: 'Bản tin CAP',
  onSite: 'Tại chỗ',
};

const HEADINGS = [
  'Mã số',
  'Tên buổi phát',
  'Loại',
  'Nguồn',
  'Giờ định phát',
  'Giờ phát thật',
  'Thời lượng (giây)',
  'Người soạn',
  'Người duyệt',
  'Số cụm',
  'Đã phát',
  'Bị ngắt',
  'Không phát',
  'Chưa xác nhận',
  'Hộ ở thôn có cụm đã xác nhận phát',
  'Tổng số hộ',
];

/** UTF-8 with BOM, comma, fixed columns; times in `timezone` (IANA). A cell that a sheet would run as a formula is quoted as text. */
export function playbackCsv(report: PlaybackReport, timezone: string): string {
  const local = localClock(timezone);
  const at = (iso: string | null) => (iso === null ? '' : local(Date.parse(iso)));
  const rows = report.lines.map(line => [
    line.broadcastId,
    line.title,
    line.drill ? DRILL_WORD : CLASS_WORDS[line.class],
    SOURCE_WORDS[line.source],
    at(line.startAt),
    at(line.startedAt),
    Math.round(line.durationMs / 1000),
    line.createdBy,
    line.approvedBy ?? '',
    line.clusters,
    line.played,
    line.interrupted,
    line.notPlayed,
    line.unconfirmed,
    line.households ?? 'chưa có số hộ',
    line.householdsTotal ?? 'chưa có số hộ',
  ]);
  return csv([HEADINGS, ...rows]);
}
