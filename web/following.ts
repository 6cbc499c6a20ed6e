// One recording while the server works on it: read again when the live board speaks of it, and every other second besides.
import { useEffect } from 'preact/hooks';
import type { Recording } from '../protocol/api/recordings.ts';
import { Refusal, read } from './api.ts';
import { type Loaded, useLoad } from './load.ts';
import { paths } from './paths.ts';
import { words } from './words/chosen.ts';

const ASK_EVERY_MS = 2000;
/** While somebody stands and waits for it. */
const HURRY_MS = 500;

export function useRecording(id: string | null): Loaded<Recording> {
  const loaded = useLoad(
    id === null ? null : paths.recording(id),
    message => message.t === 'recording' && message.recordingId === id,
  );
  const waiting = id !== null && loaded.data?.state === 'processing';
  const { reload } = loaded;
  // reload is made anew at each drawing and does the same
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(reload, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [waiting, id]);
  return loaded;
}

/** Resolves when the server can play it. Throws Refusal or NoLink; a recording that failed is refused in the server's words. */
export async function whenReady(recordingId: string): Promise<void> {
  for (;;) {
    const { state, error } = await read(paths.recording(recordingId));
    if (state === 'ready') return;
    if (state === 'failed') throw new Refusal('failed', error?.message ?? words.value.sending.processingFailed, 422);
    await new Promise(resolve => setTimeout(resolve, HURRY_MS));
  }
}
