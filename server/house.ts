// The rooms put together: this is the one place that knows them all and joins the two journeys on the bus.
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Time } from '../protocol/time.ts';
import type { Wire, WireEvents } from '../protocol/wire.ts';
import { createDuty } from './announcing/duty.ts';
import { emergencyShelf } from './announcing/on-site.ts';
import { openAnnouncing } from './announcing/room.ts';
import { createSentences } from './announcing/sentences.ts';
import { createTemplates } from './announcing/templates.ts';
import { createApp } from './app.ts';
import { readClips } from './audio/clips.ts';
import { createIngest } from './audio/ingest.ts';
import { createLibrary } from './audio/library.ts';
import { createSpeech } from './audio/speech/speech.ts';
import type { Bus } from './bus/bus.ts';
import { localBus } from './bus/local.ts';
import type { Config } from './config.ts';
import { doorsOf } from './doors.ts';
import { SESSION_COOKIE } from './http/access.ts';
import type { App } from './http/api.ts';
import { createFeed } from './http/feed.ts';
import { createMetrics } from './http/metrics.ts';
import { allowedOrigins } from './http/origin.ts';
import { createGateway } from './link/gateway.ts';
import { createSockets, socketLimit } from './link/sockets.ts';
import { createAccounts } from './people/accounts.ts';
import { createAuditLog } from './people/audit.ts';
import { createCodes } from './people/codes.ts';
import { may } from './people/rights.ts';
import { createSessions } from './people/sessions.ts';
import { createSetup, type Setup } from './people/setup.ts';
import { createAreas } from './places/areas.ts';
import { createClusters } from './places/clusters.ts';
import { createEvacuation } from './places/evacuation.ts';
import { createPlaceSettings } from './places/settings.ts';
import { createVillages } from './places/villages.ts';
import { createWhereabouts } from './places/whereabouts.ts';
import { createSigning } from './signing/signing.ts';
import { anyAccount } from './store/accounts.ts';
import { openDatabase } from './store/database.ts';
import { followAlerts } from './tracking/alerts/following.ts';
import { createBoard } from './tracking/board.ts';
import { createConfirmations } from './tracking/confirmations.ts';
import { createOutcomes } from './tracking/outcomes.ts';
import { createPresence } from './tracking/presence.ts';
import { joinWarnings } from './warnings.ts';

const MAX_UPLOAD_BYTES = 300 * 1024 * 1024;
const MAX_RECORDING_S = 3 * 3600;

export interface HouseParts {
  config: Config;
  time: Time;
  random: (bytes: number) => Uint8Array;
  log: Logger;
  version: string;
  /** The built pages. */
  webFolder: string;
  /** Chimes, sirens, the emergency sentences, and their lists. */
  clipFolder: string;
  /** Pages then offer to hear a loudspeaker and mark figures as illustrative. */
  demo: boolean;
  /** Screens beyond the product's own. */
  routes?: readonly ((app: App) => void)[];
  /** Sees the app before it is ready: tests watch its answers. */
  watch?: (app: App) => void;
  /** The clock of gauges, UTC ms, where a flood of the past is replayed; unset: `time`. */
  gaugeNow?: () => number;
  /** What joins the rooms; unset: a bus of this program alone. */
  bus?: Bus;
  /** The certificate, where this program itself speaks TLS. */
  tls?: { key: string; cert: string };
}

export interface House {
  app: App;
  /** To be printed once, when the root key was made just now. */
  recoveryText: string | null;
  /** To be printed while there is no account. */
  setupCode: string | null;
  /** Begins to send what is due, then listens; answers the port. */
  listen(): Promise<number>;
  /** Begins to send what is due without listening: tests bring their own wires to `accept`. */
  start(): Promise<void>;
  accept(wire: Wire, address: string): WireEvents;
  /** Resolves when everything heard and decided so far is stored. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the store and the keys, brings signed settings up to date and joins all rooms. Nothing is sent before `start` or `listen`. */
export async function createHouse(parts: HouseParts): Promise<House> {
  const { config, time, random, log } = parts;
  const { timezone } = config;
  const onError = (what: string) => (error: unknown) => log.error({ err: error }, what);
  const db = await openDatabase(config.data === ':memory:' ? config.data : join(config.data, 'loa.sqlite'));
  const signing = createSigning({ dir: config.keys, time });
  const bus = parts.bus ?? localBus((topic, error) => log.error({ err: error, topic }, 'a listener failed'));

  // Up: what agents report becomes facts, facts become states, states reach open pages.
  const board = createBoard({ bus, time });
  const confirmations = createConfirmations({ db, bus, time, log });
  const presence = await createPresence({ db, bus, time, log });

  // The emergency library, which settings take from.
  const clips = readClips(parts.clipFolder);
  const templates = createTemplates({ folder: parts.clipFolder });
  const shelf = emergencyShelf(clips, templates);

  // People and places.
  const setup = createSetup({ db, time, random });
  const sessions = createSessions({ db, time, random });
  const codes = createCodes({ db, time, random });
  const accounts = createAccounts({ db, time, random, checkPassword: sessions.checkPassword, demo: parts.demo });
  const auditLog = createAuditLog({ db, time });
  const settings = createPlaceSettings({ db, signing, bus, time, random, timezone, shelf });
  const areas = createAreas({ db, time, random, settings, shelf });
  const villages = createVillages({ db, time, random, settings });
  const clusters = createClusters({ db, time, random, settings, signing, bus });
  const evacuation = createEvacuation({ db, time, settings });
  const sentences = createSentences({ db, time, templates, settings });
  const duty = createDuty({ db, time, timezone, shelf });
  const whereabouts = await createWhereabouts({ db, bus, time, onError: onError('places could not be read') });

  // Audio.
  const library = await createLibrary({
    db,
    clips,
    ingest: createIngest({ dir: config.recordings, maxBytes: MAX_UPLOAD_BYTES, maxDurationS: MAX_RECORDING_S }),
    speech: createSpeech({ voiceFolder: config.voice ?? undefined }),
    recordingsDir: config.recordings,
    maxUploadBytes: MAX_UPLOAD_BYTES,
    time,
    random,
    onChange({ id, state, progress }) {
      bus.publish('board', { t: 'recording', recordingId: id, state, progress });
      if (state === 'ready') room.dispatcher.contentChanged();
      if (state !== 'processing') room.alerts.look();
    },
    onError: (error, recordingId) => log.error({ err: error, recording: recordingId }, 'a recording could not be made'),
  });

  // Down: what is announced is signed, and the link hands it to whoever is connected.
  const room = openAnnouncing({
    db,
    bus,
    signing,
    clips,
    templates,
    sessions,
    codes,
    speak: library.speak,
    time,
    random,
    timezone,
    onError: onError('what was announced could not be followed up'),
  });
  const outcomes = createOutcomes({ db, time, itemsOf: room.itemsOf });
  const following = followAlerts({ db, bus, time, random, audienceOf: room.audienceOf });
  const warnings = joinWarnings({
    ...{ db, bus, time, random, timezone, areas, clusters, alerts: room.alerts, gaugeNow: parts.gaugeNow },
    ...{ fetchAllow: config.fetchAllow, automatic: config.automatic },
    ...{ checkPin: sessions.checkPin, actorFor: sessions.actorFor },
    onError: onError('a gauge, a message or a feed could not be followed up'),
  });
  const gateway = await createGateway({
    db,
    bus,
    signing,
    audio: library,
    library: () => clips.library,
    time,
    random,
    log,
  });

  const metrics = createMetrics({ agents: gateway.count });
  bus.subscribe('order', order => metrics.order(order.kind));
  bus.subscribe('handedOver', ({ clusterIds }) => metrics.handedOver(clusterIds.length));
  bus.subscribe('report', ({ facts }) => metrics.facts(facts.map(fact => fact.kind)));
  bus.subscribe('alarm', ({ part }) => metrics.alarm(part));

  let port = config.port;
  const origins = allowedOrigins({ publicUrl: config.publicUrl, port: () => port });
  const app = createApp({
    log,
    origins,
    setup,
    sessions,
    accounts,
    codes,
    auditLog,
    areas,
    villages,
    clusters,
    timezone,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    tls: parts.tls,
    webFolder: parts.webFolder,
    version: parts.version,
    demo: parts.demo,
    async ready() {
      const store = await anyAccount(db).then(
        () => true,
        () => false,
      );
      return { ready: store, store, agents: gateway.count() };
    },
    routes: doorsOf({
      ...{ db, time, random, config, timezone, areas, clusters, library, room, outcomes, templates, sentences },
      ...{ evacuation, duty, following, sessions, auditLog, metrics },
    }).concat(warnings.routes, parts.routes ?? []),
  });
  parts.watch?.(app);
  await app.ready();

  const sockets = createSockets({ accept: gateway.accept, limit: socketLimit() });
  const feed = createFeed({
    allowsOrigin: origins.allows,
    async actorOf(header) {
      const cookie = app.parseCookie(header ?? '')[SESSION_COOKIE];
      return cookie === undefined ? null : sessions.identify({ cookie });
    },
    sees(actor, message) {
      if (message.t !== 'presence' && message.t !== 'delivery') return true;
      const path = whereabouts.pathOf(message.clusterId);
      return path !== null && may(actor, 'read', path);
    },
    subscribe: board.subscribe,
  });
  app.server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://loa');
    if (pathname === '/device') sockets.upgrade(request, socket, head);
    else if (pathname === '/feed') feed.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });

  async function start(): Promise<void> {
    // A change of rules may have been cut off before the settings that follow from it were signed.
    await settings.refresh();
    await room.dispatcher.start();
    await room.alerts.start();
    await warnings.room.start();
  }

  return {
    app,
    accept: gateway.accept,
    recoveryText: signing.recoveryText,
    setupCode: config.admin ? await admit(setup, config.admin) : await setup.prepareSetup(),
    start,
    async listen() {
      await start();
      await app.listen({ host: config.host, port: config.port });
      port = (app.server.address() as AddressInfo).port;
      return port;
    },
    async idle() {
      await library.idle();
      await room.idle();
      await confirmations.idle();
      await presence.idle();
    },
    async close() {
      room.dispatcher.stop();
      room.alerts.stop();
      await warnings.room.close();
      gateway.close();
      feed.close();
      sockets.close();
      await app.close();
      whereabouts.close();
      board.close();
      await confirmations.idle();
      confirmations.close();
      await presence.idle();
      presence.close();
      await library.idle();
      await db.destroy();
    },
  };
}

/** The first account from the environment; there is no code to print then. */
async function admit(setup: Setup, admin: NonNullable<Config['admin']>): Promise<null> {
  await setup.setUpFrom(admin);
  return null;
}
