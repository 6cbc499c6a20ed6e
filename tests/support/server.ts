// A whole server in memory, on a fake clock: a database that vanishes, real keys, and callers signed in under any role.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { Me, Person, Role } from '../../protocol/api/people.ts';
import type { Time } from '../../protocol/time.ts';
import { emergencyShelf } from '../../server/announcing/on-site.ts';
import { createTemplates } from '../../server/announcing/templates.ts';
import { createApp } from '../../server/app.ts';
import { readClips } from '../../server/audio/clips.ts';
import type { Bus } from '../../server/bus/bus.ts';
import { localBus } from '../../server/bus/local.ts';
import type { App } from '../../server/http/api.ts';
import { allowedOrigins } from '../../server/http/origin.ts';
import { createAccounts } from '../../server/people/accounts.ts';
import { type AuditLog, createAuditLog } from '../../server/people/audit.ts';
import { type Codes, createCodes } from '../../server/people/codes.ts';
import { createSessions, type Sessions } from '../../server/people/sessions.ts';
import { createSetup } from '../../server/people/setup.ts';
import { type Areas, createAreas } from '../../server/places/areas.ts';
import { type Clusters, createClusters } from '../../server/places/clusters.ts';
import { createPlaceSettings, type PlaceSettings } from '../../server/places/settings.ts';
import { createVillages } from '../../server/places/villages.ts';
import { createSigning, type Signing } from '../../server/signing/signing.ts';
import { type Database, openDatabase } from '../../server/store/database.ts';
import { type Caller, caller, watchAnswers } from './api.ts';
import { fakeClock } from './fake-clock.ts';

export const ORIGIN = 'http://localhost:8080';
export const PASSWORD = 'mật khẩu rất dài';
export const PIN = '246810';
const TIMEZONE = 'Asia/Ho_Chi_Minh';
const CLIP_FOLDER = join(import.meta.dirname, '../../recordings');
/** The emergency library as it is shipped. */
export const templates = createTemplates({ folder: CLIP_FOLDER });
export const shelf = emergencyShelf(readClips(CLIP_FOLDER), templates);

/** Bytes that differ every time and are the same in every run. */
export function countedBytes(seed = 'loa'): (bytes: number) => Uint8Array {
  let n = 0;
  return bytes => {
    const out = Buffer.alloc(bytes);
    for (let i = 0; i < bytes; i += 32) createHash('sha256').update(`${seed}\0${n++}`).digest().copy(out, i);
    return out;
  };
}

/** What further rooms are opened over. */
export interface TestBase {
  db: Database;
  bus: Bus;
  signing: Signing;
  time: Time;
  random: (bytes: number) => Uint8Array;
  settings: PlaceSettings;
  areas: Areas;
  clusters: Clusters;
  auditLog: AuditLog;
  sessions: Sessions;
  codes: Codes;
  folder: string;
}

export type TestServer = Awaited<ReturnType<typeof testServer>>;

export async function testServer(
  options: {
    time?: Time;
    publicUrl?: string;
    routes?: readonly ((api: App) => void)[];
    /** Further rooms, opened over the same store and bus, and their screens. */
    rooms?: (base: TestBase) => Promise<readonly ((api: App) => void)[]>;
  } = {},
) {
  const time = options.time ?? fakeClock();
  const random = countedBytes();
  const publicUrl = options.publicUrl ?? null;
  const folder = mkdtempSync(join(tmpdir(), 'loa-test-'));
  const db = await openDatabase(':memory:');
  const signing = createSigning({ dir: folder, time });
  const bus = localBus((topic, error) => {
    throw new Error(`a listener to ${topic} failed`, { cause: error });
  });
  const setup = createSetup({ db, time, random });
  const sessions = createSessions({ db, time, random });
  const codes = createCodes({ db, time, random });
  const accounts = createAccounts({ db, time, random, checkPassword: sessions.checkPassword, demo: false });
  const settings = createPlaceSettings({ db, signing, bus, time, random, timezone: TIMEZONE, shelf });
  const areas = createAreas({ db, time, random, settings, shelf });
  const villages = createVillages({ db, time, random, settings });
  const clusters = createClusters({ db, time, random, settings, signing, bus });
  const auditLog = createAuditLog({ db, time });
  const rooms =
    (await options.rooms?.({
      ...{ db, bus, signing, time, random, settings, areas, clusters, auditLog, sessions, codes, folder },
    })) ?? [];
  const app = createApp({
    log: pino({ level: process.env.LOA_LOG ?? 'silent' }),
    origins: allowedOrigins({ publicUrl, port: () => 8080 }),
    publicUrl,
    trustProxy: 'loopback',
    webFolder: join(folder, 'web'),
    version: '0.0.0-test',
    requestsPerMinute: 1_000_000,
    timezone: TIMEZONE,
    demo: false,
    setup,
    sessions,
    accounts,
    codes,
    auditLog,
    areas,
    villages,
    clusters,
    ready: async () => ({ ready: true, store: true, agents: 0 }),
    routes: [...rooms, ...(options.routes ?? [])],
  });
  watchAnswers(app);
  await app.ready();

  const anybody = caller(app, { origin: publicUrl ?? ORIGIN });
  const withCookie = (cookie: string): Caller => caller(app, { origin: publicUrl ?? ORIGIN, cookie });
  const withToken = (token: string): Caller => caller(app, { authorization: `Bearer ${token}` });

  return {
    app,
    db,
    time,
    signing,
    bus,
    setup,
    sessions,
    accounts,
    codes,
    settings,
    areas,
    villages,
    clusters,
    auditLog,
    /** A browser of our own page without a session. */
    anybody,
    withCookie,
    withToken,
    /** The account of the set-up, `quantri`: administrator and leader at the top. */
    async setUp(): Promise<{ caller: Caller; cookie: string; root: string; accountId: string }> {
      const code = await setup.prepareSetup();
      const made = await anybody.post<Me>('/api/setup', { code, name: 'quantri', password: PASSWORD, pin: PIN });
      const cookie = made.cookie ?? '';
      return { caller: withCookie(cookie), cookie, root: made.body.area.id, accountId: made.body.id };
    },
    /** A new person who holds these roles, signed in. `admin` must be allowed to give them. */
    async as(admin: Caller, name: string, ...roles: { role: Role; areaId: string }[]) {
      const made = await admin.post<Person>('/api/people', { name, password: PASSWORD, pin: PIN, roles });
      if (made.status !== 201) throw new Error(`no account for ${name}: ${made.text}`);
      const accountId = made.body.id;
      const cookie = `loa_session=${(await sessions.open(accountId)).cookie}`;
      const actor = await sessions.actorFor(accountId);
      if (!actor) throw new Error(`${name} has no account`);
      return { caller: withCookie(cookie), cookie, accountId, actor };
    },
    async close() {
      await app.close();
      await db.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
