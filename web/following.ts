// One recording while the server works on it: read again when the live board speaks of it, and every other second besides.
import { useEffect } from 'preact/hooks';
import type { Recording } from '../protocol/api/recordings.ts';
import { type Loaded, useLoad } from './load.ts';
import { paths } from './paths.ts';

const ASK_EVERY_MS = 2000;

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
