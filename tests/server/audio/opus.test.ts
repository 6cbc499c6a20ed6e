// Drives the Opus encoder and the page writer with sounds of awkward lengths, and decodes them again as an agent does.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOggPageReader } from '../../../protocol/ogg.ts';
import { createOggOpusWriter } from '../../../server/audio/ogg.ts';
import { createOpusEncoder, encodeOggOpus } from '../../../server/audio/opus.ts';
import { decodeOggOpus } from '../../support/opus.ts';
import { sine, speechlike, strengthAt } from '../../support/tone.ts';

describe('encoding', () => {
  test('what comes back is as long as what went in, to the sample', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(15_000), async samples => {
        const decoded = decodeOggOpus(await encodeOggOpus(new Float32Array(samples), { serial: 1 }));
        expect(decoded.length).toBe(samples);
      }),
      { numRuns: 40, examples: [[0], [1], [647], [648], [649], [960], [9288], [9600]] },
    );
  });

  test('keeps the pitch and the level of a tone', async () => {
    const decoded = decodeOggOpus(await encodeOggOpus(sine(1000, 1, 0.3), { serial: 1 }));
    expect(strengthAt(1000, decoded)).toBeCloseTo(0.3, 1);
    expect(strengthAt(1300, decoded)).toBeLessThan(0.01);
  });

  test('takes about 24 kbit/s for speech, in pages of at most 200 ms', async () => {
    const bytes = await encodeOggOpus(speechlike(5), { serial: 1 });
    expect((bytes.length * 8) / 5).toBeLessThan(28_000);
    const granules = createOggPageReader()
      .push(bytes)
      .map(page => page.granule!);
    for (const [index, granule] of granules.slice(1).entries())
      expect(granule - granules[index]!).toBeLessThanOrEqual(9600);
  });

  test('Int16 and Float32, whole and in pieces, give the same bytes', async () => {
    const sound = speechlike(0.5);
    const whole = await encodeOggOpus(sound, { serial: 1 });
    const int16 = Int16Array.from(sound, value => Math.round(value * 32767));
    const encoder = createOpusEncoder({ serial: 1 });
    const pages = encoder.headers();
    for (let at = 0; at < int16.length; at += 777) pages.push(...encoder.push(int16.subarray(at, at + 777)));
    pages.push(...encoder.end());
    expect(Buffer.concat(pages).equals(whole)).toBe(true);
  });

  test('live pages leave as soon as they are full', () => {
    const encoder = createOpusEncoder({ serial: 1, pageMs: 100 });
    encoder.headers();
    expect(encoder.push(new Int16Array(4799))).toHaveLength(0);
    expect(encoder.push(new Int16Array(1))).toHaveLength(1);
  });
});

describe('writing pages', () => {
  test('packets too many for one page begin another', () => {
    const writer = createOggOpusWriter({ serial: 1, preSkip: 0, pageMs: 1000 });
    const packet = new Uint8Array(1275).fill(1);
    packet[0] = 0xe0; // CELT, 2.5 ms
    const pages = [
      ...writer.headers(),
      ...Array.from({ length: 100 }, () => writer.packet(packet)).flat(),
      ...writer.end(),
    ];
    const read = createOggPageReader().push(Buffer.concat(pages));
    expect(read.flatMap(page => page.packets)).toHaveLength(102);
    expect(read.at(-1)).toMatchObject({ last: true, granule: 12_000 });
  });

  test('more cannot be trimmed than the last page holds', () => {
    const writer = createOggOpusWriter({ serial: 1, preSkip: 0 });
    expect(() => writer.end(Uint8Array.of(0xf8), 961)).toThrow(RangeError);
  });
});
