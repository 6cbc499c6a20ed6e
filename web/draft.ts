// What is about to be sent, carried from "Phát gì?" to "Phát ở đâu?".
import { signal } from '@preact/signals';

export type Chosen =
  | {
      kind: 'recording';
      recordingId: string;
      title: string;
      /** Known to be playable when it was taken, so that it can be sent without asking again. */
      ready: boolean;
    }
  | { kind: 'programme'; programmeId: string; title: string; durationMs: number | null };

export const chosen = signal<Chosen | null>(null);
