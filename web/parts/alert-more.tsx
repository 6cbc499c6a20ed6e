// [Nói thêm] and [Cập nhật]: a recorded sentence, or filled-in specifics and further repeats, as an update of the same alert.
import { useState } from 'preact/hooks';
import type { Alert, AlertUpdate } from '../../protocol/api/alerts.ts';
import { slotTitle } from '../alert-words.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { serverNow } from '../feed.ts';
import { whenReady } from '../following.ts';
import { useLoad } from '../load.ts';
import { paths } from '../paths.ts';
import type { Take } from '../recorder.ts';
import { upload } from '../upload.ts';
import { words } from '../words/chosen.ts';
import { TextField } from './field.tsx';
import { Failure, Said } from './notice.tsx';
import { type Repeats, RepeatsField, repeatsBody, usualRepeats } from './repeats-field.tsx';
import { Taking } from './taking.tsx';

const update = (alertId: string, body: AlertUpdate) => command('POST', `${paths.alert(alertId)}/update`, body);

export function SayMore({ of, open, onChanged }: { of: Alert; open: boolean; onChanged(): void }) {
  const told = words.value.alerts.live;
  const doing = useDoing();
  const [sent, setSent] = useState(false);
  const [round, setRound] = useState(0);
  const send = (take: Take) =>
    void doing.run(async () => {
      setSent(false);
      const { blob: file, fileName } = take;
      const { id } = await upload(
        { file, fileName, title: `${told.say}: ${of.title}`, language: 'vi' },
        () => undefined,
      );
      await whenReady(id);
      await update(of.id, { recordingId: id });
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
            <button type="button" class="button main huge" disabled={doing.busy} onClick={() => send(take)}>
              {doing.busy ? told.sayRunning : told.saySend}
            </button>
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
  const fields = templates.data?.items.find(({ name }) => name === of.template)?.slots ?? [];
  const send = () =>
    void doing.run(async () => {
      setSent(false);
      const filled = Object.fromEntries(Object.entries(slots).filter(([, value]) => value.trim() !== ''));
      await update(of.id, { slots: filled, ...repeatsBody(repeats, serverNow.peek()) });
      setSent(true);
      onChanged();
    });
  return (
    <details class="fold">
      <summary>{told.live.update}</summary>
      <div class="stack">
        <p class="hint">{told.live.updateNote}</p>
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
        <button type="button" class="button main" disabled={doing.busy} onClick={send}>
          {told.live.updateSend}
        </button>
      </div>
    </details>
  );
}
