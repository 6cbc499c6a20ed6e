// The second person's page: what is asked, in words and figures; [ĐỒNG Ý] by PIN, [KHÔNG] with a reason. In the app or by link.
import { useState } from 'preact/hooks';
import { useDoing } from '../doing.ts';
import { words } from '../words/chosen.ts';
import { LongField } from './field.tsx';
import { Failure } from './notice.tsx';
import { PIN_LENGTH, PinPad } from './pin-pad.tsx';

export function SecondPerson({
  ask,
  figures,
  text,
  note,
  onYes,
  onNo,
}: {
  /** "Ông Bình xin phát CÒI: Lũ báo động 3". */
  ask: string;
  figures: string;
  text: string;
  /** Siren line, who this is for. */
  note?: string;
  onYes(pin: string): Promise<unknown>;
  onNo(reason: string): Promise<unknown>;
}) {
  const told = words.value.alerts.decide;
  const doing = useDoing();
  const [pin, setPin] = useState('');
  const [refusing, setRefusing] = useState(false);
  const [reason, setReason] = useState('');
  const yes = async () => {
    if (!(await doing.run(() => onYes(pin)))) setPin('');
  };
  return (
    <section class="panel alarm stack" aria-labelledby="asked">
      <h2 id="asked">{ask}</h2>
      <p class="figure-line">{figures}</p>
      {note && <p>{note}</p>}
      <div>
        <h3>{told.words}</h3>
        <p class="spoken">{text}</p>
      </div>
      <Failure>{doing.failure}</Failure>
      {refusing ? (
        <>
          <LongField label={told.reason} rows={2} value={reason} onChange={setReason} />
          <button
            type="button"
            class="button main huge"
            disabled={doing.busy || reason.trim() === ''}
            onClick={() => void doing.run(() => onNo(reason.trim()))}
          >
            {told.sendNo}
          </button>
          <button type="button" class="button plain" onClick={() => setRefusing(false)}>
            {words.value.common.back}
          </button>
        </>
      ) : (
        <>
          <PinPad value={pin} onChange={setPin} />
          <button
            type="button"
            class="button alarm full huge"
            disabled={doing.busy || pin.length < PIN_LENGTH}
            onClick={() => void yes()}
          >
            {told.yes}
          </button>
          {pin.length < PIN_LENGTH && <p class="hint centre">{told.yesSure}</p>}
          <button type="button" class="button plain" disabled={doing.busy} onClick={() => setRefusing(true)}>
            {told.no}
          </button>
        </>
      )}
    </section>
  );
}
