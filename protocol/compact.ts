// The second encoding of an emergency: one signed frame of at most 140 octets for narrow ways (one SMS, LoRa). The same order as
// the envelope with its id and revision; clips go by their library numbers, ids by their 8 bytes, times by seconds.
// Layout: 4 octets of head (frame type, kind, start of the key id), the body, 64 octets of signature over head and body.
import type { KeyObject } from 'node:crypto';
import { type BroadcastClass, broadcastClass } from './class.ts';
import { FRAME, isSignedBy, signedBytes } from './envelope.ts';
import { base32, fromBase32 } from './id.ts';
import { type AlertMessage, alertMessage } from './order.ts';

export const COMPACT_OCTETS = 140;

const HEAD = 4;
const SIGNATURE = 64;
const ID = 8;
const MOST_CLIPS = 8;
const MOST_NAMES = 8;
const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const START_STEP = 10;
const EXPIRY_HALF = 32_768;

interface Common {
  /** Rises by one with each compact order of a server: whoever carries them knows what is missing, and sends each once. */
  counter: number;
  /** UTC ms, whole seconds. */
  issuedAt: number;
  targets: readonly string[];
}
export interface CompactPlay extends Common {
  kind: 'play';
  alertId: string;
  revision: number;
  message: AlertMessage;
  /** UTC ms, to 10 ms, so that it keeps in step with those who got the envelope. */
  startAt: number;
  /** UTC ms, whole seconds after `issuedAt`, beyond 9 hours whole minutes. */
  expiresAt: number;
  except: readonly string[];
  /** By number in the clip library. */
  clips: readonly { number: number; optional: boolean }[];
  siren: number | null;
  passes: number;
  repeatMinutes: number | null;
  volume: number;
}
export interface CompactStop extends Common {
  kind: 'stop';
  stopId: string;
  broadcastId: string | null;
  revision: number | null;
  maxClass: BroadcastClass;
  /** UTC ms, whole hours after `issuedAt`. */
  keepUntil: number;
}
export type CompactOrder = CompactPlay | CompactStop;

/** What it takes to sign: the key's name and its bare Ed25519 signature. */
export interface Signer {
  /** 16 hex digits. */
  keyId: string;
  sign: (bytes: Uint8Array) => Uint8Array;
}

/** The signed frame; null where the order does not fit into one: long ids, many targets, odd times. */
export function sealCompact(order: CompactOrder, signer: Signer): Uint8Array | null {
  const body = write(order);
  if (body === null || HEAD + body.length + SIGNATURE > COMPACT_OCTETS) return null;
  const kind = order.kind === 'play' ? 0 : 1;
  const head = [FRAME.compact, kind, ...Buffer.from(signer.keyId, 'hex').subarray(0, 2)];
  const said = Uint8Array.from([...head, ...body]);
  // What is written must read back as it was meant, or it is not sent.
  if (read(said) === null) return null;
  return Buffer.concat([said, signer.sign(signedBytes('compact', said))]);
}

/** Whether this frame's hint fits the key: only then is it worth a verification. */
export const mayBeOf = (frame: Uint8Array, keyId: string): boolean =>
  Buffer.from(frame.subarray(2, HEAD)).toString('hex') === keyId.slice(0, 4);

/** The order, if this key signed exactly these octets and they are one; else null. */
export function openCompact(frame: Uint8Array, key: KeyObject): CompactOrder | null {
  if (frame[0] !== FRAME.compact || frame.length > COMPACT_OCTETS || frame.length < HEAD + SIGNATURE) return null;
  const said = frame.subarray(0, frame.length - SIGNATURE);
  if (!isSignedBy(key, 'compact', said, frame.subarray(frame.length - SIGNATURE))) return null;
  return read(said);
}

/** Time to expiry in 16 bits: seconds in the lower half, minutes in the upper. */
export const expiryStep = (ms: number): number => (ms < EXPIRY_HALF * SECOND ? SECOND : MINUTE);
const writeExpiry = (ms: number): number =>
  expiryStep(ms) === SECOND ? ms / SECOND : EXPIRY_HALF + ms / MINUTE - Math.floor(EXPIRY_HALF / 60);
const readExpiry = (value: number): number =>
  value < EXPIRY_HALF ? value * SECOND : (value - EXPIRY_HALF + Math.floor(EXPIRY_HALF / 60)) * MINUTE;

const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [...u16(Math.floor(value / 65_536)), ...u16(value % 65_536)];
const isIn = (value: number, low: number, high: number): boolean =>
  Number.isInteger(value) && value >= low && value <= high;

/** The 8 bytes of an id, or null if it was not made of 8. */
function idBytes(id: string): number[] | null {
  const bytes = fromBase32(id.slice(3));
  return bytes?.length === ID && base32(bytes) === id.slice(3) ? [...bytes] : null;
}

/** Up to 8 names of areas and clusters: how many of each list, which are clusters, and their bytes. */
function writeNames(targets: readonly string[], except: readonly string[]): number[] | null {
  const names = [...targets, ...except];
  const ids = names.map(idBytes);
  if (names.length > MOST_NAMES || targets.length === 0 || ids.includes(null)) return null;
  const clusters = names.reduce((mask, name, i) => mask | (name.startsWith('cl_') ? 1 << i : 0), 0);
  return [(targets.length << 4) | except.length, clusters, ...ids.flatMap(id => id ?? [])];
}

function write(order: CompactOrder): number[] | null {
  const seconds = order.issuedAt / SECOND;
  if (!isIn(order.counter, 0, 2 ** 32 - 1) || !isIn(seconds, 0, 2 ** 32 - 1)) return null;
  const rest = order.kind === 'play' ? writePlay(order) : writeStop(order);
  const names = writeNames(order.targets, order.kind === 'play' ? order.except : []);
  return rest && names && [...u32(order.counter), ...u32(seconds), ...rest, ...names];
}

function writePlay(order: CompactPlay): number[] | null {
  const start = (order.startAt - order.issuedAt) / START_STEP;
  const expiry = writeExpiry(order.expiresAt - order.issuedAt);
  const id = order.alertId.startsWith('al_') ? idBytes(order.alertId) : null;
  const { revision, passes, volume, clips } = order;
  const siren = order.siren ?? 0;
  const repeat = order.repeatMinutes ?? 0;
  const fits =
    isIn(revision, 1, 255) &&
    isIn(start, 0, 65_535) &&
    isIn(expiry, 0, 65_535) &&
    isIn(passes, 1, 20) &&
    isIn(volume, 0, 100) &&
    isIn(repeat, 0, 60) &&
    isIn(siren, 0, 255) &&
    isIn(clips.length, 1, MOST_CLIPS) &&
    clips.every(clip => isIn(clip.number, 1, 255));
  if (id === null || !fits) return null;
  const flags = alertMessage.options.indexOf(order.message) | (passes << 2);
  const optional = clips.reduce((mask, clip, i) => mask | (clip.optional ? 1 << i : 0), 0);
  const times = [...u16(start), ...u16(expiry), volume, repeat, siren];
  return [...id, revision, flags, ...times, clips.length, optional, ...clips.map(clip => clip.number)];
}

function writeStop(order: CompactStop): number[] | null {
  const hours = (order.keepUntil - order.issuedAt) / HOUR;
  const id = idBytes(order.stopId);
  const of = order.broadcastId === null ? new Array<number>(ID).fill(0) : idBytes(order.broadcastId);
  const revision = order.revision ?? 0;
  const fits = order.stopId.startsWith('st_') && isIn(hours, 0, 65_535) && isIn(revision, 0, 255);
  if (id === null || of === null || !fits || (order.broadcastId === null && revision > 0)) return null;
  const about = order.broadcastId === null ? 0 : order.broadcastId.startsWith('al_') ? 1 : 2;
  const flags = about | (broadcastClass.options.indexOf(order.maxClass) << 2);
  return [...id, flags, ...of, revision, ...u16(hours)];
}

/** Takes octets one after another; what is asked for beyond the end makes the whole thing void. */
function taker(bytes: Uint8Array) {
  let at = HEAD;
  let isWhole = true;
  const some = (count: number): Uint8Array => {
    const part = bytes.subarray(at, at + count);
    isWhole &&= part.length === count;
    at += count;
    return part;
  };
  const number = (count: number): number => some(count).reduce((sum, byte) => sum * 256 + byte, 0);
  return {
    number,
    id: (prefix: string): string => `${prefix}_${base32(some(ID))}`,
    /** Nothing was missing and nothing is left. */
    isDone: () => isWhole && at === bytes.length,
  };
}
type Taker = ReturnType<typeof taker>;

function readNames(take: Taker): { targets: string[]; except: string[] } {
  const counts = take.number(1);
  const clusters = take.number(1);
  const count = (counts >> 4) + (counts & 15);
  const names = Array.from({ length: count }, (_, i) => take.id((clusters >> i) & 1 ? 'cl' : 'ar'));
  return { targets: names.slice(0, counts >> 4), except: names.slice(counts >> 4) };
}

function read(said: Uint8Array): CompactOrder | null {
  const take = taker(said);
  const counter = take.number(4);
  const issuedAt = take.number(4) * SECOND;
  const order =
    said[1] === 0 ? readPlay(take, counter, issuedAt) : said[1] === 1 ? readStop(take, counter, issuedAt) : null;
  if (order === null || !take.isDone()) return null;
  // Only one way of writing an order is that order.
  const again = write(order);
  return again !== null && Buffer.from(again).equals(said.subarray(HEAD)) ? order : null;
}

function readPlay(take: Taker, counter: number, issuedAt: number): CompactPlay | null {
  const alertId = take.id('al');
  const revision = take.number(1);
  const flags = take.number(1);
  const startAt = issuedAt + take.number(2) * START_STEP;
  const expiresAt = issuedAt + readExpiry(take.number(2));
  const volume = take.number(1);
  const repeat = take.number(1);
  const siren = take.number(1);
  const count = Math.min(MOST_CLIPS, take.number(1));
  const optional = take.number(1);
  const clips = Array.from({ length: count }, (_, i) => ({
    number: take.number(1),
    optional: ((optional >> i) & 1) === 1,
  }));
  const message = alertMessage.options[flags & 3];
  if (message === undefined) return null;
  return {
    kind: 'play',
    counter,
    issuedAt,
    alertId,
    revision,
    message,
    startAt,
    expiresAt,
    clips,
    siren: siren || null,
    passes: flags >> 2,
    repeatMinutes: repeat || null,
    volume,
    ...readNames(take),
  };
}

function readStop(take: Taker, counter: number, issuedAt: number): CompactStop | null {
  const stopId = take.id('st');
  const flags = take.number(1);
  const broadcastId = take.id((flags & 3) === 2 ? 'br' : 'al');
  const revision = take.number(1);
  const keepUntil = issuedAt + take.number(2) * HOUR;
  const maxClass = broadcastClass.options[flags >> 2];
  const { targets, except } = readNames(take);
  if (maxClass === undefined || except.length > 0) return null;
  return {
    kind: 'stop',
    counter,
    issuedAt,
    stopId,
    broadcastId: (flags & 3) === 0 ? null : broadcastId,
    revision: revision || null,
    maxClass,
    keepUntil,
    targets,
  };
}
