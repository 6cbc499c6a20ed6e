// What became of an alert as a chairman reads it: one line a village, those that nobody has told first.
import type { AlertVillage } from '../../../protocol/api/alerts.ts';
import type { VillageLine } from '../alerts/villages.ts';
import { csv, localClock } from './table.ts';

const STATE_WORDS: Record<AlertVillage['state'], string> = {
  confirmed: 'Loa đã kêu',
  told: 'Người đã báo',
  open: 'CHƯA ĐƯỢC BÁO',
};
const WHY_WORDS: Record<NonNullable<AlertVillage['why']>, string> = {
  noCluster: 'Không có cụm loa',
  noOrder: 'Cụm loa không nhận lệnh',
  notPlayed: 'Nhận lệnh mà không phát',
  unconfirmed: 'Chưa xác nhận',
  language: 'Thiếu tiếng dân tộc',
};
const HOW_WORDS: Record<NonNullable<AlertVillage['told']>['how'], string> = {
  phone: 'Điện thoại',
  megaphone: 'Loa kéo',
  handSiren: 'Kẻng',
  doorToDoor: 'Đến tận nhà',
};

const HEADINGS = [
  'Thôn',
  'Số hộ',
  'Trạng thái',
  'Vì sao',
  'Cụm loa',
  'Loa kêu lần đầu',
  'Người báo',
  'Cách báo',
  'Báo lúc',
];

/** UTF-8 with BOM, comma, fixed columns; times in `timezone` (IANA). */
export function alertCsv(lines: readonly VillageLine[], timezone: string): string {
  const at = localClock(timezone);
  const rows = lines.map(({ village, state, why, clusters, soundedAt, told }) => [
    village.name,
    village.households ?? 'chưa có số hộ',
    STATE_WORDS[state],
    why === null ? '' : WHY_WORDS[why],
    clusters.map(cluster => cluster.name).join('; '),
    soundedAt === null ? '' : at(soundedAt),
    told?.by ?? '',
    told === null ? '' : howTold(told, village.households),
    told === null ? '' : at(told.at),
  ]);
  return csv([HEADINGS, ...rows]);
}

const howTold = ({ how, households }: NonNullable<VillageLine['told']>, all: number | null): string =>
  households === null ? HOW_WORDS[how] : `${HOW_WORDS[how]} (${households}/${all ?? '?'} hộ)`;
