// The program's settings: environment variables in, one checked object out. A wrong value is named, never guessed around.
import { join } from 'node:path';
import { z } from 'zod';
import { isHostOrNetwork } from './warning/addresses.ts';

const timezone = z.string().refine(zone => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}, 'must be an IANA time zone such as Asia/Ho_Chi_Minh');

const publicUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http: or https: address' })
  .refine(address => !URL.canParse(address) || new URL(address).pathname === '/', 'must be an address without a path')
  .transform(address => new URL(address).origin);

const environment = z.object({
  LOA_PORT: z
    .string()
    .regex(/^\d+$/, 'must be a port number')
    .transform(Number)
    .pipe(z.int().max(65535, 'must be a port number'))
    .default(8080),
  LOA_HOST: z.string().min(1).default('127.0.0.1'),
  LOA_DATA: z.string().min(1).default('./data'),
  LOA_RECORDINGS: z.string().min(1).default('./recordings/store'),
  /** A neural voice in Piper's layout. */
  LOA_VOICE: z.string().min(1).optional(),
  LOA_TIMEZONE: timezone.default('Asia/Ho_Chi_Minh'),
  LOA_PUBLIC_URL: publicUrl.optional(),
  /** Whose word about a caller's address counts, as proxy-addr reads it: `loopback`, `uniquelocal`, addresses or networks. */
  LOA_TRUST_PROXY: z.string().min(1).default('loopback'),
  /** Hosts, addresses and networks inside that feeds may be fetched from. */
  LOA_FETCH_ALLOW: z
    .string()
    .transform(text => text.split(/[\s,]+/).filter(word => word !== ''))
    .refine(list => list.every(isHostOrNetwork), 'must be hosts, addresses or networks, such as hydro.local,10.0.0.0/8')
    .default([]),
  /** Whether gauges may be armed to play by themselves. */
  LOA_AUTOMATIC: z.enum(['on', 'off']).default('off'),
  LOA_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOA_ADMIN_USER: z.string().trim().min(1).max(60).optional(),
  LOA_ADMIN_PASSWORD: z.string().min(10, 'must have 10 characters or more').max(200).optional(),
  LOA_ADMIN_PIN: z
    .string()
    .regex(/^\d{6}$/, 'must be 6 digits')
    .optional(),
});

export interface Config {
  port: number;
  host: string;
  /** Folder of the database and the keys. */
  data: string;
  /** Folder of the signing keys. */
  keys: string;
  recordings: string;
  /** Folder of a neural voice; null: eSpeak NG. */
  voice: string | null;
  timezone: string;
  /** The origin under which browsers reach the server; null: localhost alone. */
  publicUrl: string | null;
  /** Proxies before this server, where there is a public address. */
  trustProxy: string;
  /** What `addresses` leaves open besides the public Internet. */
  fetchAllow: string[];
  /** Gauges may be armed to play by themselves. */
  automatic: boolean;
  logLevel: z.infer<typeof environment>['LOA_LOG'];
  /** The first account, where no set-up code is wanted. */
  admin: { name: string; password: string; pin: string | undefined } | null;
}

/** Throws an Error whose message names every wrong variable; empty values count as unset. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success)
    throw new Error(parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  const e = parsed.data;
  if ((e.LOA_ADMIN_USER === undefined) !== (e.LOA_ADMIN_PASSWORD === undefined))
    throw new Error('LOA_ADMIN_USER and LOA_ADMIN_PASSWORD: set both or neither');
  return {
    port: e.LOA_PORT,
    host: e.LOA_HOST,
    data: e.LOA_DATA,
    keys: join(e.LOA_DATA, 'keys'),
    recordings: e.LOA_RECORDINGS,
    voice: e.LOA_VOICE ?? null,
    timezone: e.LOA_TIMEZONE,
    publicUrl: e.LOA_PUBLIC_URL ?? null,
    trustProxy: e.LOA_TRUST_PROXY,
    fetchAllow: e.LOA_FETCH_ALLOW,
    automatic: e.LOA_AUTOMATIC === 'on',
    logLevel: e.LOA_LOG,
    admin:
      e.LOA_ADMIN_USER !== undefined && e.LOA_ADMIN_PASSWORD !== undefined
        ? { name: e.LOA_ADMIN_USER, password: e.LOA_ADMIN_PASSWORD, pin: e.LOA_ADMIN_PIN }
        : null,
  };
}
