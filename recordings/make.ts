// Synthesised chimes and sirens, and the sentences of `templates.json` spoken by a machine, flow in; the committed Ogg Opus files
// and `library.json` beside this script flow out. Needs eSpeak NG and ffmpeg. Run: node recordings/make.ts
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chimeNames, chimeTitles, makeChime } from '../server/audio/chimes.ts';
import { createIngest } from '../server/audio/ingest.ts';
import { encodeOggOpus } from '../server/audio/opus.ts';
import { readScript } from '../server/audio/script.ts';
import { makeSiren } from '../server/audio/siren.ts';
import { espeakEngine } from '../server/audio/speech/engines.ts';
import { createSpeech } from '../server/audio/speech/speech.ts';

/** Raise it when a clip changes: devices then ask for the library again. */
const version = 2;
/** Slower than a bulletin: these words cross a valley. */
const wordsAMinute = '130';

/** In compact orders a clip is its number; a name keeps its number for good. 30 is the evacuation plan of a village. */
const numbers: Record<string, number> = {
  'chime-open': 1,
  'chime-close': 2,
  'chime-priority': 3,
  'chime-alert': 4,
  'drill-open': 5,
  'drill-close': 6,
  'drill-end': 7,
  'siren-test-open': 8,
  'siren-test-close': 9,
  'all-clear': 10,
  correction: 11,
  'flood-1': 12,
  'flood-2': 13,
  'flood-3': 14,
  'flash-flood': 15,
  landslide: 16,
  'dam-release': 17,
  storm: 18,
  fire: 19,
  evacuate: 20,
  other: 21,
  'siren-test': 22,
  'siren-hue-storm': 201,
  'siren-hue-flood2': 202,
  'siren-hue-flood3': 203,
};

type Title = { vi: string; en: string };
const folder = fileURLToPath(new URL('.', import.meta.url));
const clips: Record<string, unknown>[] = [];

async function keep(
  name: string,
  about: { use: 'routine' | 'emergency' | 'siren'; language?: string; title: Title; durationMs: number },
  bytes: Uint8Array,
): Promise<void> {
  const number = numbers[name];
  if (number === undefined) throw new Error(`${name} has no number`);
  const file = `${name}.opus`;
  await writeFile(join(folder, file), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  clips.push({ name, number, ...about, file, bytes: bytes.length, sha256 });
}

for (const name of chimeNames) {
  const sound = makeChime(name);
  const bytes = await encodeOggOpus(sound, { serial: numbers[name] ?? 0, sound: 'music' });
  const use = name === 'chime-alert' ? 'emergency' : 'routine';
  await keep(name, { use, title: chimeTitles[name], durationMs: Math.round(sound.length / 48) }, bytes);
}

const { templates, frames, codes } = readScript(folder);

const work = await mkdtemp(join(tmpdir(), 'loa-recordings-'));
const voice = await espeakEngine('espeak-ng', wordsAMinute);
if (!voice) throw new Error('eSpeak NG with its Vietnamese voice is not installed');
const speech = createSpeech({ find: async () => voice });
const ingest = createIngest({ dir: work, maxBytes: 1e8, maxDurationS: 120 });
try {
  for (const { name, title, titleEn, text } of [...frames, ...templates]) {
    const wav = join(work, `${name}.wav`);
    await writeFile(wav, (await speech.speak(text, 'vi', [])).wav);
    const { opusPath, durationMs } = await ingest.ingest(wav);
    const about = { use: 'emergency' as const, language: 'vi', title: { vi: title, en: titleEn }, durationMs };
    await keep(name, about, await readFile(opusPath));
  }
} finally {
  await rm(work, { recursive: true });
}

for (const { name, title, titleEn, steps } of codes.flatMap(code => code.sirens)) {
  const sound = makeSiren(steps);
  const encoding = { serial: numbers[name] ?? 0, sound: 'music' as const, bitsPerSecond: 12_000 };
  const about = { use: 'siren' as const, title: { vi: title, en: titleEn }, durationMs: Math.round(sound.length / 48) };
  await keep(name, about, await encodeOggOpus(sound, encoding));
}
await writeFile(join(folder, 'library.json'), `${JSON.stringify({ version, clips }, null, 2)}\n`);
