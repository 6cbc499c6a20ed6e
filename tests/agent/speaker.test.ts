// Drives the loudspeakers that are programs and cards: what reaches them, how their failing is said, and that it mends.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alsaSpeaker } from '../../agent/speaker/alsa.ts';
import { createCardClock } from '../../agent/speaker/card-clock.ts';
import { pipeSpeaker, splitCommand } from '../../agent/speaker/pipe.ts';
import type { SpeakerRoom } from '../../agent/speaker/speaker.ts';
import { systemTime } from '../../protocol/time.ts';
import { until } from '../support/agent-program.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { seeded } from '../support/tone.ts';

function listener(value = 0): SpeakerRoom & { said: string[] } {
  const said: string[] = [];
  return {
    said,
    render: into => void into.fill(value),
    fault: detail => void said.push(`fault ${detail}`),
    mended: () => void said.push('mended'),
  };
}

test('S1 a command line is split into words without a shell', () => {
  expect(splitCommand('aplay -D "plug hw" -t raw')).toEqual(['aplay', '-D', 'plug hw', '-t', 'raw']);
  expect(splitCommand("a 'b;c $(d)' ''")).toEqual(['a', 'b;c $(d)', '']);
  expect(splitCommand('a "b')).toBeNull();
});

test('S2 a program gets 16-bit samples at the pace of real time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loa-pipe-'));
  const file = join(folder, 'out.raw');
  const room = listener(7);
  const speaker = pipeSpeaker({ time: systemTime, command: ['tee', file] });
  await speaker.open(room);
  const begin = performance.now();
  speaker.wake();
  await new Promise(resolve => setTimeout(resolve, 700));
  await speaker.close();
  const elapsed = performance.now() - begin;
  const bytes = await readFile(file);
  await rm(folder, { recursive: true });
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  expect(samples.every(sample => sample === 7)).toBe(true);
  expect(samples.length / 48).toBeGreaterThan(450);
  expect(samples.length / 48).toBeLessThan(elapsed + 50);
  expect(room.said).toEqual([]);
});

test('S3 a program that dies is a fault, is started again, and is mended when it stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loa-pipe-'));
  const script = join(folder, 'speaker.mjs');
  const flag = join(folder, 'flag');
  await writeFile(
    script,
    `import { existsSync, writeFileSync } from 'node:fs';
     if (!existsSync(${JSON.stringify(flag)})) { writeFileSync(${JSON.stringify(flag)}, ''); process.exit(3); }
     process.stdin.resume();`,
  );
  const room = listener();
  const speaker = pipeSpeaker({ time: systemTime, command: [process.execPath, script] });
  await speaker.open(room);
  await until(() => room.said.includes('mended'), 15_000, `mended, heard: ${room.said.join('; ')}`);
  await speaker.close();
  await rm(folder, { recursive: true });
  expect(room.said[0]).toContain('ended (3)');
  expect(room.said).toHaveLength(2);
});

test('S4 a program or card that is not there is said clearly, and only once', async () => {
  const room = listener();
  const speaker = pipeSpeaker({ time: systemTime, command: ['/nowhere/horn'] });
  await speaker.open(room);
  await until(() => room.said.length > 0, 5000, 'a fault');
  await speaker.close();
  expect(room.said[0]).toContain('/nowhere/horn');
  const clock = fakeClock();
  const card = listener();
  const alsa = alsaSpeaker({ time: clock, device: 'hw:CARD=nosuchcard' });
  await alsa.open(card);
  await clock.advance(30_000);
  await alsa.close();
  expect(card.said).toHaveLength(1);
  expect(card.said[0]).toMatch(/hw:CARD=nosuchcard: |libasound/);
});

test('S5 a card’s pace is found to a sample from loose readings, whatever its crystal', () => {
  for (const ppm of [0, 40, -60]) {
    const random = seeded(3);
    const clock = createCardClock(48_000);
    const heard = (ms: number) => ms * 48 * (1 + ppm * 1e-6);
    for (let at = 0; at < 10_000; at += 10) {
      // Positions are whole frames, now and then read late by a fraction of a millisecond.
      const late = random() < 0.1 ? random() * 0.4 : 0;
      clock.saw(at + late, Math.floor(heard(at)));
    }
    const frame = heard(10_050);
    expect(Math.abs(clock.whenHeard(frame)! - 10_050)).toBeLessThan(0.03);
  }
});
