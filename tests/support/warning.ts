// A test server with the room of warnings, a commune with people, and a stand-in for the room of alerts: it notes what it is
// asked to send and stores an alert that lives, or refuses as it is told.
import type { AlertUpdate, NewAlert } from '../../protocol/api/alerts.ts';
import type { Gauge } from '../../protocol/api/warnings.ts';
import type { FeedMessage } from '../../protocol/feed.ts';
import type { LoaError } from '../../server/errors.ts';
import { homeRoutes } from '../../server/http/home.ts';
import type { Actor } from '../../server/people/rights.ts';
import { insertAlert, type StoredAlert } from '../../server/store/alerts.ts';
import type { Database } from '../../server/store/database.ts';
import type { GuardedFetch } from '../../server/warning/guarded-fetch.ts';
import type { Given } from '../../server/warning/proposals.ts';
import type { WarningRoom } from '../../server/warning/room.ts';
import { joinWarnings } from '../../server/warnings.ts';
import type { Caller } from './api.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { PIN, type TestBase, testServer } from './server.ts';

export const TIMEZONE = 'Asia/Ho_Chi_Minh';

export type WarningServer = Awaited<ReturnType<typeof warningServer>>;

/** What the room of alerts was asked, and what it shall answer. */
export function fakeAlerts(db: Database, time: { now(): number }) {
  const asked: {
    what: 'issue' | 'update' | 'withdraw';
    by: string;
    phone: string | null;
    request: unknown;
  }[] = [];
  let refusal: LoaError | null = null;
  /** Holds every answer back until it is let go. */
  let gate: Promise<void> = Promise.resolve();
  const note = async (what: (typeof asked)[number]['what'], actor: Actor, phone: string | null, request: unknown) => {
    asked.push({ what, by: actor.name, phone, request });
    await gate;
    if (refusal) throw refusal;
  };
  return {
    asked,
    refuse(error: LoaError | null) {
      refusal = error;
    },
    hold(): () => void {
      const held = Promise.withResolvers<void>();
      gate = held.promise;
      return () => held.resolve();
    },
    async issue(actor: Actor, phone: string | null, request: NewAlert, given: Given) {
      await note('issue', actor, phone, { ...request, ...given });
      await insertAlert(db, living(request, given.source, time.now()));
    },
    update: (actor: Actor, phone: string | null, alertId: string, change: AlertUpdate) =>
      note('update', actor, phone, { alertId, ...change }),
    withdraw: (actor: Actor, alertId: string) => note('withdraw', actor, null, { alertId }),
  };
}

const living = (request: NewAlert, source: 'gauge' | 'cap', at: number): StoredAlert => ({
  ...{ id: request.id ?? 'al_a', template: request.template, hazard: 'flood', status: request.status },
  ...{ level: request.level ?? null, state: 'live', message: 'issue', siren: null, voiceSent: true },
  ...{ slots: request.slots, text: '', specifics: null, specificsRecording: null, addedRecording: null },
  ...{ orderedBy: '', documentNo: null, source, authorityPath: '/', proposalId: request.proposalId ?? null },
  ...{ asked: null, confirmedBy: null, confirmedName: null, aloneReason: null, repeatEveryS: 600 },
  ...{ repeatUntil: null, createdPhone: null, createdAt: at, endedAt: null },
});

/** It is 16:00 on Sunday, 22 November 2026 in Vietnam, unless the clock says otherwise. */
export async function warningServer(options: { clock?: FakeClock; fetch?: GuardedFetch; automatic?: boolean } = {}) {
  const clock = options.clock ?? fakeClock();
  const told: FeedMessage[] = [];
  const errors: unknown[] = [];
  let base: TestBase | undefined;
  let room: WarningRoom | undefined;
  let alerts: ReturnType<typeof fakeAlerts> | undefined;

  const open = (given: TestBase, doors: ReturnType<typeof fakeAlerts>) =>
    joinWarnings({
      ...given,
      timezone: TIMEZONE,
      fetchAllow: [],
      automatic: options.automatic ?? false,
      alerts: doors,
      checkPin: async (_accountId, pin) => pin === PIN,
      actorFor: async accountId => server.sessions.actorFor(accountId),
      fetch: options.fetch,
      onError: error => errors.push(error),
    });

  const server = await testServer({
    time: clock,
    async rooms(given) {
      base = given;
      const doors = fakeAlerts(given.db, clock);
      const { room: opened, routes } = open(given, doors);
      given.bus.subscribe('board', message => told.push(message));
      room = opened;
      alerts = doors;
      return [
        ...routes,
        api =>
          homeRoutes(api, {
            ...{ db: given.db, time: clock, areas: given.areas, clusters: given.clusters },
            outcomes: { find: async () => null, playback: async () => [], summarise: async () => [] },
            preview: async ({ areaId }) => ({ from: '', to: '', areaId, items: [], airtime: [] }),
            schedules: async () => [],
            sentences: { list: async () => [] },
            alerts: async () => [],
          }),
      ];
    },
  });
  if (!room || !base || !alerts) throw new Error('the room was not opened');
  const over = base;
  const opened = room;
  const doors = alerts;

  async function commune() {
    const { caller: admin, root } = await server.setUp();
    const area = async (name: string, kind: string, parentId: string) =>
      (await server.areas.create('loa', { name, kind: kind as 'commune', parentId })).id;
    const boHa = await area('Xã Bố Hạ', 'commune', root);
    const dongKy = await area('Xã Đồng Kỳ', 'commune', root);
    const upper = await area('Thôn Thượng', 'village', boHa);
    const lower = await area('Thôn Hạ', 'village', boHa);
    const officer = await server.as(admin, 'canbo', { role: 'officer', areaId: boHa });
    const leader = await server.as(admin, 'lanhdao', { role: 'leader', areaId: boHa });
    const neighbour = await server.as(admin, 'hangxom', { role: 'officer', areaId: dongKy });
    const { body } = await officer.caller.post<{ token: string }>('/api/tokens', {
      name: 'máy đo',
      scopes: ['propose'],
    });
    return {
      admin,
      root,
      boHa,
      dongKy,
      upper,
      lower,
      officer,
      leader,
      neighbour,
      program: server.withToken(body.token),
    };
  }

  return {
    ...server,
    clock,
    room,
    alerts: doors,
    told,
    errors,
    /** The same store with a program that has just started. */
    restarted: (): WarningRoom => open(over, doors).room,
    commune,
    async close() {
      await opened.close();
      await server.close();
    },
  };
}

export const gaugeOf = (areas: string[], change: object = {}) => ({
  name: 'Cầu Sơn',
  river: 'Sông Thương',
  levelsM: { 1: 14, 2: 15, 3: 16 },
  decree: 'QĐ 05/2020/QĐ-TTg',
  areas,
  ...change,
});

/** Readings as a program hands them in, one every ten minutes up to now. */
export async function measure(by: Caller, gauge: Pick<Gauge, 'id'>, now: number, ...levels: number[]) {
  const readings = levels.map((levelM, i) => ({
    at: new Date(now - (levels.length - 1 - i) * 600_000).toISOString(),
    levelM,
  }));
  return by.post<{ taken: number; known: number; proposals: string[] }>(`/api/gauges/${gauge.id}/readings`, readings);
}
