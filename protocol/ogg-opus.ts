// Pages or bytes of an Ogg Opus stream flow in; Opus packets flow out, each with its exact place in the recording (RFC 7845).
// Whoever decodes a packet keeps `keep` samples after the first `skip`: pre-skip is then gone and the end is cut to the sample.

import { createOggPageReader, OggError, type OggPage } from './ogg.ts';

export interface OpusHead {
  channels: number;
  /** Samples at 48 kHz that the decoder makes before the recording begins. */
  preSkip: number;
  /** Rate of the source in Hz, for information: Opus always decodes at 48 kHz. */
  inputRate: number;
  /** Gain in dB that a player must apply. */
  outputGainDb: number;
}

export interface OpusPacket {
  bytes: Uint8Array;
  /** Samples at 48 kHz that this packet decodes to. */
  samples: number;
  /** Place in the recording, in samples at 48 kHz, of the first sample kept. */
  at: number;
  skip: number;
  keep: number;
}

export interface OggOpusReader {
  /** Undefined until the first page has come. */
  head(): OpusHead | undefined;
  push(bytes: Uint8Array): OpusPacket[];
  /** For live streams, whose chunks are whole pages parsed one by one. */
  page(page: OggPage): OpusPacket[];
  /** Call when no more bytes come: throws if the stream is not whole. */
  end(): void;
}

interface ReaderOptions {
  /** A live stream may lose pages or be joined late; places then follow from each page's own position. */
  gaps?: boolean;
}

const maxPacketBytes = 1 << 20; // comment packets may carry a picture; audio packets are far smaller
const maxPacketSamples = 5760;

/** Samples at 48 kHz in an Opus packet, read from its first bytes (RFC 6716, 3.1). */
export const opusPacketSamples = (packet: Uint8Array): number => {
  const toc = packet[0];
  if (toc === undefined) throw new OggError('an empty Opus packet');
  const config = toc >> 3;
  let frame: number;
  if (config < 12) frame = [480, 960, 1920, 2880][config & 3]!;
  else if (config < 16) frame = config & 1 ? 960 : 480;
  else frame = 120 << (config & 3);
  const code = toc & 3;
  const count = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 63;
  const samples = frame * count;
  if (samples === 0 || samples > maxPacketSamples) throw new OggError('an Opus packet of impossible length');
  return samples;
};

/** Reads the identification header; throws where it is not Opus, or has more than two channels. */
export const parseOpusHead = (packet: Uint8Array): OpusHead => {
  if (packet.length < 19 || !startsWith(packet, 'OpusHead')) throw new OggError('not an Opus stream');
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const channels = packet[9]!;
  if (packet[8]! > 15) throw new OggError(`unknown version ${packet[8]} of Opus header`);
  if (packet[18] !== 0 || channels < 1 || channels > 2) throw new OggError('only mono and stereo Opus can be played');
  return {
    channels,
    preSkip: view.getUint16(10, true),
    inputRate: view.getUint32(12, true),
    outputGainDb: view.getInt16(16, true) / 256,
  };
};

const startsWith = (packet: Uint8Array, text: string): boolean =>
  [...text].every((letter, index) => packet[index] === letter.charCodeAt(0));

const join = (head: Uint8Array, tail: Uint8Array): Uint8Array => {
  if (head.length + tail.length > maxPacketBytes) throw new OggError('a packet is too long');
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
};

export const createOggOpusReader = ({ gaps = false }: ReaderOptions = {}): OggOpusReader => {
  const pages = createOggPageReader();
  let head: OpusHead | undefined;
  let tagsSeen = false;
  let serial = 0;
  let expected = 0;
  let part: Uint8Array | undefined;
  let position: number | undefined;
  let ended = false;

  /** The packets that end on this page. */
  const wholePackets = (page: OggPage, afterGap: boolean): Uint8Array[] => {
    if (afterGap) part = undefined;
    if (!gaps && page.continued !== (part !== undefined)) throw new OggError('a packet is broken between pages');
    if (gaps && !page.continued) part = undefined;
    const packets = [...page.packets];
    if (page.continued) {
      const tail = packets.shift();
      if (part !== undefined && tail !== undefined) packets.unshift(join(part, tail));
      else if (page.open && packets.length === 0) return [];
    }
    part = page.open ? packets.pop() : undefined;
    return packets;
  };

  const place = (packets: Uint8Array[], page: OggPage, preSkip: number): OpusPacket[] => {
    const lengths = packets.map(opusPacketSamples);
    const sum = lengths.reduce((total, length) => total + length, 0);
    if (packets.length === 0) return [];
    if (page.granule === undefined) throw new OggError('a page with packets has no position');
    let start = page.granule - sum;
    // Only the last page may end before its packets do; that is how a recording is cut to the sample.
    if (page.last && (position !== undefined ? start < position : start < 0)) start = position ?? 0;
    if (start < (position ?? 0) || page.granule < start) throw new OggError('positions run backward');
    position = page.granule;
    const limit = page.granule - preSkip;
    let at = start - preSkip;
    return packets.map((bytes, index) => {
      const samples = lengths[index]!;
      const skip = Math.min(Math.max(-at, 0), samples);
      const keep = Math.max(0, Math.min(at + samples, limit) - (at + skip));
      const placed = { bytes, samples, at: Math.max(at, 0), skip, keep };
      at += samples;
      return placed;
    });
  };

  const readPage = (page: OggPage): OpusPacket[] => {
    if (ended) throw new OggError('a page follows the last one');
    if (head === undefined) {
      if (!page.first || page.packets.length !== 1 || page.open) throw new OggError('the stream has no head');
      head = parseOpusHead(page.packets[0]!);
      serial = page.serial;
      expected = (page.sequence + 1) >>> 0;
      return [];
    }
    if (page.serial !== serial || page.first) throw new OggError('a page of another stream');
    const afterGap = page.sequence !== expected;
    if (afterGap && !(gaps && page.sequence > expected)) throw new OggError('a page is missing or repeated');
    expected = (page.sequence + 1) >>> 0;
    ended = page.last;
    const packets = wholePackets(page, afterGap);
    if (!tagsSeen && packets.length > 0) {
      tagsSeen = true;
      const tags = packets[0]!;
      if (startsWith(tags, 'OpusTags')) packets.shift();
      else if (!gaps) throw new OggError('the stream has no comment header');
    }
    return place(packets, page, head.preSkip);
  };

  return {
    head: () => head,
    push: bytes => pages.push(bytes).flatMap(readPage),
    page: readPage,
    end() {
      pages.end();
      if (!ended) throw new OggError('the stream has no last page');
    },
  };
};
