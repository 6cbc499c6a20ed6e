// Reads a page again when the clock has turned something on it: a broadcast began or came to its end.
import { useEffect } from 'preact/hooks';
import { serverNow } from './feed.ts';

/** Devices and the server round differently; a moment later both agree. */
const GRACE_MS = 1200;
/** Browsers' timers count no further. */
const LONGEST_MS = 2 ** 31 - 1;

/** `at`: UTC ms by the server's clock; null: nothing to wait for. */
export function useTurn(at: number | null, reload: () => void): void {
  useEffect(() => {
    if (at === null) return;
    const timer = setTimeout(reload, Math.min(Math.max(0, at - serverNow.peek()) + GRACE_MS, LONGEST_MS));
    return () => clearTimeout(timer);
  }, [at]);
}
