// Drives the check of spoken sound with made-up sounds, and the WAV reader with headers as programs really write them.
import { describe, expect, test } from 'vitest';
import { listen } from '../../../../server/audio/speech/hearing.ts';
import { readWave, writeWave } from '../../../../server/audio/speech/wave.ts';

const sampleRate = 22_050;
const tone = (seconds: number, level: number): { sampleRate: number; samples: Int16Array } => ({
  sampleRate,
  samples: Int16Array.from({ length: seconds * sampleRate }, (_, n) => 32767 * level * Math.sin(n / 8)),
});
const text = 'Xin chào bà con trong xã, đây là thông báo.';

describe('listening', () => {
  test('accepts a plausible sound', () => expect(listen(tone(4, 0.3), text)).toBeUndefined());
  test('refuses nothing', () => expect(listen(tone(0, 0.3), text)).toBe('empty'));
  test('refuses what is cut off', () => expect(listen(tone(0.3, 0.3), text)).toBe('too_short'));
  test('refuses what runs away', () => expect(listen(tone(60, 0.3), text)).toBe('too_long'));
  test('refuses digital silence', () => expect(listen(tone(4, 0), text)).toBe('silent'));
  test('refuses a whisper', () => expect(listen(tone(4, 0.01), text)).toBe('silent'));

  test('refuses a click in silence', () => {
    const sound = tone(4, 0);
    sound.samples[1000] = 30_000;
    expect(listen(sound, text)).toBe('silent');
  });
});

describe('WAV', () => {
  test('comes back as it was written', () => {
    const sound = tone(0.1, 0.5);
    expect(readWave(writeWave(sound))).toEqual(sound);
  });

  test('with the endless sizes of a stream holds what came', () => {
    const bytes = writeWave(tone(0.1, 0.5));
    new DataView(bytes.buffer).setUint32(40, 0x7ffff000, true);
    expect(readWave(bytes)?.samples.length).toBe(2205);
  });

  test('may hold other chunks, of odd length too', () => {
    const wave = writeWave(tone(0.1, 0.5));
    const chunk = new TextEncoder().encode('LIST\u0003\0\0\0abc\0');
    const bytes = Uint8Array.from([...wave.subarray(0, 36), ...chunk, ...wave.subarray(36)]);
    expect(readWave(bytes)?.samples.length).toBe(2205);
  });

  test.each([
    ['nothing', new Uint8Array(0)],
    ['text', new TextEncoder().encode('x'.repeat(100))],
    ['stereo', writeWave(tone(0.1, 0.5)).with(22, 2)],
    ['eight bits', writeWave(tone(0.1, 0.5)).with(34, 8)],
    ['no sample rate', writeWave(tone(0.1, 0.5)).fill(0, 24, 28)],
  ])('that is %s is none', (_, bytes) => {
    expect(readWave(bytes)).toBeUndefined();
  });
});
