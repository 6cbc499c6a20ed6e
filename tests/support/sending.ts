// A test server with the rooms of audio and announcing, and a commune to announce to: two villages, three clusters, an officer,
// a leader and a technician. Recordings are made by an ingest that only copies.
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { listChunks } from '../../protocol/chunk.ts';
import { bodyJson, readEnvelope } from '../../protocol/envelope.ts';
import { makeId } from '../../protocol/id.ts';
import { type Plan, type Play, plan, play, type Stop, stop } from '../../protocol/order.ts';
import { createDuty } from '../../server/announcing/duty.ts';
import { type AnnouncingRoom, openAnnouncing } from '../../server/announcing/room.ts';
import { createSentences } from '../../server/announcing/sentences.ts';
import { readClips } from '../../server/audio/clips.ts';
import { createLibrary, type Library } from '../../server/audio/library.ts';
import type { Messages } from '../../server/bus/bus.ts';
import { alertRoutes } from '../../server/http/alerts.ts';
import { broadcastRoutes } from '../../server/http/broadcasts.ts';
import { dutyRoutes } from '../../server/http/duty.ts';
import { homeRoutes } from '../../server/http/home.ts';
import { recordingRoutes } from '../../server/http/recordings.ts';
import { scheduleRoutes } from '../../server/http/schedules.ts';
import { sentenceRoutes } from '../../server/http/sentences.ts';
import { templateRoutes } from '../../server/http/templates.ts';
import { trialRoutes } from '../../server/http/trial.ts';
import { createEvacuation } from '../../server/places/evacuation.ts';
import { storeApplied, storePresence } from '../../server/store/devices.ts';
import { insertRecording, type StoredRecording } from '../../server/store/recordings.ts';
import { createOutcomes } from '../../server/tracking/outcomes.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { countedBytes, shelf, type TestBase, templates, testServer } from './server.ts';

export const TIMEZONE = 'Asia/Ho_Chi_Minh';
const clips = readClips(join(import.meta.dirname, '../../recordings'));

export type SendingServer = Awaited<ReturnType<typeof sendingServer>>;

/** It is 16:00 on Sunday, 22 November 2026 in Vietnam. */
export async function sendingServer(options: { clock?: FakeClock; timezone?: string } = {}) {
  const clock = options.clock ?? fakeClock('2026-11-22T09:00:00.000Z');
  const errors: unknown[] = [];
  const sent: Messages['order'][] = [];
  let room: AnnouncingRoom | undefined;
  let library: Library | undefined;
  let base: TestBase | undefined;
  let held: Promise<void> | null = null;
  const openRoom = (from: TestBase): AnnouncingRoom =>
    openAnnouncing({
      ...from,
      clips,
      templates,
      speak: about => {
        if (!library) throw new Error('nothing speaks yet');
        return library.speak(about);
      },
      timezone: options.timezone ?? TIMEZONE,
      onError: error => errors.push(error),
    });

  const server = await testServer({
    time: clock,
    async rooms(given) {
      base = given;
      const recordingsDir = join(given.folder, 'recordings');
      await mkdir(recordingsDir, { recursive: true });
      const opened = openRoom(given);
      room = opened;
      library = await createLibrary({
        ...given,
        clips,
        recordingsDir,
        maxUploadBytes: 1_000_000,
        ingest: {
          pending: () => 0,
          async ingest(path) {
            const opusPath = `${path}.opus`;
            await copyFile(path, opusPath);
            return {
              opusPath,
              durationMs: 5000,
              loudnessLufs: -16,
              truePeakDb: -1,
              sourceLoudnessLufs: -20,
              waveform: [],
              sourceFormat: 'wav/pcm',
            };
          },
        },
        speech: {
          async speak(text) {
            await held;
            return { wav: Buffer.from(text), label: 'giọng máy', spokenText: text };
          },
        },
        onChange: ({ state }) => {
          if (state === 'ready') opened.dispatcher.contentChanged();
          if (state !== 'processing') opened.alerts.look();
        },
        onError: error => errors.push(error),
      });
      const outcomes = createOutcomes({ ...given, itemsOf: opened.itemsOf });
      const shelves = library;
      const sentences = createSentences({ ...given, templates });
      const evacuation = createEvacuation(given);
      const duty = createDuty({ ...given, timezone: options.timezone ?? TIMEZONE, shelf });
      const { areas, auditLog } = given;
      return [
        api => templateRoutes(api, { templates, sentences, areas }),
        api =>
          sentenceRoutes(api, {
            sentences,
            evacuation,
            library: shelves,
            areas,
            contactsShown: auditLog.contactsShown,
          }),
        api => dutyRoutes(api, { duty, areas }),
        api =>
          homeRoutes(api, {
            ...{ ...given, outcomes, sentences, preview: opened.preview, schedules: opened.schedules.list },
            alerts: async () => [],
          }),
        api => recordingRoutes(api, { library: shelves, areas: given.areas, db: given.db }),
        api => broadcastRoutes(api, { room: opened, outcomes, db: given.db }),
        api =>
          alertRoutes(api, {
            ...{ alerts: opened.alerts, areas: given.areas, db: given.db, publicUrl: 'https://loa.example' },
            contactsShown: given.auditLog.contactsShown,
          }),
        api => scheduleRoutes(api, { room: opened, areas: given.areas }),
        api => trialRoutes(api, { room: opened, outcomes, areas: given.areas, clusters: given.clusters }),
      ];
    },
  });
  if (!room || !library || !base) throw new Error('the rooms were not opened');
  const { db } = server;
  const over = base;
  server.bus.subscribe('order', order => sent.push(order));
  const random = countedBytes('sending');

  return {
    ...server,
    clock,
    room,
    library,
    errors,
    recordingsFolder: join(over.folder, 'recordings'),
    /** What went out on the bus, oldest first. */
    sent,
    plays: (): Play[] => sent.filter(order => order.kind === 'play').map(order => play.parse(bodyOf(order))),
    stops: (): Stop[] => sent.filter(order => order.kind === 'stop').map(order => stop.parse(bodyOf(order))),
    plans: (): Plan[] => sent.filter(order => order.kind === 'plan').map(order => plan.parse(bodyOf(order))),
    /** Nothing is spoken until the answer is called. */
    holdSpeech(): () => void {
      const gate = Promise.withResolvers<void>();
      held = gate.promise;
      return gate.resolve;
    },
    /** The same store with a program that has just started. */
    restarted: (): AnnouncingRoom => openRoom(over),

    /** A recording that is ready, kept in this area. */
    async recording(areaId: string, change: Partial<StoredRecording> = {}): Promise<string> {
      const id = makeId('re', random(8));
      await insertRecording(db, {
        id,
        title: 'Bản tin',
        language: 'vi',
        areaId,
        groupId: id,
        state: 'ready',
        error: null,
        durationMs: 60_000,
        sha256: listChunks(Buffer.from(id)).recording,
        bytes: 1000,
        loudnessLufs: -16,
        waveform: [],
        source: 'upload',
        voice: null,
        text: null,
        spokenText: null,
        createdBy: 'ac_a',
        createdAt: clock.now(),
        removedAt: null,
        ...change,
      });
      return id;
    },

    /** Its device is connected and obeys its newest settings. */
    async online(clusterId: string): Promise<void> {
      await storePresence(db, clusterId, 'online', clock.now());
      await storeApplied(db, clusterId, { settingsVersion: 1_000_000, planVersion: 0, libraryVersion: 1 });
    },

    async commune() {
      const { caller: admin, root, accountId } = await server.setUp();
      const area = async (name: string, kind: string, parentId: string) =>
        (await admin.post<{ id: string }>('/api/areas', { name, kind, parentId })).body.id;
      const cluster = async (name: string, areaId: string) =>
        (await admin.post<{ id: string }>('/api/clusters', { name, areaId })).body.id;
      const commune = await area('Bố Hạ', 'commune', root);
      const upper = await area('Thôn Thượng', 'village', commune);
      const lower = await area('Thôn Hạ', 'village', commune);
      await admin.patch(`/api/areas/${upper}`, { households: 120, people: 500 });
      const upperOne = await cluster('Thượng 1', upper);
      const upperTwo = await cluster('Thượng 2', upper);
      const lowerOne = await cluster('Hạ 1', lower);
      const officer = await server.as(admin, 'canbo', { role: 'officer', areaId: commune });
      const leader = await server.as(admin, 'lanhdao', { role: 'leader', areaId: commune });
      const technician = await server.as(admin, 'kythuat', { role: 'technician', areaId: commune });
      return {
        admin,
        adminId: accountId,
        root,
        commune,
        upper,
        lower,
        upperOne,
        upperTwo,
        lowerOne,
        officer,
        leader,
        technician,
      };
    },
  };
}

function bodyOf(order: Messages['order']): unknown {
  const envelope = readEnvelope(order.bytes);
  if (!envelope) throw new Error('no envelope');
  return bodyJson(envelope.body);
}
