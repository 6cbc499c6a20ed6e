// Light or dark: as the phone says, unless the reader chose.
import { signal } from '@preact/signals';
import { recall, remember } from '../kept.ts';

export type Theme = 'auto' | 'light' | 'dark';

export const theme = signal<Theme>(recall<Theme>('theme') ?? 'auto');

export function applyTheme(chosen: Theme): void {
  theme.value = chosen;
  if (chosen === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  remember('theme', chosen);
}
