// Recordings turned to samples: the chunks of a content's pieces in, mono 48 kHz samples by their place in the content out.
// Decoding runs a second ahead of the loudspeaker; what it has not reached in time is jumped over, never played late.
import { Decoder } from '@evan/opus';
import { createOggOpusReader, type OpusPacket } from '../protocol/ogg-opus.ts';
import type { Log } from './log.ts';

export const RATE = 48_000;
const AHEAD = RATE;
const HISTORY = 64;
const RING = 65_536;
/** Opus needs 80 ms before a place to sound right at it (RFC 7845, 4.6). */
const PRE_ROLL = 3840;
/** Packets decoded before others get a turn. */
const BURST = 10;

export interface Piece {
  recording: string;
  durationMs: number;
}

/** Where verified chunks come from. */
export interface ChunkSource {
  chunk(recording: string, index: number): Promise<Uint8Array | null>;
  chunkCount(recording: string): number | null;
}

export interface Sound {
  /** Copies samples from place `from` on; as many as are ready. Places before `from` are given up. */
  read(from: number, into: Int16Array): number;
  /** Samples in all; null while that is not known. */
  length(): number | null;
  /** Decoding goes on from here; called before the first `read` where the start is missed. */
  aim(place: number): void;
  /** More chunks may have come. */
  poke(): void;
  close(): void;
}

export function openSound(parts: {
  pieces: readonly Piece[];
  passes: number;
  source: ChunkSource;
  log: Log;
  /** A recording is no Ogg Opus that we can play; the answer says whether to go on with the rest. */
  broken: (why: string, recording: string) => boolean;
}): Sound {
  const { source, log } = parts;
  const ring = new Int16Array(RING);
  const order = Array.from({ length: parts.passes }, () => parts.pieces).flat();
  /** Places [tail, head) are in the ring. */
  let head = 0;
  let tail = 0;
  let wanted = 0;
  let length: number | null = null;
  let closed = false;
  let wake: (() => void) | null = null;

  const pause = () => new Promise<void>(resolve => (wake = resolve));
  const turn = () => new Promise<void>(resolve => setImmediate(resolve));
  function poke(): void {
    const resume = wake;
    wake = null;
    resume?.();
  }

  function put(place: number, samples: Int16Array): void {
    // After a jump the ring holds nothing before this place.
    if (place !== head) tail = place;
    const begin = place % RING;
    const fits = Math.min(samples.length, RING - begin);
    ring.set(samples.subarray(0, fits), begin);
    ring.set(samples.subarray(fits), 0);
    head = place + samples.length;
    tail = Math.max(tail, head - RING);
  }

  async function nextChunk(recording: string, index: number): Promise<Uint8Array | null> {
    while (!closed) {
      const bytes = await source.chunk(recording, index);
      if (bytes !== null) return bytes;
      await pause();
    }
    return null;
  }

  /** Decodes one piece that begins at `base`; its end, or null if the sound was closed. */
  async function playPiece(piece: Piece, base: number): Promise<number | null> {
    const reader = createOggOpusReader();
    let decoder = new Decoder({ channels: 1, sample_rate: RATE });
    let end = base;
    let decoded = false;
    let burst = 0;
    for (let index = 0; ; index++) {
      const count = source.chunkCount(piece.recording);
      if (count !== null && index >= count) break;
      const bytes = await nextChunk(piece.recording, index);
      if (bytes === null) return null;
      for (const packet of reader.push(bytes)) {
        while (!closed && base + packet.at > wanted + AHEAD) await pause();
        if (closed) return null;
        end = base + packet.at + packet.keep;
        if (end + PRE_ROLL < wanted) {
          decoded = false;
          continue;
        }
        if (!decoded) decoder = new Decoder({ channels: 1, sample_rate: RATE });
        decoded = true;
        const samples = decode(decoder, packet);
        if (samples.length > 0) put(base + packet.at, samples);
        if (++burst % BURST === 0) await turn();
      }
    }
    reader.end();
    return end;
  }

  async function run(): Promise<void> {
    let base = 0;
    for (const piece of order) {
      const end = await playPiece(piece, base).catch((error: unknown) => passOver(error, piece));
      if (end === null) return;
      base = end ?? Math.max(base, head);
    }
    length = base;
  }
  void run();

  /** Undefined if the rest shall be heard all the same. */
  function passOver(error: unknown, { recording }: Piece): null | undefined {
    const why = error instanceof Error ? error.message : String(error);
    log.error({ recording, why }, 'a recording could not be decoded');
    if (closed) return null;
    if (parts.broken(why, recording)) return undefined;
    closed = true;
    return null;
  }

  return {
    length: () => length,
    poke,
    aim(place) {
      wanted = Math.max(wanted, place);
      poke();
    },
    read(from, into) {
      wanted = Math.max(wanted, from);
      if (wanted - HISTORY > tail) tail = Math.min(head, wanted - HISTORY);
      const count = from < tail ? 0 : Math.max(0, Math.min(into.length, head - from));
      const begin = from % RING;
      const fits = Math.min(count, RING - begin);
      into.set(ring.subarray(begin, begin + fits));
      into.set(ring.subarray(0, count - fits), fits);
      poke();
      return count;
    },
    close() {
      closed = true;
      poke();
    },
  };
}

function decode(decoder: Decoder, packet: OpusPacket): Int16Array {
  const bytes = decoder.decode(packet.bytes);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  return samples.subarray(packet.skip, packet.skip + packet.keep);
}
