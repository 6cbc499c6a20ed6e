// [Nói thêm] and [Cập nhật]: a recorded sentence, or filled-in specifics and further repeats, as an update of the same alert.
import { useState } from 'preact/hooks';
import type { Alert, AlertUpdate } from '../../protocol/api/alerts.ts';
import { freshPin } from '../alarm.ts';
import { slotTitle, templateTitle } from '../alert-words.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { serverNow } from '../feed.ts';
import { whenReady } from '../following.ts';
import { useLoad } from '../load.ts';
import { paths } from '../paths.ts';
import type { Take } from '../recorder.ts';
import { upload } from '../upload.ts';
import { words } from '../words/chosen.ts';
import { SelectField, TextField, Tick } from './field.tsx';
import { Failure, Said } from './notice.tsx';
import { PIN_LENGTH, PinPad } from './pin-pad.tsx';
import { type Repeats, RepeatsField, repeatsBody, usualRepeats } from './repeats-field.tsx';
import { Taking } from './taking.tsx';

const update = (alertId: string, body: AlertUpdate) => command('POST', `${paths.alert(alertId)}/update`, body);

/** New words of a real alert take a PIN: the slide's of a moment ago, or one that is typed now. */
function useProof(of: Alert, typed: string): { asks: boolean; given: boolean; body: { pin?: string } } {
  const known = freshPin(of.id);
  const asks = of.status === 'actual' && known === undefined;
  const pin = known ?? typed;
  return { asks, given: !asks || typed.length === PIN_LENGTH, body: pin.length === PIN_LENGTH ? { pin } : {} };
}

export function SayMore({ of, open, onChanged }: { of: Alert; open: boolean; onChanged(): void }) {
  const told = words.value.alerts.live;
  const doing = useDoing();
  const [sent, setSent] = useState(false);
  const [round, setRound] = useState(0);
  const [pin, setPin] = useState('');
  const proof = useProof(of, pin);
  const send = (take: Take) =>
    void doing.run(async () => {
      setSent(false);
      const { blob: file, fileName } = take;
      const { id } = await upload(
        { file, fileName, title: `${told.say}: ${of.title}`, language: 'vi' },
        () => undefined,
      );
      await whenReady(id);
      await update(of.id, { recordingId: id, ...proof.body });
      setSent(true);
      setRound(round + 1);
      onChanged();
    });
  return (
    <details class="fold" open={open}>
      <summary>{told.say}</summary>
      <div class="stack">
        <p class="hint">{told.sayNote}</p>
        <Failure>{doing.failure}</Failure>
        <Said>{sent ? told.saySent : ''}</Said>
        <Taking key={round} title={told.say}>
          {take => (
            <>
              {proof.asks && <PinPad value={pin} onChange={setPin} />}
              <button
                type="button"
                class="button main huge"
                disabled={doing.busy || !proof.given}
                onClick={() => send(take)}
              >
                {doing.busy ? told.sayRunning : told.saySend}
              </button>
            </>
          )}
        </Taking>
      </div>
    </details>
  );
}

export function UpdateAlert({ of, onChanged }: { of: Alert; onChanged(): void }) {
  const told = words.value.alerts;
  const doing = useDoing();
  const templates = useLoad(paths.templates());
  const [slots, setSlots] = useState(of.slots);
  const [repeats, setRepeats] = useState<Repeats>(usualRepeats);
  const [sent, setSent] = useState(false);
  const [pin, setPin] = useState('');
  const [level, setLevel] = useState('');
  const [loud, setLoud] = useState(false);
  const proof = useProof(of, pin);
  const fields = templates.data?.items.find(({ name }) => name === of.template)?.slots ?? [];
  // Where the same danger has sentences for other levels, the alert goes on under the new one.
  const levels = templates.data?.items.filter(item => item.hazard === of.hazard && item.level !== null) ?? [];
  const raised = levels.find(item => String(item.level) === level);
  const use = (raised ?? levels.find(({ name }) => name === of.template))?.siren;
  const siren =
    of.status === 'actual' && of.siren === null ? templates.data?.sirens.find(one => one.use === use) : undefined;
  const send = () =>
    void doing.run(async () => {
      setSent(false);
      const filled = Object.fromEntries(Object.entries(slots).filter(([, value]) => value.trim() !== ''));
      await update(of.id, {
        slots: filled,
        ...(raised ? { level: raised.level ?? undefined } : {}),
        ...(siren && loud ? { siren: siren.name } : {}),
        ...repeatsBody(repeats, serverNow.peek()),
        ...proof.body,
      });
      setSent(true);
      onChanged();
    });
  return (
    <details class="fold">
      <summary>{told.live.update}</summary>
      <div class="stack">
        <p class="hint">{told.live.updateNote}</p>
        {levels.length > 1 && (
          <SelectField
            label={told.level.title}
            value={level}
            choices={[
              { value: '', label: told.live.keep },
              ...levels
                .filter(({ name }) => name !== of.template)
                .map(item => ({ value: String(item.level), label: templateTitle(item) })),
            ]}
            onChange={setLevel}
          />
        )}
        {siren && <Tick label={`${told.level.withSiren} · ${told.level.two}`} checked={loud} onChange={setLoud} />}
        {fields.map(slot => (
          <TextField
            key={slot.name}
            label={slotTitle(slot)}
            hint={told.send.example(slot.example)}
            value={slots[slot.name] ?? ''}
            maxlength={120}
            onChange={value => setSlots({ ...slots, [slot.name]: value })}
          />
        ))}
        <RepeatsField value={repeats} usual={told.live.keep} lastsLabel={told.live.renew} onChange={setRepeats} />
        <Failure>{doing.failure}</Failure>
        <Said>{sent ? told.live.updateSent : ''}</Said>
        {proof.asks && <PinPad value={pin} onChange={setPin} />}
        <button type="button" class="button main" disabled={doing.busy || !proof.given} onClick={send}>
          {told.live.updateSend}
        </button>
      </div>
    </details>
  );
}
