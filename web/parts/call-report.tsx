// What came of telling a village: how many households and how, nobody answered, or somebody is on the way. From the call list or a link.
import { useState } from 'preact/hooks';
import type { NewCall } from '../../protocol/api/alerts.ts';
import { toldHow } from '../alert-reasons.ts';
import { useDoing } from '../doing.ts';
import { tellNumber } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { Segments, TextField } from './field.tsx';
import { Failure } from './notice.tsx';

type How = NonNullable<NewCall['how']>;
export type Report = Pick<NewCall, 'how' | 'households' | 'note'> & { act: 'told' | 'noAnswer' | 'sending' };

export function CallReport({
  households,
  onReport,
}: {
  households: number | null;
  onReport(report: Report): Promise<unknown>;
}) {
  const told = words.value.alerts.calls;
  const doing = useDoing();
  const [telling, setTelling] = useState(false);
  const [how, setHow] = useState<How>('megaphone');
  const [count, setCount] = useState(households === null ? '' : String(households));
  const [note, setNote] = useState('');
  const send = (report: Report) => void doing.run(() => onReport(report));
  const noted = note.trim() === '' ? {} : { note: note.trim() };
  return (
    <div class="stack">
      <Failure>{doing.failure}</Failure>
      {telling ? (
        <>
          <Segments
            label={told.how}
            value={how}
            choices={toldHow.map(value => ({ value, label: told.hows[value] }))}
            onChange={chosen => setHow(chosen)}
          />
          <TextField
            label={told.households}
            hint={households === null ? undefined : told.of(tellNumber(households, words.value))}
            value={count}
            inputmode="numeric"
            maxlength={6}
            onChange={text => setCount(text.replace(/\D/g, ''))}
          />
          <TextField label={told.note} value={note} maxlength={300} onChange={setNote} />
          <button
            type="button"
            class="button main huge"
            disabled={doing.busy}
            onClick={() => send({ act: 'told', how, ...(count === '' ? {} : { households: Number(count) }), ...noted })}
          >
            {told.save}
          </button>
          <button type="button" class="button plain" onClick={() => setTelling(false)}>
            {words.value.common.back}
          </button>
        </>
      ) : (
        <>
          <button type="button" class="button main" disabled={doing.busy} onClick={() => setTelling(true)}>
            {told.told}
          </button>
          <div class="pair">
            <button type="button" class="button plain" disabled={doing.busy} onClick={() => send({ act: 'noAnswer' })}>
              {told.noAnswer}
            </button>
            <button type="button" class="button plain" disabled={doing.busy} onClick={() => send({ act: 'sending' })}>
              {told.sending}
            </button>
          </div>
        </>
      )}
    </div>
  );
}
