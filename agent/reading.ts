// Signed sentences in either encoding: a frame in; out comes a verified body of a kind, so that nobody behind this knows whether
// it came as an envelope or as the 140 octets of a compact order.
import type { Certificate } from '../protocol/certificate.ts';
import { orderOf } from '../protocol/compact-order.ts';
import { FRAME, type Kind } from '../protocol/envelope.ts';
import type { LibraryClip } from '../protocol/order.ts';
import type { Trust } from './trust.ts';

export type Sentence =
  | { ok: true; kind: Kind; body: unknown; signer: Certificate }
  | { ok: false; why: 'signature' | 'certificate' };

/** `serverMs` null passes over the certificate's end. */
export type Read = (frame: Uint8Array, serverMs: number | null) => Sentence;

/** `clips`: what the numbers in compact orders mean here. */
export function createReader(parts: { trust: Trust; clips: () => readonly LibraryClip[] }): Read {
  return (frame, serverMs) => {
    if (frame[0] !== FRAME.compact) return parts.trust.open(frame, serverMs);
    const opened = parts.trust.openCompact(frame, serverMs);
    if (!opened.ok) return opened;
    const order = orderOf(opened.order, parts.clips());
    return order ? { ok: true, ...order, signer: opened.signer } : { ok: false, why: 'signature' };
  };
}
