// The one place that signs. Orders go in with the verdict that allows them, frames come out whose bytes never change again.
import { createHash, createHmac, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Certificate,
  openCertificate,
  type SealedCertificate,
  sealedCertificate,
} from '../../protocol/certificate.ts';
import { type Kind, sealEnvelope, signedBytes } from '../../protocol/envelope.ts';
import { base32 } from '../../protocol/id.ts';
import type { Plan, Play, Settings, Stop, Welcome } from '../../protocol/order.ts';
import type { Time } from '../../protocol/time.ts';
import { type KeyPair, loadOrMakeKey, seedOf, writeSecret } from './keys.ts';

const YEAR_MS = 365 * 86_400_000;
const RENEW_BEFORE_MS = 90 * 86_400_000;

/** What `people/approvals.mayAir` answers when an order may sound: it names the very bytes that it judged. */
export interface Verdict {
  allowed: true;
  digest: string;
}

/** The name of exactly this order in a verdict. */
export const orderDigest = (order: Play | Stop): string =>
  createHash('sha256').update(JSON.stringify(order)).digest('hex');

export interface Signing {
  rootPublicKey: Uint8Array;
  certificate: SealedCertificate;
  keyId: string;
  /** Throws if the verdict is about another order. */
  order(kind: 'play' | 'stop', order: Play | Stop, verdict: Verdict): Uint8Array;
  settings(body: Settings): Uint8Array;
  plan(body: Plan): Uint8Array;
  /** The certificate is added here. */
  welcome(body: Omit<Welcome, 'certificate'>): Uint8Array;
  /** The online key's bare signature, for the enrolment handshake. */
  prove(kind: 'enrol', transcript: Uint8Array): Uint8Array;
  /** Set once, when the root key was made just now: the text from which it can be restored. */
  recoveryText: string | null;
  /** A keyed digest that only this server can make, for values that must not be guessed from the database alone. */
  digest(purpose: string, value: string): string;
}

/** Keys live in `dir` (`root.key`, `online.key`, `online.crt`); missing ones are made. */
export function createSigning({ dir, time }: { dir: string; time: Time }): Signing {
  const root = loadOrMakeKey(join(dir, 'root.key'));
  const online = loadOrMakeKey(join(dir, 'online.key')).pair;
  const certificate = currentCertificate(join(dir, 'online.crt'), root.pair, online, time);

  const seal = (kind: Kind, value: unknown): Uint8Array => {
    const body = Buffer.from(JSON.stringify(value));
    return sealEnvelope({
      kind,
      keyId: online.keyId,
      signature: sign(null, signedBytes(kind, body), online.privateKey),
      body,
    });
  };
  const digestKey = createHash('sha256').update('loa-digest\0').update(seedOf(online)).digest();

  return {
    rootPublicKey: root.pair.raw,
    certificate,
    keyId: online.keyId,
    order(kind, order, verdict) {
      if (!verdict.allowed || verdict.digest !== orderDigest(order))
        throw new Error(`the verdict is not about this ${kind}`);
      return seal(kind, order);
    },
    settings: body => seal('settings', body),
    plan: body => seal('plan', body),
    welcome: body => seal('welcome', { ...body, certificate }),
    prove: (kind, transcript) => sign(null, signedBytes(kind, transcript), online.privateKey),
    recoveryText: root.made
      ? base32(seedOf(root.pair))
          .toUpperCase()
          .replace(/(.{4})(?=.)/g, '$1-')
      : null,
    digest: (purpose, value) => createHmac('sha256', digestKey).update(`${purpose}\0${value}`).digest('hex'),
  };
}

/** The stored certificate while it has more than 90 days to run, else a new one for the whole tree, a year long. */
function currentCertificate(file: string, root: KeyPair, online: KeyPair, time: Time): SealedCertificate {
  let epoch = 0;
  if (existsSync(file)) {
    const stored = sealedCertificate.parse(JSON.parse(readFileSync(file, 'utf8')));
    const open = openCertificate(stored, root.publicKey);
    if (open?.keyId === online.keyId && open.notAfter - time.now() > RENEW_BEFORE_MS) return stored;
    epoch = open?.epoch ?? 0;
  }
  const certificate: Certificate = {
    keyId: online.keyId,
    publicKey: Buffer.from(online.raw).toString('hex'),
    areas: ['*'],
    classes: ['normal', 'priority', 'emergency'],
    notAfter: time.now() + YEAR_MS,
    epoch,
  };
  const body = Buffer.from(JSON.stringify(certificate));
  const sealed = {
    body: body.toString('base64'),
    signature: sign(null, signedBytes('certificate', body), root.privateKey).toString('base64'),
  };
  writeSecret(file, JSON.stringify(sealed));
  return sealed;
}
