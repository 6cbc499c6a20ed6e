// Drives ids, targets, languages, volume and rank: the small words that both ends must understand alike.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcastClass, rank } from '../../protocol/class.ts';
import { codeIdOf, readCode, writeCode } from '../../protocol/device.ts';
import { base32, deliveryId, fromBase32 } from '../../protocol/id.ts';
import { contentMs, isTarget, play, versionsFor, volumeGain } from '../../protocol/order.ts';

describe('ids', () => {
  it('ORD-4: the delivery id hangs on broadcast, cluster and occurrence alone', () => {
    expect(deliveryId('br_a', 'cl_b')).toBe(deliveryId('br_a', 'cl_b', 0));
    expect(
      new Set([
        deliveryId('br_a', 'cl_b'),
        deliveryId('br_a', 'cl_b', 1),
        deliveryId('br_b', 'cl_a'),
        deliveryId('br_ac', 'l_b'),
      ]).size,
    ).toBe(4);
  });

  it('base32 comes back, in any case and with hyphens', () => {
    const comesBack = (bytes: Uint8Array) => Buffer.from(fromBase32(base32(bytes))!).equals(bytes);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), comesBack));
    expect(fromBase32('MZXW-6YTB')).toEqual(Uint8Array.from(Buffer.from('fooba')));
    expect(fromBase32('a1')).toBeNull();
  });

  it('KEY-4: an enrolment code carries its secret and the fingerprint, and its id gives neither away', () => {
    const code = { secret: Uint8Array.from(Array(10).fill(3)), fingerprint: Uint8Array.from(Array(16).fill(4)) };
    const text = writeCode(code);
    expect(text).toMatch(/^([A-Z2-7]{6}-){6}[A-Z2-7]{6}$/);
    expect(readCode(text.toLowerCase())).toEqual({ secret: code.secret, fingerprint: code.fingerprint });
    expect(readCode(text.slice(0, -7))).toBeNull();
    expect(text.toLowerCase().replaceAll('-', '')).not.toContain(codeIdOf(code.secret));
  });
});

describe('targets and languages', () => {
  it('ORD-5: an order is for a cluster named itself or by an area above it, unless excepted', () => {
    const areas = ['ar_village', 'ar_commune'];
    expect(isTarget({ targets: ['cl_a'] }, 'cl_a', areas)).toBe(true);
    expect(isTarget({ targets: ['ar_commune'] }, 'cl_a', areas)).toBe(true);
    expect(isTarget({ targets: ['ar_other', 'cl_b'] }, 'cl_a', areas)).toBe(false);
    expect(isTarget({ targets: ['ar_commune'], except: ['ar_village'] }, 'cl_a', areas)).toBe(false);
  });

  it('plays the versions of the villages served, or the first where none fits', () => {
    const item = {
      type: 'recording' as const,
      versions: [
        { language: 'vi', recording: 'a'.repeat(64), durationMs: 1000 },
        { language: 'nut', recording: 'b'.repeat(64), durationMs: 1500 },
      ],
    };
    expect(versionsFor(item, ['vi', 'nut'])).toHaveLength(2);
    expect(versionsFor(item, ['tyz']).map(version => version.language)).toEqual(['vi']);
    expect(contentMs([{ type: 'clip', name: 'chime-open', durationMs: 500 }, item], ['nut'])).toBe(2000);
  });

  it('refuses orders of the wrong shape', () => {
    expect(play.safeParse({ broadcastId: 'br_a' }).success).toBe(false);
  });
});

describe('volume and rank', () => {
  it('RNK-4: 100 is unity, every 12 steps down are 6 dB, 0 is silence', () => {
    expect(volumeGain(100)).toBe(1);
    expect(20 * Math.log10(volumeGain(88))).toBeCloseTo(-6, 6);
    expect(volumeGain(0)).toBe(0);
  });

  it('RNK-1: emergency over priority over normal, equals wait', () => {
    const { normal, priority, emergency } = broadcastClass.enum;
    expect(rank(emergency, priority)).toBeGreaterThan(0);
    expect(rank(priority, normal)).toBeGreaterThan(0);
    expect(rank(normal, emergency)).toBeLessThan(0);
    expect(rank(normal, normal)).toBe(0);
  });
});
