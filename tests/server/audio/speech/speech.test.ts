// Drives the speech room's interface with an engine in the test's hands, and once with what this machine really has.
import { describe, expect, test } from 'vitest';
import type { SpeechEngine } from '../../../../server/audio/speech/engines.ts';
import { createSpeech, type SpeechParts } from '../../../../server/audio/speech/speech.ts';

interface Job {
  text: string;
  timeLimitMs: number;
  finish(): void;
  fail(error: unknown): void;
}

/** An engine whose jobs end when the test says so. */
function heldEngine(): { jobs: Job[]; engine: SpeechEngine } {
  const jobs: Job[] = [];
  const engine: SpeechEngine = {
    name: 'espeak-ng',
    label: 'giọng máy',
    speak: (text, { timeLimitMs }) => {
      const { promise, resolve, reject } = Promise.withResolvers<{ wav: Uint8Array; durationMs: number }>();
      jobs.push({ text, timeLimitMs, finish: () => resolve({ wav: Uint8Array.of(1), durationMs: 5 }), fail: reject });
      return promise;
    },
  };
  return { jobs, engine };
}

const withEngine = (engine: SpeechEngine | undefined, parts: SpeechParts = {}): ReturnType<typeof createSpeech> =>
  createSpeech({ find: async () => engine, ...parts });
const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('speech', () => {
  test('gives the engine the normalised text and tells who spoke', async () => {
    const { jobs, engine } = heldEngine();
    const spoken = withEngine(engine).speak('UBND họp 5h', 'vi', [{ written: 'UBND', spoken: 'ủy ban xã' }]);
    await settled();
    expect(jobs[0]?.text).toBe('ủy ban xã họp năm giờ');
    jobs[0]?.finish();
    expect(await spoken).toEqual({
      wav: Uint8Array.of(1),
      durationMs: 5,
      engine: 'espeak-ng',
      label: 'giọng máy',
      spokenText: 'ủy ban xã họp năm giờ',
    });
  });

  test('speaks one text at a time, in order, and goes on after a failure', async () => {
    const { jobs, engine } = heldEngine();
    const speech = withEngine(engine);
    const first = speech.speak('một', 'vi', []);
    const second = speech.speak('hai', 'vi', []);
    await settled();
    expect(jobs.map(job => job.text)).toEqual(['một']);
    jobs[0]?.fail(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    await settled();
    expect(jobs.map(job => job.text)).toEqual(['một', 'hai']);
    jobs[1]?.finish();
    expect((await second).spokenText).toBe('hai');
  });

  test('lets go at once of a job that is cancelled while waiting, and never starts it', async () => {
    const { jobs, engine } = heldEngine();
    const speech = withEngine(engine);
    const first = speech.speak('một', 'vi', []);
    const controller = new AbortController();
    const second = speech.speak('hai', 'vi', [], { signal: controller.signal });
    await settled();
    controller.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    jobs[0]?.finish();
    await first;
    await settled();
    expect(jobs).toHaveLength(1);
  });

  test('does not begin what is cancelled already', async () => {
    const { jobs, engine } = heldEngine();
    const cancelled = withEngine(engine).speak('một', 'vi', [], { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(jobs).toHaveLength(0);
  });

  test('gives a longer text more time', async () => {
    const { jobs, engine } = heldEngine();
    const speech = withEngine(engine, { timeLimitMs: characters => characters * 10 });
    const spoken = speech.speak('một hai', 'vi', []);
    await settled();
    expect(jobs[0]?.timeLimitMs).toBe(70);
    jobs[0]?.finish();
    await spoken;
  });

  test('refuses more than may wait, and takes the next when there is room', async () => {
    const { jobs, engine } = heldEngine();
    const speech = withEngine(engine, { mostWaiting: 1 });
    const first = speech.speak('một', 'vi', []);
    const second = speech.speak('hai', 'vi', []);
    await expect(speech.speak('ba', 'vi', [])).rejects.toMatchObject({ code: 'speech_busy' });
    await settled();
    jobs[0]?.finish();
    await first;
    await settled();
    jobs[1]?.finish();
    await second;
    await settled();
    const third = speech.speak('ba', 'vi', []);
    await settled();
    jobs[2]?.finish();
    expect((await third).spokenText).toBe('ba');
  });

  test.each(['tày', 'nùng', 'hmn', 'en', 'VI', ''])('speaks no %j: a clip must be recorded', async language => {
    const refusal = withEngine(heldEngine().engine).speak('Xin chào', language, []);
    await expect(refusal).rejects.toMatchObject({ code: 'speech_language', status: 422 });
    await expect(refusal).rejects.toThrow('record a clip');
  });

  test('refuses a text that is too long before reading it', async () => {
    const refusal = withEngine(heldEngine().engine).speak('1 '.repeat(50_000), 'vi', []);
    await expect(refusal).rejects.toMatchObject({ code: 'speech_text_too_long', details: { length: 100_000 } });
  });

  test.each(['', ' \n', '***', '🌊'])('refuses %j: there is nothing to say', async text => {
    const refusal = withEngine(heldEngine().engine).speak(text, 'vi', []);
    await expect(refusal).rejects.toMatchObject({ code: 'speech_nothing_to_say' });
  });

  test('says so when the machine has no voice, and looks again the next time', async () => {
    const { jobs, engine } = heldEngine();
    const finds = [undefined, engine];
    const speech = createSpeech({ find: async () => finds.shift() });
    await expect(speech.speak('một', 'vi', [])).rejects.toMatchObject({ code: 'speech_no_engine' });
    const spoken = speech.speak('một', 'vi', []);
    await settled();
    jobs[0]?.finish();
    expect((await spoken).engine).toBe('espeak-ng');
  });

  test('speaks with what this machine has, without holding up the event loop', async () => {
    const speech = createSpeech({});
    let ticks = 0;
    const clock = setInterval(() => {
      ticks += 1;
    }, 5);
    const text = 'Thông báo: 7h30 ngày 22/11/2026, UBND xã họp tại NVH thôn 5. $(id) <b>"-v en"</b>';
    const { wav, engine, label, durationMs } = await speech.speak(text, 'vi', []);
    clearInterval(clock);
    expect(['espeak-ng', 'espeak-ng-wasm']).toContain(engine);
    expect(label).toBe('giọng máy');
    expect(durationMs).toBeGreaterThan(4000);
    expect(wav.length).toBeGreaterThan(100_000);
    expect(ticks).toBeGreaterThan(3);
  });

  test('insists on the voice folder it was given', async () => {
    const speech = createSpeech({ voiceFolder: '/no/such/voice' });
    await expect(speech.speak('một', 'vi', [])).rejects.toMatchObject({ code: 'speech_voice_folder' });
  });
});
