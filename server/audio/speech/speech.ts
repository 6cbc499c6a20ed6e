// An announcement in writing flows in, with its language and the commune's pronunciations; spoken sound, marked as a machine's
// voice, flows out. One job at a time, each in a niced process, so that neither alerts nor the event loop ever wait for it.
import { LoaError } from '../../errors.ts';
import { createWaitingLine } from '../waiting-line.ts';
import { espeakEngine, neuralEngine, type SpeechEngine, wasmEngine } from './engines.ts';
import { normalise, type Pronunciation } from './normalise.ts';

export interface Spoken {
  /** Mono, 16-bit; the sample rate is the voice's own and stands in the header. */
  wav: Uint8Array;
  durationMs: number;
  engine: SpeechEngine['name'];
  label: SpeechEngine['label'];
  /** What the voice was given to read, to be shown beside the written text. */
  spokenText: string;
}

export interface Speech {
  speak(
    text: string,
    language: string,
    pronunciations: readonly Pronunciation[],
    options?: { signal?: AbortSignal },
  ): Promise<Spoken>;
  /** The engine in use, or nothing if this machine cannot speak. */
  engine(): Promise<SpeechEngine | undefined>;
}

export interface SpeechParts {
  /** A neural voice in Piper's layout; without it the machine speaks with eSpeak NG. */
  voiceFolder?: string;
  /** Looks for an engine; called until it finds one. */
  find?: () => Promise<SpeechEngine | undefined>;
  /** Written characters in one job; 20,000 are 22 minutes of speech, or 43 if full of figures. */
  mostCharacters?: number;
  /** Jobs that may wait behind the one being spoken. */
  mostWaiting?: number;
  timeLimitMs?: (characters: number) => number;
}

/** Room for a neural voice on one slow core, at the lowest priority. */
const defaultTimeLimitMs = (characters: number): number => 30_000 + characters * 60;

export function createSpeech({
  voiceFolder,
  find = () => findEngine(voiceFolder),
  mostCharacters = 20_000,
  mostWaiting = 16,
  timeLimitMs = defaultTimeLimitMs,
}: SpeechParts): Speech {
  let found: SpeechEngine | undefined;
  const line = createWaitingLine(() => undefined);

  const engine = async (): Promise<SpeechEngine | undefined> => {
    found ??= await find();
    return found;
  };

  const speakNow = async (spokenText: string, signal: AbortSignal | undefined): Promise<Spoken> => {
    const voice = await engine();
    if (voice === undefined) throw new LoaError('speech_no_engine');
    const { wav, durationMs } = await voice.speak(spokenText, { signal, timeLimitMs: timeLimitMs(spokenText.length) });
    return { wav, durationMs, engine: voice.name, label: voice.label, spokenText };
  };

  return {
    engine,
    async speak(text, language, pronunciations, { signal } = {}) {
      signal?.throwIfAborted();
      if (language !== 'vi') throw new LoaError('speech_language', { language });
      if (text.length > mostCharacters) {
        throw new LoaError('speech_text_too_long', { length: text.length, limit: mostCharacters });
      }
      const spokenText = normalise(text, pronunciations);
      if (!/\p{L}/u.test(spokenText)) throw new LoaError('speech_nothing_to_say');
      if (line.length() > mostWaiting) throw new LoaError('speech_busy');
      return line.join(() => speakNow(spokenText, signal), { signal });
    },
  };
}

async function findEngine(voiceFolder: string | undefined): Promise<SpeechEngine | undefined> {
  if (voiceFolder !== undefined) return neuralEngine(voiceFolder);
  return (await espeakEngine()) ?? wasmEngine();
}
