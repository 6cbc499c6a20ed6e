// The first run: the first account by the code that the server printed, then two rules proposed for the place.
import { useState } from 'preact/hooks';
import { command, Refusal, read } from '../api.ts';
import { useDoing } from '../doing.ts';
import { TextField, Tick } from '../parts/field.tsx';
import { Gate } from '../parts/gate.tsx';
import { Failure } from '../parts/notice.tsx';
import { paths } from '../paths.ts';
import { begin } from '../session.ts';
import { words } from '../words/chosen.ts';

interface Place {
  id: string;
  name: string;
}

function Account({ onMade }: { onMade(place: Place): void }) {
  const told = words.value.session;
  const doing = useDoing();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [pin, setPin] = useState('');
  const make = async () => {
    await command('POST', '/api/setup', { code: code.trim(), name, password, pin });
    try {
      onMade((await read(paths.me())).area);
    } catch (failure) {
      if (!(failure instanceof Refusal)) throw failure;
      await command('POST', '/api/session', { name, password });
      onMade((await read(paths.me())).area);
    }
  };
  return (
    <Gate title={told.setUp}>
      <p>{told.setUpIntro}</p>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          void doing.run(make);
        }}
      >
        <TextField label={told.code} value={code} autocomplete="off" required onChange={setCode} />
        <TextField label={told.name} value={name} autocomplete="username" required onChange={setName} />
        <TextField
          label={told.newPassword}
          type="password"
          value={password}
          autocomplete="new-password"
          minlength={10}
          required
          onChange={setPassword}
        />
        <TextField
          label={told.pin}
          hint={told.pinWhy}
          type="password"
          value={pin}
          autocomplete="off"
          inputmode="numeric"
          pattern="[0-9]{6}"
          maxlength={6}
          required
          onChange={setPin}
        />
        <Failure>{doing.failure}</Failure>
        <button type="submit" class="button main huge" disabled={doing.busy}>
          {told.create}
        </button>
      </form>
    </Gate>
  );
}

function FirstRules({ place }: { place: Place }) {
  const told = words.value.session;
  const doing = useDoing();
  const [name, setName] = useState(place.name);
  const [quiet, setQuiet] = useState(true);
  const [from, setFrom] = useState('21:00');
  const [to, setTo] = useState('05:00');
  const [approval, setApproval] = useState(true);
  const rules = words.value.places.areas;
  return (
    <Gate title={told.rulesTitle}>
      <p>{told.rulesIntro}</p>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          void doing.run(async () => {
            await command('PATCH', paths.area(place.id), {
              name,
              approval,
              ...(quiet ? { quietHours: [{ from, to }] } : {}),
            });
            await begin();
          });
        }}
      >
        <TextField label={told.areaName} value={name} required onChange={setName} />
        <Tick label={told.quiet} checked={quiet} onChange={setQuiet} />
        {quiet && (
          <div class="pair">
            <TextField label={rules.from} type="time" value={from} required onChange={setFrom} />
            <TextField label={rules.to} type="time" value={to} required onChange={setTo} />
          </div>
        )}
        <Tick label={told.approval} checked={approval} onChange={setApproval} />
        <Failure>{doing.failure}</Failure>
        <button type="submit" class="button main huge" disabled={doing.busy}>
          {told.accept}
        </button>
        <button type="button" class="button" onClick={() => void doing.run(begin)}>
          {told.later}
        </button>
      </form>
    </Gate>
  );
}

export default function SetUp() {
  const [place, setPlace] = useState<Place | null>(null);
  return place ? <FirstRules place={place} /> : <Account onMade={setPlace} />;
}
