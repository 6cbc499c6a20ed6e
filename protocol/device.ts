// Text frames between agent and server: JSON `{t, …}`, parsed once at each edge. Binary frames are envelopes and audio.
// Hello (or enrol) first, nothing before the welcome; an unknown `t` from a newer peer is passed over and logged.
import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { sealedCertificate } from './certificate.ts';
import { fact } from './delivery.ts';
import { base32, fromBase32, id } from './id.ts';
import { recordingHash } from './order.ts';

const bytes64 = z.base64();
const counter = z.int().nonnegative();

/** What the device says of itself, for the list of clusters and repairs. */
export const health = z.object({
  software: z.string().max(40),
  speaker: z.string().max(200),
  speakerOk: z.boolean(),
  cacheBytes: counter,
  cacheLimit: counter,
  clockUncertaintyMs: z.number().nullable(),
  playing: z.string().nullable(),
});
export type Health = z.infer<typeof health>;

export const hello = z.object({
  t: z.literal('hello'),
  protocol: z.int().min(1),
  clusterId: id('cl'),
  /** Rises with every connection, kept on disk: an equal or lower one is a clone. */
  connection: z.int().min(1),
  nonce: z.string().min(16).max(64),
  journalId: id('jo'),
  /** Last sequence of the journal that the server has acknowledged, as the device remembers it. */
  acknowledged: counter,
  settingsVersion: counter,
  planVersion: counter,
  libraryVersion: counter,
  health,
  /** The device key's signature over the server's challenge and these fields, see `helloTranscript`. */
  signature: bytes64,
});
export type Hello = z.infer<typeof hello>;

const enrol = z.object({
  t: z.literal('enrol'),
  protocol: z.int().min(1),
  codeId: z.string().max(40),
  nonce: z.string().min(16).max(64),
  publicKey: bytes64,
});
const claim = z.object({ t: z.literal('claim'), mac: bytes64, signature: bytes64 });
const probe = z.object({
  t: z.literal('probe'),
  n: counter,
  /** The agent's monotonic clock at sending, ms; only the agent reads it again. */
  sentAt: z.number(),
  rttMs: z.number().nullable().optional(),
  uncertaintyMs: z.number().nullable().optional(),
});
/** Asks for a recording's chunk list. */
const wantList = z.object({ t: z.literal('wantList'), recording: recordingHash });
/** Asks for `count` bytes from byte `from`; the answer may come in several frames. */
const want = z.object({
  t: z.literal('want'),
  recording: recordingHash,
  from: counter,
  count: z
    .int()
    .min(1)
    .max(64 * 1024),
});
const facts = z.object({ t: z.literal('facts'), journalId: id('jo'), facts: z.array(fact).min(1).max(200) });
/** What the device now holds and obeys. */
const applied = z.object({
  t: z.literal('applied'),
  settingsVersion: counter,
  planVersion: counter,
  libraryVersion: counter,
});
const report = z.object({ t: z.literal('health'), health });
const goodbye = z.object({ t: z.literal('goodbye'), reason: z.string().max(100) });

/** What an agent may say. */
export const fromAgent = z.discriminatedUnion('t', [
  hello,
  enrol,
  claim,
  probe,
  wantList,
  want,
  facts,
  applied,
  report,
  goodbye,
]);
export type FromAgent = z.infer<typeof fromAgent>;

/** What a server may say in text. */
export const fromServer = z.discriminatedUnion('t', [
  z.object({ t: z.literal('challenge'), nonce: z.string(), protocol: z.int().min(1) }),
  z.object({
    t: z.literal('enrolProof'),
    clusterId: id('cl'),
    root: bytes64,
    certificate: sealedCertificate,
    /** The online key's signature, kind `enrol`, over `enrolTranscript`. */
    signature: bytes64,
  }),
  z.object({ t: z.literal('enrolled'), clusterId: id('cl') }),
  z.object({ t: z.literal('probe'), n: counter, sentAt: z.number(), receivedAt: z.number(), repliedAt: z.number() }),
  z.object({ t: z.literal('noRecording'), recording: recordingHash }),
  /** All facts of the journal up to `seq` are committed. */
  z.object({ t: z.literal('recorded'), journalId: id('jo'), seq: counter }),
  z.object({ t: z.literal('goodbye'), reason: z.string() }),
]);
export type FromServer = z.infer<typeof fromServer>;

/** WebSocket close codes of `/device`. `noRetry` ones mean: do not come back by yourself. */
export const CLOSE = {
  shape: 4400,
  unknownDevice: 4401,
  badSignature: 4403,
  clone: 4409,
  revoked: 4410,
  protocol: 4426,
  code: 4422,
  replaced: 4408,
  slow: 4429,
} as const;
export const noRetry: readonly number[] = [CLOSE.revoked, CLOSE.clone];

/** The bytes that a hello's signature covers (kind `hello`). */
export function helloTranscript(challenge: string, said: Omit<Hello, 'signature' | 't' | 'health'>): Uint8Array {
  return Buffer.from(
    [
      challenge,
      said.protocol,
      said.clusterId,
      said.connection,
      said.nonce,
      said.journalId,
      said.acknowledged,
      said.settingsVersion,
      said.planVersion,
      said.libraryVersion,
    ].join('\n'),
  );
}

/** What both ends sign and authenticate while enrolling. */
export const enrolTranscript = (x: {
  challenge: string;
  nonce: string;
  publicKey: string;
  root: string;
  clusterId: string;
}): Uint8Array => Buffer.from([x.challenge, x.nonce, x.publicKey, x.root, x.clusterId].join('\n'));

const SECRET_BYTES = 10;
const FINGERPRINT_BYTES = 16;

export interface EnrolmentCode {
  /** 80 random bits; never on the wire. */
  secret: Uint8Array;
  /** First 128 bits of the SHA-256 of the root public key. */
  fingerprint: Uint8Array;
}

/** The code as people type it: base32 in groups of six. */
export const writeCode = (code: EnrolmentCode): string =>
  base32(Buffer.concat([code.secret, code.fingerprint]))
    .toUpperCase()
    .replace(/(.{6})(?=.)/g, '$1-');

export function readCode(text: string): EnrolmentCode | null {
  const bytes = fromBase32(text);
  if (bytes?.length !== SECRET_BYTES + FINGERPRINT_BYTES) return null;
  return { secret: bytes.subarray(0, SECRET_BYTES), fingerprint: bytes.subarray(SECRET_BYTES) };
}

/** What names a code on the wire without giving it away. */
export const codeIdOf = (secret: Uint8Array): string =>
  base32(createHash('sha256').update('loa-code-id\0').update(secret).digest().subarray(0, 10));

export const fingerprintOf = (rootPublicKey: Uint8Array): Uint8Array =>
  createHash('sha256').update(rootPublicKey).digest().subarray(0, FINGERPRINT_BYTES);

/** The device's proof that it knows the code. */
export const claimMac = (secret: Uint8Array, transcript: Uint8Array): string =>
  createHmac('sha256', secret).update(transcript).digest('base64');
