// Signed sentences: a binary frame of version, kind, key id, Ed25519 signature and the exact bytes that were signed.
// Whoever opens one verifies first and parses after; nothing is ever serialised a second time.
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** First byte of every binary frame on `/device`. */
export const FRAME = { envelope: 1, chunkList: 2, audio: 3, compact: 4 } as const;

const KINDS = ['play', 'stop', 'plan', 'settings', 'welcome'] as const;
export type Kind = (typeof KINDS)[number];

const KEY_ID_BYTES = 8;
const SIGNATURE_BYTES = 64;
const HEADER_BYTES = 2 + KEY_ID_BYTES + SIGNATURE_BYTES;

export interface Envelope {
  kind: Kind;
  /** 16 hex digits: the first 8 bytes of the SHA-256 of the raw public key. */
  keyId: string;
  signature: Uint8Array;
  body: Uint8Array;
}

/** The bytes that a signature covers: `"loa-" + kind + "-1\0" + body`. */
export function signedBytes(kind: string, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`loa-${kind}-1\0`), body]);
}

/** The key's name in frames, from the raw 32-byte public key. */
export const keyIdOf = (publicKey: Uint8Array): string =>
  createHash('sha256')
    .update(publicKey)
    .digest('hex')
    .slice(0, 2 * KEY_ID_BYTES);

/** A raw 32-byte Ed25519 public key as a key object. */
export function ed25519PublicKey(raw: Uint8Array): KeyObject {
  return createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') },
    format: 'jwk',
  });
}

/** True if `signature` is `publicKey`'s over `kind` and `body`. */
export function isSignedBy(publicKey: KeyObject, kind: string, body: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === SIGNATURE_BYTES && verify(null, signedBytes(kind, body), publicKey, signature);
}

export function sealEnvelope(envelope: Envelope): Uint8Array {
  const frame = Buffer.alloc(HEADER_BYTES + envelope.body.length);
  frame[0] = FRAME.envelope;
  frame[1] = KINDS.indexOf(envelope.kind);
  frame.set(Buffer.from(envelope.keyId, 'hex'), 2);
  frame.set(envelope.signature, 2 + KEY_ID_BYTES);
  frame.set(envelope.body, HEADER_BYTES);
  return frame;
}

/** Takes a frame apart without trusting it; null if it is too short, of another version or of an unknown kind. */
export function readEnvelope(frame: Uint8Array): Envelope | null {
  const kind = KINDS[frame[1] ?? KINDS.length];
  if (frame[0] !== FRAME.envelope || frame.length < HEADER_BYTES || kind === undefined) return null;
  return {
    kind,
    keyId: Buffer.from(frame.subarray(2, 2 + KEY_ID_BYTES)).toString('hex'),
    signature: frame.subarray(2 + KEY_ID_BYTES, HEADER_BYTES),
    body: frame.subarray(HEADER_BYTES),
  };
}

/** The JSON value in a body that has been verified; null if it is no JSON. */
export function bodyJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
