// Reading for pages: an address in; its answer, what went wrong, and a way to ask again out. What was read last is shown
// at once, also without a link, and read again when the link returns.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { FeedMessage } from '../protocol/feed.ts';
import { read, sayFailure } from './api.ts';
import { listen, returns } from './feed.ts';
import { recall, remember } from './kept.ts';
import type { Path } from './paths.ts';
import { noteRefusal } from './session.ts';

/** Kept on the phone for the next start: what is needed to announce or to warn with a bad link, and nothing with telephone numbers. */
const KEPT = /^\/api\/(home|clusters|recordings|chimes|programmes|templates)(\?|$)/;
const THROTTLE_MS = 1200;

const seen = new Map<string, unknown>();

export interface Loaded<T> {
  data: T | undefined;
  /** The failure of the last try, in words. */
  failure: string | undefined;
  loading: boolean;
  reload(): void;
  /** Puts a known change in place without asking again. */
  change(next: T): void;
}

const known = <T>(path: string): T | undefined =>
  (seen.get(path) as T | undefined) ?? (KEPT.test(path) ? recall<T>(`read.${path}`) : undefined);

export function forgetReads(): void {
  seen.clear();
}

/** `when`: which live messages make this answer old. A null path reads nothing. */
export function useLoad<T>(path: Path<T> | null, when?: (message: FeedMessage) => boolean): Loaded<T> {
  const [, redraw] = useState(0);
  const state = useRef<{ path: string | null; data: T | undefined; failure: string | undefined; loading: boolean }>({
    path: null,
    data: undefined,
    failure: undefined,
    loading: false,
  });
  const now = state.current;
  if (now.path !== path)
    state.current = {
      path,
      data: path === null ? undefined : known<T>(path),
      failure: undefined,
      loading: path !== null,
    };

  const keep = useCallback((at: string, data: T) => {
    seen.set(at, data);
    if (KEPT.test(at)) remember(`read.${at}`, data);
    if (state.current.path !== at) return;
    state.current = { path: at, data, failure: undefined, loading: false };
    redraw(n => n + 1);
  }, []);

  const reload = useCallback(async () => {
    if (path === null) return;
    try {
      keep(path, await read(path));
    } catch (failure) {
      noteRefusal(failure);
      if (state.current.path !== path) return;
      state.current = { ...state.current, failure: sayFailure(failure), loading: false };
      redraw(n => n + 1);
    }
  }, [path, keep]);

  const back = returns.value;
  // a returned link is a reason to read again
  useEffect(() => {
    void reload();
  }, [reload, back]);

  const wanted = useRef(when);
  wanted.current = when;
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined;
    const stop = listen(message => {
      if (due === undefined && wanted.current?.(message))
        due = setTimeout(() => {
          due = undefined;
          void reload();
        }, THROTTLE_MS);
    });
    return () => {
      stop();
      clearTimeout(due);
    };
  }, [reload]);

  const { data, failure, loading } = state.current;
  return {
    data,
    failure,
    loading,
    reload: () => void reload(),
    change: next => {
      if (path !== null) keep(path, next);
    },
  };
}
