// Audio on request: an agent asks for a chunk list or for bytes, and gets them in frames that it verifies itself.
import { audioFrame, CHUNK_BYTES, type ChunkList, chunkListFrame } from '../../protocol/chunk.ts';
import type { FromServer } from '../../protocol/device.ts';

/** Where recordings are read; `server/audio/library` is one. */
export interface AudioSource {
  chunksOf(recording: string): Promise<ChunkList | null>;
  read(recording: string, from: number, count: number): Promise<Uint8Array | null>;
}

type Want = { t: 'wantList'; recording: string } | { t: 'want'; recording: string; from: number; count: number };

/** The frames that answer a request, one at a time so that a slow reader holds little memory. */
export async function* answerWant(want: Want, audio: AudioSource): AsyncGenerator<Uint8Array | FromServer> {
  if (want.t === 'wantList') {
    const list = await audio.chunksOf(want.recording);
    yield list ? chunkListFrame(list) : { t: 'noRecording', recording: want.recording };
    return;
  }
  for (let done = 0; done < want.count; ) {
    const bytes = await audio.read(want.recording, want.from + done, Math.min(CHUNK_BYTES, want.count - done));
    if (bytes === null) {
      yield { t: 'noRecording', recording: want.recording };
      return;
    }
    if (bytes.length === 0) return;
    yield audioFrame(want.recording, want.from + done, bytes);
    done += bytes.length;
  }
}
