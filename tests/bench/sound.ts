// Sound like speech for the benchmarks: made in code, as PCM in a WAV file or as the MP3 that people upload.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeOggOpus } from '../../server/audio/opus.ts';
import { speechlike, wav } from '../support/tone.ts';

const SECONDS = 60;

/** A WAV file of so many seconds. */
export async function speechWav(dir: string, seconds: number): Promise<string> {
  const path = join(dir, 'speech.wav');
  await writeFile(path, wav([speechlike(seconds)]));
  return path;
}

/** An Ogg Opus file of so many seconds, as recordings are. */
export async function speechOpus(dir: string, seconds: number): Promise<string> {
  const path = join(dir, 'speech.opus');
  await writeFile(path, await encodeOggOpus(speechlike(seconds), { serial: 1 }));
  return path;
}

/** An MP3 file of so many whole minutes: one minute encoded, its frames repeated, which is again an MP3 file. */
export async function speechMp3(dir: string, minutes: number): Promise<string> {
  const source = await speechWav(dir, SECONDS);
  const minute = join(dir, 'minute.mp3');
  const options = ['-c:a', 'libmp3lame', '-b:a', '96k', '-reservoir', '0', '-write_xing', '0', '-id3v2_version', '0'];
  const child = spawn('ffmpeg', ['-v', 'error', '-nostdin', '-i', source, ...options, minute], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
  const frames = await readFile(minute);
  const path = join(dir, 'upload.mp3');
  const file = createWriteStream(path);
  for (let count = 0; count < minutes; count++) file.write(frames);
  file.end();
  await once(file, 'finish');
  return path;
}
