// Opus packets flow in; whole Ogg pages flow out, short enough that a stream can start early (RFC 3533, RFC 7845).

import { oggCrc } from '../../protocol/ogg.ts';
import { opusPacketSamples } from '../../protocol/ogg-opus.ts';

export interface OggOpusWriter {
  /** The two header pages: who the stream is, and its (empty) comments. */
  headers(): Uint8Array[];
  /** Takes one packet; answers the pages that became full. */
  packet(bytes: Uint8Array): Uint8Array[];
  /** The last page (two where the last packet did not fit); `trim` samples at 48 kHz at its end are not part of the recording. */
  end(last?: Uint8Array, trim?: number): Uint8Array[];
}

interface WriterOptions {
  serial: number;
  /** Samples at 48 kHz that the encoder puts before the sound. */
  preSkip: number;
  /** Rate of the source in Hz, for information. */
  inputRate?: number;
  /** Longest page in ms; 200 is the limit of the live stream. */
  pageMs?: number;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const opusHead = (preSkip: number, inputRate: number): Uint8Array => {
  const packet = new Uint8Array(19);
  packet.set(text('OpusHead'));
  const view = new DataView(packet.buffer);
  view.setUint8(8, 1);
  view.setUint8(9, 1);
  view.setUint16(10, preSkip, true);
  view.setUint32(12, inputRate, true);
  return packet;
};

const opusTags = (): Uint8Array => {
  const vendor = text('Loa');
  const packet = new Uint8Array(16 + vendor.length);
  packet.set(text('OpusTags'));
  new DataView(packet.buffer).setUint32(8, vendor.length, true);
  packet.set(vendor, 12);
  return packet;
};

const segmentsOf = (packet: Uint8Array): number => Math.floor(packet.length / 255) + 1;

export const createOggOpusWriter = ({
  serial,
  preSkip,
  inputRate = 48_000,
  pageMs = 200,
}: WriterOptions): OggOpusWriter => {
  const pageSamples = pageMs * 48;
  let sequence = 0;
  let granule = 0;
  let waiting: Uint8Array[] = [];
  let waitingSamples = 0;

  const page = (packets: Uint8Array[], position: number, flags: number): Uint8Array => {
    const lacing = packets.flatMap(packet => [
      ...Array.from({ length: segmentsOf(packet) - 1 }, () => 255),
      packet.length % 255,
    ]);
    const body = packets.reduce((sum, packet) => sum + packet.length, 0);
    const bytes = new Uint8Array(27 + lacing.length + body);
    const view = new DataView(bytes.buffer);
    bytes.set(text('OggS'));
    view.setUint8(5, flags);
    view.setBigInt64(6, BigInt(position), true);
    view.setUint32(14, serial, true);
    view.setUint32(18, sequence++, true);
    view.setUint8(26, lacing.length);
    bytes.set(lacing, 27);
    let at = 27 + lacing.length;
    for (const packet of packets) {
      bytes.set(packet, at);
      at += packet.length;
    }
    view.setUint32(22, oggCrc(bytes), true);
    return bytes;
  };

  const flush = (flags: number, trim: number): Uint8Array => {
    granule += waitingSamples;
    const bytes = page(waiting, granule - trim, flags);
    waiting = [];
    waitingSamples = 0;
    return bytes;
  };

  /** Takes a packet; answers the page that had to go before it. */
  const add = (bytes: Uint8Array): Uint8Array[] => {
    const samples = opusPacketSamples(bytes);
    const segments = waiting.reduce((sum, packet) => sum + segmentsOf(packet), segmentsOf(bytes));
    const full = waiting.length > 0 && (waitingSamples + samples > pageSamples || segments > 255);
    const pages = full ? [flush(0, 0)] : [];
    waiting.push(bytes.slice());
    waitingSamples += samples;
    return pages;
  };

  return {
    headers: () => [page([opusHead(preSkip, inputRate)], 0, 2), page([opusTags()], 0, 0)],
    packet(bytes) {
      const pages = add(bytes);
      // A page that is exactly full leaves at once: live speech must not wait for its next packet.
      return waitingSamples >= pageSamples ? [...pages, flush(0, 0)] : pages;
    },
    end(last, trim = 0) {
      const pages = last === undefined ? [] : add(last);
      if (trim < 0 || trim > waitingSamples) throw new RangeError('only the last page can be trimmed');
      return [...pages, flush(4, trim)];
    },
  };
};
