// The server's side of /device over a cable and a store in memory: what tests of the link open before each of their stories.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach } from 'vitest';
import { CHUNK_BYTES, listChunks } from '../../protocol/chunk.ts';
import type { Messages, SignedOrder } from '../../server/bus/bus.ts';
import { localBus } from '../../server/bus/local.ts';
import { createGateway, type Gateway } from '../../server/link/gateway.ts';
import { createSigning, type Signing } from '../../server/signing/signing.ts';
import { type Database, openDatabase } from '../../server/store/database.ts';
import { createConfirmations } from '../../server/tracking/confirmations.ts';
import { createPresence } from '../../server/tracking/presence.ts';
import { type Cable, createCable } from './cable.ts';
import { fakeAgent } from './fake-agent.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import type { TestKey } from './keys.ts';

const log = pino({ level: 'silent' });
export const audio = Buffer.alloc(CHUNK_BYTES + 500, 5);
export const list = listChunks(audio);

export let clock: FakeClock;
export let db: Database;
let dir: string;
export let signing: Signing;
export let bus: ReturnType<typeof localBus>;
export let gateway: Gateway;
let cable: Cable;
export let heard: Messages['presence'][];
let closeAll: (() => void)[];

const openGateway = () =>
  createGateway({
    db,
    bus,
    signing,
    time: clock,
    log,
    random: n => new Uint8Array(n).fill(9),
    library: () => ({ version: 1, clips: [] }),
    audio: {
      chunksOf: async id => (id === list.recording ? list : null),
      read: async (id, from, count) => (id === list.recording ? audio.subarray(from, from + count) : null),
    },
  });

/** Opens a link anew for each test of the file that calls it. */
export function useLink(): void {
  beforeEach(async () => {
    clock = fakeClock();
    db = await openDatabase(':memory:');
    dir = mkdtempSync(join(tmpdir(), 'loa-link-'));
    signing = createSigning({ dir, time: clock });
    bus = localBus((_topic, error) => {
      throw error;
    });
    heard = [];
    bus.subscribe('presence', message => heard.push(message));
    const confirmations = createConfirmations({ db, bus, time: clock, log });
    const presence = await createPresence({ db, bus, time: clock, log });
    gateway = await openGateway();
    closeAll = [() => gateway.close(), () => presence.close(), () => confirmations.close()];
    cable = createCable({ time: clock, accept: gateway.accept });
  });

  afterEach(async () => {
    for (const close of closeAll) close();
    await clock.advance(100);
    await db.destroy();
    rmSync(dir, { recursive: true });
  });
}

/** The program ends and starts again over the same store. */
export async function reopen(): Promise<void> {
  gateway.close();
  gateway = await openGateway();
  cable = createCable({ time: clock, accept: gateway.accept });
}

export const newAgent = (id: string, key?: TestKey) => fakeAgent(cable, id, key);
/** Everything that crosses the cable from now on. */
export const record = () => cable.record();

export async function addCluster(id: string, key: Uint8Array | null): Promise<void> {
  await db
    .insertInto('clusters')
    .values({ id, name: id, area_id: 'ar_a', kind: 'pole', speakers_json: '[]', created_at: 0, device_key: key })
    .execute();
}

export async function welcomed(id: string) {
  const agent = newAgent(id);
  await addCluster(id, agent.key.raw);
  await greet(agent);
  return agent;
}

export async function greet(agent: ReturnType<typeof fakeAgent>, change = {}) {
  const opened = agent.connect();
  await clock.advance(5);
  await opened;
  await clock.advance(5);
  agent.hello(change);
  await clock.advance(60);
}

export const order = (clusterIds: string[], orderId = 'br_a', keepMs = 60_000): SignedOrder => ({
  orderId,
  revision: 1,
  kind: 'play',
  bytes: Buffer.from(`signed ${orderId}`),
  clusterIds,
  issuedAt: clock.now(),
  keepUntil: clock.now() + keepMs,
});
