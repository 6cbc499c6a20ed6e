// Drives envelopes and certificates: what is signed is what is read, and nothing else opens.
import { describe, expect, it } from 'vitest';
import { openCertificate } from '../../protocol/certificate.ts';
import { bodyJson, ed25519PublicKey, isSignedBy, readEnvelope } from '../../protocol/envelope.ts';
import { certify, makeKey, signBytes, signFrame } from '../support/keys.ts';

const key = makeKey();
const order = { broadcastId: 'br_a', title: 'Bản tin xã' };
const frame = signFrame(key, 'play', order);

const opens = (bytes: Uint8Array): boolean => {
  const envelope = readEnvelope(bytes);
  return (
    envelope !== null &&
    envelope.keyId === key.keyId &&
    isSignedBy(ed25519PublicKey(key.raw), envelope.kind, envelope.body, envelope.signature)
  );
};

describe('envelopes', () => {
  it('ORD-1: a signed frame opens to the same words', () => {
    expect(opens(frame)).toBe(true);
    expect(bodyJson(readEnvelope(frame)!.body)).toEqual(order);
  });

  it('ORD-1: every single flipped bit makes the frame void', () => {
    for (let bit = 0; bit < frame.length * 8; bit++) {
      const bent = Uint8Array.from(frame);
      bent[bit >> 3] = bent[bit >> 3]! ^ (1 << (bit & 7));
      expect(opens(bent), `bit ${bit}`).toBe(false);
    }
  });

  it('ORD-1: a signature for one kind does not serve another', () => {
    const bent = Uint8Array.from(frame);
    bent[1] = 1;
    expect(readEnvelope(bent)?.kind).toBe('stop');
    expect(opens(bent)).toBe(false);
  });

  it('reads nothing from short frames, other versions and unknown kinds', () => {
    expect(readEnvelope(new Uint8Array(0))).toBeNull();
    expect(readEnvelope(frame.subarray(0, 60))).toBeNull();
    expect(readEnvelope(Uint8Array.from([9, ...frame.subarray(1)]))).toBeNull();
    expect(readEnvelope(Uint8Array.from([1, 77, ...frame.subarray(2)]))).toBeNull();
  });

  it('gives null for a body that is no JSON', () => {
    expect(bodyJson(Buffer.from('{"a":'))).toBeNull();
  });
});

describe('certificates', () => {
  const root = makeKey();
  const online = makeKey();

  it('KEY-1: the root vouches for an online key', () => {
    expect(openCertificate(certify(root, online), root.publicKey)?.keyId).toBe(online.keyId);
  });

  it('KEY-1: another root does not', () => {
    expect(openCertificate(certify(makeKey(), online), root.publicKey)).toBeNull();
  });

  it('KEY-1: a signed body of the wrong shape is refused', () => {
    const body = Buffer.from('{"keyId":"short"}');
    const sealed = {
      body: body.toString('base64'),
      signature: Buffer.from(signBytes(root, 'certificate', body)).toString('base64'),
    };
    expect(openCertificate(sealed, root.publicKey)).toBeNull();
  });
});
