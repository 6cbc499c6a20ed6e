// Drives every engine for real: the system's eSpeak NG, its WebAssembly build, and a neural voice in a tiny model, each as
// the niced program that it is in the field. Levels and durations are measured from the WAV that comes back.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { espeakEngine, neuralEngine, type SpeechEngine, wasmEngine } from '../../../../server/audio/speech/engines.ts';
import { readWave } from '../../../../server/audio/speech/wave.ts';
import { needs } from '../../../support/needs.ts';
import { writeTinyVoice } from '../../../support/tiny-voice.ts';

const sentence = 'Xin chào bà con, đây là thông báo khẩn cấp của ủy ban nhân dân xã.';
const run = { timeLimitMs: 60_000 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-voice-'));
  await writeTinyVoice(join(folder, 'voice'));
  await writeTinyVoice(join(folder, 'mute'), { gain: 0 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function expectSpeech(engine: SpeechEngine | undefined, name: SpeechEngine['name']): Promise<void> {
  if (engine === undefined) throw new Error(`no ${name}`);
  expect(engine).toMatchObject({ name, label: 'giọng máy' });
  const { wav, durationMs } = await engine.speak(sentence, run);
  const sound = readWave(wav);
  if (sound === undefined) throw new Error('not a mono 16-bit WAV');
  const seconds = sound.samples.length / sound.sampleRate;
  // 17 syllables: nobody says them in two seconds or needs fifteen.
  expect(seconds).toBeGreaterThan(2);
  expect(seconds).toBeLessThan(15);
  expect(durationMs).toBe(Math.round(seconds * 1000));
  const rms = Math.sqrt(sound.samples.reduce((sum, sample) => sum + sample * sample, 0) / sound.samples.length);
  expect(20 * Math.log10(rms / 32768)).toBeGreaterThan(-35);
  expect(new DataView(wav.buffer, wav.byteOffset).getUint32(40, true)).toBe(wav.length - 44);
}

describe('engines speak', () => {
  needs('espeak-ng')('the system eSpeak NG', async () => expectSpeech(await espeakEngine(), 'espeak-ng'));

  test('eSpeak NG as WebAssembly', () => expectSpeech(wasmEngine(), 'espeak-ng-wasm'));

  test('a neural voice from a folder', async () => expectSpeech(await neuralEngine(join(folder, 'voice')), 'neural'));

  needs('espeak-ng')('a longer text takes longer', async () => {
    const engine = await espeakEngine();
    const once = await engine?.speak(sentence, run);
    const thrice = await engine?.speak(`${sentence} ${sentence} ${sentence}`, run);
    expect((thrice?.durationMs ?? 0) / (once?.durationMs ?? 1)).toBeGreaterThan(2.5);
  });
});

describe('engines that cannot speak', () => {
  test('a machine without eSpeak NG has none', async () => {
    expect(await espeakEngine('no-such-program')).toBeUndefined();
  });

  test('a voice folder that lacks a part is named', async () => {
    await expect(neuralEngine(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'speech_voice_folder',
      details: { missing: '*.onnx' },
    });
    await rm(join(folder, 'mute', 'tokens.txt'));
    await expect(neuralEngine(join(folder, 'mute'))).rejects.toMatchObject({ details: { missing: 'tokens.txt' } });
    await writeTinyVoice(join(folder, 'mute'), { gain: 0 });
  });

  test('a voice that stays silent is refused', async () => {
    const engine = await neuralEngine(join(folder, 'mute'));
    await expect(engine.speak(sentence, run)).rejects.toMatchObject({
      code: 'speech_bad_sound',
      details: { fault: 'silent' },
    });
  });

  test('a model that is no model is a failure, not a crash', async () => {
    await writeTinyVoice(join(folder, 'broken'));
    await writeFile(join(folder, 'broken', 'model.onnx'), 'not a model');
    const engine = await neuralEngine(join(folder, 'broken'));
    await expect(engine.speak(sentence, run)).rejects.toMatchObject({ code: 'speech_failed' });
  });
});
