// A leader's two acts: approve, with two taps, or give back with a reason.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { command } from '../api.ts';
import { board } from '../board.ts';
import { useDoing } from '../doing.ts';
import { words } from '../words/chosen.ts';
import { LongField } from './field.tsx';
import { Failure } from './notice.tsx';
import { TwoTap } from './two-tap.tsx';

export function Deciding({ path, heard }: { path: string; heard: boolean }) {
  const told = words.value.sending.approvals;
  const { route } = useLocation();
  const doing = useDoing();
  const [givingBack, setGivingBack] = useState(false);
  const [reason, setReason] = useState('');
  const act = (verb: 'approve' | 'return', body?: { reason: string }) =>
    void doing.run(async () => {
      await command('POST', `${path}/${verb}`, body);
      board.value?.reload();
      route('/duyet', true);
    });
  return (
    <>
      <Failure>{doing.failure}</Failure>
      {givingBack ? (
        <>
          <LongField label={told.reason} rows={3} value={reason} onChange={setReason} />
          <button
            type="button"
            class="button main huge"
            disabled={doing.busy || reason.trim() === ''}
            onClick={() => act('return', { reason: reason.trim() })}
          >
            {told.send}
          </button>
          <button type="button" class="button" onClick={() => setGivingBack(false)}>
            {words.value.common.cancel}
          </button>
        </>
      ) : (
        <>
          {!heard && <p class="dock-note">{told.unheard}</p>}
          <TwoTap kind="main huge" busy={doing.busy} sure={told.approveSure} onSure={() => act('approve')}>
            {told.approve}
          </TwoTap>
          <button type="button" class="button" disabled={doing.busy} onClick={() => setGivingBack(true)}>
            {told.giveBack}
          </button>
        </>
      )}
    </>
  );
}
