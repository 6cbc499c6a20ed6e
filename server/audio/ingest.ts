// An uploaded file flows in; one verified Ogg Opus recording at the loudness of the network flows out, or a LoaError that says what is wrong.
// The only user of fluent-ffmpeg, which builds arguments; running them, under limits, is ours.

import { open, readFile, symlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import fluent from 'fluent-ffmpeg';
import { LoaError } from '../errors.ts';
import { type Container, sniffContainer } from './container.ts';
import { type FfmpegOutcome, findFfmpeg } from './ffmpeg.ts';
import { moveIntoPlace, samplesIn } from './finished.ts';
import {
  firstLevelling,
  type Levelling,
  type Loudness,
  level,
  levellingFilters,
  mostRounds,
  parseLoudness,
} from './loudness.ts';
import { createProbe } from './probe.ts';
import { createWaitingLine } from './waiting-line.ts';
import { parseWaveform, waveformFilters } from './waveform.ts';
import { createWorkbench } from './workbench.ts';

export interface IngestParts {
  /** Folder of the results; each job works in a private folder inside it, so that the last step is a rename. */
  dir: string;
  maxBytes: number;
  maxDurationS: number;
  /** A binary, or `wasm`; unset: `FFMPEG_PATH`, then `PATH`, then the wasm build. */
  ffmpegPath?: string;
  environment?: NodeJS.ProcessEnv;
  now?: () => number;
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
const mostRuns = 3 + 4 * mostRounds;
// Levelling by limiter takes several rounds; a long recording tries them on a part of itself.
const rehearsalFromS = 120;
const excerpt = ['atrim=start=30:duration=45', 'asetpts=N'];
const excerptPeakRoomDb = 0.4; // the whole holds higher peaks than its part
const workPrefix = '.ingest-';
const loudness = 'ebur128=framelog=verbose:peak=true';

type Source = Loudness & { seconds: number; downmix: string; codec: string };

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
const plain = (downmix: string): string[] => ['aresample=48000', downmix, 'aformat=sample_fmts=flt', 'asetpts=N'];

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

export const createIngest = ({
  dir,
  maxBytes,
  maxDurationS,
  ffmpegPath,
  environment = process.env,
  now = Date.now,
  timeLimitMs,
}: IngestParts): Ingest => {
  const probe = createProbe();
  const line = createWaitingLine(() => void probe.close());
  const limitMs = timeLimitMs ?? 60_000 + maxDurationS * 100;
  const workbench = createWorkbench({ dir, prefix: workPrefix, staleMs: 2 * mostRuns * limitMs, now });
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
    source: Source,
    levelling: Levelling,
    name: string,
    part: string[] = [],
  ) => {
    const file = `${name}.ogg`;
    const peaks = `${name}.txt`;
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
    const filters = [...plain(source.downmix), ...part, ...levellingFilters(levelling)];
    const encoded = await run(
      args(demuxer, 'in', filters, [...opus, ...effort, ...limits, ...pages], `file:${file}`),
      'encoding',
      source.seconds,
    );
    toMeasured(encoded);
    const listen = [...waveformFilters(source.seconds * 48_000, peaks), loudness];
    const heard = toMeasured(await run(args('ogg', file, listen, ['-f', 'null'], '-'), 'verifying', source.seconds));
    return { file, peaks, heard, levelling };
  };

  /** The levelling to begin with: found on a part where the whole would take long and needs a limiter. */
  const rehearse = async (run: Run, demuxer: string, source: Source): Promise<Levelling> => {
    const first = firstLevelling(source);
    if (first.ceilingDb === undefined || source.seconds < rehearsalFromS) return first;
    const filters = [...plain(source.downmix), ...excerpt, loudness];
    const part = toMeasured(await run(args(demuxer, 'in', filters, ['-f', 'null'], '-'), 'measuring', source.seconds));
    if (part.lufs <= silentLufs) return first;
    const best = await level(first, async (levelling, round) => {
      const { heard } = await encode(run, demuxer, source, levelling, `part-${round}`, excerpt);
      const lufs = source.lufs + heard.lufs - part.lufs;
      return { levelling, heard: { lufs, truePeakDb: heard.truePeakDb + excerptPeakRoomDb } };
    });
    return best.levelling;
  };

  const work = async (
    folder: string,
    container: Container,
    inputPath: string,
    { onProgress, signal }: { onProgress: (progress: IngestProgress) => void; signal?: AbortSignal },
  ): Promise<Ingested> => {
    const demuxer = demuxers[container];
    await symlink(inputPath, join(folder, 'in'));
    const ffmpeg = await findFfmpeg(ffmpegPath, environment);
    const run: Run = (list, stage, lengthS) =>
      ffmpeg({
        args: list,
        cwd: folder,
        timeLimitMs: limitMs,
        signal,
        onSeconds: seconds => onProgress({ stage, fraction: Math.min(1, seconds / lengthS) }),
      });
    const claimedS = await probe.ask({ path: inputPath, container });
    if (claimedS !== undefined && claimedS > maxDurationS) throw tooLong();
    const source = await measureSource(run, demuxer, claimedS);
    const first = await rehearse(run, demuxer, source);
    const best = await level(first, (levelling, round) => encode(run, demuxer, source, levelling, `whole-${round}`));
    const samples = await samplesIn(join(folder, best.file));
    if (Math.abs(samples / 48_000 - source.seconds) > 0.1) throw new LoaError('audio_damaged');
    const waveform = parseWaveform(await readFile(join(folder, best.peaks), 'utf8'));
    signal?.throwIfAborted();
    const opusPath = join(dir, `${basename(folder).slice(workPrefix.length)}.opus`);
    await moveIntoPlace(join(folder, best.file), opusPath);
    return {
      opusPath,
      durationMs: Math.round(samples / 48),
      loudnessLufs: best.heard.lufs,
      truePeakDb: best.heard.truePeakDb,
      sourceLoudnessLufs: source.lufs,
      waveform,
      sourceFormat: `${container}/${source.codec}`,
    };
  };

  const job: Ingest['ingest'] = async (inputPath, { onProgress = () => undefined, signal } = {}) => {
    const container = await sniff(inputPath);
    return workbench.use(folder => work(folder, container, resolve(inputPath), { onProgress, signal }));
  };

  return {
    pending: line.length,
    ingest: (inputPath, watch = {}) =>
      line.join(() => job(inputPath, watch), {
        signal: watch.signal,
        onAhead: ahead => watch.onProgress?.({ stage: 'waiting', ahead }),
      }),
  };
};
