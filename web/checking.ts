// Asked before the button: who gets it, who will not hear, what stands in the way, and what the button may do.
import { useEffect, useState } from 'preact/hooks';
import type { AlertCheck, NewAlert } from '../protocol/api/alerts.ts';
import type { NewBroadcast, SendingCheck } from '../protocol/api/broadcasts.ts';
import { command, sayFailure } from './api.ts';
import { returns } from './feed.ts';
import { useSettled } from './parts/wait.ts';
import { noteRefusal } from './session.ts';

const PAUSE_MS = 300;

interface Checked<T> {
  check: T | undefined;
  failure: string | undefined;
}

/** Null asks nothing. The check belongs to the body that was asked about; while another is asked it is undefined. */
export const useCheck = (body: NewBroadcast | null): Checked<SendingCheck> => useChecked('/api/broadcasts/check', body);
/** The same for an alert. */
export const useAlertCheck = (body: NewAlert | null): Checked<AlertCheck> => useChecked('/api/alerts/check', body);

function useChecked<T>(path: string, body: object | null): Checked<T> {
  const asked = body === null ? null : JSON.stringify(body);
  const settled = useSettled(asked, PAUSE_MS);
  const [answer, setAnswer] = useState<{ of: string; check?: T; failure?: string } | null>(null);
  const back = returns.value;
  // a returned link is a reason to ask again
  useEffect(() => {
    if (settled === null) return;
    let wanted = true;
    command<T>('POST', path, JSON.parse(settled)).then(
      check => wanted && setAnswer({ of: settled, check }),
      failure => {
        noteRefusal(failure);
        if (wanted) setAnswer({ of: settled, failure: sayFailure(failure) });
      },
    );
    return () => {
      wanted = false;
    };
  }, [settled, back, path]);
  const mine = answer !== null && answer.of === asked ? answer : undefined;
  return { check: mine?.check, failure: mine?.failure };
}
