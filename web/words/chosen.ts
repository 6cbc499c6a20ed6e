// The language in use: Vietnamese at once, others loaded when chosen; the choice is kept on this phone.
import { signal } from '@preact/signals';
import { recall, remember } from '../kept.ts';
import { vi, type Words } from './vi.ts';

export type Language = 'vi' | 'en';

export const words = signal<Words>(vi);

export async function chooseLanguage(language: Language): Promise<void> {
  words.value = language === 'en' ? (await import('./en.ts')).en : vi;
  document.documentElement.lang = language;
  remember('language', language);
}

export const chosenLanguage = (): Language => (recall<string>('language') === 'en' ? 'en' : 'vi');
