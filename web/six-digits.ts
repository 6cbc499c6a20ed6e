// The six digits that a second person reads out by telephone (RFC 6238: SHA-1, 30 s steps), made without any link.

export const STEP_MS = 30_000;
const DIGITS = 6;

/** `ms` is UTC. Needs a secure context (https or localhost). */
export async function sixDigits(secret: Uint8Array<ArrayBuffer>, ms: number, digits = DIGITS): Promise<string> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(ms / STEP_MS)));
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer));
  // RFC 4226, 5.3: the last four bits say where 31 bits are cut out.
  const offset = mac.getUint8(mac.byteLength - 1) & 15;
  const cut = mac.getUint32(offset) & 0x7fff_ffff;
  return String(cut % 10 ** digits).padStart(digits, '0');
}

/** How long the present digits still hold, ms. */
export const holdsFor = (ms: number): number => STEP_MS - (ms % STEP_MS);
