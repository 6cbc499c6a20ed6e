// Drives ingest with uploads made to harm: lists in disguise, lengths that lie, broken and mutated files, and an ffmpeg that hangs or vanishes.

import { chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIngest } from '../../../server/audio/ingest.ts';
import { LoaError } from '../../../server/errors.ts';
import { endlessFlac } from '../../support/endless-flac.ts';
import { convert } from '../../support/ffmpeg.ts';
import { needs } from '../../support/needs.ts';
import { seeded, sine, speechlike, wav } from '../../support/tone.ts';

const withFfmpeg = needs('ffmpeg');
const dir = await mkdtemp(join(tmpdir(), 'hostile-'));
const store = join(dir, 'store');
const limits = { dir: store, maxBytes: 1_000_000, maxDurationS: 60 };
const path = (name: string): string => join(dir, name);
const { ingest } = createIngest(limits);

beforeAll(() => mkdir(store));
afterAll(() => rm(dir, { recursive: true }));

const put = async (name: string, content: string | Uint8Array): Promise<string> => {
  await writeFile(path(name), typeof content === 'string' ? Buffer.from(content, 'latin1') : content);
  return path(name);
};

const expectRefused = async (input: string, code: string, details: Record<string, unknown> = {}): Promise<void> => {
  await expect(ingest(input)).rejects.toMatchObject({ code, details: expect.objectContaining(details) });
  expect(await readdir(store)).toEqual([]);
};

describe('what is no sound', () => {
  test.each([
    ['text', Buffer.from('Kính gửi bà con, ngày mai mất điện.').toString('latin1'), 'TXT'],
    ['UTF-16 text', '\xff\xfeK\0\xed\0n\0h\0', 'TXT'],
    ['a web page', '<!DOCTYPE html><html></html>', 'HTML'],
    ['a ZIP', 'PK\x03\x04\x14\0\0\0\x08\0', 'ZIP'],
    ['a JPEG', '\xff\xd8\xff\xe0\0\x10JFIF\0', 'JPEG'],
    ['a PNG behind an ID3 tag', 'ID3\x04\0\0\0\0\0\x02\0\0\x89PNG\r\n\x1a\n', 'PNG'],
    ['a program of Windows', 'MZ\x90\0\x03\0\0\0', 'EXE'],
    ['a program of Linux', '\x7fELF\x02\x01\x01\0', 'ELF'],
    ['a PDF', '%PDF-1.7\n%\xe2\xe3', 'PDF'],
    ['a film of AVI', 'RIFF\x10\0\0\0AVI LIST', 'AVI'],
    ['a photo of an iPhone', '\0\0\0\x18ftypheic', 'HEIC'],
    ['an HLS list', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n', 'M3U'],
    ['an HLS list behind an ID3 tag', 'ID3\x04\0\0\0\0\0\0#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n', 'M3U'],
    ['a list of ffconcat', "ffconcat version 1.0\nfile '/etc/passwd'\n", 'FFCONCAT'],
    [
      'random bytes',
      String.fromCharCode(...Array.from({ length: 4000 }, (_, at) => (at * 7919 + (at >> 3) * 104_729) & 0xff)),
      '?',
    ],
  ])('AUD-6: refuses %s named .mp3', async (_, content, seems) => {
    await expectRefused(await put('upload.mp3', content), 'not_audio', { seems });
  });

  test('AUD-6: refuses an empty file and one too large', async () => {
    await expectRefused(await put('empty.mp3', ''), 'audio_empty');
    await expectRefused(await put('large.wav', new Uint8Array(1_000_001)), 'audio_too_large', {
      megabytes: 1,
      maxMegabytes: 1,
    });
  });

  test('says so in Vietnamese first', async () => {
    const refusal = await ingest(await put('a.mp3', '%PDF-1.7')).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LoaError);
    expect(refusal instanceof LoaError && refusal.say('vi')).toContain('không phải âm thanh (có vẻ là PDF)');
  });
});

describe('what only looks like sound', () => {
  withFfmpeg('a list that passes for an MP3 reads nothing, neither here nor over the network', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.end();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const secret = await put('secret.wav', wav([sine(1000, 1)]));
    const frame = '\xff\xfb\x90\x64'; // begins an MP3 frame
    for (const list of [
      `#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:${port}/a.mp3\n#EXTINF:1,\n${secret}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile '${secret}'\nfile 'http://127.0.0.1:${port}/b.mp3'\n`,
    ]) {
      // An ID3 tag, then bytes of no known kind: taken for an MP3 with padding.
      await expectRefused(await put('list.mp3', `ID3\x04\0\0\0\0\0\0\x01\x02\x03\x04${list}`), 'audio_damaged');
      await expectRefused(await put('list.mp3', (frame + '\0'.repeat(413)).repeat(3) + list), 'audio_too_short');
    }
    expect(asked).toEqual([]);
    server.close();
  });

  withFfmpeg('a small FLAC of 24 hours is cut, whether it says so or not', async () => {
    const honest = endlessFlac(24, 24 * 3600);
    expect(honest.length).toBeLessThan(300_000);
    await expectRefused(await put('day.flac', honest), 'audio_too_long', { maxMinutes: 1 });
    await expectRefused(await put('day.flac', endlessFlac(24, 0)), 'audio_too_long', { maxMinutes: 1 });
    await expectRefused(await put('day.flac', endlessFlac(24, 5)), 'audio_too_long', { maxMinutes: 1 });
  });

  withFfmpeg('a file shorter than it claims is refused with both lengths', async () => {
    await put('tone.wav', wav([sine(1000, 3)]));
    await convert(path('tone.wav'), ['-c:a', 'aac', '-movflags', '+faststart'], path('whole.m4a'));
    const whole = await readFile(path('whole.m4a'));
    await expectRefused(await put('half.m4a', whole.subarray(0, whole.length / 2)), 'audio_length_differs', {
      claimedS: '3.0',
    });
    await convert(path('tone.wav'), ['-c:a', 'aac'], path('index-last.m4a'));
    await expectRefused(
      await put('headless.m4a', (await readFile(path('index-last.m4a'))).subarray(0, 9000)),
      'audio_damaged',
    );
  });

  withFfmpeg('silence, a blink of sound and a film without sound are each named', async () => {
    await expectRefused(await put('silent.wav', wav([new Float32Array(48_000)])), 'audio_silent');
    await expectRefused(await put('blink.wav', wav([sine(1000, 0.3)])), 'audio_too_short', { minS: 0.5 });
    await convert(
      await put('tone.wav', wav([sine(1000, 1)])),
      ['-f', 'lavfi', '-i', 'testsrc=d=1:s=64x64', '-map', '1'],
      path('mute.mp4'),
    );
    await expectRefused(path('mute.mp4'), 'audio_no_sound');
  });

  withFfmpeg(
    '300 mutated files: each is taken or refused by name, none hangs, none leaves a file',
    {
      timeout: 400_000,
    },
    async () => {
      await put('base.wav', wav([speechlike(0.7)]));
      const bases: Uint8Array[] = [];
      for (const [name, options] of [
        ['b.mp3', ['-b:a', '32k']],
        ['b.m4a', ['-c:a', 'aac', '-b:a', '32k']],
        ['b.ogg', ['-c:a', 'libvorbis']],
        ['b.webm', ['-c:a', 'libopus', '-b:a', '24k']],
        ['b.flac', ['-ar', '16000']],
        ['b.wav', ['-ar', '8000']],
        ['b.aac', ['-c:a', 'aac', '-b:a', '32k']],
        ['b.caf', ['-ar', '8000', '-c:a', 'alac']],
      ] satisfies [string, string[]][]) {
        await convert(path('base.wav'), options, path(name));
        bases.push(await readFile(path(name)));
      }
      const random = seeded(20_261_121);
      const below = (limit: number): number => Math.floor(random() * limit);
      const mutate = (base: Uint8Array): Uint8Array => {
        const bytes = base.slice();
        // Half of the blows fall on the first 200 bytes, where the structure is.
        for (let blow = 1 + below(12); blow > 0; blow--)
          bytes[below(random() < 0.5 ? Math.min(200, bytes.length) : bytes.length)] = below(256);
        return random() < 0.4 ? bytes.subarray(0, below(bytes.length)) : bytes;
      };
      // Two at once, as on two nodes.
      const ingests = [createIngest(limits), createIngest(limits)];
      const outcomes = await Promise.all(
        Array.from({ length: 300 }, async (_, index) => {
          const file = await put(`mutant-${index}`, mutate(bases[index % bases.length]!));
          return ingests[index % 2]!.ingest(file).then(
            ({ opusPath }) => opusPath,
            (error: unknown) => error,
          );
        }),
      );
      const taken = outcomes.filter(outcome => typeof outcome === 'string');
      const refused = outcomes.filter(outcome => outcome instanceof LoaError).map(({ code }) => code);
      expect(taken.length + refused.length).toBe(300);
      expect(new Set(refused)).not.toContain('audio_took_too_long');
      expect(taken.length).toBeGreaterThan(20);
      expect(refused.length).toBeGreaterThan(20);
      expect((await readdir(store)).map(name => join(store, name)).sort()).toEqual(taken.sort());
      await rm(store, { recursive: true });
      await mkdir(store);
    },
  );
});

describe('the ffmpeg that it runs', () => {
  const fake = async (script: string): Promise<string> => {
    const file = await put('ffmpeg', `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  };

  test('is stopped when it takes too long', async () => {
    const slow = createIngest({ ...limits, ffmpegPath: await fake('exec sleep 60'), timeLimitMs: 300 });
    await expect(slow.ingest(await put('tone.wav', wav([sine(1000, 1)])))).rejects.toMatchObject({
      code: 'audio_took_too_long',
    });
    expect(await readdir(store)).toEqual([]);
  });

  test('knows nothing of our environment and runs behind everything else', async () => {
    const told = path('told');
    const spied = createIngest({
      ...limits,
      ffmpegPath: await fake(`env > ${told}; nice >> ${told}; ulimit -v >> ${told}`),
      environment: { PATH: process.env.PATH, LOA_ADMIN_PASSWORD: 'do not tell' },
    });
    await expect(spied.ingest(await put('tone.wav', wav([sine(1000, 1)])))).rejects.toMatchObject({
      code: 'audio_damaged',
    });
    const said = await readFile(told, 'utf8');
    expect(said).not.toContain('do not tell');
    expect(said).toMatch(/^19\n1500000\n$/m);
  });

  test('may vanish between two jobs', async () => {
    const gone = createIngest({ ...limits, ffmpegPath: await fake('exit 1') });
    const tone = await put('tone.wav', wav([sine(1000, 1)]));
    await expect(gone.ingest(tone)).rejects.toMatchObject({ code: 'audio_damaged' });
    await rm(path('ffmpeg'));
    await expect(gone.ingest(tone)).rejects.toMatchObject({
      code: 'audio_ffmpeg_missing',
      details: { where: path('ffmpeg') },
    });
  });

  test('leaves a mess only if the machine stops, and the next start clears it', async () => {
    for (const name of ['.ingest-old', '.ingest-new']) await mkdir(join(store, name));
    await writeFile(join(store, '.ingest-old', 'out-1.ogg'), 'half');
    await utimes(join(store, '.ingest-old'), 0, 0);
    const next = createIngest({ ...limits, ffmpegPath: path('none') });
    await expect(next.ingest(await put('tone.wav', wav([sine(1000, 1)])))).rejects.toMatchObject({
      code: 'audio_ffmpeg_missing',
    });
    expect(await readdir(store)).toEqual(['.ingest-new']);
    await rm(join(store, '.ingest-new'), { recursive: true });
  });
});
