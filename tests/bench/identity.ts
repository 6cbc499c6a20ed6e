// Who the benchmark's agents are: the nth agent has the same id and the same Ed25519 key in every process, from its number alone.
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { makeId } from '../../protocol/id.ts';

/** PKCS #8 before the 32 bytes of an Ed25519 seed (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

export const digest = (what: string, number: number): Buffer =>
  createHash('sha256').update(`loa-bench ${what} ${number}`).digest();

export const clusterIdOf = (number: number): string => makeId('cl', digest('cluster', number).subarray(0, 8));

export const privateKeyOf = (number: number): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, digest('key', number)]), format: 'der', type: 'pkcs8' });

/** Raw, 32 bytes. */
export const publicKeyOf = (number: number): Buffer =>
  createPublicKey(privateKeyOf(number)).export({ format: 'der', type: 'spki' }).subarray(-32);
