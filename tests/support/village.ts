// The whole system in one process on a fake clock: the real server on a real database, real agents on cables that can be cut,
// and ears at every loudspeaker. Scenarios read as stories because everything here speaks in the words of the commune.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { type Agent, createAgent } from '../../agent/agent.ts';
import type { Way } from '../../agent/on-site.ts';
import { silentSpeaker } from '../../agent/speaker/silent.ts';
import type { Speaker } from '../../agent/speaker/speaker.ts';
import type { Alert, MadeAlert, NewAlert } from '../../protocol/api/alerts.ts';
import type { Broadcast, MadeBroadcast } from '../../protocol/api/broadcasts.ts';
import type { Me } from '../../protocol/api/people.ts';
import { listChunks } from '../../protocol/chunk.ts';
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import { encodeOggOpus } from '../../server/audio/opus.ts';
import { createHouse, type House } from '../../server/house.ts';
import { openDatabase } from '../../server/store/database.ts';
import { insertRecording } from '../../server/store/recordings.ts';
import { evenRandom, listLog } from './agent-house.ts';
import { type Caller, caller, watchAnswers } from './api.ts';
import { type Cable, createCable } from './cable.ts';
import { type Ear, openEar } from './ear.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type MemoryDisk, memoryDisk } from './memory-disk.ts';
import { sine } from './tone.ts';

const ORIGIN = 'http://localhost:8080';
const PASSWORD = 'mật khẩu rất dài';
const PIN = '246810';
/** Of everybody but the first. */
export const PERSON_PIN = '135790';
const nobody: Agent = { start: async () => undefined, stop: async () => undefined, status: () => null };
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

export interface Cluster {
  id: string;
  name: string;
  cable: Cable;
  disk: MemoryDisk;
  heard: Ear['heard'];
  sound: Ear['sound'];
  log: string[];
  agent: Agent;
  /** Switches the box off, and on again with the same disk. */
  off(): Promise<void>;
  on(): Promise<void>;
  /** The power goes and comes back: nothing runs on, and the disk keeps only what was durable. */
  powerCut(): Promise<void>;
}

/** A clock whose timers all die at once, as a program's do when the power goes. */
function mortal(clock: FakeClock): { time: Time; kill(): void } {
  let alive = true;
  const time: Time = {
    now: clock.now,
    monotonic: clock.monotonic,
    after: (ms, run) => clock.after(ms, () => alive && run()),
  };
  return {
    time,
    kill() {
      alive = false;
    },
  };
}

export interface Village {
  clock: FakeClock;
  /** Signed in as the account of the set-up: administrator and leader. */
  admin: Caller;
  root: string;
  /** Moves on in steps, letting files be read in between. */
  pass(ms: number): Promise<void>;
  /** An enrolled, connected cluster. */
  cluster(
    name: string,
    options?: {
      areaId?: string;
      serves?: string[];
      speaker?: () => Speaker;
      bytesPerSecond?: number;
      /** How somebody at the box sounds alerts, such as those of `atTheBox`. */
      ways?: readonly Way[];
    },
  ): Promise<Cluster>;
  area(name: string, kind: string, parentId?: string): Promise<string>;
  /** A ready recording: a tone of its own, so that what is heard can be told apart. */
  recording(title: string, seconds: number, hz?: number): Promise<string>;
  /** Sends at once, or at `startAt`; throws what the server refuses. */
  send(
    what: { title: string; recordingId: string; targets?: string[]; class?: 'normal' | 'priority'; startAt?: number },
    by?: Caller,
  ): Promise<MadeBroadcast>;
  /** Sends an alert with the sender's PIN; throws what the server refuses. */
  alert(what: Partial<NewAlert> & Pick<NewAlert, 'template'>, by?: Caller): Promise<MadeAlert>;
  /** What a second person, the first one or the clock does with it; throws what the server refuses. */
  act(alertId: string, act: string, body?: Record<string, unknown>, by?: Caller): Promise<MadeAlert>;
  outcome(alertId: string): Promise<Alert>;
  report(broadcastId: string): Promise<Broadcast>;
  /** State of one cluster's delivery. */
  stateAt(broadcastId: string, cluster: Cluster): Promise<string | undefined>;
  person(name: string, role: string, areaId: string): Promise<Caller>;
  /** Ends the server and starts it again on the same files; `downMs` passes in between. */
  restart(downMs: number): Promise<void>;
  close(): Promise<void>;
}

export async function openVillage(startIso?: string, options: { automatic?: boolean } = {}): Promise<Village> {
  const clock = fakeClock(startIso);
  const folder = mkdtempSync(join(tmpdir(), 'loa-village-'));
  const dataFolder = join(folder, 'data');
  const recordings = join(folder, 'recordings');
  const clusters: Cluster[] = [];
  const random = evenRandom('village');
  let house: House;

  const openServer = async (): Promise<void> => {
    house = await createHouse({
      config: {
        port: 8080,
        host: '127.0.0.1',
        data: dataFolder,
        keys: join(dataFolder, 'keys'),
        recordings,
        voice: null,
        timezone: 'Asia/Ho_Chi_Minh',
        publicUrl: null,
        trustProxy: 'loopback',
        fetchAllow: [],
        automatic: options.automatic ?? false,
        logLevel: 'silent',
        admin: { name: 'quantri', password: PASSWORD, pin: PIN },
      },
      time: clock,
      random: evenRandom(randomUUID()),
      log: pino({ level: process.env.LOA_LOG ?? 'silent' }),
      version: '0.0.0',
      webFolder: join(folder, 'web'),
      clipFolder: join(REPOSITORY, 'recordings'),
      demo: false,
      watch: watchAnswers,
    });
    await house.start();
  };
  await openServer();

  async function pass(ms: number): Promise<void> {
    const step = ms > 600_000 ? 5000 : 100;
    for (let left = ms; left > 0; left -= step) {
      await clock.advance(Math.min(step, left));
      // A turn through the thread pool: files that were asked for have been read by then.
      await stat(folder);
    }
  }

  /** Every call finds the newest server behind it. */
  const newest = (headers: Record<string, string>): Caller => ({
    get: (url, call) => caller(house.app, headers).get(url, call),
    post: (url, body, call) => caller(house.app, headers).post(url, body, call),
    patch: (url, body, call) => caller(house.app, headers).patch(url, body, call),
    put: (url, body, call) => caller(house.app, headers).put(url, body, call),
    delete: (url, call) => caller(house.app, headers).delete(url, call),
    call: (method, url, call) => caller(house.app, headers).call(method, url, call),
  });
  async function signIn(name: string): Promise<{ caller: Caller; me: Me }> {
    const answer = await caller(house.app, { origin: ORIGIN }).post<Me>('/api/session', { name, password: PASSWORD });
    return { caller: newest({ origin: ORIGIN, cookie: answer.cookie ?? '' }), me: answer.body };
  }
  async function made<T>(answer: Promise<{ status: number; body: T; text: string }>): Promise<T> {
    const { status, body, text } = await answer;
    if (status >= 300) throw new Error(`${status} ${text}`);
    return body;
  }

  const first = await signIn('quantri');
  const admin = first.caller;
  const root = first.me.area.id;

  const village: Village = {
    clock,
    admin,
    root,
    pass,
    async area(name, kind, parentId = root) {
      return (await made(admin.post<{ id: string }>('/api/areas', { name, kind, parentId }))).id;
    },
    async cluster(name, options = {}) {
      const { id } = await made(
        admin.post<{ id: string }>('/api/clusters', {
          name,
          areaId: options.areaId ?? root,
          serves: options.serves ?? [],
        }),
      );
      const { code } = await made(admin.post<{ code: string }>(`/api/clusters/${id}/enrolment`));
      const ear = openEar(clock);
      const log: string[] = [];
      const cable = createCable({
        time: clock,
        accept: (wire, address) => house.accept(wire, address),
        delayMs: 20,
        ...(options.bytesPerSecond && { bytesPerSecond: options.bytesPerSecond }),
      });
      let life = mortal(clock);
      const build = () =>
        createAgent({
          time: life.time,
          random: evenRandom(`${name} ${clock.now()}`),
          disk: cluster.disk,
          dial: cable.dial,
          speaker: options.speaker ?? (() => silentSpeaker({ time: life.time, tap: ear.listen })),
          log: listLog(log),
          ...(options.ways && { ways: options.ways }),
          serverUrl: 'ws://server/device',
          code,
        });
      const cluster: Cluster = {
        id,
        name,
        cable,
        heard: ear.heard,
        sound: ear.sound,
        log,
        disk: memoryDisk(),
        agent: nobody,
        async off() {
          const stopped = cluster.agent.stop('shutdown');
          await pass(200);
          await stopped;
        },
        async on() {
          cluster.agent = build();
          const started = cluster.agent.start();
          await pass(1500);
          await started;
        },
        async powerCut() {
          life.kill();
          cable.cut();
          cluster.disk = cluster.disk.afterPowerCut();
          life = mortal(clock);
          await pass(1000);
          cable.heal();
          await cluster.on();
        },
      };
      clusters.push(cluster);
      await cluster.on();
      // A box that has just been put up first fetches its emergency library; stories begin after that.
      for (let waited = 0; (cluster.agent.status()?.libraryVersion ?? 0) === 0; waited += 500) {
        if (waited > 600_000) throw new Error(`${name} has no library after ten minutes`);
        await pass(500);
      }
      return cluster;
    },
    async recording(title, seconds, hz = 440) {
      const audio = await encodeOggOpus(sine(hz, seconds, 0.4), { serial: 1 });
      const list = listChunks(audio);
      writeFileSync(join(recordings, `${list.recording}.opus`), audio);
      const id = makeId('re', random(8));
      const db = await openDatabase(join(dataFolder, 'loa.sqlite'));
      await insertRecording(db, {
        id,
        title,
        language: 'vi',
        areaId: root,
        groupId: id,
        state: 'ready',
        error: null,
        durationMs: seconds * 1000,
        sha256: list.recording,
        bytes: audio.length,
        loudnessLufs: -16,
        waveform: null,
        source: 'upload',
        voice: null,
        text: null,
        spokenText: null,
        createdBy: first.me.id,
        createdAt: clock.now(),
        removedAt: null,
      });
      await db.destroy();
      return id;
    },
    async send(what, by = admin) {
      const { recordingId, startAt, targets = [root], class: wanted = 'normal', title } = what;
      const sent = await made(
        by.post<MadeBroadcast>('/api/broadcasts', {
          title,
          class: wanted,
          content: [{ recordingId }],
          targets,
          volume: 100,
          ...(startAt !== undefined && { startAt: new Date(startAt).toISOString() }),
        }),
      );
      await pass(100);
      return sent;
    },
    async alert(what, by = admin) {
      const sent = await made(
        by.post<MadeAlert>('/api/alerts', {
          status: 'actual',
          siren: false,
          targets: [root],
          slots: {},
          orderedBy: 'Chủ tịch UBND xã',
          proof: { pin: by === admin ? PIN : PERSON_PIN },
          ...what,
        }),
      );
      await pass(100);
      return sent;
    },
    async act(alertId, act, body = {}, by = admin) {
      const answer = await made(by.post<MadeAlert>(`/api/alerts/${alertId}/${act}`, body));
      await pass(100);
      return answer;
    },
    outcome: async alertId => made(admin.get<Alert>(`/api/alerts/${alertId}`)),
    report: async broadcastId => made(admin.get<Broadcast>(`/api/broadcasts/${broadcastId}`)),
    async stateAt(broadcastId, cluster) {
      const { deliveries } = await village.report(broadcastId);
      return deliveries.find(delivery => delivery.clusterId === cluster.id)?.state;
    },
    async person(name, role, areaId) {
      await made(admin.post('/api/people', { name, password: PASSWORD, pin: PERSON_PIN, roles: [{ role, areaId }] }));
      return (await signIn(name)).caller;
    },
    async restart(downMs) {
      const closed = house.close();
      await pass(100);
      await closed;
      for (const cluster of clusters) cluster.cable.cut();
      await pass(downMs);
      await openServer();
      for (const cluster of clusters) cluster.cable.heal();
    },
    async close() {
      for (const cluster of clusters) await cluster.off();
      const closed = house.close();
      await pass(500);
      await closed;
      rmSync(folder, { recursive: true });
    },
  };
  return village;
}
