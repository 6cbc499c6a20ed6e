// Asked before the button: who gets it, who will not hear, what stands in the way, and what the button may do.
import { useEffect, useState } from 'preact/hooks';
import type { NewBroadcast, SendingCheck } from '../protocol/api/broadcasts.ts';
import { command, sayFailure } from './api.ts';
import { returns } from './feed.ts';
import { useSettled } from './parts/wait.ts';
import { noteRefusal } from './session.ts';

const PAUSE_MS = 250;

/** Null asks nothing. The check belongs to the body that was asked about; while another is asked it is undefined. */
export function useCheck(body: NewBroadcast | null): { check: SendingCheck | undefined; failure: string | undefined } {
  const asked = body === null ? null : JSON.stringify(body);
  const settled = useSettled(asked, PAUSE_MS);
  const [answer, setAnswer] = useState<{ of: string; check?: SendingCheck; failure?: string } | null>(null);
  const back = returns.value;
  // a returned link is a reason to ask again
  useEffect(() => {
    if (settled === null) return;
    let wanted = true;
    command<SendingCheck>('POST', '/api/broadcasts/check', JSON.parse(settled)).then(
      check => wanted && setAnswer({ of: settled, check }),
      failure => {
        noteRefusal(failure);
        if (wanted) setAnswer({ of: settled, failure: sayFailure(failure) });
      },
    );
    return () => {
      wanted = false;
    };
  }, [settled, back]);
  const mine = answer !== null && answer.of === asked ? answer : undefined;
  return { check: mine?.check, failure: mine?.failure };
}
