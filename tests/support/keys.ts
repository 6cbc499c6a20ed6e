// Signing material for tests: a root, an online key with a certificate, and frames signed by them.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Certificate, SealedCertificate } from '../../protocol/certificate.ts';
import { type Kind, keyIdOf, sealEnvelope, signedBytes } from '../../protocol/envelope.ts';

export interface TestKey {
  privateKey: KeyObject;
  publicKey: KeyObject;
  raw: Uint8Array;
  keyId: string;
}

export function makeKey(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { privateKey, publicKey, raw, keyId: keyIdOf(raw) };
}

export const signBytes = (key: TestKey, kind: string, body: Uint8Array): Uint8Array =>
  sign(null, signedBytes(kind, body), key.privateKey);

/** An envelope of `value` signed by `key`. */
export function signFrame(key: TestKey, kind: Kind, value: unknown): Uint8Array {
  const body = Buffer.from(JSON.stringify(value));
  return sealEnvelope({ kind, keyId: key.keyId, signature: signBytes(key, kind, body), body });
}

/** What `root` says of `online`, a year from 2026-11-22 unless changed. */
export function certify(root: TestKey, online: TestKey, change: Partial<Certificate> = {}): SealedCertificate {
  const certificate: Certificate = {
    keyId: online.keyId,
    publicKey: Buffer.from(online.raw).toString('hex'),
    areas: ['*'],
    classes: ['normal', 'priority', 'emergency'],
    notAfter: Date.parse('2027-11-22T00:00:00Z'),
    epoch: 0,
    ...change,
  };
  const body = Buffer.from(JSON.stringify(certificate));
  return {
    body: body.toString('base64'),
    signature: Buffer.from(signBytes(root, 'certificate', body)).toString('base64'),
  };
}
