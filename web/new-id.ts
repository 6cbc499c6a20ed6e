// An id that the phone makes itself, so that a second try is the same announcement: eight random bytes in base32, as the server's.

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

export function newId(prefix: 'br' | 'al'): string {
  const bits = [...crypto.getRandomValues(new Uint8Array(8))].map(byte => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{1,5}/g) ?? [];
  return `${prefix}_${letters.map(five => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')}`;
}
