// A night of flood as a story: two gauges rise, their proposals come to two people on two phones, who turn one down and send the
// other, by voice at once and by siren with the second word; the villages without a loudspeaker are called; a report ends it.
import { z } from 'zod';
import { type Alert, alert, call, madeCall } from '../../protocol/api/alerts.ts';
import { area } from '../../protocol/api/places.ts';
import { type Gauge, gauge, type Proposal, proposal, takenReadings } from '../../protocol/api/warnings.ts';
import { listed } from './client.ts';
import { localClock } from './daytime.ts';
import type { Fleet } from './fleet.ts';
import { floodReport } from './flood-report.ts';
import type { Staff } from './people.ts';
import type { DemoCluster, Places } from './places.ts';
import { type GaugeClock, NIGHT, type NightGauge, theNight } from './replay.ts';
import type { Until } from './show.ts';
import { DEAD_ZONE_CLUSTER } from './yen-the.ts';

/** The river's own communes. */
const BY_THE_RIVER = 3;
/** What a person needs to read, think and type. */
const READING_MS = 4_000;
const CALL_MS = 3_000;
const PATIENCE_MS = 15_000;
/** The level is told every so many readings: two hours of the night. */
const TOLD_EVERY = 12;

interface FloodParts {
  staff: Staff;
  places: Places;
  fleet: Fleet;
  clock: GaugeClock;
  until: Until;
  pause: (ms: number) => Promise<void>;
  say: (vi: string, en: string) => void;
  write: (line: string) => void;
}

interface Watched extends NightGauge {
  made: Gauge;
}

const metres = (value: number): string => `${value.toFixed(2).replace('.', ',')} m`;

export async function floodNight(parts: FloodParts): Promise<void> {
  const { staff, places, fleet, clock, say, write } = parts;
  const { officer, leader } = staff;
  const silent = silentOf(places.clusters);
  const gauges = await enter(parts);
  fleet.cut(silent.id);
  say(`${silent.name} mất sóng trước cơn lũ`, 'one cluster loses reception before the flood');
  say(
    'Tua lại đêm 8–9/10/2025: đồng hồ trạm đo nhanh gấp 600 lần, loa kêu theo giờ thật',
    'the night of the flood: gauges at 600 times their speed, sound in real time',
  );
  clock.start();
  const river = watch(parts, gauges);
  river.catch(() => undefined);

  const [chosen, other] = await proposals(parts);
  say(`Tin đến: ${chosen.title}. ${chosen.reason}`, 'a gauge proposes');
  await parts.pause(READING_MS);
  const turnDown = { reason: 'Đã báo cả vùng theo trạm Cầu Sơn' };
  await leader.client.send('POST', `/api/proposals/${other.id}/reject`, turnDown, proposal);
  say(`Lãnh đạo không dùng “${other.title}”: ${turnDown.reason}`, 'the leader turns the other one down, with a reason');
  const decided = await officer.client.send(
    'POST',
    `/api/proposals/${chosen.id}/accept`,
    { siren: true, voiceFirst: true, orderedBy: 'Chủ tịch UBND', proof: { pin: officer.pin } },
    proposal,
  );
  const alertId = z.string().parse(decided.alertId);
  say('Cán bộ nhận đề xuất: lời nói phát ngay, còi chờ người thứ hai', 'the officer accepts: voice now, siren awaits');
  await parts.pause(READING_MS);
  await leader.client.send('POST', `/api/alerts/${alertId}/confirm`, { pin: leader.pin }, z.looseObject({}));
  say('Lãnh đạo đồng ý trên máy của mình: còi lũ', 'the leader agrees on another phone: the siren');

  await told(parts, alertId, places.clusters.length);
  await callThem(parts, alertId);
  await river;
  const rivers = gauges.map(one => ({ name: one.gauge.name, readings: one.during }));
  write('');
  for (const line of floodReport(await outcome(officer, alertId), rivers, Date.now()))
    write(line === '' ? '' : `  ${line}`);
  write('');
}

function silentOf(clusters: readonly DemoCluster[]): DemoCluster {
  const found = clusters.find(one => one.name === DEAD_ZONE_CLUSTER);
  if (!found) throw new Error(`there is no ${DEAD_ZONE_CLUSTER}`);
  return found;
}

const outcome = (by: Staff['officer'], alertId: string): Promise<Alert> =>
  by.client.get(`/api/alerts/${alertId}`, alert);

/** Cầu Sơn is nearest and warns everybody; the other one the communes by the river. */
async function enter({ staff, places }: FloodParts): Promise<Watched[]> {
  const made: Watched[] = [];
  for (const [i, one] of theNight().entries()) {
    const areas = i === 0 ? [staff.rootId] : places.communes.slice(0, BY_THE_RIVER).map(commune => commune.id);
    const entered = await staff.officer.client.send('POST', '/api/gauges', { ...one.gauge, areas }, gauge);
    await staff.officer.client.send('POST', `/api/gauges/${entered.id}/readings`, one.before, takenReadings);
    made.push({ ...one, made: entered });
  }
  return made;
}

/** Hands in each reading when the gauges' clock has come to it, and tells the river's level now and then. */
async function watch({ staff, clock, pause, write }: FloodParts, gauges: readonly Watched[]): Promise<void> {
  const all = gauges
    .flatMap(one => one.during.map((reading, i) => ({ one, reading, i, at: Date.parse(reading.at) })))
    .sort((a, b) => a.at - b.at);
  for (const { one, reading, i, at } of all) {
    await pause(clock.untilShows(at));
    await staff.officer.client.send('POST', `/api/gauges/${one.made.id}/readings`, [reading], takenReadings);
    const over = reading.levelM - one.gauge.levelsM[3];
    if (i % TOLD_EVERY === 0 || reading.interpolated === undefined)
      write(
        `        ${localClock(at).slice(0, 5)} ${one.gauge.name} ${metres(reading.levelM)}, trên báo động 3 ${metres(over)}${reading.interpolated ? '' : ' – ĐỈNH (số đo công bố)'}`,
      );
  }
  await pause(clock.untilShows(NIGHT.to));
}

/** The two that the night begins with, the wider one first. */
async function proposals({ staff, until }: FloodParts): Promise<[Proposal, Proposal]> {
  const found = await until(PATIENCE_MS, async () => {
    const { items } = await staff.officer.client.get('/api/proposals', listed(proposal));
    const open = items.filter(one => one.state === 'open');
    const wide = open.find(one => one.targets.some(target => target.id === staff.rootId));
    const narrow = open.find(one => one !== wide);
    return wide && narrow ? ([wide, narrow] as [Proposal, Proposal]) : null;
  });
  if (!found) throw new Error('trạm đo không đề xuất gì · the gauges proposed nothing');
  return found;
}

/** Waits until all have sounded that can. */
async function told({ staff, until, say }: FloodParts, alertId: string, clusters: number): Promise<void> {
  const reached = await until(PATIENCE_MS, async () => {
    const now = await outcome(staff.officer, alertId);
    return now.sounded >= clusters - 2 ? now : null;
  });
  const now = reached ?? (await outcome(staff.officer, alertId));
  const after =
    now.soundedAfterMs === null ? '' : ` sau ${(now.soundedAfterMs / 1000).toFixed(1).replace('.', ',')} giây`;
  say(
    `${now.sounded}/${now.clusters} cụm báo đã kêu${after}; còn ${now.villagesLeft} thôn phải gọi`,
    'clusters that sounded, by their own word; villages left to call',
  );
}

/** Each village that nobody has reached is called; the last one does not answer, and somebody is sent. */
async function callThem({ staff, pause, say }: FloodParts, alertId: string): Promise<void> {
  const { officer } = staff;
  const open = (await outcome(officer, alertId)).villageList.filter(one => one.state === 'open');
  const villages = new Map((await officer.client.get('/api/villages', listed(area))).items.map(one => [one.id, one]));
  const report = (body: Record<string, unknown>) =>
    officer.client.send('POST', `/api/alerts/${alertId}/calls`, body, madeCall);
  for (const [i, { villageId, name, households }] of open.entries()) {
    await report({ villageId, act: 'claim' });
    await pause(Math.min(CALL_MS, 30_000 / open.length));
    const head = villages.get(villageId)?.head?.name ?? 'trưởng thôn';
    if (i < open.length - 1) {
      const told = call.parse(
        await report({ villageId, act: 'told', how: 'phone', ...(households === null ? {} : { households }) }),
      );
      say(`Gọi ${head}, ${name}: đã báo${told.households === null ? '' : ` ${told.households} hộ`}`, 'called and told');
    } else {
      await report({ villageId, act: 'noAnswer' });
      await report({ villageId, act: 'sending' });
      say(`Gọi ${head}, ${name}: không nghe máy; đã cử người tới`, 'no answer; somebody is on the way');
    }
  }
}
