// The daily codes by which a person at the box may sound a preset without a server: the same six digits at both ends.
import { createHmac } from 'node:crypto';

/** Six digits that hold at one cluster on one local day (`YYYY-MM-DD`); cut from the HMAC as RFC 4226 5.3 does. */
export function onSiteCode(secret: Uint8Array, day: string): string {
  const mac = createHmac('sha256', secret).update(`loa-on-site\0${day}`).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}
