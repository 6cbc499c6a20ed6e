// The server program: settings from the environment in, a listening house out, until SIGTERM or SIGINT.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { systemTime } from '../protocol/time.ts';
import { type Config, readConfig } from './config.ts';
import { createHouse } from './house.ts';

const OLDEST_NODE = 24;
const folder = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function settings(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error));
  }
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  stop(`Loa cần Node ${OLDEST_NODE} trở lên, đây là ${process.version}. Hãy chạy bằng: npm start`);
}
const config = settings();
const log = pino({ level: config.logLevel });
const { version } = JSON.parse(readFileSync(folder('package.json'), 'utf8')) as { version: string };
const house = await createHouse({
  config,
  time: systemTime,
  random: randomBytes,
  log,
  version,
  webFolder: folder('dist/web'),
  clipFolder: folder('recordings'),
  demo: false,
});
const port = await house.listen();
const address = config.publicUrl ?? `http://localhost:${port}`;
process.stdout.write(`Loa đang chạy tại ${address}\n`);
if (house.recoveryText) {
  process.stdout.write(`Khoá gốc vừa được tạo. Hãy chép lại và cất đi, chỉ in một lần:\n  ${house.recoveryText}\n`);
}
if (house.setupCode) process.stdout.write(`Mở ${address} và nhập mã cài đặt: ${house.setupCode}\n`);

let closing = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (closing) process.exit(1);
    closing = true;
    house.close().then(
      () => process.exit(0),
      error => {
        log.error({ err: error }, 'the server did not close cleanly');
        process.exit(1);
      },
    );
  });
}
