// Who may tell this device what: envelopes in; out comes a body whose signer the pinned root certified, or why not.
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import {
  type Certificate,
  openCertificate,
  type SealedCertificate,
  sealedCertificate,
} from '../protocol/certificate.ts';
import type { BroadcastClass } from '../protocol/class.ts';
import { type CompactOrder, mayBeOf, openCompact } from '../protocol/compact.ts';
import { bodyJson, ed25519PublicKey, isSignedBy, type Kind, keyIdOf, readEnvelope } from '../protocol/envelope.ts';
import { type Welcome, welcome as welcomeBody } from '../protocol/order.ts';

/** What is kept on disk: every certificate of the newest epoch. */
export const trustKept = z.object({ epoch: z.int().nonnegative(), certificates: z.array(sealedCertificate) });
export type TrustKept = z.infer<typeof trustKept>;

type Opened =
  | { ok: true; kind: Kind; body: unknown; signer: Certificate }
  | { ok: false; why: 'signature' | 'certificate' };

type OpenedCompact =
  | { ok: true; order: CompactOrder; signer: Certificate }
  | { ok: false; why: 'signature' | 'certificate' };

export interface Trust {
  /** A frame signed by a key that is certified now, whatever it says. `serverMs` null passes over the certificate's end (sentences that were accepted before). */
  open(frame: Uint8Array, serverMs: number | null): Opened;
  /** The same of a compact order. */
  openCompact(frame: Uint8Array, serverMs: number | null): OpenedCompact;
  /** The answer to our hello, with the new certificate taken in, or why it is none. */
  welcome(
    frame: Uint8Array,
    expected: { nonce: string; clusterId: string },
  ): { ok: true; welcome: Welcome } | { ok: false; why: string };
  /** What to keep on disk. */
  kept(): TrustKept;
}

/** Whether the key may order this class for a cluster in these areas. */
export function mayOrder(signer: Certificate, orderClass: BroadcastClass | null, areas: readonly string[]): boolean {
  const speaksHere = signer.areas.some(area => area === '*' || areas.includes(area));
  return speaksHere && (orderClass === null || signer.classes.includes(orderClass));
}

export function createTrust(root: KeyObject, before: TrustKept): Trust {
  let epoch = before.epoch;
  const known = new Map<string, { certificate: Certificate; sealed: SealedCertificate; key: KeyObject }>();

  /** Null if the root did not sign it or a newer epoch has revoked it. */
  function admit(sealed: SealedCertificate): Certificate | null {
    const certificate = openCertificate(sealed, root);
    if (certificate === null || certificate.epoch < epoch) return null;
    const raw = Buffer.from(certificate.publicKey, 'hex');
    if (keyIdOf(raw) !== certificate.keyId) return null;
    if (certificate.epoch > epoch) {
      known.clear();
      epoch = certificate.epoch;
    }
    known.set(certificate.keyId, { certificate, sealed, key: ed25519PublicKey(raw) });
    return certificate;
  }
  for (const sealed of before.certificates) admit(sealed);

  function open(frame: Uint8Array, serverMs: number | null): Opened {
    const envelope = readEnvelope(frame);
    const signer = envelope && known.get(envelope.keyId);
    if (!envelope || !signer) return { ok: false, why: 'signature' };
    if (!isSignedBy(signer.key, envelope.kind, envelope.body, envelope.signature))
      return { ok: false, why: 'signature' };
    if (serverMs !== null && serverMs > signer.certificate.notAfter) return { ok: false, why: 'certificate' };
    return { ok: true, kind: envelope.kind, body: bodyJson(envelope.body), signer: signer.certificate };
  }

  return {
    open,
    openCompact(frame, serverMs) {
      for (const { certificate, key } of known.values()) {
        const order = mayBeOf(frame, certificate.keyId) ? openCompact(frame, key) : null;
        if (order === null) continue;
        if (serverMs !== null && serverMs > certificate.notAfter) return { ok: false, why: 'certificate' };
        return { ok: true, order, signer: certificate };
      }
      return { ok: false, why: 'signature' };
    },
    kept: () => ({ epoch, certificates: [...known.values()].map(each => each.sealed) }),

    welcome(frame, expected) {
      const envelope = readEnvelope(frame);
      if (envelope?.kind !== 'welcome') return { ok: false, why: 'no welcome' };
      // The signer's certificate stands in the body that it signed, so the body is looked at before it is believed.
      const said = welcomeBody.safeParse(bodyJson(envelope.body));
      if (!said.success) return { ok: false, why: 'the welcome has a wrong shape' };
      const { certificate: sealed, nonce, clusterId, serverTime } = said.data;
      const certificate = openCertificate(sealed, root);
      if (certificate === null) return { ok: false, why: 'the certificate is not of our root' };
      const raw = Buffer.from(certificate.publicKey, 'hex');
      const signed =
        envelope.keyId === certificate.keyId &&
        keyIdOf(raw) === certificate.keyId &&
        isSignedBy(ed25519PublicKey(raw), 'welcome', envelope.body, envelope.signature);
      if (!signed) return { ok: false, why: 'the welcome is not signed by its certificate' };
      if (nonce !== expected.nonce) return { ok: false, why: 'the welcome answers another hello' };
      if (clusterId !== expected.clusterId) return { ok: false, why: 'the welcome is for another cluster' };
      if (certificate.epoch < epoch) return { ok: false, why: 'the certificate was revoked' };
      if (certificate.notAfter < serverTime) return { ok: false, why: 'the certificate is past its end' };
      admit(sealed);
      return { ok: true, welcome: said.data };
    },
  };
}
