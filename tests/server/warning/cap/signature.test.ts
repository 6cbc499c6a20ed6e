// Drives the verification of XML signatures with keys made here: what was signed is what is read, and nothing else counts as signed.

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { type CapReading, readCap } from '../../../../server/warning/cap/read.ts';
import type { TrustedKey } from '../../../../server/warning/cap/signature.ts';
import { capXml } from './messages.ts';

const c14n = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const rsa256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const office = pair();
const stranger = pair();
const trusted: TrustedKey[] = [
  { name: 'đài khác', pem: pem(pair().publicKey) },
  { name: 'BCH PCTT', pem: pem(office.publicKey) },
];

interface Signing {
  key?: KeyObject;
  algorithm?: string;
  digest?: string;
  canonical?: string;
  transforms?: string[];
  xpath?: string;
}

function signed(xml: string, signing: Signing = {}): string {
  const { key = office.privateKey, algorithm = rsa256, digest = sha256, canonical = c14n } = signing;
  const maker = new SignedXml({ privateKey: key, signatureAlgorithm: algorithm, canonicalizationAlgorithm: canonical });
  const elliptic = algorithm.includes('ecdsa') || algorithm.includes('eddsa');
  if (elliptic)
    maker.SignatureAlgorithms = {
      [algorithm]: class {
        getAlgorithmName = () => algorithm;
        verifySignature = () => false;
        getSignature = (material: unknown) =>
          sign(algorithm.includes('eddsa') ? null : 'sha256', Buffer.from(String(material)), {
            key,
            dsaEncoding: 'ieee-p1363',
          }).toString('base64');
      },
    };
  maker.addReference({
    xpath: signing.xpath ?? '/*',
    transforms: signing.transforms ?? [enveloped, canonical],
    digestAlgorithm: digest,
    isEmptyUri: signing.xpath === undefined,
  });
  maker.computeSignature(xml, { location: { reference: '/*', action: 'append' } });
  return maker.getSignedXml();
}

const said = ({ warnings }: CapReading) => warnings.map(({ code }) => code);
const read = (xml: string, keys = trusted) => readCap(xml, { keys });

describe('CAP-5 a signature by a trusted key', () => {
  it('is valid, names its key, and the message is that of the signed bytes', () => {
    const reading = read(signed(capXml()));
    expect(reading).toMatchObject({ signature: 'valid', signedBy: 'BCH PCTT', errors: [], warnings: [] });
    expect(reading.message).toEqual(readCap(capXml()).message);
  });

  it.each([
    ['inclusive canonical form', { canonical: inclusive }],
    ['no canonical form named', { transforms: [enveloped] }],
    ['RSA and SHA-512', { algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512' }],
  ])('%s', (_, signing) => {
    expect(read(signed(capXml(), signing)).signature).toBe('valid');
  });

  it('P-256 and Ed25519', () => {
    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ed = generateKeyPairSync('ed25519');
    const by = (key: KeyObject, algorithm: string, publicKey: KeyObject) =>
      read(signed(capXml(), { key, algorithm }), [{ name: 'x', pem: pem(publicKey) }]).signature;
    expect(by(p256.privateKey, 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', p256.publicKey)).toBe('valid');
    expect(by(ed.privateKey, 'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519', ed.publicKey)).toBe('valid');
  });

  it('moved white space outside the root, comments and another encoding of the same text do not break it', () => {
    const xml = signed(capXml());
    expect(read(`${xml}\n<!-- nhận lúc 17:00 -->\n`).signature).toBe('valid');
    expect(read(xml.replace('<scope>', '<!-- a --><scope>')).signature).toBe('valid');
    expect(read(xml.replace('Thương', 'Th&#432;ơng')).signature).toBe('valid');
  });

  it('two offices may sign the same content', () => {
    const first = signed(capXml());
    const second = signed(capXml(), { key: stranger.privateKey });
    const both = first.replace('</alert>', `${second.slice(second.indexOf('<Signature'))}`);
    expect(read(both)).toMatchObject({ signature: 'valid', signedBy: 'BCH PCTT' });
    expect(read(both.replace('6,30', '9,30'))).toMatchObject({ signature: 'invalid', message: null });
  });
});

describe('CAP-5 what does not count', () => {
  it('no signature', () => {
    expect(read(capXml()).signature).toBe('none');
  });

  it('a key that is not on the list: the message is read, the signature says so', () => {
    const reading = read(signed(capXml(), { key: stranger.privateKey }));
    expect(reading).toMatchObject({ signature: 'unknownKey', signedBy: null });
    expect(reading.message).not.toBeNull();
    expect(said(reading)).toEqual(['signature_unknown_key']);
    expect(read(signed(capXml()), []).signature).toBe('unknownKey');
    expect(read(signed(capXml()), [{ name: 'x', pem: 'không phải khoá' }]).signature).toBe('unknownKey');
  });

  it('changed content: invalid, and no message comes of it', () => {
    const xml = signed(capXml());
    for (const [from, to] of [
      ['Evacuate', 'None'],
      ['6,30', '9,30'],
      ['07246', '07247'],
      ['<code>VN-1.0</code>', ''],
      ['<code>VN-1.0</code>', '<code>VN-1.0</code><code>VN-2.0</code>'],
    ] as const) {
      expect(read(xml.replace(from, to))).toMatchObject({ signature: 'invalid', message: null, errors: [] });
    }
  });

  it('every character of the content counts', () => {
    const xml = signed(capXml({ info: '' }).replace(/\n\s*/g, ''));
    const start = xml.indexOf('<identifier>') + '<identifier>'.length;
    const end = xml.indexOf('<Signature');
    for (let at = start; at < end; at += 1) {
      if (/[<>/]/.test(xml[at] ?? '')) continue;
      const { signature } = read(`${xml.slice(0, at)}_${xml.slice(at + 1)}`);
      expect(signature, xml.slice(at - 10, at + 10)).not.toBe('valid');
    }
  });

  it('a changed value of the signature', () => {
    const xml = signed(capXml());
    const value = /<SignatureValue>(.)/;
    const changed = xml.replace(value, (_, letter) => `<SignatureValue>${letter === 'A' ? 'B' : 'A'}`);
    expect(read(changed).signature).toBe('unknownKey');
  });

  it('a key brought along proves nothing, but shows a changed value for what it is', () => {
    const { n = '', e = '' } = stranger.publicKey.export({ format: 'jwk' });
    const part = (name: string, value: string) =>
      `<${name}>${Buffer.from(value, 'base64url').toString('base64')}</${name}>`;
    const info = `<KeyInfo><KeyValue><RSAKeyValue>${part('Modulus', n)}${part('Exponent', e)}</RSAKeyValue></KeyValue></KeyInfo>`;
    const along = (key: KeyObject) => signed(capXml(), { key }).replace('</Signature>', `${info}</Signature>`);
    expect(read(along(stranger.privateKey)).signature).toBe('unknownKey');
    expect(read(along(pair().privateKey))).toMatchObject({ signature: 'invalid', message: null });
    expect(read(along(office.privateKey)).signature).toBe('valid');
  });

  it('a message wrapped around the signed one', () => {
    const inner = signed(capXml()).replace(/<\?xml[^>]*\?>\s*/, '');
    const wrapped = capXml({ afterScope: `<note>${inner}</note>` });
    expect(read(wrapped).message).toBeNull();
    const detached = inner.slice(inner.indexOf('<Signature'), inner.indexOf('</alert>'));
    const carried = capXml({ identifier: 'GIA-MAO' }).replace('</alert>', `${detached}</alert>`);
    expect(read(carried)).toMatchObject({ signature: 'invalid', message: null });
  });

  it('a part only, or nothing named at all', () => {
    const part = signed(capXml(), {
      xpath: "//*[local-name(.)='info']",
      transforms: [c14n],
    });
    expect(read(part).message).toBeNull();
    const empty = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"></Signature>';
    const reading = read(capXml().replace('</alert>', `${empty}</alert>`));
    expect(reading).toMatchObject({ signature: 'invalid', message: null });
    expect(said(reading)).toEqual(['signature_scope']);
  });

  it('SHA-1 proves nothing', () => {
    const sha1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
    for (const signing of [{ algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }, { digest: sha1 }]) {
      const reading = read(signed(capXml(), signing));
      expect(reading.signature).toBe('unknownKey');
      expect(said(reading)).toEqual(['signature_weak']);
    }
  });

  it('an HMAC with the public key as its secret', () => {
    const hmac = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1';
    const maker = new SignedXml({
      privateKey: trusted[1]?.pem,
      signatureAlgorithm: hmac,
      canonicalizationAlgorithm: c14n,
    });
    maker.enableHMAC();
    maker.addReference({ xpath: '/*', transforms: [enveloped, c14n], digestAlgorithm: sha256, isEmptyUri: true });
    maker.computeSignature(capXml(), { location: { reference: '/*', action: 'append' } });
    expect(read(maker.getSignedXml()).signature).toBe('unknownKey');
  });

  it('too many signatures, or one out of its place', () => {
    const one = signed(capXml());
    const signature = one.slice(one.indexOf('<Signature'), one.indexOf('</alert>'));
    expect(read(one.replace('</alert>', `${signature.repeat(2)}</alert>`)).signature).toBe('invalid');
    const moved = read(one.replace(signature, '').replace('</info>', `${signature}</info>`));
    expect(moved).toMatchObject({ signature: 'unknownKey', message: null });
    expect(said(moved)).toEqual(['signature_unchecked']);
  });

  it('a message too long to verify in good time is not vouched for', () => {
    const long = signed(capXml({ afterScope: '<code>x</code>'.repeat(3_000) }));
    const reading = read(long);
    expect(reading.signature).toBe('unknownKey');
    expect(said(reading)).toEqual(['signature_too_long']);
  });

  it('many transforms or references are refused before any work is done', () => {
    const xml = signed(capXml());
    const transform = `<Transform Algorithm="${c14n}"/>`;
    const start = performance.now();
    expect(read(xml.replace(transform, transform.repeat(900))).signature).toBe('invalid');
    expect(read(xml.replace(/<Reference .*<\/Reference>/, part => part.repeat(200))).signature).toBe('invalid');
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
