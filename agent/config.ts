// The program's arguments in, one parsed configuration out, or the sentence that says which one is wrong.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readCode } from '../protocol/device.ts';
import type { LocalPlace } from './local.ts';
import { LEVELS } from './log.ts';
import { speakerKind } from './speaker/kind.ts';

export const USAGE = `npm run agent -- --server URL --code CODE --data DIR --speaker KIND

  --server URL     the server, such as https://loa.example.vn (wss: or https: beyond this machine)
  --code CODE      the enrolment code; needed once
  --data DIR       where this device keeps its key, journal and recordings
  --speaker KIND   alsa:DEVICE, pipe:COMMAND, wav:FILE or silent
  --amplifier FILE a GPIO line's value file: on while an order sounds, else off
  --button FILE    a push-button: the value file of a GPIO input line that reads 1 while it is pressed, such as
                   /sys/class/gpio/gpio27/value (write 1 to active_low beside it where pressing reads 0);
                   pressed for one second it sounds the first preset, pressed again it stops what it sounded
  --key            a keypad or keyboard: a line 1 to 9 on the standard input sounds or stops the preset of that number
  --local HOST:PORT a page for a phone beside the box, plain HTTP, which asks for the day's six digits; give it an
                   address of the device's own network only
  --cache MB       room for recordings (512)
  --log LEVEL      debug, info, warn or error (info)
`;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const SOCKET_SCHEME: Record<string, string> = { 'http:': 'ws:', 'https:': 'wss:', 'ws:': 'ws:', 'wss:': 'wss:' };

/** The address of the device endpoint; plain only within this machine. */
const serverAddress = z.string({ error: 'is needed: the address of the server' }).transform((text, context) => {
  const fail = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  const url = URL.parse(text);
  const scheme = url && SOCKET_SCHEME[url.protocol];
  if (!url || !scheme) return fail(`must be an address such as https://loa.example.vn, not ${text}`);
  if (scheme === 'ws:' && !LOOPBACK.has(url.hostname)) {
    return fail('must be https: or wss: for a server on another machine');
  }
  const folder = url.pathname.replace(/\/+$/, '');
  return `${scheme}//${url.host}${folder.endsWith('/device') ? folder : `${folder}/device`}`;
});

const localPlace = z.string().transform((text, context): LocalPlace => {
  const url = URL.parse(`http://${text}`);
  const port = /:(\d{1,5})$/.exec(text)?.[1];
  if (url && port !== undefined && url.pathname === '/' && Number(port) <= 65_535)
    return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
  context.addIssue({ code: 'custom', message: `must be HOST:PORT, such as 192.168.4.1:8090, not ${text}` });
  return z.NEVER;
});

const shape = z.object({
  server: serverAddress,
  code: z
    .string()
    .refine(text => readCode(text) !== null, 'is no enrolment code: it has 42 letters and digits, in groups of six')
    .optional(),
  data: z.string({ error: 'is needed: a folder for this device' }).min(1, 'must name a folder'),
  speaker: speakerKind,
  amplifier: z.string().min(1, 'must name a file').optional(),
  button: z.string().min(1, 'must name a file').optional(),
  key: z.boolean().default(false),
  local: localPlace.optional(),
  cache: z.coerce.number('must be a number of megabytes').int().min(16, 'must be at least 16 (MB)').default(512),
  log: z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`).default('info'),
});
export type AgentConfig = z.infer<typeof shape>;

export type ReadConfig = { ok: true; config: AgentConfig } | { ok: false; help: boolean; why: string };

/** Reads the arguments after the program's name. */
export function readConfig(args: readonly string[]): ReadConfig {
  const option = { type: 'string' } as const;
  let values: Record<string, unknown>;
  try {
    values = parseArgs({
      args: [...args],
      options: {
        server: option,
        code: option,
        data: option,
        speaker: option,
        amplifier: option,
        button: option,
        key: { type: 'boolean' },
        local: option,
        cache: option,
        log: option,
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return { ok: false, help: false, why: error instanceof Error ? error.message : String(error) };
  }
  // Where a code was needed once, what starts the program may go on naming it without a value.
  if (values.code === '') delete values.code;
  if (values.help === true) return { ok: false, help: true, why: USAGE };
  const parsed = shape.safeParse(values);
  if (parsed.success) return { ok: true, config: parsed.data };
  const why = parsed.error.issues.map(issue => `--${issue.path.join('.')} ${issue.message}`).join('\n');
  return { ok: false, help: false, why };
}
