// PCM at 48 kHz mono flows in; an Ogg Opus stream of about 24 kbit/s flows out, as long as the PCM to the sample.

import { setImmediate as breath } from 'node:timers/promises';
import { Encoder } from '@evan/opus';
import { createOggOpusWriter } from './ogg.ts';

export interface OpusEncoder {
  headers(): Uint8Array[];
  /** Takes samples (Int16, or Float32 within ±1) in any number; answers the pages that became full. */
  push(pcm: Int16Array | Float32Array): Uint8Array[];
  /** The pages still due; the last one ends the stream. */
  end(): Uint8Array[];
}

export interface OpusEncoding {
  /** Number of the stream inside the Ogg container; the same number and sound give the same bytes. */
  serial: number;
  sound?: 'voice' | 'music';
  bitsPerSecond?: number;
  pageMs?: number;
}

const frameSamples = 960; // 20 ms
const getLookahead = 4027; // OPUS_GET_LOOKAHEAD

const toInt16 = (pcm: Int16Array | Float32Array): Int16Array =>
  pcm instanceof Int16Array ? pcm : Int16Array.from(pcm, value => Math.round(Math.max(-1, Math.min(1, value)) * 32767));

export const createOpusEncoder = ({
  serial,
  sound = 'voice',
  bitsPerSecond = 24_000,
  pageMs,
}: OpusEncoding): OpusEncoder => {
  const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: sound === 'voice' ? 'voip' : 'audio' });
  encoder.bitrate = bitsPerSecond;
  encoder.vbr = true;
  encoder.vbr_constraint = true;
  encoder.signal = sound;
  const preSkip = encoder.ctl(getLookahead);
  const writer = createOggOpusWriter({ serial, preSkip, pageMs });
  const frame = new Int16Array(frameSamples);
  let filled = 0;
  let taken = 0;
  let encoded = 0;

  const encode = (): Uint8Array => {
    frame.fill(0, filled);
    encoded += frameSamples;
    filled = 0;
    return encoder.encode(frame);
  };

  return {
    headers: writer.headers,
    push(pcm) {
      const samples = toInt16(pcm);
      const pages: Uint8Array[] = [];
      taken += samples.length;
      for (let at = 0; at < samples.length; ) {
        const part = samples.subarray(at, at + frameSamples - filled);
        frame.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === frameSamples) pages.push(...writer.packet(encode()));
      }
      return pages;
    },
    end() {
      const pages: Uint8Array[] = [];
      // The encoder is `preSkip` samples behind, so silence pushes the last of the sound out.
      const due = preSkip + taken;
      while (encoded + frameSamples < due) pages.push(...writer.packet(encode()));
      const last = encode();
      return [...pages, ...writer.end(last, encoded - due)];
    },
  };
};

/** Encodes a whole recording, pausing every 200 ms of sound so that the caller's other work goes on. */
export const encodeOggOpus = async (pcm: Int16Array | Float32Array, encoding: OpusEncoding): Promise<Uint8Array> => {
  const encoder = createOpusEncoder(encoding);
  const pages = encoder.headers();
  for (let at = 0; at < pcm.length; at += frameSamples * 10) {
    pages.push(...encoder.push(pcm.subarray(at, at + frameSamples * 10)));
    await breath();
  }
  pages.push(...encoder.end());
  return new Uint8Array(Buffer.concat(pages));
};
