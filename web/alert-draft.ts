// The alert that is being prepared, carried from "Chuyện gì?" to the slide. Its id is made once, when its words are chosen.
import { signal } from '@preact/signals';
import type { AlertTemplate, SirenPreset } from '../protocol/api/alerts.ts';
import { alertId } from './base32.ts';

export interface Draft {
  id: string;
  drill: boolean;
  template: AlertTemplate;
  siren: SirenPreset | null;
  targets: readonly string[];
  /** In words. */
  place: string;
  slots: Record<string, string>;
  /** An announced siren test: when; null: at once. */
  startAt: string | null;
  /** The proposal that it answers. */
  proposalId: string | null;
  /** Where the arrow back leads. */
  from: string;
}

export const draft = signal<Draft | null>(null);

export function prepare(given: Omit<Draft, 'id' | 'slots' | 'startAt' | 'proposalId'> & Partial<Draft>): void {
  draft.value = {
    slots: {},
    startAt: null,
    proposalId: null,
    ...given,
    id: alertId(crypto.getRandomValues(new Uint8Array(8))),
  };
}
