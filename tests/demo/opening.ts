// The server of the demonstration: the real one, on a folder of its own, on localhost or, by https, for telephones nearby.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { z } from 'zod';
import { systemTime } from '../../protocol/time.ts';
import { readConfig } from '../../server/config.ts';
import { createHouse } from '../../server/house.ts';
import type { Door } from './client.ts';
import { TIMEZONE } from './daytime.ts';
import { openLan } from './lan.ts';
import type { Options } from './options.ts';
import { soundRoute } from './sound.ts';

export interface OpenServer {
  door: Door;
  setupCode: string;
  /** Of `/device`. */
  deviceUrl: string;
  /** Where the agents keep their things. */
  agents: string;
  /** The file of its own certificate, if it made one. */
  certificate: string | undefined;
  close(): Promise<void>;
}

/** `root` is the repository. Throws a sentence for whoever started it if the port is taken or the folder was used before. */
export async function openServer(parts: {
  options: Options;
  folder: string;
  root: string;
  /** The clock of gauges, where a flood is replayed. */
  gaugeNow?: () => number;
}): Promise<OpenServer> {
  const { options, folder, root } = parts;
  const agents = join(folder, 'agents');
  const lan = options.lan ? await openLan(options.port) : null;
  const certificate = lan ? join(folder, 'certificate.pem') : undefined;
  if (lan && certificate !== undefined) writeFileSync(certificate, lan.tls.cert);
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const house = await createHouse({
    config: readConfig({
      LOA_PORT: String(options.port),
      LOA_HOST: lan ? '0.0.0.0' : '127.0.0.1',
      LOA_DATA: join(folder, 'data'),
      LOA_RECORDINGS: join(folder, 'recordings'),
      LOA_TIMEZONE: TIMEZONE,
      LOA_VOICE: process.env.LOA_VOICE,
      ...(lan ? { LOA_PUBLIC_URL: lan.origin } : {}),
    }),
    time: systemTime,
    random: randomBytes,
    log: pino({ level: 'info' }, pino.destination({ dest: join(folder, 'server.log'), sync: true })),
    version,
    webFolder: join(root, 'dist/web'),
    clipFolder: join(root, 'recordings'),
    demo: true,
    ...(parts.gaugeNow ? { gaugeNow: parts.gaugeNow } : {}),
    routes: [soundRoute(agents)],
    ...(lan ? { tls: lan.tls } : {}),
  });
  if (house.setupCode === null) {
    await house.close();
    throw new Error(
      `${folder}: đã có dữ liệu của lần trước, hãy chọn thư mục trống · was used before, name an empty folder`,
    );
  }
  const port = await house.listen().catch(async (error: unknown) => {
    await house.close();
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Error(
      `Cổng ${options.port} đang bận, hãy thử: npm run demo -- --port 8081 · port ${options.port} is taken, try another`,
    );
  });
  return {
    door: {
      base: `${lan ? 'https' : 'http'}://127.0.0.1:${port}`,
      origin: lan ? lan.origin : `http://localhost:${port}`,
    },
    setupCode: house.setupCode,
    deviceUrl: `${lan ? 'wss' : 'ws'}://127.0.0.1:${port}/device`,
    agents,
    certificate,
    close: house.close,
  };
}
