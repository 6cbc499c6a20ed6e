// A whole real server in a process of its own: a database file, real sockets, and a leader signed in who sends. Questions of the
// benchmark flow in, moments on the shared clock and sizes flow out.
import { randomBytes } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { generate } from 'selfsigned';
import { z } from 'zod';
import { broadcast, type NewBroadcast } from '../../protocol/api/broadcasts.ts';
import { listChunks } from '../../protocol/chunk.ts';
import { systemTime } from '../../protocol/time.ts';
import { localBus } from '../../server/bus/local.ts';
import { createHouse, type House } from '../../server/house.ts';
import { answerParent } from './child.ts';
import { sharedNow } from './clock.ts';
import { clusterIdOf } from './identity.ts';
import { areaId, beside, seedProvince, seedRecording } from './seed.ts';
import { type delivery, type load, type StationQuestion, type sent, stationQuestion } from './words.ts';

const ADMIN = { name: 'quantri', password: 'mật khẩu rất dài', pin: '246810' };
const CLIPS = fileURLToPath(new URL('../../recordings', import.meta.url));
const SETTLE_MS = 500;

const log = pino({ level: 'warn' }, pino.destination(2));
const loop = monitorEventLoopDelay({ resolution: 1 });
const bus = localBus((topic, error) => log.error({ err: error, topic }, 'a listener failed'));

/** Devices that have said of an alert that it sounds, and when the last of them did. */
const soundings = new Map<string, { count: number; lastAt: number }>();
let heardSounding: () => void = () => undefined;
bus.subscribe('report', ({ facts }) => {
  for (const fact of facts) {
    if (fact.kind !== 'playing') continue;
    soundings.set(fact.broadcastId, { count: (soundings.get(fact.broadcastId)?.count ?? 0) + 1, lastAt: sharedNow() });
  }
  heardSounding();
});

let station: Station | null = null;
/** Of the last order: when it was committed and published, when its bytes had left for everybody, and the work until then. */
let publishedAt = 0;
let written = { at: 0, cpuMs: 0 };
// Subscribed before the rooms are, so that this is called before the first socket is written.
bus.subscribe('order', ({ kind }) => {
  if (kind === 'play') publishedAt = sharedNow();
});
// The bytes are given to every socket. The kernel takes what is this small at once; a socket that still holds something is
// looked at again until it has been seen empty.
bus.subscribe('handedOver', () => {
  const left = [...(station?.sockets ?? [])].filter(isHolding);
  const look = (still: Socket[]): void => {
    if (still.length > 0) setImmediate(() => look(still.filter(isHolding)));
    else written = { at: sharedNow(), cpuMs: cpuSince() };
  };
  look(left);
});
/** Of the last stop: the link is called within `publish`, so a turn later every socket has been given it. */
let stopWrittenAt = 0;
bus.subscribe('order', ({ kind }) => {
  if (kind !== 'stop') return;
  const look = (still: Socket[]): void => {
    if (still.length > 0) setImmediate(() => look(still.filter(isHolding)));
    else stopWrittenAt = sharedNow();
  };
  setImmediate(() => look([...(station?.sockets ?? [])].filter(isHolding)));
});
const isHolding = (socket: Socket): boolean => socket.writableLength > 0;

interface Station {
  house: House;
  port: number;
  dir: string;
  sockets: Set<Socket>;
  top: { id: string };
  call(method: 'GET' | 'POST', url: string, body?: object): Promise<unknown>;
}

async function open(asked: Extract<StationQuestion, { do: 'open' }>): Promise<Station> {
  const { dir } = asked;
  const house = await createHouse({
    config: {
      port: 0,
      host: '127.0.0.1',
      data: dir,
      keys: join(dir, 'keys'),
      recordings: join(dir, 'recordings'),
      voice: null,
      timezone: 'Asia/Ho_Chi_Minh',
      publicUrl: null,
      trustProxy: 'loopback',
      fetchAllow: [],
      automatic: false,
      logLevel: 'warn',
      admin: ADMIN,
    },
    bus,
    time: systemTime,
    random: randomBytes,
    log,
    version: 'bench',
    webFolder: join(dir, 'web'),
    clipFolder: CLIPS,
    demo: false,
    ...(asked.tls && { tls: await selfSigned() }),
  });
  await beside(join(dir, 'loa.sqlite'), db => seedProvince(db, asked.clusters));
  const sockets = new Set<Socket>();
  const server: Server = house.app.server;
  server.on(asked.tls ? 'secureConnection' : 'connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await house.listen();
  const headers: Record<string, string> = { origin: `http://localhost:${port}` };
  const call = async (method: 'GET' | 'POST', url: string, body?: object): Promise<unknown> => {
    const answer = await house.app.inject({ method, url, headers, ...(body && { payload: body }) });
    if (answer.statusCode >= 300) throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body}`);
    const cookie = answer.cookies[0];
    if (cookie) headers.cookie = `${cookie.name}=${cookie.value}`;
    return answer.json();
  };
  const me = z.object({ area: z.object({ id: z.string() }) });
  const { area } = me.parse(await call('POST', '/api/session', { name: ADMIN.name, password: ADMIN.password }));
  loop.enable();
  return { house, port, dir, sockets, top: area, call };
}

async function selfSigned(): Promise<{ key: string; cert: string }> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec', curve: 'P-256' });
  return { key: made.private, cert: made.cert };
}

const announce = async (here: Station, what: Partial<NewBroadcast>): Promise<string> => {
  const made = await here.call('POST', '/api/broadcasts', {
    title: 'Thông báo về mưa lũ',
    class: 'priority',
    content: [{ chime: 'chime-priority' }],
    targets: [here.top.id],
    ...what,
  });
  return z.object({ id: z.string() }).parse(made).id;
};

async function send(here: Station): Promise<z.infer<typeof sent>> {
  loadSince();
  written = { at: 0, cpuMs: 0 };
  const begunAt = sharedNow();
  const orderId = await announce(here, {});
  while (written.at === 0) await new Promise<void>(resolve => setImmediate(resolve));
  return { orderId, begunAt, publishedAt, writtenAt: written.at, cpuMs: written.cpuMs };
}

async function alertSome(here: Station, { communes, senders }: Extract<StationQuestion, { do: 'alert' }>) {
  const targets = communes
    ? Array.from({ length: communes.to - communes.from }, (_, i) => areaId('commune', communes.from + i))
    : [here.top.id];
  const ordinary = Array.from({ length: senders }, (_, number) =>
    announce(here, { targets: [targets[number % targets.length] ?? here.top.id] }),
  );
  const begunAt = sharedNow();
  const begunAtUtc = Date.now();
  const made = await here.call('POST', '/api/alerts', {
    template: 'flood-3',
    status: 'actual',
    siren: false,
    targets,
    orderedBy: 'Chủ tịch',
    proof: { pin: ADMIN.pin },
  });
  const answeredAt = sharedNow();
  await Promise.all(ordinary);
  return { alertId: z.object({ id: z.string() }).parse(made).id, begunAt, begunAtUtc, answeredAt };
}

async function awaitSoundings({ alertId, count }: { alertId: string; count: number }): Promise<{ lastAt: number }> {
  for (;;) {
    const said = soundings.get(alertId);
    if (said && said.count >= count) return { lastAt: said.lastAt };
    await new Promise<void>(resolve => {
      heardSounding = resolve;
    });
  }
}

async function silence(here: Station, alertId: string) {
  const begunAt = sharedNow();
  stopWrittenAt = 0;
  await here.call('POST', `/api/alerts/${alertId}/silence`, {});
  while (stopWrittenAt === 0) await new Promise<void>(resolve => setImmediate(resolve));
  return { begunAt, writtenAt: stopWrittenAt };
}

let cpu = process.cpuUsage();
function cpuSince(): number {
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1000;
}
function loadSince(): z.infer<typeof load> {
  const answer = { stallMs: loop.max / 1e6, cpuMs: cpuSince() };
  loop.reset();
  cpu = process.cpuUsage();
  return answer;
}

function collect(): number {
  const { gc } = globalThis;
  if (!gc) throw new Error('started without --expose-gc');
  gc();
  gc();
  return process.memoryUsage.rss();
}

async function settle({ house }: Station): Promise<null> {
  await house.idle();
  // What was told in the last moments is answered by agents, and stored in its turn.
  await new Promise<void>(resolve => setTimeout(resolve, SETTLE_MS));
  await house.idle();
  return null;
}

async function play(here: Station, asked: Extract<StationQuestion, { do: 'play' }>) {
  const bytes = await readFile(asked.path);
  const { recording } = listChunks(bytes);
  await copyFile(asked.path, join(here.dir, 'recordings', `${recording}.opus`));
  const { durationMs } = asked;
  const recordingId = await beside(join(here.dir, 'loa.sqlite'), db =>
    seedRecording(db, { recording, bytes: bytes.length, durationMs }),
  );
  const startAt = new Date(Date.now() + asked.inMs).toISOString();
  const broadcastId = await announce(here, { content: [{ recordingId }], targets: [clusterIdOf(0)], startAt });
  return { broadcastId };
}

async function stateOf(here: Station, broadcastId: string): Promise<z.infer<typeof delivery>> {
  const { deliveries } = broadcast.parse(await here.call('GET', `/api/broadcasts/${broadcastId}`));
  return { state: deliveries[0]?.state ?? 'none' };
}

answerParent(stationQuestion, async asked => {
  if (asked.do === 'open') {
    station = await open(asked);
    return { port: station.port };
  }
  if (!station) throw new Error('not open yet');
  switch (asked.do) {
    case 'memory':
      return { rss: collect() };
    case 'settle':
      return settle(station);
    case 'send':
      return send(station);
    case 'alert':
      return alertSome(station, asked);
    case 'soundings':
      return awaitSoundings(asked);
    case 'silence':
      return silence(station, asked.alertId);
    case 'load':
      return loadSince();
    case 'enrol':
      return station.call('POST', `/api/clusters/${clusterIdOf(asked.cluster)}/enrolment`);
    case 'play':
      return play(station, asked);
    case 'state':
      return stateOf(station, asked.broadcastId);
  }
});
