// Drives the server's side of /device with hand-made agents over a cable: greeting, clones, enrolment, fan-out, transfers, facts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHUNK_BYTES, listChunks, readAudioFrame } from '../../../protocol/chunk.ts';
import { CLOSE, claimMac, codeIdOf, enrolTranscript, fingerprintOf, fromServer } from '../../../protocol/device.ts';
import { ed25519PublicKey, isSignedBy, readEnvelope } from '../../../protocol/envelope.ts';
import { deliveryId } from '../../../protocol/id.ts';
import type { Messages, SignedOrder } from '../../../server/bus/bus.ts';
import { localBus } from '../../../server/bus/local.ts';
import { createGateway, type Gateway } from '../../../server/link/gateway.ts';
import { createSigning, type Signing } from '../../../server/signing/signing.ts';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { insertOrder } from '../../../server/store/orders.ts';
import { createConfirmations } from '../../../server/tracking/confirmations.ts';
import { createPresence } from '../../../server/tracking/presence.ts';
import { type Cable, createCable } from '../../support/cable.ts';
import { fakeAgent } from '../../support/fake-agent.ts';
import { type FakeClock, fakeClock } from '../../support/fake-clock.ts';
import { makeKey, signBytes } from '../../support/keys.ts';

const log = pino({ level: 'silent' });
const audio = Buffer.alloc(CHUNK_BYTES + 500, 5);
const list = listChunks(audio);

let clock: FakeClock;
let db: Database;
let dir: string;
let signing: Signing;
let bus: ReturnType<typeof localBus>;
let gateway: Gateway;
let cable: Cable;
let heard: Messages['presence'][];
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

async function addCluster(id: string, key: Uint8Array | null): Promise<void> {
  await db
    .insertInto('clusters')
    .values({ id, name: id, area_id: 'ar_a', kind: 'pole', speakers_json: '[]', created_at: 0, device_key: key })
    .execute();
}

async function welcomed(id: string) {
  const agent = fakeAgent(cable, id);
  await addCluster(id, agent.key.raw);
  await greet(agent);
  return agent;
}

async function greet(agent: ReturnType<typeof fakeAgent>, change = {}) {
  const opened = agent.connect();
  await clock.advance(5);
  await opened;
  await clock.advance(5);
  agent.hello(change);
  await clock.advance(60);
}

const order = (clusterIds: string[], orderId = 'br_a', keepMs = 60_000): SignedOrder => ({
  orderId,
  revision: 1,
  kind: 'play',
  bytes: Buffer.from(`signed ${orderId}`),
  clusterIds,
  issuedAt: clock.now(),
  keepUntil: clock.now() + keepMs,
});

describe('greeting', () => {
  it("TIM-1: the welcome is signed over the hello's nonce and the time", async () => {
    const agent = await welcomed('cl_a');
    const frame = agent.orders[0]!;
    const envelope = readEnvelope(frame.bytes)!;
    expect(frame).toMatchObject({ kind: 'welcome', body: { clusterId: 'cl_a' } });
    const certificate = JSON.parse(Buffer.from(signing.certificate.body, 'base64').toString());
    expect(
      isSignedBy(
        ed25519PublicKey(Buffer.from(certificate.publicKey, 'hex')),
        'welcome',
        envelope.body,
        envelope.signature,
      ),
    ).toBe(true);
    expect(Math.abs(Number(frame.body.serverTime) - clock.now())).toBeLessThan(100);
  });

  it('REP-3: online at the welcome, silent after 5 s, lost after 25 s, and the store knows since when', async () => {
    const agent = await welcomed('cl_a');
    const row = () =>
      db
        .selectFrom('clusters')
        .select(['presence', 'presence_since'])
        .where('id', '=', 'cl_a')
        .executeTakeFirstOrThrow();
    expect(await row()).toMatchObject({ presence: 'online' });
    agent.wire().terminate();
    const left = clock.now();
    await clock.advance(4000);
    expect((await row()).presence).toBe('online');
    await clock.advance(3000);
    expect((await row()).presence).toBe('silent');
    await clock.advance(20_000);
    const lost = await row();
    expect(lost.presence).toBe('lost');
    expect(Math.abs((lost.presence_since ?? 0) - left)).toBeLessThan(50);
  });

  it('REP-3: a short flap is not shown', async () => {
    const agent = await welcomed('cl_a');
    const shown: string[] = [];
    bus.subscribe('board', message => message.t === 'presence' && shown.push(message.state));
    agent.wire().terminate();
    await clock.advance(2000);
    await greet(agent);
    await clock.advance(40_000 - 15_000);
    expect(shown).toEqual([]);
  });

  it('KEY-5: a hello by another key is refused', async () => {
    const agent = fakeAgent(cable, 'cl_a');
    await addCluster('cl_a', makeKey().raw);
    await greet(agent);
    expect(agent.closed[0]?.code).toBe(CLOSE.badSignature);
    expect(agent.orders).toEqual([]);
  });

  it('KEY-5: a higher number replaces the older session, an equal one is a clone and raises an alarm', async () => {
    const agent = await welcomed('cl_a');
    const twin = fakeAgent(cable, 'cl_a', agent.key);
    await greet(twin, { connection: 1 });
    expect(twin.closed[0]?.code).toBe(CLOSE.clone);
    expect(agent.closed).toEqual([]);
    const row = await db.selectFrom('clusters').select('fault_part').where('id', '=', 'cl_a').executeTakeFirstOrThrow();
    expect(row.fault_part).toBe('clone');
    const next = fakeAgent(cable, 'cl_a', agent.key);
    await greet(next, { connection: 2 });
    expect(next.orders[0]?.kind).toBe('welcome');
    expect(agent.closed[0]?.code).toBe(CLOSE.replaced);
    expect(gateway.count()).toBe(1);
  });

  it('KEY-7: a revoked device is closed at once and not taken back', async () => {
    const agent = await welcomed('cl_a');
    await db.updateTable('clusters').set({ device_key: null, revoked_at: clock.now() }).execute();
    bus.publish('close', { clusterId: 'cl_a' });
    await clock.advance(10);
    expect(agent.closed[0]?.code).toBe(CLOSE.revoked);
    await greet(agent);
    expect(agent.closed[1]?.code).toBe(CLOSE.revoked);
  });

  it('refuses words before the hello and shapes that are none, and passes over unknown ones', async () => {
    const agent = await welcomed('cl_a');
    agent.tell({ t: 'somethingNewer', x: 1 });
    await clock.advance(10);
    expect(agent.closed).toEqual([]);
    agent.tell({ t: 'probe', n: 'x' });
    await clock.advance(10);
    expect(agent.closed[0]?.code).toBe(CLOSE.shape);
    const early = fakeAgent(cable, 'cl_b');
    const opened = early.connect();
    await clock.advance(5);
    await opened;
    early.tell({ t: 'wantList', recording: list.recording });
    await clock.advance(10);
    expect(early.closed[0]?.code).toBe(CLOSE.shape);
  });
});

describe('enrolment', () => {
  const secret = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

  async function enrol(wrong: Partial<{ secret: Uint8Array }> = {}, code = secret) {
    const agent = fakeAgent(cable, 'cl_a');
    const opened = agent.connect();
    await clock.advance(5);
    await opened;
    await clock.advance(5);
    const challenge = agent.words[0]!;
    const publicKey = Buffer.from(agent.key.raw).toString('base64');
    const nonce = 'n'.repeat(20);
    agent.tell({ t: 'enrol', protocol: 1, codeId: codeIdOf(code), nonce, publicKey });
    await clock.advance(20);
    const proof = agent.words.find(word => word.t === 'enrolProof');
    if (proof?.t !== 'enrolProof' || challenge.t !== 'challenge') return agent;
    expect(fingerprintOf(Buffer.from(proof.root, 'base64'))).toEqual(fingerprintOf(signing.rootPublicKey));
    const transcript = enrolTranscript({
      challenge: challenge.nonce,
      nonce,
      publicKey,
      root: proof.root,
      clusterId: proof.clusterId,
    });
    const signature = Buffer.from(signBytes(agent.key, 'enrolClaim', transcript)).toString('base64');
    agent.tell({ t: 'claim', mac: claimMac(wrong.secret ?? code, transcript), signature });
    await clock.advance(20);
    return agent;
  }

  beforeEach(async () => {
    await addCluster('cl_a', null);
    await db
      .insertInto('enrolments')
      .values({
        code_id: codeIdOf(secret),
        cluster_id: 'cl_a',
        secret,
        created_by: 'ac_a',
        expires_at: clock.now() + 600_000,
        used_at: null,
      })
      .execute();
  });

  it("KEY-4: a device that knows the code becomes the cluster's, once", async () => {
    const agent = await enrol();
    expect(agent.words.map(word => word.t)).toContain('enrolled');
    await greet(agent);
    expect(agent.orders[0]?.kind).toBe('welcome');
    const second = await enrol();
    expect(second.closed[0]?.code).toBe(CLOSE.code);
  });

  it('KEY-4: a guessed secret, an unknown code and an expired one are refused', async () => {
    expect((await enrol({ secret: new Uint8Array(10) })).closed[0]?.code).toBe(CLOSE.code);
    expect((await enrol({}, new Uint8Array(10))).closed[0]?.code).toBe(CLOSE.code);
    await clock.advance(600_001);
    expect((await enrol()).closed[0]?.code).toBe(CLOSE.code);
  });

  it('KEY-4: the code itself never crosses the wire', async () => {
    const seen = cable.record();
    const agent = await enrol();
    const text = JSON.stringify([seen, agent.words]);
    expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    expect(text).not.toContain(Buffer.from(secret).toString('base64'));
  });
});

describe('orders', () => {
  it('ORD-2: every target receives the same bytes, and nobody else', async () => {
    const [a, b, c] = [await welcomed('cl_a'), await welcomed('cl_b'), await welcomed('cl_c')];
    const handed: Messages['handedOver'][] = [];
    bus.subscribe('handedOver', message => handed.push(message));
    // Binary that is no envelope stands for the signed frame here: the link never looks inside.
    bus.publish('order', order(['cl_a', 'cl_b', 'cl_away']));
    await clock.advance(10);
    expect(Buffer.from(a.audio[0]!).toString()).toBe('signed br_a');
    expect(a.audio).toEqual(b.audio);
    expect(c.audio).toEqual([]);
    expect(handed[0]?.clusterIds).toEqual(['cl_a', 'cl_b']);
  });

  it('ORD-7: who was away is told at the welcome, until it has said that it knows', async () => {
    bus.publish('order', order(['cl_a']));
    bus.publish('order', { ...order(['cl_a'], 'st_b'), kind: 'stop' });
    const agent = await welcomed('cl_a');
    expect(agent.audio.map(bytes => Buffer.from(bytes).toString())).toEqual(['signed st_b', 'signed br_a']);
    agent.facts([
      {
        kind: 'stored',
        seq: 1,
        at: 1,
        uncertaintyMs: 1,
        broadcastId: 'br_a',
        revision: 1,
        deliveryId: deliveryId('br_a', 'cl_a'),
      },
    ]);
    await clock.advance(30);
    await greet(agent);
    expect(agent.audio.map(bytes => Buffer.from(bytes).toString()).slice(2)).toEqual(['signed st_b']);
    await clock.advance(70_000);
    await greet(agent);
    expect(agent.audio).toHaveLength(3);
  });

  it('ORD-7: a restarted server still knows whom it must tell', async () => {
    const told = order(['cl_a']);
    await insertOrder(db, {
      ...told,
      clusterIds: ['cl_a'],
      kind: 'play',
      class: 'normal',
      targets: ['cl_a'],
      startAt: clock.now(),
    });
    gateway.close();
    gateway = await openGateway();
    cable = createCable({ time: clock, accept: gateway.accept });
    const agent = await welcomed('cl_a');
    expect(Buffer.from(agent.audio[0]!).toString()).toBe('signed br_a');
  });

  it('ORD-9: newer settings go before any order', async () => {
    const agent = fakeAgent(cable, 'cl_a');
    await addCluster('cl_a', agent.key.raw);
    await db
      .updateTable('clusters')
      .set({ settings_version: 3, settings_bytes: Buffer.from('settings 3') })
      .execute();
    bus.publish('order', order(['cl_a']));
    await greet(agent);
    expect(agent.audio.map(bytes => Buffer.from(bytes).toString())).toEqual(['settings 3', 'signed br_a']);
    agent.wire().terminate();
    await clock.advance(10);
    agent.audio.length = 0;
    await greet(agent, { settingsVersion: 3 });
    expect(agent.audio.map(bytes => Buffer.from(bytes).toString())).toEqual(['signed br_a']);
  });
});

describe('audio, probes and facts', () => {
  it('AUD-2: lists and bytes are sent as they are asked for', async () => {
    const agent = await welcomed('cl_a');
    agent.tell({ t: 'wantList', recording: list.recording });
    agent.tell({ t: 'want', recording: list.recording, from: 100, count: 64 * 1024 });
    agent.tell({ t: 'want', recording: 'f'.repeat(64), from: 0, count: 10 });
    await clock.advance(30);
    const frames = agent.audio.map(frame => readAudioFrame(frame)!);
    expect(frames[0]?.type).toBe('list');
    const bytes = Buffer.concat(frames.slice(1).map(frame => frame.bytes));
    expect(bytes.equals(audio.subarray(100))).toBe(true);
    expect(agent.words.at(-1)?.t).toBe('noRecording');
  });

  it('TIM-2: a probe is answered with server time; an agent that says nothing for 25 s is dropped', async () => {
    const agent = await welcomed('cl_a');
    agent.tell({ t: 'probe', n: 1, sentAt: 5.5 });
    await clock.advance(10);
    const answer = fromServer.parse(agent.words.at(-1));
    expect(answer).toMatchObject({ t: 'probe', n: 1, sentAt: 5.5 });
    await clock.advance(31_000);
    expect(agent.closed[0]?.code).toBe(1006);
    expect(heard.at(-1)).toMatchObject({ state: 'silent' });
  });

  it('ONC-3: facts are acknowledged after the commit, up to the first gap, and counted once', async () => {
    const agent = await welcomed('cl_a');
    const fact = (seq: number) => ({
      kind: 'stored' as const,
      seq,
      at: 1,
      uncertaintyMs: 1,
      broadcastId: 'br_a',
      revision: 1,
      deliveryId: deliveryId('br_a', 'cl_a'),
    });
    agent.facts([fact(1), fact(2)]);
    agent.facts([fact(4)]);
    agent.facts([fact(1), fact(2)]);
    await clock.advance(60);
    const recorded = agent.words.filter(word => word.t === 'recorded');
    expect(recorded.every(word => word.t === 'recorded' && word.seq === 2)).toBe(true);
    agent.facts([fact(3), fact(4)]);
    await clock.advance(60);
    expect(agent.words.at(-1)).toMatchObject({ t: 'recorded', seq: 4 });
    expect(await db.selectFrom('facts').selectAll().execute()).toHaveLength(4);
  });

  it('ORD-4: a device that speaks of the delivery of another changes nothing there', async () => {
    const agent = await welcomed('cl_a');
    const own = { broadcastId: 'br_a', revision: 1, deliveryId: deliveryId('br_a', 'cl_a') };
    const foreign = { ...own, deliveryId: deliveryId('br_a', 'cl_b') };
    const span = { startedAt: 1, endedAt: 2, proof: 'device' as const };
    agent.facts([
      { kind: 'played', seq: 1, at: 1, uncertaintyMs: 1, ...foreign, ...span },
      { kind: 'stored', seq: 2, at: 1, uncertaintyMs: 1, ...own },
    ]);
    await clock.advance(60);
    expect(agent.words.at(-1)).toMatchObject({ t: 'recorded', seq: 2 });
    const rows = await db.selectFrom('deliveries').select(['id', 'cluster_id', 'state']).execute();
    expect(rows).toEqual([{ id: own.deliveryId, cluster_id: 'cl_a', state: 'stored' }]);
  });

  it('ONC-3: reports of many devices that share a commit each reach their own delivery and journal', async () => {
    const agents = [await welcomed('cl_a'), await welcomed('cl_b')];
    const about = (clusterId: string) => ({
      broadcastId: 'br_a',
      revision: 1,
      deliveryId: deliveryId('br_a', clusterId),
    });
    const common = { at: 1, uncertaintyMs: 1 };
    for (const [at, agent] of agents.entries()) {
      const mine = about(['cl_a', 'cl_b'][at]!);
      agent.facts([{ kind: 'stored', seq: 1, ...common, ...mine }]);
      agent.facts([{ kind: 'playing', seq: 2, startedAt: 5 + at, ...common, ...mine }]);
    }
    agents[1]!.facts([{ kind: 'failed', seq: 3, reason: 'speaker', ...common, ...about('cl_b') }]);
    await clock.advance(60);
    const rows = await db
      .selectFrom('deliveries')
      .select(['cluster_id', 'state', 'started_at'])
      .orderBy('cluster_id')
      .execute();
    expect(rows).toEqual([
      { cluster_id: 'cl_a', state: 'playing', started_at: 5 },
      { cluster_id: 'cl_b', state: 'failed', started_at: null },
    ]);
    expect(agents[0]!.words.at(-1)).toMatchObject({ t: 'recorded', seq: 2 });
    expect(agents[1]!.words.at(-1)).toMatchObject({ t: 'recorded', seq: 3 });
  });
});
