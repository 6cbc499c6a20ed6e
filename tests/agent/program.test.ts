// Drives the real program: its command line, real sockets on this machine, and a loudspeaker that is a file whose samples are
// compared with what was ordered.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tone } from '../support/agent-house.ts';
import { fakePort, type Port, startProgram, until } from '../support/agent-program.ts';
import { decodeOggOpus } from '../support/opus.ts';

let folder: string;
let port: Port;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-agent-'));
  port = await fakePort();
});
afterEach(async () => {
  await port.close();
  await rm(folder, { recursive: true });
});

test('--help says how it is used, a wrong value names its option', async () => {
  const help = startProgram('agent/main.ts', ['--help']);
  expect(await help.ended).toBe(0);
  expect(help.output()).toContain('--speaker KIND');
  const wrong = startProgram('agent/main.ts', [
    '--server',
    'http://10.0.0.5',
    '--data',
    folder,
    '--speaker',
    'horn:1',
    '--local',
    '8090',
  ]);
  expect(await wrong.ended).toBe(2);
  expect(wrong.output()).toContain('--server must be https: or wss:');
  expect(wrong.output()).toContain('--speaker must be alsa:DEVICE, pipe:COMMAND, wav:FILE or silent, not horn:1');
  expect(wrong.output()).toContain('--local must be HOST:PORT, such as 192.168.4.1:8090, not 8090');
});

test('LOC-1, LOC-5, LOC-6: with a button, a keypad and a page the program opens them and says what a box lacks', async () => {
  const button = join(folder, 'value');
  await writeFile(button, '0\n');
  const program = startProgram('agent/main.ts', [
    ...['--server', port.url, '--data', join(folder, 'data'), '--speaker', 'silent', '--code', port.server.code],
    ...['--button', button, '--key', '--local', '127.0.0.1:0'],
  ]);
  const { server } = port;
  await until(() => server.wires.length > 0, 10_000, `welcomed: ${program.output()}`);
  const page = () => /"port":(\d+)/.exec(program.output())?.[1];
  await until(() => page() !== undefined, 5000, `the page is open: ${program.output()}`);
  expect(await (await fetch(`http://127.0.0.1:${page()}/`)).text()).toContain('chưa được cài');
  const audio = await tone(1);
  const clip = { name: 'chime-alert', number: 1, recording: server.hold(audio), bytes: audio.length, durationMs: 1000 };
  const content = [{ type: 'clip' as const, name: clip.name, durationMs: 1000 }];
  const presets = [{ number: 1, title: 'Báo động', content, passes: 1 }];
  server.send(server.settings({ clips: [clip], onSite: { secret: Buffer.alloc(32).toString('base64'), presets } }));
  await until(() => server.said('applied').some(said => said.libraryVersion > 0), 5000, `held: ${program.output()}`);
  // A button must have been seen up for 300 ms before it can be pressed.
  await new Promise(resolve => setTimeout(resolve, 600));
  await writeFile(button, '1\n');
  const played = () => server.facts.some(fact => fact.kind === 'played');
  await until(played, 10_000, `played: ${program.output()}`);
  expect(server.facts.map(fact => fact.kind)).toEqual(['onSite', 'playing', 'played']);
  program.child.kill('SIGTERM');
  expect(await program.ended).toBe(0);
});

test('without a code a new device says what it needs', async () => {
  const program = startProgram('agent/main.ts', ['--server', port.url, '--data', folder, '--speaker', 'silent']);
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain('--code');
});

test('an order is on the line of the file at its sample, and SIGTERM leaves a whole file within 500 ms', async () => {
  const line = join(folder, 'line.wav');
  const args = [
    '--server',
    port.url,
    '--data',
    join(folder, 'data'),
    '--speaker',
    `wav:${line}`,
    '--code',
    port.server.code,
  ];
  const program = startProgram('agent/main.ts', args);
  const { server } = port;
  await until(() => server.wires.length > 0, 10_000, `welcomed: ${program.output()}`);
  const audio = await tone(2);
  const recording = server.hold(audio);
  const startAt = Date.now() + 4000;
  server.send(server.settings());
  server.send(
    server.play({
      broadcastId: 'br_w',
      startAt,
      content: [{ type: 'recording', versions: [{ language: 'vi', recording, durationMs: 2000 }] }],
    }),
  );
  await until(() => server.kinds('br_w').includes('played'), 15_000, `played: ${program.output()}`);
  const asked = performance.now();
  program.child.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(performance.now() - asked).toBeLessThan(500);
  expect(server.said('goodbye')).toHaveLength(1);

  const bytes = await readFile(line);
  expect(bytes.readUInt32LE(40)).toBe((await stat(line)).size - 44);
  const { t0, rate } = JSON.parse(await readFile(`${line}.json`, 'utf8'));
  expect(rate).toBe(48_000);
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length));
  const wanted = decodeOggOpus(audio);
  expect(wanted.length).toBe(96_000);
  const first = (startAt - t0) * 48;
  // The line agrees with the decoded recording sample by sample, at the very place where it was ordered.
  let off = 0;
  for (let i = 0; i < wanted.length; i++) off = Math.max(off, Math.abs(samples[first + i]! - wanted[i]! * 32768));
  expect(off).toBeLessThanOrEqual(1);
  expect(samples.subarray(0, first).every(sample => sample === 0)).toBe(true);
  expect(samples.subarray(first + wanted.length).every(sample => sample === 0)).toBe(true);
});
