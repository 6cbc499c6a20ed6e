// What the emergency library is called in the reader's language. What is spoken is shown as it is spoken.
import type { AlertTemplate, SirenPreset } from '../protocol/api/alerts.ts';
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
