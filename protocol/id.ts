// Identities: random ones with a prefix, and the delivery id that both ends derive from the same words.
import { createHash } from 'node:crypto';
import { z } from 'zod';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 base32, lower case, without padding. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(buffer >> bits) & 31];
      buffer &= (1 << bits) - 1;
    }
  }
  return bits > 0 ? text + ALPHABET[(buffer << (5 - bits)) & 31] : text;
}

/** The bytes of a base32 text; letters of either case, spaces and hyphens are passed over. Null if another character stands in it. */
export function fromBase32(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const letter of text.toLowerCase().replace(/[\s-]/g, '')) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return null;
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >> bits) & 255);
      buffer &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(bytes);
}

/** What stands before the underscore tells a person what an id names. */
export type IdPrefix =
  | 'ar'
  | 'cl'
  | 're'
  | 'br'
  | 'al'
  | 'ac'
  | 'sc'
  | 'pr'
  | 'st'
  | 'jo'
  | 'de'
  | 'to'
  | 'dg'
  | 'ga'
  | 'po'
  | 'ec'
  | 'ca'
  | 'cs'
  | 'cf';

export const id = (prefix: IdPrefix) =>
  z.string().regex(new RegExp(`^${prefix}_[a-z2-7]{1,26}$`), `must be an id such as ${prefix}_…`);

/** An id from 8 random bytes. */
export const makeId = (prefix: IdPrefix, eightBytes: Uint8Array): string => `${prefix}_${base32(eightBytes)}`;

/** The id of one going-out at one cluster; `occurrence` counts the repeats of one broadcast that are reported apart. */
export function deliveryId(broadcastId: string, clusterId: string, occurrence = 0): string {
  const hash = createHash('sha256').update(`${broadcastId}\0${clusterId}\0${occurrence}`).digest();
  return makeId('de', hash.subarray(0, 8));
}
