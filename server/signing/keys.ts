// Key files: the root key that certifies and the online key that signs, mode 0600, outside the database.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { keyIdOf } from '../../protocol/envelope.ts';

export interface KeyPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** Raw, 32 bytes. */
  raw: Uint8Array;
  keyId: string;
}

function keyPair(privateKey: KeyObject): KeyPair {
  const publicKey = createPublicKey(privateKey);
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { privateKey, publicKey, raw, keyId: keyIdOf(raw) };
}

/** Writes through a temporary file, so that a crash leaves the old content or the new, and only the owner may read it. */
export function writeSecret(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, content, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

/** The key pair in `file`; made there if the file does not exist. */
export function loadOrMakeKey(file: string): { pair: KeyPair; made: boolean } {
  if (existsSync(file)) return { pair: keyPair(createPrivateKey(readFileSync(file))), made: false };
  const { privateKey } = generateKeyPairSync('ed25519');
  writeSecret(file, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
  return { pair: keyPair(privateKey), made: true };
}

/** The 32 secret bytes of a key, for the recovery text. */
export const seedOf = (pair: KeyPair): Uint8Array =>
  Buffer.from(pair.privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
