// One act at a time behind a button: whether it runs, and what went wrong in words.
import { useCallback, useRef, useState } from 'preact/hooks';
import { sayFailure } from './api.ts';
import { noteRefusal } from './session.ts';

export interface Doing {
  busy: boolean;
  failure: string | undefined;
  /** Runs the act unless one runs already; true if it went well. */
  run(act: () => Promise<unknown>): Promise<boolean>;
  fail(message: string | undefined): void;
}

export function useDoing(): Doing {
  const [busy, setBusy] = useState(false);
  const [failure, fail] = useState<string | undefined>();
  const running = useRef(false);
  const run = useCallback(async (act: () => Promise<unknown>) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    fail(undefined);
    try {
      await act();
      return true;
    } catch (error) {
      noteRefusal(error);
      fail(sayFailure(error));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  return { busy, failure, run, fail };
}
