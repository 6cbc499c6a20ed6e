// Arguments for ffmpeg flow in; its exit code, log and progress flow out. Finds an ffmpeg (named, installed, or the wasm build)
// and runs it as a child of the lowest priority, with limits of time and memory, and nothing of our environment.

import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LoaError } from '../errors.ts';

export interface FfmpegRun {
  args: string[];
  /** The child's working directory; all file names in `args` are relative to it. */
  cwd: string;
  timeLimitMs: number;
  signal?: AbortSignal;
  /** Seconds of sound done so far. */
  onSeconds?: (seconds: number) => void;
}

export interface FfmpegOutcome {
  code: number | null;
  timedOut: boolean;
  /** The beginning and the end of what it said. */
  log: string;
  /** Seconds of sound that came out. */
  seconds: number;
}

export type Ffmpeg = (run: FfmpegRun) => Promise<FfmpegOutcome>;

const memoryKiB = 1_500_000;
const logEndBytes = 32_768;

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

const installed = async (searchPath: string): Promise<string | undefined> => {
  for (const folder of searchPath.split(delimiter)) {
    if (folder !== '' && (await isProgram(join(folder, 'ffmpeg')))) return join(folder, 'ffmpeg');
  }
  return undefined;
};

const wasmPresent = (): boolean => {
  try {
    createRequire(import.meta.url).resolve('@ffmpeg/core/wasm');
    return true;
  } catch {
    return false; // an optional dependency that was left out
  }
};

/** The command that starts ffmpeg; looked up before each job, since a binary may come or vanish while we run. */
const command = async (path: string | undefined, environment: NodeJS.ProcessEnv): Promise<string[]> => {
  const named = path ?? environment.FFMPEG_PATH;
  const program = named ?? (await installed(environment.PATH ?? ''));
  if (program !== undefined && program !== 'wasm') {
    if (!(await isProgram(program))) throw new LoaError('audio_ffmpeg_missing', { where: program });
    // The shell only sets the limit; arguments pass through it as they are.
    return ['/bin/sh', '-c', `ulimit -v ${memoryKiB} 2>/dev/null; exec nice -n 19 "$0" "$@"`, program];
  }
  if (!wasmPresent()) throw new LoaError('audio_ffmpeg_missing', { where: 'PATH, @ffmpeg/core' });
  const main = fileURLToPath(new URL('./ffmpeg-wasm.ts', import.meta.url));
  return ['nice', '-n', '19', process.execPath, '--max-old-space-size=512', main];
};

/** `path` names a binary, or `wasm` for the build in the package; unset, `FFMPEG_PATH` and then `PATH` are asked. */
export const findFfmpeg = async (path: string | undefined, environment: NodeJS.ProcessEnv): Promise<Ffmpeg> => {
  const [program, ...before] = await command(path, environment);
  return run => start(program!, [...before, ...run.args], run, environment.PATH);
};

const start = (
  program: string,
  args: string[],
  run: FfmpegRun,
  searchPath: string | undefined,
): Promise<FfmpegOutcome> =>
  new Promise((resolve, reject) => {
    run.signal?.throwIfAborted();
    const child = spawn(program, args, {
      cwd: run.cwd,
      env: { PATH: searchPath, LANG: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let first = '';
    let tail = '';
    let seconds = 0;
    let timedOut = false;
    const kill = (): void => void child.kill('SIGKILL');
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, run.timeLimitMs);
    run.signal?.addEventListener('abort', kill, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      run.signal?.removeEventListener('abort', kill);
    };
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (part: string) => {
      if (first.length < logEndBytes) first += part;
      tail = (tail + part).slice(-logEndBytes);
      const progress = [...part.matchAll(/^out_time_us=(\d+)$/gm)].at(-1);
      if (progress !== undefined) run.onSeconds?.(Number(progress[1]) / 1e6);
    });
    child.on('error', error => {
      settle();
      reject(error);
    });
    child.on('close', code => {
      settle();
      if (run.signal?.aborted) return reject(run.signal.reason);
      const last = [...tail.matchAll(/^out_time_us=(\d+)$/gm)].at(-1);
      if (last !== undefined) seconds = Number(last[1]) / 1e6;
      resolve({ code, timedOut, log: first.length < logEndBytes ? first : first + tail, seconds });
    });
  });
