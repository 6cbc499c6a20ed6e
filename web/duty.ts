// What a person on duty must have without a link, kept on this phone under the PIN: whom to call, the boxes' codes, the roster;
// and the key of this person's own six digits.
import type { DutyPack } from '../protocol/api/alerts.ts';
import { command, read } from './api.ts';
import { linked } from './feed.ts';
import { forget, recall, remember } from './kept.ts';
import { lock, NoCiphers, unlock, WrongPin } from './locked.ts';
import { paths } from './paths.ts';
import { me } from './session.ts';
import { words } from './words/chosen.ts';

const START = 'locked.';
const nameOf = (what: 'duty' | 'code'): string => `${START}${what}.${me.value?.id ?? ''}`;

export const holds = (what: 'duty' | 'code'): boolean => recall<string>(nameOf(what)) !== undefined;

/** Null: nothing is kept here. Throws WrongPin or NoCiphers. */
async function open<T>(what: 'duty' | 'code', pin: string): Promise<T | null> {
  const text = recall<string>(nameOf(what));
  return text === undefined ? null : unlock<T>(pin, text);
}

export const openDuty = (pin: string): Promise<DutyPack | null> => open('duty', pin);
export const openCodeKey = (pin: string): Promise<string | null> => open('code', pin);

/** Fetches today's pack and keeps it under this PIN, which the server has just found right. */
export async function fetchDuty(pin: string): Promise<DutyPack> {
  const pack = await read(paths.duty());
  remember(nameOf('duty'), await lock(pin, pack));
  return pack;
}

/** The same in passing, after an act that took the PIN: what fails is only missed, and tried at the next time. */
export function refreshDuty(pin: string): void {
  if (!linked.value) return;
  fetchDuty(pin).catch(error => console.warn('the duty pack is not refreshed', error));
}

/** A new key for six digits; the old one, on whatever phone, is void. */
export async function makeCodeKey(pin: string): Promise<string> {
  const { secret } = await command<{ secret: string }>('POST', '/api/me/code-key', { pin });
  remember(nameOf('code'), await lock(pin, secret));
  return secret;
}

/** At sign-out: the next person on this phone finds nothing, not even locked. */
export const forgetLocked = (): void => forget(START);

/** What stands in the way of opening, in words; null: something else. */
export function sayLocked(error: unknown): string | null {
  if (error instanceof WrongPin) return words.value.prepared.duty.wrongPin;
  if (error instanceof NoCiphers) return words.value.prepared.duty.noCiphers;
  return null;
}
