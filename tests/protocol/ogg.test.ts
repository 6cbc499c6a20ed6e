// Drives the Ogg and Opus readers with streams of our own writer and with pages built by hand: split, cut, flipped, lost and joined late.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOggPageReader, OggError, oggCrc, parseOggPage } from '../../protocol/ogg.ts';
import { createOggOpusReader, type OpusPacket, opusPacketSamples, parseOpusHead } from '../../protocol/ogg-opus.ts';
import { createOggOpusWriter } from '../../server/audio/ogg.ts';
import { createOpusEncoder, encodeOggOpus } from '../../server/audio/opus.ts';
import { speechlike } from '../support/tone.ts';

const sound = speechlike(1.2345);
const stream = await encodeOggOpus(sound, { serial: 7 });

const readAll = (bytes: Uint8Array): OpusPacket[] => {
  const reader = createOggOpusReader();
  const packets = reader.push(bytes);
  reader.end();
  return packets;
};

const whole = readAll(stream);

const page = (sequence: number, granule: bigint, flags: number, lacing: number[], body: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(27 + lacing.length + body.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('OggS'));
  view.setUint8(5, flags);
  view.setBigInt64(6, granule, true);
  view.setUint32(14, 7, true);
  view.setUint32(18, sequence, true);
  view.setUint8(26, lacing.length);
  bytes.set(lacing, 27);
  bytes.set(body, 27 + lacing.length);
  view.setUint32(22, oggCrc(bytes), true);
  return bytes;
};

const headers = (): Uint8Array[] => createOggOpusWriter({ serial: 7, preSkip: 312 }).headers();
const frame = Uint8Array.of(0xf8, 1, 2, 3); // CELT, 20 ms

describe('Ogg pages', () => {
  test('any split of the bytes gives the same packets', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 40 }), cuts => {
        const reader = createOggOpusReader();
        const edges = [0, ...cuts.sort((one, other) => one - other), stream.length];
        const packets = edges.slice(1).flatMap((edge, index) => reader.push(stream.subarray(edges[index], edge)));
        reader.end();
        expect(packets).toEqual(whole);
      }),
      { numRuns: 60 },
    );
    const reader = createOggOpusReader();
    expect(Array.from(stream, byte => reader.push(Uint8Array.of(byte))).flat()).toEqual(whole);
  });

  test('no flipped bit goes unnoticed', () => {
    fc.assert(
      fc.property(fc.nat(stream.length * 8 - 1), bit => {
        const flipped = stream.slice();
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => readAll(flipped)).toThrow(OggError);
      }),
      { numRuns: 500 },
    );
  });

  test('a stream cut anywhere is refused at its end', () => {
    fc.assert(
      fc.property(fc.nat(stream.length - 1), length => {
        expect(() => readAll(stream.subarray(0, length))).toThrow(OggError);
      }),
      { numRuns: 100 },
    );
  });

  test('arbitrary bytes are refused or awaited, never read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 400 }), bytes => {
        fc.pre(Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== 'OggS');
        expect(() => createOggPageReader().push(bytes)).toThrow(OggError);
      }),
    );
  });

  test('a live chunk is exactly one page', () => {
    const [head] = headers();
    expect(parseOggPage(head!)).toMatchObject({ serial: 7, sequence: 0, granule: 0, first: true, last: false });
    expect(() => parseOggPage(head!.subarray(0, -1))).toThrow(OggError);
    expect(() => parseOggPage(Buffer.concat([head!, Uint8Array.of(0)]))).toThrow(OggError);
  });

  test('the caller may reuse its buffer', () => {
    const buffer = stream.slice();
    const packets = createOggOpusReader().push(buffer);
    buffer.fill(0);
    expect(packets).toEqual(whole);
  });
});

describe('Opus in Ogg', () => {
  test('the places of the packets cover the recording once, to the sample', () => {
    let next = 0;
    for (const packet of whole) {
      if (packet.keep > 0) expect(packet.at).toBe(next);
      next += packet.keep;
    }
    expect(next).toBe(sound.length);
    expect(whole[0]).toMatchObject({ samples: 960, at: 0, skip: 312, keep: 648 });
  });

  test('a late joiner and a listener that lost pages place the rest where it belongs', () => {
    const [head, tags, ...pages] = createOggPageReader().push(stream);
    fc.assert(
      fc.property(fc.subarray(pages), kept => {
        const reader = createOggOpusReader({ gaps: true });
        reader.page(head!);
        reader.page(tags!);
        const heard = kept.flatMap(reader.page).map(packet => packet.at);
        const wanted = createOggOpusReader();
        wanted.page(head!);
        wanted.page(tags!);
        const places = pages.map(wanted.page);
        const last = pages.at(-1)!;
        const expected = pages
          .flatMap((one, index) => (kept.includes(one) ? places[index]! : []))
          .map(packet => packet.at);
        // The trimmed last page can only be placed to the sample by a listener that has the page before it.
        if (kept.includes(last) && !kept.includes(pages.at(-2)!)) return;
        expect(heard).toEqual(expected);
      }),
      { numRuns: 60 },
    );
    const strict = createOggOpusReader();
    strict.page(head!);
    strict.page(tags!);
    strict.page(pages[0]!);
    expect(() => strict.page(pages[2]!)).toThrow(OggError);
    expect(() => strict.page(pages[0]!)).toThrow(OggError);
  });

  test('a packet may go on over pages, as comments with a picture do', () => {
    const tags = new Uint8Array(65_025 + 300);
    tags.set(new TextEncoder().encode('OpusTags'));
    const reader = createOggOpusReader();
    reader.push(headers()[0]!);
    const full = Array.from({ length: 255 }, () => 255);
    expect(reader.push(page(1, -1n, 0, full, tags.subarray(0, 65_025)))).toEqual([]);
    expect(reader.push(page(2, 0n, 1, [255, 45], tags.subarray(65_025)))).toEqual([]);
    const packets = reader.push(page(3, 960n, 4, [4], frame));
    reader.end();
    expect(packets).toEqual([{ bytes: frame, samples: 960, at: 0, skip: 312, keep: 648 }]);
  });

  test.each([
    [
      'positions that run backward',
      [page(2, 1920n, 0, [4, 4], Uint8Array.of(...frame, ...frame)), page(3, 960n, 0, [4], frame)],
    ],
    ['a first page that begins before the stream', [page(2, 100n, 0, [4], frame)]],
    ['packets without a position', [page(2, -1n, 0, [4], frame)]],
    ['an impossible position', [page(2, -5n, 0, [4], frame)]],
    ['a broken packet', [page(2, 960n, 1, [4], frame)]],
    ['an empty packet', [page(2, 960n, 0, [0], new Uint8Array(0))]],
    ['a page after the last', [page(2, 960n, 4, [4], frame), page(3, 1920n, 0, [4], frame)]],
    ['a second beginning', [page(2, 960n, 2, [4], frame)]],
  ])('refuses %s', (_, pages) => {
    const reader = createOggOpusReader();
    for (const header of headers()) reader.push(header);
    expect(() => {
      for (const bytes of pages) reader.push(bytes);
    }).toThrow(OggError);
  });

  test('reads the length of a packet from its first bytes', () => {
    const lengths = [0x00, 0x08, 0x10, 0x18, 0x60, 0x68, 0x80, 0x88, 0x90, 0x98, 0xf9, 0xfa].map(toc =>
      opusPacketSamples(Uint8Array.of(toc, 0)),
    );
    expect(lengths).toEqual([480, 960, 1920, 2880, 480, 960, 120, 240, 480, 960, 1920, 1920]);
    expect(opusPacketSamples(Uint8Array.of(0xfb, 3))).toBe(2880);
    expect(() => opusPacketSamples(Uint8Array.of(0xfb, 7))).toThrow(OggError);
    expect(() => opusPacketSamples(Uint8Array.of(0xfb))).toThrow(OggError);
  });

  test('reads the head, and refuses what it cannot play', () => {
    const [head] = createOggPageReader().push(headers()[0]!)[0]!.packets;
    expect(parseOpusHead(head!)).toEqual({ channels: 1, preSkip: 312, inputRate: 48_000, outputGainDb: 0 });
    const surround = head!.slice();
    surround[18] = 1;
    expect(() => parseOpusHead(surround)).toThrow(OggError);
    expect(() => parseOpusHead(new TextEncoder().encode('\x01vorbis and more bytes'))).toThrow(OggError);
  });

  test('every page of a live encoder can be parsed alone', () => {
    const encoder = createOpusEncoder({ serial: 9, pageMs: 100 });
    const pages = [...encoder.headers(), ...encoder.push(sound), ...encoder.end()].map(parseOggPage);
    expect(pages.map(one => one.sequence)).toEqual(pages.map((_, index) => index));
    expect(pages.at(-1)).toMatchObject({ last: true, granule: 312 + sound.length });
  });
});
