// The language in use: Vietnamese at once, others loaded when chosen; the choice is kept on this phone.
import { signal } from '@preact/signals';
import { recall, remember } from '../kept.ts';
import { vi, type Words } from './vi.ts';

export type Language = 'vi' | 'en';

export const words = signal<Words>(vi);

export async function speak(language: Language): Promise<void> {
  words.value = language === 'en' ? (await import('./en.ts')).en : vi;
  document.documentElement.lang = language;
}

export async function chooseLanguage(language: Language): Promise<void> {
  remember('language', language);
  await speak(language);
}

/** Null: nobody has chosen on this phone. */
export function chosenLanguage(): Language | null {
  const kept = recall<string>('language');
  return kept === 'vi' || kept === 'en' ? kept : null;
}
