// Audio that proves itself: a recording's id is the hash of its chunk list, and every chunk is checked before it is decoded.
import { createHash } from 'node:crypto';
import { FRAME } from './envelope.ts';

export const CHUNK_BYTES = 16 * 1024;
const HASH_BYTES = 32;

export interface ChunkList {
  /** Hex; the SHA-256 of `bytes`. */
  recording: string;
  /** Length of the whole recording in bytes. */
  length: number;
  hashes: Uint8Array[];
  /** The list as it travels: u64 length, then one SHA-256 a chunk. */
  bytes: Uint8Array;
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** The chunk list of a whole recording. */
export function listChunks(audio: Uint8Array): ChunkList {
  const count = Math.ceil(audio.length / CHUNK_BYTES);
  const bytes = Buffer.alloc(8 + count * HASH_BYTES);
  bytes.writeBigUInt64BE(BigInt(audio.length), 0);
  for (let index = 0; index < count; index++) {
    bytes.set(sha256(audio.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES)), 8 + index * HASH_BYTES);
  }
  return splitList(bytes);
}

function splitList(bytes: Uint8Array): ChunkList {
  const count = (bytes.length - 8) / HASH_BYTES;
  return {
    recording: sha256(bytes).toString('hex'),
    length: Number(Buffer.from(bytes.buffer, bytes.byteOffset, 8).readBigUInt64BE()),
    hashes: Array.from({ length: count }, (_, i) => bytes.subarray(8 + i * HASH_BYTES, 8 + (i + 1) * HASH_BYTES)),
    bytes,
  };
}

/** The list in `bytes` if it is the one that `recording` names and it fits its own length; else null. */
export function readChunkList(recording: string, bytes: Uint8Array): ChunkList | null {
  if (bytes.length < 8 + HASH_BYTES || (bytes.length - 8) % HASH_BYTES !== 0) return null;
  const list = splitList(bytes);
  const fits = Math.ceil(list.length / CHUNK_BYTES) === list.hashes.length;
  return fits && list.recording === recording ? list : null;
}

/** True if these bytes are chunk `index` of the list. */
export function isChunk(list: ChunkList, index: number, bytes: Uint8Array): boolean {
  const hash = list.hashes[index];
  return hash !== undefined && bytes.length === chunkLength(list, index) && sha256(bytes).equals(hash);
}

/** Bytes in chunk `index`: 16 KiB, less in the last. */
export const chunkLength = (list: ChunkList, index: number): number =>
  Math.min(CHUNK_BYTES, list.length - index * CHUNK_BYTES);

/** Frame `chunkList`: type, recording (32 bytes), list. */
export const chunkListFrame = (list: ChunkList): Uint8Array =>
  Buffer.concat([Buffer.from([FRAME.chunkList]), Buffer.from(list.recording, 'hex'), list.bytes]);

/** Frame `audio`: type, recording (32 bytes), u32 offset in bytes, the bytes. */
export function audioFrame(recording: string, offset: number, bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(1 + HASH_BYTES + 4);
  head[0] = FRAME.audio;
  head.set(Buffer.from(recording, 'hex'), 1);
  head.writeUInt32BE(offset, 1 + HASH_BYTES);
  return Buffer.concat([head, bytes]);
}

/** What a `chunkList` or `audio` frame carries, untrusted; null if it is neither or too short. */
export function readAudioFrame(
  frame: Uint8Array,
):
  | { type: 'list'; recording: string; bytes: Uint8Array }
  | { type: 'audio'; recording: string; offset: number; bytes: Uint8Array }
  | null {
  const recording = Buffer.from(frame.subarray(1, 1 + HASH_BYTES)).toString('hex');
  if (frame[0] === FRAME.chunkList && frame.length > 1 + HASH_BYTES) {
    return { type: 'list', recording, bytes: frame.subarray(1 + HASH_BYTES) };
  }
  if (frame[0] === FRAME.audio && frame.length > 1 + HASH_BYTES + 4) {
    const offset = Buffer.from(frame.buffer, frame.byteOffset, frame.length).readUInt32BE(1 + HASH_BYTES);
    return { type: 'audio', recording, offset, bytes: frame.subarray(1 + HASH_BYTES + 4) };
  }
  return null;
}
