// The demonstration from its first line to its last, and the end of all that it started. Past the start of the server everything
// goes through the public HTTP API, and what the devices do over real sockets.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { renderANSI } from 'uqr';
import { cluster } from '../../protocol/api/places.ts';
import { type Client, listed } from './client.ts';
import { quietNights } from './daytime.ts';
import { firstBroadcast } from './first-broadcast.ts';
import { type Fleet, openFleet } from './fleet.ts';
import { floodNight } from './flood.ts';
import { type OpenServer, openServer } from './opening.ts';
import type { Options } from './options.ts';
import { buildPages, pagesAreOld } from './pages.ts';
import { type Account, appointStaff, type Staff } from './people.ts';
import { type Places, settle } from './places.ts';
import { daysAhead, notYetStored, plan, type Recordings, record } from './planning.ts';
import { gaugeClock } from './replay.ts';
import { aheadOf } from './report.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ASK_MS = 300;
const ONLINE_MS = 60_000;
const LONGEST_CLOSE_MS = 6000;
/** Devices write a week of orders to disk, each for itself. */
const STORED_MS = 30_000;
/** Sixty devices fetch the emergency library from one machine. */
const STOCKED_MS = 90_000;

/** Waits until `look` finds something, or `patienceMs` have passed: null. */
export type Until = <T>(patienceMs: number, look: () => Promise<T | null>) => Promise<T | null>;

export interface Demo {
  /** Resolves after the first broadcast and its report; rejects with a sentence for whoever started it. */
  shown: Promise<void>;
  /** Resolves when it is told to end; rejects if a part ended by itself. */
  ended: Promise<void>;
  close(): Promise<void>;
}

export interface DemoParts {
  options: Options;
  folder: string;
  say: (vi: string, en: string) => void;
  write: (line: string) => void;
  /** Aborted: nothing more is shown. */
  signal: AbortSignal;
  digits: (count: number) => string;
}

export function showDemo(parts: DemoParts): Demo {
  const { say, write, signal } = parts;
  const closers: (() => Promise<void>)[] = [];
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined);
  signal.addEventListener('abort', () => ended.resolve());

  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal });
  const until: Until = async (patienceMs, look) => {
    const end = performance.now() + patienceMs;
    for (;;) {
      const began = performance.now();
      const seen = await look();
      const now = performance.now();
      if (seen !== null || now > end) return seen;
      // A server that is busy is not asked more often for it.
      await pause(Math.max(ASK_MS, 3 * (now - began)));
    }
  };

  async function show(): Promise<void> {
    const pages = pagesAreOld(ROOT) ? buildPages(ROOT, signal) : null;
    pages?.catch(() => undefined);
    if (pages) say('Đang dựng trang web (chỉ lần đầu, vài giây)…', 'building the pages (first time only)');
    const clock = gaugeClock(() => performance.now());
    const server = await openServer({ ...parts, root: ROOT, ...(parts.options.flood ? { gaugeNow: clock.now } : {}) });
    closers.push(server.close);
    say('Máy chủ đã chạy', 'the server runs');
    const staff = await appointStaff({ ...server, digits: parts.digits });
    const recordings = parts.options.flood ? null : record(staff);
    const now = Date.now();
    const places = await settle(staff.admin.client, staff.rootId, now);
    const { communes, clusters } = places;
    const speakers = clusters.reduce((sum, one) => sum + one.speakers, 0);
    const villages = communes.reduce((sum, one) => sum + one.villageIds.length, 0);
    say(
      `${communes.length} xã, ${villages} thôn, ${clusters.length} cụm, ${speakers} loa (số liệu minh hoạ)`,
      'communes, villages, clusters, loudspeakers; illustrative figures',
    );
    if (quietNights(now).opened)
      say(
        'Đang là giờ yên tĩnh: bản trình diễn mở một giờ để nghe thử',
        'quiet hours are opened for an hour, to show sound',
      );

    const fleet = openFleet({
      server: server.deviceUrl,
      folder: server.agents,
      certificate: server.certificate,
      lost: why => ended.reject(new Error(why)),
    });
    closers.push(fleet.close);
    await fleet.start(clusters.map(one => one.device));
    await allOnline(staff.admin.client);
    say(`${clusters.length} cụm đã ghi danh và lên mạng`, 'all clusters are enrolled and online');
    const boHa = communes[0];
    if (!boHa) throw new Error('there is no commune');
    const head = { role: 'Trưởng thôn', name: 'truongthon', displayName: 'Thân Thị Mai' };
    const villageHead = await staff.appoint(head, 'villageHead', boHa.villageIds[0] ?? boHa.id);
    await pages;
    const { officer, leader, admin, technician, inspector } = staff;
    signIns(server, [officer, leader, villageHead, technician, inspector, admin]);

    if (recordings) await ordinaryDay(staff, places, fleet, recordings, now);
    else {
      say('Chờ các cụm tải đủ câu khẩn cấp và còi…', 'every device fetches the emergency library');
      await Promise.race([fleet.stocked, pause(STOCKED_MS)]);
      await floodNight({ ...parts, staff, places, fleet, clock, until, pause });
    }
    if (!parts.options.once)
      say(`Mở ${server.door.origin} để thử tiếp; Ctrl-C để dừng`, 'open it to go on; Ctrl-C ends everything');
  }

  async function ordinaryDay(
    staff: Staff,
    places: Places,
    fleet: Fleet,
    recordings: Recordings,
    now: number,
  ): Promise<void> {
    say('Máy đang đọc bản tin thứ nhất (giọng máy)…', 'the machine reads the first announcement');
    await recordings.first;
    await firstBroadcast({ ...parts, staff, clusters: places.clusters, recordings, fleet, until, pause });
    await plan(staff, places.communes[0]?.id ?? staff.rootId, recordings, now);
    await until(STORED_MS, async () => ((await notYetStored(staff, Date.now())) === 0 ? true : null));
    say(
      'Lịch 05:00 và 17:00 của 7 ngày tới đã nằm sẵn ở các cụm; hai việc chờ lãnh đạo duyệt',
      'a week of schedules is on the devices; two items wait for the leader',
    );
    write('');
    write('  Sắp phát (xem đủ 7 ngày ở trang Lịch) · coming up');
    for (const line of aheadOf(await daysAhead(staff), Date.now())) write(`  ${line}`);
    write('');
  }

  async function allOnline(client: Client): Promise<void> {
    let missing: string[] = [];
    const all = await until(ONLINE_MS, async () => {
      const { items } = await client.get('/api/clusters', listed(cluster));
      const ready = (one: (typeof items)[number]): boolean =>
        one.presence.state === 'online' && one.settings.acknowledged === one.settings.version;
      missing = items.filter(one => !ready(one)).map(one => one.name);
      return missing.length === 0 ? true : null;
    });
    if (all === null) throw new Error(`chưa lên mạng · not online: ${missing.join(', ')}`);
  }

  function signIns({ door }: OpenServer, accounts: readonly Account[]): void {
    write('');
    write(`  Trang web · address:  ${door.origin}`);
    if (parts.options.lan) {
      write('  Điện thoại cùng mạng quét mã này; máy sẽ cảnh báo chứng chỉ tự ký: chọn “Nâng cao” rồi “Tiếp tục”.');
      write('  A phone on this network scans this; it will warn about the self-made certificate: go on all the same.');
      write(renderANSI(door.origin));
    }
    for (const one of accounts)
      write(`  ${one.role.padEnd(12)} ${one.name.padEnd(11)} mật khẩu ${one.password}   PIN ${one.pin}`);
    write('');
  }

  return {
    shown: Promise.race([show(), ended.promise]),
    ended: ended.promise,
    async close() {
      // A server waits for recordings in the making; a visitor who leaves does not.
      for (const close of closers.reverse()) await Promise.race([close(), sleep(LONGEST_CLOSE_MS)]);
    },
  };
}
