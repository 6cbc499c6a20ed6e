// What the commune's people have prepared before anything sounds: announcements read by the machine, a daily programme by
// schedule, and two items that wait for the leader, one of them in the middle of the night.
import { setTimeout as pause } from 'node:timers/promises';
import { broadcast, madeBroadcast, madeSchedule, preview, programme } from '../../protocol/api/broadcasts.ts';
import { recording } from '../../protocol/api/recordings.ts';
import type { Client } from './client.ts';
import { isIn, localDay, nextAt, quietNights } from './daytime.ts';
import type { Staff } from './people.ts';

/** Without installed programs a machine with one slow core reads and levels all three in a minute or two. */
const SPEECH_MS = 240_000;
const ASK_MS = 200;
/** From handing in to the first sound: a leader reads it, and every cluster fetches it. */
const LEAD_MS = 7000;
/** It keeps its peace by the rules; whoever typed it meant the afternoon. */
const SLIPS = ['03:15', '01:15'];

const TEXTS = {
  first: {
    title: 'Tiêm phòng cho trâu, bò vụ đông',
    text: 'Kính thưa bà con. Sáng thứ Bảy, từ 7h30, cán bộ thú y tiêm phòng cho trâu, bò tại nhà văn hoá các thôn. Đề nghị bà con nhốt gia súc và mang theo sổ tiêm. Xin cảm ơn.',
  },
  news: {
    title: 'Bản tin Yên Thế',
    text: 'Đây là bản tin của Đài truyền thanh Yên Thế. Đêm nay trời rét, vùng núi có nơi dưới 10 độ C. Bà con giữ ấm cho người già, trẻ nhỏ và đàn gia súc.',
  },
  power: {
    title: 'Tạm ngừng cấp điện',
    text: 'Điện lực thông báo: ngày mai từ 13h đến 16h tạm ngừng cấp điện để sửa đường dây tại xã Bố Hạ. Mong bà con thông cảm.',
  },
} as const;

type Text = keyof typeof TEXTS;
/** Recordings in the making: each resolves when it can be played, or rejects with the reason why not. */
export type Recordings = Record<Text, Promise<string>>;

/** The officer types, the machine reads, one after the other in this order. */
export function record({ officer, rootId }: Staff): Recordings {
  const begin = (which: Text): Promise<string> => {
    const ready = speak(officer.client, rootId, which);
    ready.catch(() => undefined);
    return ready;
  };
  return { first: begin('first'), news: begin('news'), power: begin('power') };
}

async function speak(client: Client, areaId: string, which: Text): Promise<string> {
  const body = { ...TEXTS[which], areaId, language: 'vi' };
  const { id } = await client.send('POST', '/api/recordings/speech', body, recording);
  const until = performance.now() + SPEECH_MS;
  for (;;) {
    const now = await client.get(`/api/recordings/${id}`, recording);
    if (now.state === 'ready') return id;
    if (now.state === 'failed') throw new Error(`${now.title}: ${now.error?.message}`);
    if (performance.now() > until) throw new Error(`${now.title}: ${now.state}`);
    await pause(ASK_MS);
  }
}

const framed = (recordingId: string) => [{ chime: 'chime-open' }, { recordingId }, { chime: 'chime-close' }];

/** Fills the days ahead; `communeId` is for what is announced in one commune alone. */
export async function plan(staff: Staff, communeId: string, recordings: Recordings, now: number): Promise<void> {
  const { leader, officer, rootId } = staff;
  const items = [
    { part: 'intro', chime: 'chime-open' },
    { part: 'item', recordingId: await recordings.news },
    { part: 'closing', chime: 'chime-close' },
  ];
  const bulletin = { name: 'Bản tin hằng ngày', areaId: rootId, items };
  const { id: programmeId } = await officer.client.send('POST', '/api/programmes', bulletin, programme);
  for (const [title, time] of [
    ['Bản tin chiều', '17:00'],
    ['Bản tin sáng', '05:00'],
  ]) {
    const daily = { class: 'normal', content: [{ programmeId }], targets: [rootId], days: [1, 2, 3, 4, 5, 6, 7] };
    await leader.client.send('POST', '/api/schedules', { ...daily, title, time, from: localDay(now) }, madeSchedule);
  }
  const { hours } = quietNights(now);
  const slip = SLIPS.find(time => isIn(hours, time)) ?? '03:15';
  for (const [title, startAt, target] of [
    [TEXTS.power.title, nextAt(now, '11:00'), communeId],
    ['Văn nghệ chào xuân', nextAt(now, slip), rootId],
  ] as const) {
    const item = { title, class: 'normal', content: framed(await recordings.power), targets: [target] };
    const waiting = { ...item, startAt: new Date(startAt).toISOString() };
    const { state } = await officer.client.send('POST', '/api/broadcasts', waiting, madeBroadcast);
    if (state !== 'awaiting') throw new Error(`${title}: ${state}`);
  }
}

/** How many items of the days ahead that nothing holds up are on fewer clusters than they should be, but for one. */
export async function notYetStored(staff: Staff, now: number): Promise<number> {
  const { items } = await daysAhead(staff);
  const due = items.filter(item => item.state === 'approved' && Date.parse(item.at) > now);
  return due.filter(item => item.stored !== null && item.stored < item.clusters - 1).length;
}

/** What the pages show of the next days. */
export const daysAhead = ({ leader }: Staff) => leader.client.get('/api/preview?days=7', preview);

/** The officer hands the first announcement in, the leader approves it; its id and its start, UTC ms. */
export async function announce({ leader, officer, rootId }: Staff, recordings: Recordings) {
  const content = framed(await recordings.first);
  const at = Date.now() + LEAD_MS;
  const item = { title: TEXTS.first.title, class: 'normal', content, targets: [rootId] };
  const body = { ...item, startAt: new Date(at).toISOString() };
  const { id } = await officer.client.send('POST', '/api/broadcasts', body, madeBroadcast);
  await leader.client.send('POST', `/api/broadcasts/${id}/approve`, undefined, madeBroadcast);
  return { id, at };
}

export const outcomeOf = ({ leader }: Staff, id: string) => leader.client.get(`/api/broadcasts/${id}`, broadcast);
