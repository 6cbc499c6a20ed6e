// What only the PIN opens: a value and a PIN in, text for the phone's store out, and back. AES-GCM, key by PBKDF2.
// Six digits cannot stop whoever copies the store and has days; they stop whoever finds the phone.

/** OWASP's figure for PBKDF2-HMAC-SHA-256. */
const ROUNDS = 600_000;

interface Locked {
  rounds: number;
  salt: string;
  iv: string;
  data: string;
}

/** The PIN does not open it. */
export class WrongPin extends Error {}
/** The browser keeps its ciphers for https and localhost. */
export class NoCiphers extends Error {}

const toText = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};
const toBytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

async function keyOf(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number) {
  const { subtle } = globalThis.crypto;
  if (subtle === undefined) throw new NoCiphers();
  const word = await subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return subtle.deriveKey(how, word, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export async function lock(pin: string, value: unknown, rounds = ROUNDS): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyOf(pin, salt, rounds);
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const data = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain));
  const locked: Locked = { rounds, salt: toText(salt), iv: toText(iv), data: toText(data) };
  return JSON.stringify(locked);
}

/** What `lock` was given under this PIN. Throws WrongPin; a damaged text cannot be told from a wrong PIN. */
export async function unlock<T>(pin: string, text: string): Promise<T> {
  // Written by `lock` above into this phone's own store.
  const { rounds, salt, iv, data } = JSON.parse(text) as Locked;
  const key = await keyOf(pin, toBytes(salt), rounds);
  let plain: ArrayBuffer;
  try {
    plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: toBytes(iv) }, key, toBytes(data));
  } catch {
    throw new WrongPin();
  }
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}
