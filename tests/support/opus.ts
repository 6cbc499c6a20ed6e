// Decodes a whole Ogg Opus stream the way an agent does: packets placed by the reader, decoded, cut to the sample.

import { Decoder } from '@evan/opus';
import { createOggOpusReader, type OpusPacket } from '../../protocol/ogg-opus.ts';

export const decodePackets = (packets: OpusPacket[]): Float32Array => {
  const decoder = new Decoder({ channels: 1, sample_rate: 48_000 });
  const length = packets.reduce((sum, packet) => sum + packet.keep, 0);
  const sound = new Float32Array(length);
  let at = 0;
  for (const packet of packets) {
    const decoded = decoder.decode(packet.bytes);
    const samples = new Int16Array(decoded.slice().buffer).subarray(packet.skip, packet.skip + packet.keep);
    for (const sample of samples) sound[at++] = sample / 32768;
  }
  return sound;
};

export const decodeOggOpus = (bytes: Uint8Array): Float32Array => {
  const reader = createOggOpusReader();
  const packets = reader.push(bytes);
  reader.end();
  return decodePackets(packets);
};
