// What an online signing key may do, said and signed by the root key that agents pinned at enrolment.
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { broadcastClass } from './class.ts';
import { bodyJson, isSignedBy } from './envelope.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));

export const certificateBody = z.object({
  keyId: hex(8),
  publicKey: hex(32),
  /** Area ids that the key may speak for; `*` is every area. */
  areas: z.array(z.string()).min(1),
  classes: z.array(broadcastClass).min(1),
  /** UTC, ms. */
  notAfter: z.int().positive(),
  /** Rises to revoke: a certificate of a lower epoch than one already seen is refused. */
  epoch: z.int().nonnegative(),
});
export type Certificate = z.infer<typeof certificateBody>;

/** A certificate as it travels inside JSON: the exact signed bytes and the root's signature, both base64. */
export const sealedCertificate = z.object({ body: z.base64(), signature: z.base64() });
export type SealedCertificate = z.infer<typeof sealedCertificate>;

/** The certificate, if the root signed exactly these bytes and they have the right shape; else null. */
export function openCertificate(sealed: SealedCertificate, root: KeyObject): Certificate | null {
  const body = Buffer.from(sealed.body, 'base64');
  if (!isSignedBy(root, 'certificate', body, Buffer.from(sealed.signature, 'base64'))) return null;
  const parsed = certificateBody.safeParse(bodyJson(body));
  return parsed.success ? parsed.data : null;
}
