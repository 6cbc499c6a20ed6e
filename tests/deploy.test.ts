// Reads what an operator deploys (Dockerfile, docker-compose.yml, the Caddyfile) and holds it to the programs that it starts:
// nothing there may name a file, a variable or a health check that does not exist, or run with more rights than it needs.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig as readAgentConfig } from '../agent/config.ts';
import { writeCode } from '../protocol/device.ts';
import { readConfig } from '../server/config.ts';

const health = z.strictObject({
  test: z.tuple([z.literal('CMD')], z.string()),
  interval: z.string(),
  timeout: z.string(),
  start_period: z.string(),
});
const service = z.strictObject({
  build: z.literal('.').optional(),
  image: z.string().optional(),
  command: z.array(z.string()).optional(),
  restart: z.literal('unless-stopped'),
  user: z.string().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.tuple([z.literal('ALL')]),
  cap_add: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  ulimits: z.record(z.string(), z.int()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()).optional(),
  expose: z.array(z.string()).optional(),
  volumes: z.array(z.string()),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  healthcheck: health,
});
const composeFile = z.strictObject({
  name: z.literal('loa'),
  'x-agent': z.unknown(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = composeFile.parse(parse(text, { merge: true }));
const CODE = writeCode({ secret: new Uint8Array(10), fingerprint: new Uint8Array(16) });
const { server, caddy, ...agents } = compose.services;
const own = Object.entries(compose.services).filter(([name]) => name !== 'caddy');
const dockerfile = readFileSync('Dockerfile', 'utf8').replace(/\\\n\s*/g, '');
const lines = (word: string): string[] =>
  [...dockerfile.matchAll(new RegExp(`^${word} (.*)$`, 'gm'))].map(([, rest]) => rest!);
/** What a service keeps: its mounts as [from, to]. */
const mounts = (volumes: string[]) => volumes.map(volume => volume.split(':') as [string, string]);
const serverEnvironment: Record<string, string> = Object.fromEntries(
  [...lines('ENV').flatMap(line => line.split(' ')), ...Object.entries(server?.environment ?? {})].map(entry =>
    typeof entry === 'string' ? (entry.split('=') as [string, string]) : entry,
  ),
);

describe('docker-compose.yml', () => {
  test('has the server, Caddy before it and three agents', () => {
    expect(Object.keys(agents)).toEqual(['agent1', 'agent2', 'agent3']);
    for (const [name, { depends_on }] of Object.entries(compose.services).filter(([each]) => each !== 'server'))
      expect(Object.keys(depends_on ?? {}), name).toEqual(['server']);
    expect(readFileSync('deploy/Caddyfile', 'utf8')).toContain(`reverse_proxy server:${server?.expose?.[0]}`);
  });

  test('gives our programs no rights, no ports and no place to write but their volumes', () => {
    for (const [name, one] of own) {
      expect(one, name).toMatchObject({ build: '.', user: 'node', read_only: true });
      expect(one.security_opt, name).toEqual(['no-new-privileges:true']);
      expect([one.ports, one.cap_add], name).toEqual([undefined, undefined]);
    }
    expect(caddy?.ports).toEqual(['80:80', '443:443']);
    expect(caddy?.cap_add).toEqual(['NET_BIND_SERVICE']);
  });

  test('every volume is declared, belongs to one service, and may be written by who runs there', () => {
    const used = Object.values(compose.services).flatMap(({ volumes }) => mounts(volumes).map(([from]) => from));
    const named = used.filter(from => !from.startsWith('.'));
    expect([...named].sort()).toEqual(Object.keys(compose.volumes).sort());
    for (const from of used.filter(each => each.startsWith('.'))) expect(existsSync(from), from).toBe(true);
    // Docker gives a new volume the owner of the folder that it covers; a folder that is not there would be root's.
    const [, folders] = /install -d -o node -g node ([/\w ]+)/.exec(dockerfile) ?? [];
    for (const [name, { volumes }] of own)
      for (const [, to] of mounts(volumes)) expect(folders?.trim().split(' '), name).toContain(to);
  });

  test('every variable is one that the server reads, and its values are good ones', () => {
    const known = new Set(readFileSync('server/config.ts', 'utf8').match(/LOA_[A-Z_]+/g));
    for (const name of Object.keys(serverEnvironment).filter(each => each.startsWith('LOA_')))
      expect([...known], name).toContain(name);
    const domain = 'loa.example.vn';
    const given = Object.entries(serverEnvironment).map(([name, value]) => [
      name,
      value.replace(/\$\{LOA_DOMAIN[^}]*\}/, domain),
    ]);
    const config = readConfig(Object.fromEntries(given));
    expect(config).toMatchObject({ host: '0.0.0.0', publicUrl: `https://${domain}` });
    expect(mounts(server?.volumes ?? []).map(([, to]) => to)).toEqual([config.data, config.recordings]);
    expect(server?.expose).toEqual([String(config.port)]);
    // What the operator writes into `.env` is told at the top of the file and in the README.
    const asked = new Set(text.match(/(?<=\$\{)LOA_[A-Z]+(_1)?/g)?.filter(name => name !== 'LOA_CODE'));
    expect([...asked].sort()).toEqual(['LOA_CODE_1', 'LOA_DOMAIN']);
    for (const name of asked) {
      expect(text.slice(0, text.indexOf('services:')), name).toContain(name);
      expect(readFileSync('README.md', 'utf8'), name).toContain(name);
    }
  });

  test('every agent is started as it wants to be, with its code and, once enrolled, without', () => {
    for (const [name, { command = [], volumes }] of Object.entries(agents)) {
      const [node, program, ...args] = command;
      expect([node, program], name).toEqual(['node', 'agent/main.ts']);
      for (const code of ['', CODE]) {
        const given = args.map(arg =>
          arg.replace(/\$\{LOA_DOMAIN\}/, 'loa.example.vn').replace(/\$\{LOA_CODE_\d:-\}/, code),
        );
        const read = readAgentConfig(given);
        expect(read, name).toMatchObject({ ok: true, config: { server: 'wss://loa.example.vn/device' } });
        if (read.ok) expect(mounts(volumes).map(([, to]) => to)).toEqual([read.config.data]);
      }
    }
    const codes = text.match(/LOA_CODE_\d/g);
    expect(new Set(codes?.slice(-3)).size).toBe(3);
  });

  test('health is asked where it is answered', () => {
    const [, ...asked] = server?.healthcheck.test ?? [];
    expect(asked[0]).toBe('node');
    expect(asked.at(-1)).toContain(`http://127.0.0.1:${server?.expose?.[0]}/readyz`);
    expect(JSON.parse(lines('HEALTHCHECK')[0]?.replace(/^.* CMD /, '') ?? '')).toEqual(asked);
    expect(readFileSync('server/http/about.ts', 'utf8')).toContain("app.get('/readyz'");
    const identity = /IDENTITY_PATH = '(.*)'/.exec(readFileSync('agent/identity.ts', 'utf8'))?.[1];
    for (const { healthcheck, volumes } of Object.values(agents))
      expect(healthcheck.test.at(-1)).toContain(`existsSync('${mounts(volumes)[0]?.[1]}/${identity}')`);
  });
});

describe('the Dockerfile', () => {
  test('copies what exists, or what an earlier step made', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n').filter(Boolean);
    const made = ['node_modules', 'dist/web'];
    for (const line of lines('COPY')) {
      const paths = line
        .split(' ')
        .filter(part => !part.startsWith('--'))
        .slice(0, -1);
      for (const path of paths.map(each => each.replace(/^\/app\//, ''))) {
        if (made.includes(path)) expect(line, path).toContain('--from=build');
        else {
          expect(existsSync(path), path).toBe(true);
          expect(ignored, path).not.toContain(path);
        }
      }
    }
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync('package.json', 'utf8')));
    for (const [, script] of dockerfile.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty(script!);
  });

  test('ends as an ordinary user that starts the server', () => {
    expect(lines('USER').at(-1)).toBe('node');
    expect(dockerfile.indexOf('\nUSER node')).toBeGreaterThan(dockerfile.lastIndexOf('\nRUN '));
    const [node, program] = z.array(z.string()).parse(JSON.parse(lines('CMD').at(-1) ?? ''));
    expect([node, existsSync(program ?? '')]).toEqual(['node', true]);
    expect(lines('EXPOSE')).toEqual(server?.expose);
  });

  test('keeps the binaries that libraries bring as optional packages of their own', () => {
    // `--omit=optional` leaves out argon2's and koffi's binaries too, and the server does not start.
    for (const line of lines('RUN')) expect(line).not.toContain('--omit=optional');
  });
});
