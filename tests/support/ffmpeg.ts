// The system's ffmpeg as a test's second opinion: makes files of every format, and measures what came out.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export const convert = async (input: string, options: string[], output: string): Promise<void> => {
  await promisify(execFile)('ffmpeg', ['-loglevel', 'error', '-nostdin', '-y', '-i', input, ...options, output]);
};

/** Loudness in LUFS and true peak in dB of a file, by the ebur128 filter. */
export const measure = async (path: string): Promise<{ lufs: number; truePeakDb: number }> => {
  const { stderr } = await promisify(execFile)('ffmpeg', [
    ...['-hide_banner', '-nostdin', '-nostats', '-i', path],
    ...['-af', 'ebur128=framelog=verbose:peak=true', '-f', 'null', '-'],
  ]);
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  return {
    lufs: Number(/I:\s+(\S+) LUFS/.exec(summary)?.[1]),
    truePeakDb: Number(/Peak:\s+(\S+) dBFS/.exec(summary)?.[1]),
  };
};
