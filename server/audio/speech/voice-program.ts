// Text flows into the standard input of a niced program, WAV bytes flow out of its standard output, within bounds of time and size.
import { spawn } from 'node:child_process';
import { LoaError } from '../../errors.ts';

export interface VoiceProgram {
  command: string;
  /** Never carries text to speak: another user of the machine could read it, and a leading dash would be an option. */
  args: readonly string[];
}

export interface VoiceRun {
  signal?: AbortSignal;
  timeLimitMs: number;
}

/** About 48 minutes at 22.05 kHz. */
const mostBytes = 128 * 1024 * 1024;
const keptComplaint = 400;

/** Speech is never urgent: it yields to everything else on the machine. */
function niced({ command, args }: VoiceProgram): VoiceProgram {
  return process.platform === 'win32' ? { command, args } : { command: 'nice', args: ['-n', '19', command, ...args] };
}

/** Only what a program needs to start; secrets of the server stay with the server. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot', 'TMPDIR', 'TEMP'];
  return Object.fromEntries([...names.map(name => [name, process.env[name]]), ['LANG', 'C.UTF-8']]);
}

export function runVoice(program: VoiceProgram, text: string, { signal, timeLimitMs }: VoiceRun): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  if (signal?.aborted) return Promise.reject(signal.reason);
  const { command, args } = niced(program);
  const child = spawn(command, args, { stdio: 'pipe', env: plainEnvironment(), windowsHide: true });
  const pieces: Buffer[] = [];
  let bytes = 0;
  let complaint = '';

  const settle = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
  const stop = (reason: unknown): void => {
    settle();
    reject(reason);
    child.kill('SIGKILL');
  };
  const onAbort = (): void => stop(signal?.reason);
  const timer = setTimeout(
    () => stop(new LoaError('speech_timed_out', { seconds: Math.round(timeLimitMs / 1000) })),
    timeLimitMs,
  );
  signal?.addEventListener('abort', onAbort, { once: true });

  child.stdout.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > mostBytes) stop(new LoaError('speech_bad_sound', { fault: 'too_long' }));
    else pieces.push(piece);
  });
  child.stderr.on('data', (piece: Buffer) => {
    complaint = (complaint + piece.toString('utf8')).slice(-keptComplaint);
  });
  // A program that dies before it has read everything closes the pipe; its exit tells the story.
  child.stdin.on('error', (error: Error) => {
    complaint ||= error.message;
  });
  child.on('error', error => stop(new LoaError('speech_failed', { why: error.message })));
  child.on('close', (code, killedBy) => {
    settle();
    if (code === 0) resolve(Buffer.concat(pieces));
    else reject(new LoaError('speech_failed', { why: complaint.trim() || `${program.command}: ${killedBy ?? code}` }));
  });
  child.stdin.end(text, 'utf8');
  return promise;
}
