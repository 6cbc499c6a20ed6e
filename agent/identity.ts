// Who this device is: its own Ed25519 key, made before it enrols, and after that the root key it pinned and its cluster's id.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import { z } from 'zod';
import { ed25519PublicKey, signedBytes } from '../protocol/envelope.ts';
import { id } from '../protocol/id.ts';
import type { Disk } from './disk.ts';
import { type Kept, loadKept } from './kept.ts';
import type { Log } from './log.ts';

const KEY_PATH = 'device-key.pem';
const IDENTITY_PATH = 'identity.json';
const stored = z.object({ clusterId: id('cl'), root: z.base64() }).nullable();

export interface DeviceKey {
  /** Raw 32 bytes, base64. */
  publicKey: string;
  /** Signature of `kind` over these bytes, base64. */
  sign(kind: string, bytes: Uint8Array): string;
}

export interface Identity {
  clusterId: string;
  root: KeyObject;
}

export interface IdentityStore {
  key: DeviceKey;
  /** Null until enrolled. */
  current(): Identity | null;
  enrolled(clusterId: string, rawRoot: Uint8Array): Promise<Identity>;
}

export async function loadIdentity(disk: Disk, log: Log): Promise<IdentityStore> {
  const key = deviceKey(await keyOnDisk(disk));
  const kept: Kept<z.infer<typeof stored>> = await loadKept({
    disk,
    path: IDENTITY_PATH,
    shape: stored,
    initial: null,
    log,
  });
  const read = (): Identity | null => {
    const value = kept.value();
    return value && { clusterId: value.clusterId, root: ed25519PublicKey(Buffer.from(value.root, 'base64')) };
  };
  return {
    key,
    current: read,
    async enrolled(clusterId, rawRoot) {
      await kept.set({ clusterId, root: Buffer.from(rawRoot).toString('base64') });
      return { clusterId, root: ed25519PublicKey(rawRoot) };
    },
  };
}

async function keyOnDisk(disk: Disk): Promise<KeyObject> {
  const pem = await disk.read(KEY_PATH);
  if (pem !== null) return createPrivateKey(Buffer.from(pem));
  const { privateKey } = generateKeyPairSync('ed25519');
  await disk.replace(KEY_PATH, Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })));
  return privateKey;
}

function deviceKey(privateKey: KeyObject): DeviceKey {
  const raw = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(-32);
  return {
    publicKey: raw.toString('base64'),
    sign: (kind, bytes) => signBytes(null, signedBytes(kind, bytes), privateKey).toString('base64'),
  };
}
