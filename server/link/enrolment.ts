// Enrolment by code: the server proves its key on the device's nonce, the device proves that it knows the code,
// and the code itself never crosses the wire.
import { timingSafeEqual } from 'node:crypto';
import { claimMac, enrolTranscript, type FromAgent } from '../../protocol/device.ts';
import { ed25519PublicKey, isSignedBy } from '../../protocol/envelope.ts';
import type { Signing } from '../signing/signing.ts';
import type { Database } from '../store/database.ts';
import { completeEnrolment, findEnrolment } from '../store/devices.ts';

type Enrol = Extract<FromAgent, { t: 'enrol' }>;
type Claim = Extract<FromAgent, { t: 'claim' }>;

export interface EnrolmentInHand {
  codeId: string;
  clusterId: string;
  secret: Uint8Array;
  key: Uint8Array;
  transcript: Uint8Array;
  proof: { clusterId: string; root: string; certificate: Signing['certificate']; signature: string };
}

/** The server's proof for a device that names a live code; null for an unknown, used or expired one. */
export async function beginEnrolment(
  said: Enrol,
  challenge: string,
  parts: { db: Database; signing: Signing; now: number },
): Promise<EnrolmentInHand | null> {
  const found = await findEnrolment(parts.db, said.codeId, parts.now);
  const key = Buffer.from(said.publicKey, 'base64');
  if (!found || key.length !== 32) return null;
  const root = Buffer.from(parts.signing.rootPublicKey).toString('base64');
  const transcript = enrolTranscript({
    challenge,
    nonce: said.nonce,
    publicKey: said.publicKey,
    root,
    clusterId: found.clusterId,
  });
  const signature = Buffer.from(parts.signing.prove('enrol', transcript)).toString('base64');
  return {
    codeId: said.codeId,
    clusterId: found.clusterId,
    secret: found.secret,
    key,
    transcript,
    proof: { clusterId: found.clusterId, root, certificate: parts.signing.certificate, signature },
  };
}

/** True once the device's claim is proven and stored; false if it is wrong or the code was used meanwhile. */
export async function finishEnrolment(
  inHand: EnrolmentInHand,
  claim: Claim,
  parts: { db: Database; now: number },
): Promise<boolean> {
  const expected = Buffer.from(claimMac(inHand.secret, inHand.transcript), 'base64');
  const given = Buffer.from(claim.mac, 'base64');
  const signature = Buffer.from(claim.signature, 'base64');
  const proven =
    given.length === expected.length &&
    timingSafeEqual(given, expected) &&
    isSignedBy(ed25519PublicKey(inHand.key), 'enrolClaim', inHand.transcript, signature);
  if (!proven) return false;
  return parts.db
    .transaction()
    .execute(trx => completeEnrolment(trx, inHand.codeId, inHand.clusterId, inHand.key, parts.now));
}
