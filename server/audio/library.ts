// The recordings of the network: uploads and texts flow in, are made into levelled Opus one after the other, and flow out as
// recordings that are ready or say why they are not. Who may is asked before, by whoever calls.
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeId } from '../../protocol/id.ts';
import type { Time } from '../../protocol/time.ts';
import { LoaError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { pronunciationsFor } from '../store/pronunciations.ts';
import {
  failAudio,
  failProcessing,
  hideRecording,
  insertRecording,
  keepSpoken,
  markFailed,
  markReady,
  type RecordingFailure,
  recordingById,
  renameRecording,
  type StoredRecording,
  usesOfRecording,
} from '../store/recordings.ts';
import type { Clips } from './clips.ts';
import type { Ingest, IngestProgress } from './ingest.ts';
import { createShelf, type Shelf } from './shelf.ts';

/** What the library asks of a speaking machine. */
export interface Speaker {
  speak(
    text: string,
    language: string,
    pronunciations: readonly { written: string; spoken: string }[],
  ): Promise<{ wav: Uint8Array; label: string; spokenText: string }>;
}

export interface LibraryParts {
  db: Database;
  ingest: Ingest;
  speech: Speaker;
  clips: Clips;
  recordingsDir: string;
  maxUploadBytes: number;
  time: Time;
  random: (bytes: number) => Uint8Array;
  /** Told when a recording's state or progress changes. */
  onChange(recording: { id: string; state: StoredRecording['state']; progress: number }): void;
  /** Told what was no refusal but a bug or a broken disk. */
  onError(error: unknown, recordingId: string): void;
}

interface NewRecording {
  title: string;
  language: string;
  areaId: string;
  /** Another recording that says the same; its area counts then. */
  versionOf?: string | undefined;
  text?: string | undefined;
  createdBy: string;
}

export interface Library extends Pick<Shelf, 'chunksOf' | 'read' | 'pathOf'> {
  clips: Clips;
  /** Writes a stream to a private file; throws `audio_too_large` and leaves nothing if it is over the limit. */
  receive(stream: Readable): Promise<string>;
  discard(path: string): Promise<void>;
  /** Takes over a received file. Answers at once; the recording is made in the background. */
  upload(path: string, about: NewRecording): Promise<StoredRecording>;
  speak(about: NewRecording & { text: string }): Promise<StoredRecording>;
  /** Throws `not_found` for one that never was or was removed. */
  get(id: string): Promise<StoredRecording>;
  change(id: string, change: { title?: string | undefined; text?: string | undefined }): Promise<StoredRecording>;
  /** Hides it; its audio stays, because orders name it. Throws `recording_used` while something would play it. */
  remove(id: string): Promise<void>;
  /** 0–1. */
  progressOf(recording: StoredRecording): number;
  /** Resolves when nothing is being made. */
  idle(): Promise<void>;
}

const failureOf = (error: LoaError): RecordingFailure => ({
  code: error.code,
  vi: error.say('vi'),
  en: error.say('en'),
});

const STAGE: Record<'measuring' | 'encoding' | 'verifying', [from: number, to: number]> = {
  measuring: [0.2, 0.35],
  encoding: [0.35, 0.85],
  verifying: [0.85, 1],
};
/** Pages are told of progress in steps of this size. */
const STEP = 0.05;
const RECEIVED = '.upload-';

/** What was being made when the last program ended is marked failed, and its files are removed, before this resolves. */
export async function createLibrary(parts: LibraryParts): Promise<Library> {
  const { db, ingest, speech, clips, recordingsDir, time, onChange } = parts;
  await mkdir(recordingsDir, { recursive: true });
  for (const file of await readdir(recordingsDir)) {
    if (/^\.(upload|ingest)-/.test(file)) await rm(join(recordingsDir, file), { recursive: true, force: true });
  }
  await failProcessing(db, failureOf(new LoaError('audio_interrupted')));
  const shelf = createShelf({
    dir: recordingsDir,
    clips,
    onCorrupt: recording => {
      failAudio(db, recording, failureOf(new LoaError('audio_corrupt'))).then(
        ids => {
          for (const id of ids) onChange({ id, state: 'failed', progress: 0 });
        },
        error => parts.onError(error, recording),
      );
    },
  });
  const progress = new Map<string, number>();
  const jobs = new Set<Promise<void>>();

  const privatePath = (): string => join(recordingsDir, `${RECEIVED}${Buffer.from(parts.random(12)).toString('hex')}`);

  function advance(id: string, fraction: number): void {
    const last = progress.get(id) ?? 0;
    if (fraction < last + STEP) return;
    progress.set(id, fraction);
    onChange({ id, state: 'processing', progress: fraction });
  }

  function watch(id: string): (said: IngestProgress) => void {
    return said => {
      if (said.stage === 'waiting') return;
      const [from, to] = STAGE[said.stage];
      advance(id, from + said.fraction * (to - from));
    };
  }

  async function make(id: string, sound: () => Promise<string>): Promise<void> {
    let path: string | null = null;
    try {
      path = await sound();
      const made = await ingest.ingest(path, { onProgress: watch(id) });
      const kept = await shelf.keep(made.opusPath);
      await markReady(db, id, { ...kept, ...made });
      progress.delete(id);
      onChange({ id, state: 'ready', progress: 1 });
    } catch (error) {
      if (!(error instanceof LoaError)) parts.onError(error, id);
      progress.delete(id);
      await markFailed(db, id, failureOf(error instanceof LoaError ? error : new LoaError('internal')));
      onChange({ id, state: 'failed', progress: 0 });
    } finally {
      if (path !== null) await rm(path, { force: true });
    }
  }

  /** Runs in the background; a failure that cannot even be stored is told. */
  function begin(id: string, sound: () => Promise<string>): void {
    const job: Promise<void> = make(id, sound)
      .catch(error => parts.onError(error, id))
      .finally(() => jobs.delete(job));
    jobs.add(job);
  }

  async function enter(about: NewRecording, source: StoredRecording['source']): Promise<StoredRecording> {
    const id = makeId('re', parts.random(8));
    const first = about.versionOf === undefined ? null : await get(about.versionOf);
    const made: StoredRecording = {
      id,
      title: about.title,
      language: about.language,
      // A version belongs where the first one does, or only one of them could be seen.
      areaId: first?.areaId ?? about.areaId,
      groupId: first?.groupId ?? id,
      state: 'processing',
      error: null,
      durationMs: null,
      sha256: null,
      bytes: null,
      loudnessLufs: null,
      waveform: null,
      source,
      voice: null,
      text: about.text ?? null,
      spokenText: null,
      createdBy: about.createdBy,
      createdAt: time.now(),
      removedAt: null,
    };
    await insertRecording(db, made);
    onChange({ id, state: 'processing', progress: 0 });
    return made;
  }

  async function get(id: string): Promise<StoredRecording> {
    const found = await recordingById(db, id);
    if (!found || found.removedAt !== null) throw new LoaError('not_found', { what: id });
    return found;
  }

  return {
    clips,
    chunksOf: shelf.chunksOf,
    read: shelf.read,
    pathOf: shelf.pathOf,
    get,
    async receive(stream) {
      const path = privatePath();
      let bytes = 0;
      stream.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > parts.maxUploadBytes) stream.destroy(tooLarge(bytes, parts.maxUploadBytes));
      });
      try {
        await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return path;
    },
    discard: path => rm(path, { force: true }),
    async upload(path, about) {
      const made = await enter(about, 'upload');
      begin(made.id, async () => path);
      return made;
    },
    async speak(about) {
      const made = await enter(about, 'speech');
      begin(made.id, async () => {
        const words = await pronunciationsFor(db, made.areaId);
        const spoken = await speech.speak(about.text, about.language, words);
        await keepSpoken(db, made.id, { voice: spoken.label, spokenText: spoken.spokenText });
        advance(made.id, STAGE.measuring[0]);
        const path = privatePath();
        await writeFile(path, spoken.wav, { mode: 0o600 });
        return path;
      });
      return made;
    },
    async change(id, change) {
      await get(id);
      await renameRecording(db, id, change);
      return get(id);
    },
    async remove(id) {
      await get(id);
      const uses = await usesOfRecording(db, id, time.now());
      if (uses.length > 0) throw new LoaError('recording_used', { uses: uses.join(', ') });
      await hideRecording(db, id, time.now());
    },
    progressOf: ({ id, state }) => (state === 'ready' ? 1 : (progress.get(id) ?? 0)),
    async idle() {
      while (jobs.size > 0) await Promise.all(jobs);
    },
  };
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;
const tooLarge = (bytes: number, most: number): LoaError =>
  new LoaError('audio_too_large', { megabytes: megabytes(bytes), maxMegabytes: megabytes(most) });
