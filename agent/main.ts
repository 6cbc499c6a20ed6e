// The program at a loudspeaker: arguments in, an agent of real parts running until it is told to end.
import { randomBytes } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import { systemTime } from '../protocol/time.ts';
import { createAgent } from './agent.ts';
import { buttonWay, inputAt } from './button.ts';
import { readConfig, USAGE } from './config.ts';
import { dialWebSocket } from './dial.ts';
import { fileDisk } from './disk.ts';
import { keypadWay } from './keypad.ts';
import { localWay } from './local.ts';
import { lineLog } from './log.ts';
import { amplified, lineAt } from './speaker/amplified.ts';
import { createSpeaker } from './speaker/kind.ts';

const OLDEST_NODE = 24;
const LONGEST_STOP_MS = 2000;

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  process.stderr.write(`Loa needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}\n`);
  process.exit(1);
}
const read = readConfig(process.argv.slice(2));
if (!read.ok) {
  (read.help ? process.stdout : process.stderr).write(read.help ? USAGE : `${read.why}\n\n${USAGE}`);
  process.exit(read.help ? 0 : 2);
}
const { config } = read;
const log = lineLog(config.log, Date.now, line => process.stdout.write(line));

const agent = createAgent({
  time: systemTime,
  random: randomBytes,
  disk: fileDisk(config.data),
  dial: dialWebSocket,
  speaker(clock) {
    const speaker = createSpeaker(config.speaker, systemTime, clock);
    return config.amplifier === undefined ? speaker : amplified(speaker, lineAt(config.amplifier));
  },
  log,
  serverUrl: config.server,
  code: config.code,
  cacheLimit: config.cache * 1024 * 1024,
  ways: [
    ...(config.button === undefined ? [] : [buttonWay(inputAt(config.button))]),
    ...(config.key ? [keypadWay(process.stdin)] : []),
    ...(config.local === undefined ? [] : [localWay(config.local)]),
  ],
});

// Samples that come late are heard; where the system allows it, they go before other programs' work.
try {
  setPriority(constants.priority.PRIORITY_HIGH);
} catch (error) {
  log.debug({ why: String(error) }, 'running at ordinary priority');
}

let ending = false;
async function end(signal: string): Promise<void> {
  if (ending) return;
  ending = true;
  log.info({ signal }, 'ending');
  const late = setTimeout(() => process.exit(1), LONGEST_STOP_MS);
  await agent.stop('shutdown');
  clearTimeout(late);
  process.exit(0);
}
process.on('SIGTERM', signal => void end(signal));
process.on('SIGINT', signal => void end(signal));

try {
  await agent.start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
