// An uploaded file flows in; one verified Ogg Opus recording at the loudness of the network flows out, or a LoaError that says what is wrong.
// The only user of fluent-ffmpeg, which builds arguments; running them, under limits, is ours.

import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import fluent from 'fluent-ffmpeg';
import { createOggOpusReader } from '../../protocol/ogg-opus.ts';
import { LoaError } from '../errors.ts';
import { type Container, sniffContainer } from './container.ts';
import { type FfmpegOutcome, findFfmpeg } from './ffmpeg.ts';
import {
  betterOf,
  firstLevelling,
  isLevel,
  type Levelling,
  type Loudness,
  nextLevelling,
  parseLoudness,
} from './loudness.ts';
import { createProbe } from './probe.ts';
import { createWaitingLine } from './waiting-line.ts';
import { parseWaveform, waveformFilters } from './waveform.ts';

export interface IngestParts {
  /** Folder of the results; each job works in a private folder inside it, so that the last step is a rename. */
  dir: string;
  maxBytes: number;
  maxDurationS: number;
  /** A binary, or `wasm`; unset: `FFMPEG_PATH`, then `PATH`, then the wasm build. */
  ffmpegPath?: string;
  environment?: NodeJS.ProcessEnv;
  /** Longest that one run of ffmpeg may take; by default a minute and a tenth of the longest recording. */
  timeLimitMs?: number;
}

export type IngestProgress =
  | { stage: 'waiting'; ahead: number }
  | { stage: 'measuring' | 'encoding' | 'verifying'; fraction: number };

export interface Ingested {
  opusPath: string;
  durationMs: number;
  /** Measured on the result. */
  loudnessLufs: number;
  truePeakDb: number;
  sourceLoudnessLufs: number;
  /** About 200 peaks from 0 to 100. */
  waveform: number[];
  /** Container and codec, such as `mp4/aac`. */
  sourceFormat: string;
}

export interface Ingest {
  /** Rejects with a LoaError of the section Audio, or with the signal's reason. */
  ingest(
    inputPath: string,
    watch?: { onProgress?: (progress: IngestProgress) => void; signal?: AbortSignal },
  ): Promise<Ingested>;
  /** Jobs waiting or running. */
  pending(): number;
}

const demuxers: Record<Container, string> = {
  mp3: 'mp3',
  aac: 'aac',
  mp4: 'mov',
  wav: 'wav',
  ogg: 'ogg',
  flac: 'flac',
  matroska: 'matroska',
  amr: 'amr',
  aiff: 'aiff',
  caf: 'caf',
  asf: 'asf',
};

const downmixes = { all: 'aformat=channel_layouts=mono', left: 'pan=mono|c0=c0' };
const shortestS = 0.5; // below, loudness has no meaning: its shortest window is 0.4 s
const silentLufs = -60;
const mostRounds = 5;
const loudness = 'ebur128=framelog=verbose:peak=true';

type Run = (args: string[], stage: 'measuring' | 'encoding' | 'verifying', lengthS: number) => Promise<FfmpegOutcome>;

const args = (demuxer: string, input: string, filters: string[], options: string[], output: string): string[] =>
  fluent(`file:${input}`)
    .inputOptions('-nostdin', '-hide_banner', '-nostats', '-progress', 'pipe:2')
    .inputOptions('-max_alloc', '268435456', '-threads', '1', '-protocol_whitelist', 'file', '-f', demuxer)
    .audioFilters(filters)
    .outputOptions('-map', '0:a:0', '-vn', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1', ...options)
    .output(output)
    ._getArguments();

/** Sound as we work on it: 48 kHz mono without gaps, whatever the file's own times say. */
const plain = (downmix: string): string[] => ['aresample=48000', downmix, 'aformat=sample_fmts=flt', 'asetpts=N/SR/TB'];

const toMeasured = ({ code, timedOut, log, seconds }: FfmpegOutcome): Loudness & { seconds: number } => {
  if (timedOut) throw new LoaError('audio_took_too_long');
  if (log.includes('No space left on device')) throw new LoaError('audio_disk_full');
  if (log.includes('matches no streams')) throw new LoaError('audio_no_sound');
  if (/Unknown encoder|No such filter/.test(log))
    throw new LoaError('audio_ffmpeg_missing', { where: 'libopus, ebur128' });
  const measured = parseLoudness(log);
  if (code !== 0 || seconds === 0) throw new LoaError('audio_damaged');
  return { ...(measured ?? { lufs: -70, truePeakDb: -120 }), seconds };
};

/** Walks the whole result: every checksum, every place; answers its exact length in samples. */
const samplesIn = async (path: string): Promise<number> => {
  const reader = createOggOpusReader();
  let samples = 0;
  for await (const part of createReadStream(path)) for (const packet of reader.push(part)) samples += packet.keep;
  reader.end();
  return samples;
};

const levelled = ({ gainDb, ceilingDb }: Levelling): string[] => [
  `volume=${gainDb.toFixed(2)}dB`,
  ...(ceilingDb === undefined
    ? []
    : [`alimiter=limit=${Math.max(0.0625, 10 ** (ceilingDb / 20)).toFixed(4)}:level=0:latency=1:attack=1:release=20`]),
];

export const createIngest = ({
  dir,
  maxBytes,
  maxDurationS,
  ffmpegPath,
  environment = process.env,
  timeLimitMs,
}: IngestParts): Ingest => {
  const probe = createProbe();
  const line = createWaitingLine(() => void probe.close());
  const limitMs = timeLimitMs ?? 60_000 + maxDurationS * 100;
  const tooLong = () => new LoaError('audio_too_long', { maxMinutes: Math.round(maxDurationS / 6) / 10 });

  const sniff = async (path: string): Promise<Container> => {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size === 0) throw new LoaError('audio_empty');
      const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;
      if (size > maxBytes)
        throw new LoaError('audio_too_large', { megabytes: megabytes(size), maxMegabytes: megabytes(maxBytes) });
      const sniffed = await sniffContainer(file);
      if ('seems' in sniffed) throw new LoaError('not_audio', { seems: sniffed.seems });
      return sniffed.container;
    } finally {
      await file.close();
    }
  };

  const measureSource = async (run: Run, demuxer: string, claimedS: number | undefined) => {
    const measure = async (downmix: string) => {
      const options = ['-t', String(maxDurationS + 1), '-f', 'null'];
      const outcome = await run(
        args(demuxer, 'in', [...plain(downmix), loudness], options, '-'),
        'measuring',
        claimedS ?? maxDurationS,
      );
      return { ...toMeasured(outcome), downmix, codec: /Stream #0:\d+\S*: Audio: (\w+)/.exec(outcome.log)?.[1] ?? '?' };
    };
    const all = await measure(downmixes.all);
    if (all.seconds > maxDurationS) throw tooLong();
    if (claimedS !== undefined && Math.abs(all.seconds - claimedS) > Math.max(0.3, claimedS * 0.02)) {
      throw new LoaError('audio_length_differs', { claimedS: claimedS.toFixed(1), decodedS: all.seconds.toFixed(1) });
    }
    if (all.seconds < shortestS) throw new LoaError('audio_too_short', { minS: shortestS });
    if (all.lufs > silentLufs) return all;
    const left = await measure(downmixes.left); // opposite channels cancel each other; one alone does not
    if (left.lufs <= silentLufs) throw new LoaError('audio_silent', { lufs: left.lufs });
    return left;
  };

  const encode = async (
    run: Run,
    demuxer: string,
    source: { downmix: string; seconds: number },
    levelling: Levelling,
    round: number,
  ) => {
    const name = `out-${round}.ogg`;
    const peaks = `peaks-${round}.txt`;
    // Above 10 minutes the encoder works at half its effort, or an hour would take two minutes.
    const opus = [
      '-c:a',
      'libopus',
      '-application',
      'voip',
      '-vbr',
      'constrained',
      '-b:a',
      '24k',
      '-frame_duration',
      '20',
    ];
    const effort = ['-compression_level', source.seconds > 600 ? '5' : '10'];
    const limits = ['-t', String(maxDurationS + 1), '-fs', String(1_000_000 + maxDurationS * 8000)];
    const pages = ['-page_duration', '200000', '-fflags', '+bitexact', '-flags:a', '+bitexact', '-f', 'ogg'];
    const filters = [...plain(source.downmix), ...levelled(levelling)];
    const encoded = await run(
      args(demuxer, 'in', filters, [...opus, ...effort, ...limits, ...pages], `file:${name}`),
      'encoding',
      source.seconds,
    );
    toMeasured(encoded);
    const listen = [...waveformFilters(source.seconds * 48_000, peaks), loudness];
    const heard = toMeasured(await run(args('ogg', name, listen, ['-f', 'null'], '-'), 'verifying', source.seconds));
    return { name, peaks, heard, levelling };
  };

  const job = async (
    inputPath: string,
    onProgress: (progress: IngestProgress) => void,
    signal?: AbortSignal,
  ): Promise<Ingested> => {
    const container = await sniff(inputPath);
    const demuxer = demuxers[container];
    await mkdir(dir, { recursive: true });
    const work = await mkdtemp(join(dir, '.ingest-'));
    try {
      await symlink(resolve(inputPath), join(work, 'in'));
      const ffmpeg = await findFfmpeg(ffmpegPath, environment);
      const run: Run = (list, stage, lengthS) =>
        ffmpeg({
          args: list,
          cwd: work,
          timeLimitMs: limitMs,
          signal,
          onSeconds: seconds => onProgress({ stage, fraction: Math.min(1, seconds / lengthS) }),
        });
      const claimedS = await probe.ask({ path: resolve(inputPath), container });
      if (claimedS !== undefined && claimedS > maxDurationS) throw tooLong();
      const source = await measureSource(run, demuxer, claimedS);
      const rounds = [await encode(run, demuxer, source, firstLevelling(source), 1)];
      while (rounds.length < mostRounds && !isLevel(rounds.at(-1)!.heard)) {
        const levelling = nextLevelling(rounds.at(-1)!, rounds.at(-2));
        rounds.push(await encode(run, demuxer, source, levelling, rounds.length + 1));
      }
      const best = rounds.reduce(betterOf);
      const samples = await samplesIn(join(work, best.name));
      if (Math.abs(samples / 48_000 - source.seconds) > 0.1) throw new LoaError('audio_damaged');
      const opusPath = join(dir, `${basename(work).slice('.ingest-'.length)}.opus`);
      const result = {
        opusPath,
        durationMs: Math.round(samples / 48),
        loudnessLufs: best.heard.lufs,
        truePeakDb: best.heard.truePeakDb,
        sourceLoudnessLufs: source.lufs,
        waveform: parseWaveform(await readFile(join(work, best.peaks), 'utf8')),
        sourceFormat: `${container}/${source.codec}`,
      };
      signal?.throwIfAborted();
      await rename(join(work, best.name), opusPath);
      return result;
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  };

  return {
    pending: line.length,
    ingest: (inputPath, { onProgress = () => undefined, signal } = {}) =>
      line.join(() => job(inputPath, onProgress, signal), {
        signal,
        onAhead: ahead => onProgress({ stage: 'waiting', ahead }),
      }),
  };
};
