// An encoded Ogg Opus file flows in; its exact length flows out, and the file moves into place once its bytes are on the disk.

import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { createOggOpusReader } from '../../protocol/ogg-opus.ts';

/** Samples at 48 kHz; throws an OggError where a page, a checksum or a place is wrong. */
export const samplesIn = async (path: string): Promise<number> => {
  const reader = createOggOpusReader();
  let samples = 0;
  for await (const part of createReadStream(path)) for (const packet of reader.push(part)) samples += packet.keep;
  reader.end();
  return samples;
};

export const moveIntoPlace = async (from: string, to: string): Promise<void> => {
  const file = await open(from);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(from, to);
};
