// The text of a signed alert and the keys that are trusted go in; whether the signature holds comes out, and with it
// the very text that was signed: only that may be read as the message. (XML-DSig, enveloped, over the whole document.)
import { createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { DOMParser, type Element as DomElement, XMLSerializer } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import type { Findings } from './findings.ts';
import { signatureNamespace } from './tree.ts';

export type SignatureState = 'none' | 'valid' | 'invalid' | 'unknownKey';

/** A key that a sender is known by: PEM of a certificate or of a public key. */
export interface TrustedKey {
  name: string;
  pem: string;
}

const mostSignatures = 2;

/** Canonicalising takes time by the square of the pieces and by length; at these limits about a second. */
const mostPieces = 6_000;
const longest = 1024 * 1024;
const mostTransforms = 3;

export interface SignatureVerdict {
  state: SignatureState;
  /** Set where the state is `valid`: the canonical bytes that were signed, as text, and whose key it was. */
  signed: { text: string; by: string } | null;
}

const more = 'http://www.w3.org/2001/04/xmldsig-more#';
const algorithms: Record<string, { digest: string | null; encoding?: 'ieee-p1363'; weak?: boolean }> = {
  [`${more}rsa-sha256`]: { digest: 'sha256' },
  [`${more}rsa-sha384`]: { digest: 'sha384' },
  [`${more}rsa-sha512`]: { digest: 'sha512' },
  [`${more}ecdsa-sha256`]: { digest: 'sha256', encoding: 'ieee-p1363' },
  [`${more}ecdsa-sha384`]: { digest: 'sha384', encoding: 'ieee-p1363' },
  'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519': { digest: null },
  // Read so that a changed message can be told from an old-fashioned one, never relied on.
  [`${signatureNamespace}rsa-sha1`]: { digest: 'sha1', weak: true },
};

const keyTypes = (algorithm: string): string =>
  algorithm.includes('ecdsa') ? 'ec' : algorithm.includes('eddsa') ? 'ed25519' : 'rsa';

function verifies(algorithm: string, material: string, key: KeyObject, value: string): boolean {
  const known = algorithms[algorithm];
  if (known === undefined || key.asymmetricKeyType !== keyTypes(algorithm)) return false;
  const parameters = known.encoding === undefined ? key : { key, dsaEncoding: known.encoding };
  return verify(known.digest, Buffer.from(material), parameters, Buffer.from(value, 'base64'));
}

const trying = <T>(make: () => T): T | null => {
  try {
    return make();
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
};

const keyOf = (pem: string): KeyObject | null => trying(() => createPublicKey(pem));

const find = (element: DomElement, name: string): DomElement[] =>
  Array.from(element.getElementsByTagNameNS(signatureNamespace, name));

const parse = (text: string) => new DOMParser().parseFromString(text, 'text/xml');

/** The key that the signature brings along. It proves nothing but that the text is what that key signed. */
function keyBroughtAlong(signature: DomElement): KeyObject | null {
  const text = (name: string) => find(signature, name)[0]?.textContent?.replace(/\s+/g, '') ?? '';
  const certificate = text('X509Certificate');
  if (certificate !== '') return trying(() => new X509Certificate(Buffer.from(certificate, 'base64')).publicKey);
  const part = (name: string) => Buffer.from(text(name), 'base64').toString('base64url');
  const [n, e] = [part('Modulus'), part('Exponent')];
  return n === '' || e === '' ? null : trying(() => createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }));
}

/** What one signature says of a document that holds no other. */
function checkOne(text: string, signature: DomElement, keys: TrustedKey[], findings: Findings): SignatureVerdict {
  const place = '/alert/Signature';
  const broken = (code: 'signature_unreadable' | 'signature_scope' | 'signature_invalid', why = '') => {
    findings.warn(code, place, { why });
    return { state: 'invalid', signed: null } as const;
  };
  const unknown = (code: 'signature_unknown_key' | 'signature_weak', algorithm = '') => {
    findings.warn(code, place, { algorithm });
    return { state: 'unknownKey', signed: null } as const;
  };

  const references = find(signature, 'Reference');
  if (find(signature, 'Transform').length > mostTransforms) return broken('signature_unreadable', 'Transforms');
  if (references.length !== 1 || references[0]?.getAttribute('URI') !== '') return broken('signature_scope');
  const algorithm = find(signature, 'SignatureMethod')[0]?.getAttribute('Algorithm') ?? '';
  const digest = find(signature, 'DigestMethod')[0]?.getAttribute('Algorithm') ?? '';
  if (algorithms[algorithm] === undefined) return unknown('signature_weak', algorithm);

  // The library canonicalises, compares digests and hands over what was signed; which key signed it is asked here.
  const asked: { material: string; value: string; by: string | null }[] = [];
  const sealed = new SignedXml({ publicCert: 'the trusted keys are asked below' });
  sealed.SignatureAlgorithms = {
    [algorithm]: class {
      getAlgorithmName = () => algorithm;
      getSignature = () => '';
      verifySignature = (material: string, _key: unknown, value: string) => {
        const by = keys.find(({ pem }) => {
          const key = keyOf(pem);
          return key !== null && verifies(algorithm, material, key, value);
        });
        asked.push({ material, value, by: by?.name ?? null });
        return by !== undefined;
      };
    },
  };
  let same = false;
  try {
    sealed.loadSignature(signature.toString());
    same = sealed.checkSignature(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (asked.length === 0) return broken('signature_unreadable', error.message);
  }
  const [answer] = asked;
  if (answer === undefined) return broken('signature_invalid');
  const { material, value, by } = answer;
  if (by === null || !same) {
    const along = keyBroughtAlong(signature);
    const forged = along !== null && !verifies(algorithm, material, along, value);
    return forged ? broken('signature_invalid') : unknown('signature_unknown_key');
  }
  if (algorithms[algorithm].weak === true || digest.endsWith('#sha1')) return unknown('signature_weak', 'SHA-1');
  const [signed, ...others] = sealed.getSignedReferences();
  if (signed === undefined || others.length > 0) return broken('signature_scope');
  return { state: 'valid', signed: { text: signed, by } };
}

/** The document with one of its signatures, so that several people may sign the same content. */
function withOnly(index: number, text: string): { text: string; signature: DomElement } | null {
  const document = parse(text);
  const root = document.documentElement;
  const all = root === null ? [] : find(root, 'Signature');
  const signature = all[index];
  if (signature === undefined) return null;
  for (const other of all) if (other !== signature) root?.removeChild(other);
  return { text: all.length === 1 ? text : new XMLSerializer().serializeToString(document), signature };
}

/** Only for a text that holds a signature. */
export function checkSignature(
  { text, pieces }: { text: string; pieces: number },
  keys: TrustedKey[],
  findings: Findings,
): SignatureVerdict {
  if (pieces > mostPieces || text.length > longest) {
    findings.warn('signature_too_long', '/alert/Signature', { max: mostPieces });
    return { state: 'unknownKey', signed: null };
  }
  const root = trying(() => parse(text).documentElement);
  const signatures = root === null ? [] : find(root, 'Signature');
  if (signatures.length === 0) {
    findings.warn('signature_unreadable', '/alert/Signature', { why: 'XML' });
    return { state: 'invalid', signed: null };
  }
  if (signatures.length > mostSignatures || signatures.some(({ parentNode }) => parentNode !== root)) {
    findings.warn('signature_misplaced', '/alert/Signature', { max: mostSignatures });
    return { state: 'invalid', signed: null };
  }
  const verdicts = signatures.map((_, index): SignatureVerdict => {
    const alone = withOnly(index, text);
    return alone === null ? { state: 'invalid', signed: null } : checkOne(alone.text, alone.signature, keys, findings);
  });
  const best = (['valid', 'unknownKey'] as const).map(state => verdicts.find(verdict => verdict.state === state));
  return best.find(verdict => verdict !== undefined) ?? { state: 'invalid', signed: null };
}
