// Drives chunk lists and audio frames: an id names exact bytes, and only those pass.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  audioFrame,
  CHUNK_BYTES,
  chunkLength,
  chunkListFrame,
  isChunk,
  listChunks,
  readAudioFrame,
  readChunkList,
} from '../../protocol/chunk.ts';

const audio = Buffer.alloc(CHUNK_BYTES * 2 + 100, 7);
const list = listChunks(audio);

describe('chunk lists', () => {
  it('AUD-1: every chunk of the recording passes, and only at its place', () => {
    expect(list.hashes).toHaveLength(3);
    audio[CHUNK_BYTES] = 8;
    const changed = listChunks(audio);
    expect(isChunk(changed, 0, audio.subarray(0, CHUNK_BYTES))).toBe(true);
    expect(isChunk(changed, 1, audio.subarray(0, CHUNK_BYTES))).toBe(false);
    expect(isChunk(changed, 2, audio.subarray(2 * CHUNK_BYTES))).toBe(true);
    expect(chunkLength(changed, 2)).toBe(100);
    expect(isChunk(changed, 3, new Uint8Array(0))).toBe(false);
    audio[CHUNK_BYTES] = 7;
  });

  it('AUD-1: a list is read only under its own name', () => {
    expect(readChunkList(list.recording, list.bytes)?.length).toBe(audio.length);
    expect(readChunkList('0'.repeat(64), list.bytes)).toBeNull();
    const bent = Uint8Array.from(list.bytes);
    bent[7] = bent[7]! ^ 1;
    expect(readChunkList(list.recording, bent)).toBeNull();
  });

  it('refuses lists whose length and number of hashes disagree, even under their own hash', () => {
    const lying = Uint8Array.from(list.bytes);
    Buffer.from(lying.buffer).writeBigUInt64BE(10n ** 15n, 0);
    expect(readChunkList(listChunks(lying).recording, lying)).toBeNull();
    expect(readChunkList('', new Uint8Array(9))).toBeNull();
  });

  it('frames carry what was put in', () => {
    expect(readAudioFrame(chunkListFrame(list))).toMatchObject({ type: 'list', recording: list.recording });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(2 ** 32 - 1), (bytes, offset) => {
        const read = readAudioFrame(audioFrame(list.recording, offset, bytes));
        expect(read).toMatchObject({ type: 'audio', recording: list.recording, offset });
        expect(Buffer.from(read!.bytes).equals(bytes)).toBe(true);
      }),
    );
    expect(readAudioFrame(new Uint8Array([3, 1, 2]))).toBeNull();
  });
});
