// The outcome of a flood's alert for a terminal: the alert as its page has it goes in, the lines that a commune's chairman reads
// come out.
import type { Alert, AlertVillage, Call } from '../../protocol/api/alerts.ts';
import type { Reading } from '../../protocol/api/warnings.ts';
import { localClock } from './daytime.ts';

const HOW: Record<NonNullable<Call['how']>, string> = {
  phone: 'gọi điện',
  megaphone: 'loa tay',
  handSiren: 'kẻng, còi tay',
  doorToDoor: 'đến từng nhà',
};
const WHY: Record<NonNullable<AlertVillage['why']>, string> = {
  noCluster: 'ngoài vùng nghe',
  noOrder: 'cụm không nhận được lệnh',
  notPlayed: 'cụm nhận mà không kêu',
  unconfirmed: 'cụm chưa báo về',
  language: 'thiếu tiếng dân tộc',
};
const ACTS: Record<Call['act'], string> = {
  claim: 'nhận gọi',
  told: 'đã báo',
  noAnswer: 'không nghe máy',
  sending: 'đang cử người tới',
};

const clock = (iso: string | null): string => (iso === null ? '–' : localClock(Date.parse(iso)));
const number = (value: number | null): string => value?.toLocaleString('vi-VN') ?? 'chưa rõ';
const households = (value: number | null): string => (value === null ? 'chưa có số hộ' : `${number(value)} hộ`);
const metres = (value: number): string => `${value.toFixed(2).replace('.', ',')} m`;
const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1000).toFixed(1).replace('.', ',')} giây`);

export interface River {
  name: string;
  readings: readonly Reading[];
}

function riverLine({ name, readings }: River): string {
  // Where an interpolated figure rounds to the same, the one that was measured is the peak.
  const made = (one: Reading): number => (one.interpolated ? 1 : 0);
  const peak = [...readings].sort((a, b) => b.levelM - a.levelM || made(a) - made(b))[0];
  const [first, last] = [readings[0], readings.at(-1)];
  if (!peak || !first || !last) return `  ${name}: không có số đo`;
  const measured = peak.interpolated ? 'nội suy' : 'số đo công bố';
  const time = (one: Reading): string => clock(one.at).slice(0, 5);
  return `  ${name}: ${metres(first.levelM)} lúc ${time(first)}, đỉnh ${metres(peak.levelM)} lúc ${time(peak)} (${measured}), cuối ${metres(last.levelM)} lúc ${time(last)}`;
}

function villageLine(one: AlertVillage, calls: readonly Call[]): string {
  const own = calls.filter(call => call.villageId === one.villageId && call.act !== 'claim');
  const told = own.map(
    call => `${clock(call.at)} ${call.by}: ${ACTS[call.act]}${call.how ? ` (${HOW[call.how]})` : ''}`,
  );
  const why = one.why === null ? '' : ` – ${WHY[one.why]}`;
  return `  ${one.name}, ${households(one.households)}${why}: ${told.join('; ') || 'chưa ai báo'}`;
}

export function floodReport(of: Alert, rivers: readonly River[], now: number): string[] {
  const silent = of.villageList.filter(one => one.state !== 'confirmed');
  const told = silent.filter(one => one.state === 'told');
  const left = silent.filter(one => one.state === 'open');
  const quiet = of.clusterList.filter(one => !one.sounded);
  const siren = of.siren === null ? 'không còi' : 'có còi';
  return [
    `BÁO CÁO CẢNH BÁO LŨ – tạm tính lúc ${localClock(now)} (dân cư, cụm loa: số liệu minh hoạ)`,
    `${of.title} · mã số ${of.id} · theo đề xuất của trạm đo`,
    `Theo lệnh của: ${of.orderedBy} · Người phát: ${of.createdBy}, lúc ${clock(of.createdAt)} · Người thứ hai đồng ý: ${of.confirmedBy ?? '–'} · ${siren}`,
    '',
    'Mực nước đêm 8 rạng 9/10/2025:',
    ...rivers.map(riverLine),
    '',
    `${of.sounded}/${of.clusters} cụm báo đã kêu; cụm cuối cùng sau ${seconds(of.soundedAfterMs)}.`,
    ...quiet.map(
      one =>
        `  ${one.name} (${one.area}): chưa kêu${one.state === 'failed' ? ', loa hoặc tăng âm hỏng' : ', chưa báo về'}`,
    ),
    `${number(of.households.confirmed)}/${number(of.households.total)} hộ ở thôn có cụm báo đã kêu; ${number(of.households.told)} hộ được báo cách khác; còn ${number(of.households.left)} hộ chưa ai báo.`,
    '',
    `${silent.length} thôn không có cụm báo đã kêu; đã báo cách khác ${told.length}, còn ${left.length}:`,
    ...silent.map(one => villageLine(one, of.calls)),
  ];
}
