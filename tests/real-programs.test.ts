// Starts the main programs as they are, types stripped by Node itself: what is wrong with their settings stops them, and is named.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProgram } from './support/agent-program.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-programs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const end = async (entry: string, args: string[], env: Record<string, string> = {}) => {
  const program = startProgram(entry, args, [], { PATH: process.env.PATH, LOA_DATA: folder, ...env });
  const late = setTimeout(() => program.child.kill('SIGKILL'), 20_000);
  const code = await program.ended;
  clearTimeout(late);
  return { code, said: program.output() };
};

describe('the server', () => {
  test.each([
    ['LOA_PORT', 'eighty', 'must be a port number'],
    ['LOA_TIMEZONE', 'Mars/Olympus', 'must be an IANA time zone'],
    ['LOA_PUBLIC_URL', 'loa.boha.vn', 'must be an http: or https: address'],
  ])('stops at %s=%s and says why', async (name, value, why) => {
    const { code, said } = await end('server/main.ts', [], { [name]: value });
    expect(code).toBe(1);
    expect(said).toBe(said.split('\n', 1)[0]!.concat('\n'));
    expect(said).toContain(`${name}: ${why}`);
  });
});

describe('the agent', () => {
  const settings = ['--server', 'https://loa.example.vn', '--data', 'nowhere', '--speaker', 'silent'];
  test('KEY-6: does not go beyond this machine without TLS', async () => {
    for (const server of ['http://10.0.0.5', 'ws://loa.example.vn', 'http://localhost.example.vn']) {
      const { code, said } = await end('agent/main.ts', [...settings, '--server', server]);
      expect(code).toBe(2);
      expect(said).toContain('--server must be https: or wss:');
    }
  });

  test.each([
    [['--log', 'loud'], '--log must be one of debug, info, warn, error'],
    [['--code', 'ABC'], '--code is no enrolment code'],
    [['--cache', '3'], '--cache must be at least 16'],
    [['--volume', '3'], "Unknown option '--volume'"],
  ])('stops at %j and says why', async (wrong, why) => {
    const { code, said } = await end('agent/main.ts', [...settings, ...wrong]);
    expect(code).toBe(2);
    expect(said).toContain(why);
    expect(said).toContain('npm run agent -- --server URL');
  });
});

test('the check of an exported log asks for its file', async () => {
  const { code, said } = await end('server/people/audit-verify.ts', []);
  expect([code, said]).toEqual([2, 'npm run audit:verify -- FILE\n']);
});
