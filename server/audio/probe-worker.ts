// A worker thread: a path and its container flow in, the length that the file claims flows out (seconds, or none).
// It stands apart because a hostile file may send a parser in circles; whoever started it can end it.

import { parentPort } from 'node:worker_threads';
import {
  ADTS,
  FilePathSource,
  FLAC,
  Input,
  type InputFormat,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  WEBM,
} from 'mediabunny';
import type { Container } from './container.ts';
import type { ProbeAnswer, ProbeQuestion } from './probe.ts';

// Only the sniffed container's own reader: a playlist reader, for one, would open other files.
const readers: Partial<Record<Container, InputFormat[]>> = {
  mp3: [MP3],
  aac: [ADTS],
  mp4: [MP4, QTFF],
  wav: [WAVE],
  ogg: [OGG],
  flac: [FLAC],
  matroska: [MATROSKA, WEBM],
};

const claimedSeconds = async ({ path, container }: ProbeQuestion): Promise<number | undefined> => {
  const formats = readers[container];
  if (formats === undefined) return undefined;
  const input = new Input({ formats, source: new FilePathSource(path) });
  try {
    const track = await input.getPrimaryAudioTrack();
    return await track?.computeDuration();
  } finally {
    input.dispose();
  }
};

parentPort?.on('message', async (question: ProbeQuestion) => {
  let seconds: number | undefined;
  try {
    seconds = await claimedSeconds(question);
  } catch {
    seconds = undefined; // what this reader cannot read, ffmpeg judges
  }
  parentPort?.postMessage({ seconds } satisfies ProbeAnswer);
});
