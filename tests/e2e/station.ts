// A whole station for browsers: the real server on a free port and the real clock, the pages as built from these sources, and
// real agents. Its zone of time is one where it is late morning now, so that no test falls into quiet hours by accident.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import type { Area, Cluster } from '../../protocol/api/places.ts';
import type { Recording } from '../../protocol/api/recordings.ts';
import { systemTime } from '../../protocol/time.ts';
import { createHouse, type House } from '../../server/house.ts';
import { openSession, type Session } from './asking.ts';
import { buildPages } from './build.ts';
import { type Box, type Pole, raisePole } from './poles.ts';
import { until } from './until.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
export const PASSWORD = 'mật khẩu rất dài';
export const PIN = '246810';

export interface Station {
  /** Where browsers go. */
  origin: string;
  port: number;
  /** The folder of the built pages. */
  pages: string;
  /** What the server printed at its first start; null where the account was made without it. */
  setupCode: string | null;
  timezone: string;
  /** Administrator and leader; signed in by `enter` where the station began bare. */
  admin: Session;
  root: string;
  enter(name: string, password: string): Promise<void>;
  person(name: string, displayName: string, role: string): Promise<Session>;
  village(name: string, change?: object): Promise<string>;
  cluster(name: string, serves?: string[]): Promise<string>;
  /** A cluster whose box is enrolled and online. */
  pole(name: string, serves?: string[], box?: Box): Promise<Pole>;
  /** A box that enrols with a code that a page shows. */
  connect(id: string, name: string, code: string): Promise<Pole>;
  /** A ready recording, spoken by the machine. */
  speech(title: string, text: string): Promise<string>;
  /** Ends the server, and starts it again on the same files and port. */
  serverOff(): Promise<void>;
  serverOn(): Promise<void>;
  close(): Promise<void>;
}

/** `Etc/GMT-7` lies seven hours ahead of Greenwich. */
function lateMorning(): string {
  const ahead = 10 - new Date().getUTCHours();
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** `bare`: as after the very first start, without any account. `publicUrl`: where browsers come in, if not directly. */
export async function openStation({ bare = false, publicUrl = null as string | null } = {}): Promise<Station> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-e2e-'));
  const pages = join(folder, 'web');
  await buildPages(pages);
  const timezone = lateMorning();
  const poles: Pole[] = [];
  let port = 0;

  async function openServer(): Promise<House> {
    const opened = await createHouse({
      config: {
        port,
        host: '127.0.0.1',
        data: join(folder, 'data'),
        keys: join(folder, 'data', 'keys'),
        recordings: join(folder, 'recordings'),
        voice: null,
        timezone,
        publicUrl,
        trustProxy: 'loopback',
        fetchAllow: [],
        automatic: false,
        logLevel: 'silent',
        admin: bare ? null : { name: 'quantri', password: PASSWORD, pin: PIN },
      },
      time: systemTime,
      random: randomBytes,
      log: pino({ level: process.env.LOA_LOG ?? 'silent' }),
      version: '0.0.0',
      webFolder: pages,
      clipFolder: join(REPOSITORY, 'recordings'),
      demo: false,
    });
    port = await opened.listen();
    return opened;
  }
  let house = await openServer();
  const base = `http://localhost:${port}`;
  const door = { base, origin: publicUrl ?? base };
  let admin: Session | null = null;

  async function raise(parts: { id: string; name: string; code: string } & Box): Promise<Pole> {
    const pole = raisePole({ ...parts, folder, url: `ws://127.0.0.1:${port}/device` });
    poles.push(pole);
    await pole.on();
    return pole;
  }

  const station: Station = {
    origin: door.origin,
    port,
    pages,
    setupCode: house.setupCode,
    timezone,
    get admin() {
      if (!admin) throw new Error('nobody has signed in');
      return admin;
    },
    get root() {
      return station.admin.me.area.id;
    },
    async enter(name, password) {
      admin = await openSession(door, name, password);
    },
    async person(name, displayName, role) {
      const roles = [{ role, areaId: station.root }];
      await station.admin.ask('POST', '/api/people', { name, displayName, password: PASSWORD, pin: PIN, roles });
      return openSession(door, name, PASSWORD);
    },
    async village(name, change = {}) {
      const made = { name, kind: 'village', parentId: station.root };
      const { id } = await station.admin.ask<Area>('POST', '/api/areas', made);
      await station.admin.ask('PATCH', `/api/areas/${id}`, change);
      return id;
    },
    async cluster(name, serves = []) {
      const body = { name, areaId: station.root, serves };
      return (await station.admin.ask<Cluster>('POST', '/api/clusters', body)).id;
    },
    async pole(name, serves = [], box = {}) {
      const id = await station.cluster(name, serves);
      const { code } = await station.admin.ask<{ code: string }>('POST', `/api/clusters/${id}/enrolment`);
      const pole = await raise({ id, name, code, ...box });
      await until(`${name} is online`, async () => {
        const { presence, settings } = await station.admin.ask<Cluster>('GET', `/api/clusters/${id}`);
        return presence.state === 'online' && settings.acknowledged === settings.version;
      });
      return pole;
    },
    connect: (id, name, code) => raise({ id, name, code }),
    async speech(title, text) {
      const body = { title, text, language: 'vi' };
      const { id } = await station.admin.ask<Recording>('POST', '/api/recordings/speech', body);
      await until(`${title} is spoken`, async () => {
        const { state, error } = await station.admin.ask<Recording>('GET', `/api/recordings/${id}`);
        if (state === 'failed') throw new Error(`${title}: ${error?.message}`);
        return state === 'ready';
      });
      return id;
    },
    serverOff: () => house.close(),
    async serverOn() {
      house = await openServer();
    },
    async close() {
      for (const pole of poles) await pole.off();
      await house.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  if (!bare) await station.enter('quantri', PASSWORD);
  return station;
}
