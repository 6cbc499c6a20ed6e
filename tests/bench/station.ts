// A real server without the phones' half, in a process of its own: a database file, the gateway on real sockets, confirmations
// and presence. Questions of the benchmark flow in, moments on the shared clock and sizes flow out.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import pino from 'pino';
import { generate } from 'selfsigned';
import type { z } from 'zod';
import { type ChunkList, listChunks } from '../../protocol/chunk.ts';
import { systemTime } from '../../protocol/time.ts';
import type { Wire } from '../../protocol/wire.ts';
import { localBus } from '../../server/bus/local.ts';
import { createGateway } from '../../server/link/gateway.ts';
import { createSockets, socketLimit } from '../../server/link/sockets.ts';
import { createSigning } from '../../server/signing/signing.ts';
import { openDatabase } from '../../server/store/database.ts';
import { createConfirmations } from '../../server/tracking/confirmations.ts';
import { createPresence } from '../../server/tracking/presence.ts';
import { acceptOrder } from './acceptance.ts';
import { answerParent } from './child.ts';
import { sharedNow } from './clock.ts';
import { clusterIdOf } from './identity.ts';
import { AREA, enrolmentCode, seedClusters, signSettings } from './seed.ts';
import { type load, type sent, stationQuestion } from './words.ts';

const log = pino({ level: 'warn' }, pino.destination(2));
const loop = monitorEventLoopDelay({ resolution: 1 });

async function open(dir: string, clusters: number, tls: boolean) {
  const db = await openDatabase(join(dir, 'loa.db'));
  const signing = createSigning({ dir: join(dir, 'keys'), time: systemTime });
  await seedClusters(db, clusters);
  const bus = localBus((topic, error) => log.error({ err: error, topic }, 'a listener failed'));
  const shared = { db, bus, time: systemTime, log };
  const confirmations = createConfirmations(shared);
  const presence = await createPresence(shared);
  const recordings = new Map<string, { list: ChunkList; bytes: Buffer }>();
  const gateway = await createGateway({
    ...shared,
    signing,
    random: randomBytes,
    library: () => ({ version: 1, clips: [] }),
    audio: {
      chunksOf: async recording => recordings.get(recording)?.list ?? null,
      read: async (recording, from, count) => recordings.get(recording)?.bytes.subarray(from, from + count) ?? null,
    },
  });
  const wires = new Set<Wire>();
  const sockets = createSockets({
    limit: socketLimit(),
    accept(wire, address) {
      wires.add(wire);
      return gateway.accept(wire, address);
    },
  });
  const server = await listen(tls);
  server.on('upgrade', sockets.upgrade);
  loop.enable();
  return {
    ...shared,
    signing,
    confirmations,
    presence,
    recordings,
    wires,
    port: (server.address() as AddressInfo).port,
    clusterIds: Array.from({ length: clusters }, (_, number) => clusterIdOf(number)),
  };
}

async function listen(tls: boolean): Promise<Server> {
  const server = tls ? createSecureServer(await selfSigned()) : createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function selfSigned(): Promise<{ key: string; cert: string }> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec', curve: 'P-256' });
  return { key: made.private, cert: made.cert };
}

let station: Awaited<ReturnType<typeof open>> | null = null;

async function send(here: NonNullable<typeof station>): Promise<z.infer<typeof sent>> {
  let publishedAt = 0;
  const stop = here.bus.subscribe('order', () => {
    publishedAt ||= sharedNow();
  });
  loadSince();
  const begunAt = sharedNow();
  const startAt = Date.now() + 1500;
  const content = [{ type: 'clip' as const, name: 'chime-3', durationMs: 2000 }];
  const orderId = await acceptOrder(here, { startAt, content, targets: [AREA] }, here.clusterIds);
  // The kernel takes what is this small at once; where it did not, the rest is waited for.
  while ([...here.wires].some(wire => wire.bufferedBytes() > 0)) {
    await new Promise<void>(resolve => setImmediate(resolve));
  }
  const writtenAt = sharedNow();
  stop();
  return { orderId, begunAt, publishedAt, writtenAt };
}

let cpu = process.cpuUsage();
function loadSince(): z.infer<typeof load> {
  const stallMs = loop.max / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  loop.reset();
  cpu = process.cpuUsage();
  return { stallMs, cpuMs: (user + system) / 1000 };
}

function collect(): number {
  const { gc } = globalThis;
  if (!gc) throw new Error('started without --expose-gc');
  gc();
  gc();
  return process.memoryUsage.rss();
}

answerParent(stationQuestion, async asked => {
  if (asked.do === 'open') {
    station = await open(asked.dir, asked.clusters, asked.tls);
    return { port: station.port };
  }
  const here = station;
  if (!here) throw new Error('not open yet');
  switch (asked.do) {
    case 'memory':
      return { rss: collect() };
    case 'settle':
      await here.presence.idle();
      await here.confirmations.idle();
      return null;
    case 'send':
      return send(here);
    case 'load':
      return loadSince();
    case 'enrol':
      await signSettings(here.db, here.signing, clusterIdOf(0));
      return { code: await enrolmentCode(here.db, here.signing, clusterIdOf(0)) };
    case 'play': {
      const bytes = await readFile(asked.path);
      const list = listChunks(bytes);
      here.recordings.set(list.recording, { list, bytes });
      const startAt = Date.now() + asked.inMs;
      const versions = [{ language: 'vi', recording: list.recording, durationMs: asked.durationMs }];
      const content = [{ type: 'recording' as const, versions }];
      const clusterId = clusterIdOf(0);
      return { broadcastId: await acceptOrder(here, { startAt, content, targets: [clusterId] }, [clusterId]), startAt };
    }
    case 'state': {
      const found = await here.db
        .selectFrom('deliveries')
        .select('state')
        .where('broadcast_id', '=', asked.broadcastId)
        .executeTakeFirst();
      return { state: found?.state ?? 'none' };
    }
  }
});
