// WAV bytes flow in and out: mono, 16-bit, as every voice program writes them.

export interface Sound {
  /** Hz, as the voice speaks; ingest resamples. */
  sampleRate: number;
  samples: Int16Array;
}

const headerBytes = 44;

export function writeWave({ sampleRate, samples }: Sound): Uint8Array {
  const wave = new Uint8Array(headerBytes + samples.length * 2);
  const view = new DataView(wave.buffer);
  const tag = (at: number, name: string): void => wave.set(new TextEncoder().encode(name), at);
  tag(0, 'RIFF');
  view.setUint32(4, wave.length - 8, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  tag(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  // Every platform that Node runs on here is little-endian, as WAV is: half an hour is copied in milliseconds.
  wave.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), headerBytes);
  return wave;
}

/** Nothing if it is not mono 16-bit PCM. A stream's header promises more data than there is: what came counts. */
export function readWave(bytes: Uint8Array): Sound | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (at: number): string => new TextDecoder('latin1').decode(bytes.subarray(at, at + 4));
  if (bytes.length < headerBytes || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return undefined;
  let sampleRate = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(at) === 'fmt ' && body + 16 <= bytes.length) {
      const plain = view.getUint16(body, true) === 1 && view.getUint16(body + 2, true) === 1;
      if (!plain || view.getUint16(body + 14, true) !== 16) return undefined;
      sampleRate = view.getUint32(body + 4, true);
    }
    if (tag(at) === 'data') {
      const end = Math.min(body + size, bytes.length);
      const samples = new Int16Array(bytes.slice(body, end - ((end - body) % 2)).buffer);
      return sampleRate > 0 ? { sampleRate, samples } : undefined;
    }
    at = body + size + (size % 2);
  }
  return undefined;
}
