// What the emergency library is called in the reader's language. What is spoken is shown as it is spoken.
import type { AlertTemplate, Sentence, SirenPreset } from '../protocol/api/alerts.ts';
import { words } from './words/chosen.ts';

interface Named {
  title: string;
  titleEn: string;
}
const inLanguage = ({ title, titleEn }: Named): string => (words.value.code === 'en' ? titleEn : title);

export const templateTitle = (template: AlertTemplate): string => inLanguage(template);
export const slotTitle = (slot: AlertTemplate['slots'][number]): string => inLanguage(slot);
export const sirenTitle = (siren: SirenPreset): string => inLanguage(siren);
export const codeTitle = (code: Named): string => inLanguage(code);

/** A sentence by its template's title, or by what it frames; a village's own by the name that it was given. */
export function sentenceTitle({ name, title }: Sentence, templates: readonly AlertTemplate[]): string {
  const template = templates.find(one => one.name === name);
  const frames: Record<string, string> = words.value.prepared.sentences.frames;
  return template ? templateTitle(template) : (frames[name] ?? title);
}
