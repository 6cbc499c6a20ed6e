// Drives the one place that signs: the key files that it makes, and that no order leaves it without a verdict on its very bytes.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCertificate } from '../../../protocol/certificate.ts';
import { bodyJson, ed25519PublicKey, isSignedBy, readEnvelope } from '../../../protocol/envelope.ts';
import type { Stop } from '../../../protocol/order.ts';
import { createSigning, orderDigest } from '../../../server/signing/signing.ts';
import { type FakeClock, fakeClock } from '../../support/fake-clock.ts';

const DAY = 86_400_000;
let dir: string;
let time: FakeClock;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'loa-keys-')), 'keys');
  time = fakeClock();
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true }));

const stop = (): Stop => ({
  stopId: 'st_a',
  targets: ['ar_a'],
  maxClass: 'normal',
  issuedAt: time.now(),
  keepUntil: time.now() + DAY,
});
const certificateOf = (signing: ReturnType<typeof createSigning>) =>
  openCertificate(signing.certificate, ed25519PublicKey(signing.rootPublicKey));

it('KEY-1: makes a root key once, prints it once, and certifies the online key by it for a year', () => {
  const first = createSigning({ dir, time });
  expect(first.recoveryText).toMatch(/^([A-Z2-7]{4}-)+[A-Z2-7]{1,4}$/);
  expect(certificateOf(first)).toMatchObject({ keyId: first.keyId, areas: ['*'], notAfter: time.now() + 365 * DAY });
  const second = createSigning({ dir, time });
  expect(second.recoveryText).toBeNull();
  expect(second.certificate).toEqual(first.certificate);
  expect(Buffer.from(second.rootPublicKey)).toEqual(Buffer.from(first.rootPublicKey));
});

it('KEY-1: certifies the same key anew when less than 90 days are left', async () => {
  const first = createSigning({ dir, time });
  await time.advance(276 * DAY);
  const later = createSigning({ dir, time });
  expect(later.keyId).toBe(first.keyId);
  expect(certificateOf(later)?.notAfter).toBe(time.now() + 365 * DAY);
});

it('KEY-3: only the owner may read key files, and they stand in a folder of their own', () => {
  createSigning({ dir, time });
  expect(readdirSync(dir).sort()).toEqual(['online.crt', 'online.key', 'root.key']);
  for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o777, name).toBe(0o600);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(dir, 'root.key'), 'utf8')).toContain('PRIVATE KEY');
});

it('ORD-10: signs an order under the verdict on its very bytes, and under no other', () => {
  const signing = createSigning({ dir, time });
  const order = stop();
  const verdict = { allowed: true as const, digest: orderDigest(order) };
  const envelope = readEnvelope(signing.order('stop', order, verdict));
  const certificate = certificateOf(signing);
  if (!envelope || !certificate) throw new Error('no envelope or no certificate');
  expect(bodyJson(envelope.body)).toEqual(order);
  const online = ed25519PublicKey(Buffer.from(certificate.publicKey, 'hex'));
  expect(isSignedBy(online, 'stop', envelope.body, envelope.signature)).toBe(true);
  for (const other of [
    { ...order, maxClass: 'emergency' as const },
    { ...order, issuedAt: order.issuedAt + 1 },
  ])
    expect(() => signing.order('stop', other, verdict)).toThrow('not about this stop');
});
