// What the machine has to speak with flows in (a voice folder, an installed program, an npm package); engines of one shape flow out.
import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LoaError } from '../../errors.ts';
import { listen } from './hearing.ts';
import { runVoice, type VoiceProgram, type VoiceRun } from './voice-program.ts';
import { readWave, writeWave } from './wave.ts';

export interface SpeechEngine {
  /** Goes on record with every recording that it makes. */
  name: 'neural' | 'espeak-ng' | 'espeak-ng-wasm';
  /** Shown to villagers and officers alike: this was not a person. */
  label: 'giọng máy';
  /** Text must be normalised already. Answers mono 16-bit WAV that has been listened to. */
  speak(text: string, run: VoiceRun): Promise<{ wav: Uint8Array; durationMs: number }>;
}

/** Words a minute as eSpeak counts them: 3.4 Vietnamese syllables a second, pauses included; horns want slow speech. */
const rate = '150';

function engineOf(name: SpeechEngine['name'], program: VoiceProgram): SpeechEngine {
  return {
    name,
    label: 'giọng máy',
    async speak(text, run) {
      const sound = readWave(await runVoice(program, text, run));
      if (sound === undefined) throw new LoaError('speech_bad_sound', { fault: 'empty' });
      const fault = listen(sound, text);
      if (fault !== undefined) throw new LoaError('speech_bad_sound', { fault });
      return { wav: writeWave(sound), durationMs: Math.round((sound.samples.length / sound.sampleRate) * 1000) };
    },
  };
}

const ownProgram = (file: URL, ...args: string[]): VoiceProgram => ({
  command: process.execPath,
  args: ['--disable-warning=ExperimentalWarning', fileURLToPath(file), ...args],
});

/** A folder of Piper's layout; what is missing is named, because an operator who gave a folder wants that voice. */
export async function neuralEngine(folder: string): Promise<SpeechEngine> {
  const isThere = (path: string): Promise<boolean> =>
    stat(join(folder, path)).then(
      () => true,
      () => false,
    );
  const files = await readdir(folder).catch(() => []);
  const models = files.filter(file => file.endsWith('.onnx'));
  const model = models.find(file => file === 'model.onnx') ?? models[0];
  if (model === undefined) throw new LoaError('speech_voice_folder', { folder, missing: '*.onnx' });
  for (const needed of ['tokens.txt', join('espeak-ng-data', 'phontab')]) {
    if (!(await isThere(needed))) throw new LoaError('speech_voice_folder', { folder, missing: needed });
  }
  const paths = [model, 'tokens.txt', 'espeak-ng-data'].map(file => join(folder, file));
  return engineOf('neural', ownProgram(new URL('./neural-voice.ts', import.meta.url), ...paths));
}

/** The system's eSpeak NG, if it is installed and has a Vietnamese voice. */
export async function espeakEngine(command = 'espeak-ng', wordsAMinute = rate): Promise<SpeechEngine | undefined> {
  const voices = await runVoice({ command, args: ['--voices=vi'] }, '', { timeLimitMs: 10_000 }).catch(
    (error: unknown) => {
      if (error instanceof LoaError) return undefined;
      throw error;
    },
  );
  if (voices === undefined || !/\bvi\b/.test(new TextDecoder().decode(voices))) return undefined;
  return engineOf('espeak-ng', { command, args: ['-v', 'vi', '-s', wordsAMinute, '-b', '1', '--stdin', '--stdout'] });
}

/** eSpeak NG as WebAssembly from npm, if the optional package was installed. */
export function wasmEngine(): SpeechEngine | undefined {
  try {
    createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten');
  } catch {
    return undefined;
  }
  return engineOf('espeak-ng-wasm', ownProgram(new URL('./wasm-voice.ts', import.meta.url), 'vi', rate));
}
