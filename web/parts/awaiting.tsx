// K4 "Chờ người thứ hai": the time left, whom to call, and every way to an answer: six digits, a link, or alone after the wait.
import { useState } from 'preact/hooks';
import type { Alert, AloneReason, Awaiting as Wait } from '../../protocol/api/alerts.ts';
import { freshPin } from '../alarm.ts';
import { aloneReason } from '../alert-reasons.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { refreshDuty } from '../duty.ts';
import { serverNow } from '../feed.ts';
import { paths } from '../paths.ts';
import { tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { CallButton } from './call-button.tsx';
import { Segments, SelectField, TextField } from './field.tsx';
import { Failure } from './notice.tsx';
import { PIN_LENGTH, PinPad } from './pin-pad.tsx';
import { ShareLink } from './share-link.tsx';
import { TwoTap } from './two-tap.tsx';

type Act = (path: 'confirm' | 'voice', body: object, pin?: string) => void;

function SixDigits({ people, busy, act }: { people: Wait['people']; busy: boolean; act: Act }) {
  const told = words.value.alerts.wait;
  const [accountId, setAccountId] = useState(people[0]?.accountId ?? '');
  const [code, setCode] = useState('');
  return (
    <details class="fold">
      <summary>{told.code}</summary>
      <div class="stack">
        <p class="hint">{told.codeHint}</p>
        <SelectField
          label={told.whose}
          value={accountId}
          choices={people.map(person => ({ value: person.accountId, label: person.name }))}
          onChange={setAccountId}
        />
        <TextField
          label={told.codeField}
          value={code}
          inputmode="numeric"
          maxlength={7}
          autocomplete="off"
          onChange={text => setCode(text.replace(/\D/g, '').slice(0, 6))}
        />
        <button
          type="button"
          class="button main huge"
          disabled={busy || code.length < 6}
          onClick={() => act('confirm', { code, accountId })}
        >
          {told.codeSend}
        </button>
      </div>
    </details>
  );
}

function Links({ alertId, people }: { alertId: string; people: Wait['people'] }) {
  const told = words.value.alerts.wait;
  return (
    <details class="fold">
      <summary>{told.link}</summary>
      <div class="stack">
        <p class="hint">{told.linkHint}</p>
        {people.map(({ accountId, name }) => (
          <ShareLink
            key={accountId}
            label={told.linkTo(name)}
            make={() => command('POST', `${paths.alert(alertId)}/link`, { accountId })}
          />
        ))}
      </div>
    </details>
  );
}

function Alone({ busy, act }: { busy: boolean; act: Act }) {
  const told = words.value.alerts.wait;
  const [why, setWhy] = useState<AloneReason>('unreachable');
  const [pin, setPin] = useState('');
  return (
    <section class="panel alarm stack" aria-labelledby="alone">
      <h2 id="alone">{told.alone}</h2>
      <p class="hint">{told.aloneNote}</p>
      <Segments
        label={told.aloneWhy}
        value={why}
        choices={aloneReason.map(value => ({ value, label: told.reasons[value] }))}
        onChange={chosen => setWhy(chosen)}
      />
      <PinPad value={pin} onChange={setPin} />
      <TwoTap
        kind="alarm full huge"
        busy={busy || pin.length < PIN_LENGTH}
        sure={told.aloneSure}
        onSure={() => act('confirm', { alone: why, pin }, pin)}
      >
        {told.aloneSend}
      </TwoTap>
    </section>
  );
}

/** The PIN of the slide, a moment ago and for this very alert, is proof enough; else it is asked for. */
function VoiceFirst({ id, busy, act }: { id: string; busy: boolean; act: Act }) {
  const told = words.value.alerts.wait;
  const [asking, ask] = useState(false);
  const [pin, setPin] = useState('');
  const known = freshPin(id);
  const send = () => {
    if (known) act('voice', { pin: known });
    else if (asking) act('voice', { pin }, pin);
    else ask(true);
  };
  return (
    <>
      {asking && <PinPad value={pin} onChange={setPin} />}
      <button
        type="button"
        class="button alarm huge"
        disabled={busy || (asking && pin.length < PIN_LENGTH)}
        onClick={send}
      >
        {told.voice}
      </button>
    </>
  );
}

/** For whoever asked and everybody else who may not answer it themselves. */
export function Awaiting({ of, wait, onChanged }: { of: Alert; wait: Wait; onChanged(): void }) {
  const told = words.value.alerts.wait;
  const doing = useDoing();
  const left = Date.parse(wait.until) - serverNow.value;
  const act: Act = (path, body, pin) =>
    void doing.run(async () => {
      await command('POST', `${paths.alert(of.id)}/${path}`, body);
      if (pin) refreshDuty(pin);
      onChanged();
    });
  const voiceOut = of.state !== 'awaiting';
  const mayVoice = of.may.act && wait.what === 'siren' && !voiceOut;
  return (
    <section class="stack" aria-labelledby="waiting">
      <div class="panel alarm">
        <h2 id="waiting" class="centre">
          {left > 0 ? told.title : told.over}
        </h2>
        {left > 0 && (
          <p class="countdown" role="timer">
            {tellTrack(left + 999)}
          </p>
        )}
        <p class="centre">{told.what[wait.what]}</p>
        {voiceOut && <p class="centre">{told.voiceSounding}</p>}
      </div>
      <Failure>{doing.failure}</Failure>
      {of.may.act && left <= 0 && wait.what !== 'sirenTest' && <Alone busy={doing.busy} act={act} />}
      {wait.people.length === 0 && <p>{told.nobody}</p>}
      {wait.people.map(person => (
        <CallButton
          key={person.accountId}
          name={person.name}
          phone={person.phone}
          note={person.onDuty ? told.onDuty : undefined}
          kind="main"
        />
      ))}
      {mayVoice && <VoiceFirst id={of.id} busy={doing.busy} act={act} />}
      {of.may.act && wait.people.length > 0 && (
        <>
          <SixDigits people={wait.people} busy={doing.busy} act={act} />
          <Links alertId={of.id} people={wait.people} />
        </>
      )}
    </section>
  );
}
