// Who is signed in, as the pages need it; what was last known stands in while there is no link.
import { computed, signal } from '@preact/signals';
import type { About, Me, Right } from '../protocol/api/people.ts';
import { command, NoLink, Refusal, read } from './api.ts';
import { closeFeed, openFeed } from './feed.ts';
import { forget, recall, remember } from './kept.ts';
import { paths } from './paths.ts';
import { chosenLanguage, speak } from './words/chosen.ts';

const STAND_IN_MS = 2_500;

export type Standing = 'unknown' | 'setup' | 'out' | 'in' | 'noLink';

export const standing = signal<Standing>('unknown');
export const about = signal<About | null>(null);
export const me = signal<Me | null>(null);

export const zone = computed(() => about.value?.timezone ?? 'Asia/Ho_Chi_Minh');
export const may = (right: Right): boolean => me.value?.rights.includes(right) ?? false;

function enter(person: Me): void {
  me.value = person;
  standing.value = 'in';
  remember('read./api/session', person);
  if (chosenLanguage() === null) void speak(person.language);
  openFeed();
}

/** Reads who is there; called at the start and after every sign-in. */
export async function begin(): Promise<void> {
  // A link that swallows everything gives no failure for long: what was last known stands in meanwhile.
  const standIn = setTimeout(() => {
    if (standing.value === 'unknown' && recall<Me>('read./api/session')) beginWithoutLink();
  }, STAND_IN_MS);
  try {
    about.value = await read(paths.about());
    remember('about', about.value);
    if (about.value.needsSetup) {
      standing.value = 'setup';
      return;
    }
    enter(await read(paths.me()));
  } catch (failure) {
    if (failure instanceof Refusal) standing.value = 'out';
    else if (failure instanceof NoLink) beginWithoutLink();
    else throw failure;
  } finally {
    clearTimeout(standIn);
  }
}

function beginWithoutLink(): void {
  about.value ??= recall<About>('about') ?? null;
  const last = recall<Me>('read./api/session');
  if (last) enter(last);
  else standing.value = 'noLink';
}

/** A refusal for want of a session, met anywhere, leads to the sign-in page. */
export function noteRefusal(failure: unknown): void {
  if (failure instanceof Refusal && failure.status === 401 && standing.value === 'in') leave();
}

function leave(): void {
  closeFeed();
  forget('read.');
  me.value = null;
  standing.value = 'out';
}

export async function signOut(): Promise<void> {
  await command('DELETE', '/api/session');
  leave();
}
