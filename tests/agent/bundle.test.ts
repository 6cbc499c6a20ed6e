// Drives the one-file bundle for devices: built as `npm run build:agent` builds it, started, and heard of.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tone } from '../support/agent-house.ts';
import { fakePort, startProgram, until } from '../support/agent-program.ts';

test('the bundle runs by itself, enrols, plays and reports', async () => {
  const build = startProgram('node_modules/vite/bin/vite.js', ['build', '--config', 'agent/vite.config.ts']);
  expect(await build.ended, build.output()).toBe(0);
  const folder = await mkdtemp(join(tmpdir(), 'loa-bundle-'));
  const port = await fakePort();
  const { server } = port;
  const args = ['--server', port.url, '--code', server.code, '--data', folder, '--speaker', 'silent'];
  const program = startProgram('dist/agent/agent.mjs', args);
  await until(() => server.wires.length > 0, 10_000, `welcomed: ${program.output()}`);
  const versions = [{ language: 'vi', recording: server.hold(await tone(1)), durationMs: 1000 }];
  server.send(server.settings());
  server.send(
    server.play({ broadcastId: 'br_a', startAt: Date.now() + 1000, content: [{ type: 'recording', versions }] }),
  );
  await until(() => server.kinds('br_a').includes('played'), 10_000, `played: ${program.output()}`);
  program.child.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  await port.close();
  await rm(folder, { recursive: true });
});
