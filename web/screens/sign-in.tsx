// Sign in: a name and a password, and what the server says if they do not fit.
import { useState } from 'preact/hooks';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { forgetReads } from '../load.ts';
import { TextField, Tick } from '../parts/field.tsx';
import { Gate } from '../parts/gate.tsx';
import { Failure } from '../parts/notice.tsx';
import { begin } from '../session.ts';
import { words } from '../words/chosen.ts';

export default function SignIn() {
  const told = words.value.session;
  const doing = useDoing();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [shown, show] = useState(false);
  return (
    <Gate title={told.signIn}>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          void doing.run(async () => {
            await command('POST', '/api/session', { name, password });
            forgetReads();
            await begin();
          });
        }}
      >
        <TextField label={told.name} value={name} autocomplete="username" required onChange={setName} />
        <TextField
          label={told.password}
          type={shown ? 'text' : 'password'}
          value={password}
          autocomplete="current-password"
          required
          onChange={setPassword}
        />
        <Tick label={told.showPassword} checked={shown} onChange={show} />
        <Failure>{doing.failure}</Failure>
        <button type="submit" class="button main huge" disabled={doing.busy}>
          {doing.busy ? told.signingIn : told.signIn}
        </button>
      </form>
    </Gate>
  );
}
