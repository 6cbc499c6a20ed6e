// A test server whose commune is under alert: villages with one, two and no clusters, one that speaks Tày, people to call, and
// devices that report. Alerts are put into the store as they stand after their acceptance.
import pino from 'pino';
import type { Alert, AlertSummary } from '../../protocol/api/alerts.ts';
import type { Fact } from '../../protocol/delivery.ts';
import { deliveryId, makeId } from '../../protocol/id.ts';
import { plantedOf } from '../../server/announcing/planting.ts';
import { lookAround } from '../../server/announcing/surroundings.ts';
import { createAlertAnswers } from '../../server/http/alert-answer.ts';
import { alertStrip } from '../../server/http/alert-strip.ts';
import { type FollowedAlertParts, followedAlertRoutes } from '../../server/http/followed-alerts.ts';
import { homeRoutes } from '../../server/http/home.ts';
import { outcomeRoutes } from '../../server/http/outcomes.ts';
import { insertAlert, type StoredAlert } from '../../server/store/alerts.ts';
import { insertBroadcast, type StoredBroadcast } from '../../server/store/broadcasts.ts';
import { plantDeliveries } from '../../server/store/deliveries.ts';
import { followAlerts } from '../../server/tracking/alerts/following.ts';
import { createConfirmations } from '../../server/tracking/confirmations.ts';
import { createOutcomes } from '../../server/tracking/outcomes.ts';
import type { Caller } from './api.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { countedBytes, testServer } from './server.ts';

const TIMEZONE = 'Asia/Ho_Chi_Minh';
const random = countedBytes('alerting');

export type AlertingServer = Awaited<ReturnType<typeof alertingServer>>;
export type Commune = Awaited<ReturnType<AlertingServer['commune']>>;

/** It is 02:00 on 9 October 2025 in Vietnam: the flood's peak. */
export async function alertingServer(options: { confirm?: FollowedAlertParts['confirm']; publicUrl?: string } = {}) {
  const clock: FakeClock = fakeClock('2025-10-08T19:00:00.000Z');
  let confirmations: ReturnType<typeof createConfirmations> | undefined;
  const server = await testServer({
    time: clock,
    ...(options.publicUrl && { publicUrl: options.publicUrl }),
    async rooms({ db, bus, time, areas, clusters, auditLog, sessions }) {
      confirmations = createConfirmations({ db, bus, time, log: pino({ level: 'silent' }) });
      const audienceOf = async (targets: readonly string[]) => {
        const { clusters: heard, unserved } = (await lookAround(db)).audience(targets, 'found');
        return { clusters: heard.map(plantedOf), unserved };
      };
      const following = followAlerts({ db, bus, time, random, audienceOf });
      const answers = createAlertAnswers({
        ...{ db, time, timezone: TIMEZONE, outcomes: following.outcomes, contactsShown: auditLog.alertContactsShown },
      });
      const outcomes = createOutcomes({ db, time, itemsOf: async () => [] });
      return [
        api =>
          followedAlertRoutes(api, {
            ...{ db, time, random, areas, following, timezone: TIMEZONE },
            publicUrl: options.publicUrl ?? null,
            ...{ answers, actorFor: sessions.actorFor, confirm: options.confirm ?? (async () => undefined) },
          }),
        api => outcomeRoutes(api, { outcomes, areas, timezone: TIMEZONE }),
        api =>
          homeRoutes(api, {
            ...{ db, time, areas, clusters, outcomes },
            alerts: asked => alertStrip({ db, outcomes: following.outcomes, answers }, asked),
            preview: async () => ({ from: '', to: '', items: [], airtime: [] }),
            schedules: async () => [],
            sentences: { list: async () => [] },
          }),
      ];
    },
  });
  const { db } = server;
  const journals = new Map<string, number>();

  /** What the device of this cluster says of an alert; more than a kind where it matters. */
  async function say(clusterId: string, broadcastId: string, ...said: Record<string, unknown>[]): Promise<void> {
    const facts = said.map((one): Fact => {
      const seq = (journals.get(clusterId) ?? 0) + 1;
      journals.set(clusterId, seq);
      const about = { broadcastId, revision: 1, deliveryId: deliveryId(broadcastId, clusterId) };
      return { seq, at: clock.now(), uncertaintyMs: 2, ...about, ...one } as Fact;
    });
    server.bus.publish('report', { clusterId, journalId: `jo_${clusterId.slice(3)}`, facts });
    await confirmations?.idle();
  }

  /** Puts an alert there, as a person would have sent it just now; unplanted: its delivery rows are still to come. */
  async function alert(
    about: { targets: readonly string[]; by: string; unplanted?: true },
    change: { alert?: Partial<StoredAlert>; broadcast?: Partial<StoredBroadcast> } = {},
  ): Promise<string> {
    const id = makeId('al', random(8));
    const now = clock.now();
    const { place, targets, clusters, unserved } = (await lookAround(db)).audience(about.targets);
    const stored: StoredAlert = {
      id,
      template: 'flood-3',
      hazard: 'flood',
      status: 'actual',
      level: 3,
      state: 'live',
      message: 'issue',
      siren: null,
      voiceSent: true,
      slots: {},
      text: 'Nước lên báo động 3.',
      specifics: null,
      specificsRecording: null,
      addedRecording: null,
      orderedBy: 'Chủ tịch UBND xã',
      documentNo: null,
      source: 'own',
      authorityPath: place.path,
      proposalId: null,
      asked: null,
      confirmedBy: null,
      confirmedName: null,
      aloneReason: null,
      repeatEveryS: 600,
      repeatUntil: now + 3_600_000,
      createdPhone: null,
      createdAt: now,
      endedAt: null,
      ...change.alert,
    };
    const broadcast: StoredBroadcast = {
      id,
      title: 'Lũ báo động 3',
      class: stored.status === 'drill' ? 'priority' : 'emergency',
      state: 'approved',
      areaId: place.id,
      content: [],
      frozen: {
        content: [{ type: 'clip', name: 'flood-3', durationMs: 20_000 }],
        items: [
          { title: 'Chuông', recordingId: null, durationMs: 3000, text: null, languages: [] },
          { title: 'Lũ báo động 3', recordingId: null, durationMs: 20_000, text: stored.text, languages: ['vi'] },
        ],
        unserved,
      },
      targets: [...about.targets],
      targetNames: targets.map(target => target.name),
      startAt: now,
      durationMs: 3_600_000,
      expiresAt: now + 3_600_000,
      volume: 100,
      passes: 1,
      revision: 1,
      scheduleId: null,
      scheduleDay: null,
      createdBy: about.by,
      createdAt: now,
      approvedBy: about.by,
      approvedAt: now,
      approvedDigest: null,
      returnedReason: null,
      acceptedAt: now,
      stoppedAt: null,
      stoppedBy: null,
      clusters: clusters.length,
      unreachable: [],
      ...change.broadcast,
    };
    await insertAlert(db, stored);
    await insertBroadcast(db, broadcast);
    if (broadcast.frozen && !about.unplanted) await plantDeliveries(db, id, 1, clusters.map(plantedOf));
    return id;
  }

  return {
    ...server,
    clock,
    say,
    alert,
    /** A session that was opened just now: those of the commune are days old in some stories. */
    signedIn: async ({ accountId }: { accountId: string }): Promise<Caller> =>
      server.withCookie(`loa_session=${(await server.sessions.open(accountId)).cookie}`),
    read: async (caller: Caller, id: string): Promise<Alert> => (await caller.get<Alert>(`/api/alerts/${id}`)).body,
    list: async (caller: Caller): Promise<AlertSummary[]> =>
      (await caller.get<{ items: AlertSummary[] }>('/api/alerts')).body.items,

    /** A second person is asked for the siren by this one. */
    asked: (by: string): NonNullable<StoredAlert['asked']> => ({
      ...{ what: 'siren', siren: 'siren-hue-flood3', template: null, by, phone: null },
      ...{ at: clock.now(), until: clock.now() + 30_000, waitS: 30 },
    }),

    /** Thượng has two clusters, Hạ and Xa one each, Tày one and a language of its own, Lõm none. */
    async commune() {
      const { caller: admin, root } = await server.setUp();
      const commune = (await server.areas.create('loa', { name: 'Bố Hạ', kind: 'commune', parentId: root })).id;
      const other = (await server.areas.create('loa', { name: 'Đồng Kỳ', kind: 'commune', parentId: root })).id;
      const village = async (name: string, households: number | null, parentId = commune) => {
        const { id } = await server.areas.create('loa', { name, kind: 'village', parentId });
        const head = { name: `Trưởng ${name}`, phone: '0912 345 678' };
        await server.areas.change('loa', id, { households, head });
        return id;
      };
      const villages = {
        upper: await village('Thôn Thượng', 120),
        lower: await village('Thôn Hạ', 80),
        far: await village('Thôn Xa', null),
        tay: await village('Bản Tày', 60),
        gap: await village('Thôn Lõm', 200),
        other: await village('Thôn Đồng', 90, other),
      };
      await server.areas.change('loa', villages.tay, { languages: ['tay'] });
      const cluster = async (name: string, areaId: string) =>
        (await server.clusters.create('loa', { name, areaId })).id;
      const clusters = {
        upperOne: await cluster('Thượng 1', villages.upper),
        upperTwo: await cluster('Thượng 2', villages.upper),
        lower: await cluster('Hạ', villages.lower),
        far: await cluster('Xa', villages.far),
        tay: await cluster('Tày', villages.tay),
        other: await cluster('Đồng', villages.other),
      };
      const officer = await server.as(admin, 'Ông Bình', { role: 'officer', areaId: commune });
      const leader = await server.as(admin, 'Bà Chủ tịch', { role: 'leader', areaId: commune });
      const head = await server.as(admin, 'Trưởng thôn Hạ', { role: 'villageHead', areaId: villages.lower });
      const inspector = await server.as(admin, 'Thanh tra', { role: 'inspector', areaId: root });
      const province = await server.as(admin, 'Trực tỉnh', { role: 'province', areaId: root });
      const neighbour = await server.as(admin, 'Cán bộ Đồng Kỳ', { role: 'officer', areaId: other });
      return { admin, root, commune, other, villages, clusters, officer, leader, head, inspector, province, neighbour };
    },
    async close() {
      confirmations?.close();
      await server.close();
    },
  };
}
