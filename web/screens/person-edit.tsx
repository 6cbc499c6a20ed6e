// One person: name, roles by area, a new password or PIN, and the lock.

import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { Person, Role } from '../../protocol/api/people.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { useLoad } from '../load.ts';
import { AreaField } from '../parts/area-field.tsx';
import { SelectField, TextField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Failure, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { TwoTap } from '../parts/two-tap.tsx';
import { paths } from '../paths.ts';
import { me } from '../session.ts';
import { words } from '../words/chosen.ts';

interface Held {
  role: Role;
  areaId: string;
}

const ROLES = ['officer', 'leader', 'villageHead', 'technician', 'province', 'inspector', 'admin'] as const;

function RolesField({ value, onChange }: { value: readonly Held[]; onChange(roles: Held[]): void }) {
  const told = words.value;
  const areas = useLoad(paths.areas()).data?.items ?? [];
  const change = (at: number, to: Partial<Held>) =>
    onChange(value.map((held, i) => (i === at ? { ...held, ...to } : held)));
  return (
    <fieldset class="stack">
      <legend>{told.places.people.roles}</legend>
      {value.map((held, i) => (
        // the same role may be chosen twice while editing
        <div key={i} class="panel with-button">
          <div class="stack grow">
            <SelectField
              label={told.places.people.role}
              value={held.role}
              choices={ROLES.map(role => ({ value: role, label: told.session.roles[role] }))}
              onChange={role => change(i, { role })}
            />
            <AreaField
              label={told.places.people.area}
              areas={areas}
              value={held.areaId}
              onChange={areaId => change(i, { areaId })}
            />
          </div>
          {value.length > 1 && (
            <button
              type="button"
              class="small"
              aria-label={`${told.common.remove} ${told.session.roles[held.role]}`}
              onClick={() => onChange(value.filter((_, other) => other !== i))}
            >
              <Icon name="cross" />
            </button>
          )}
        </div>
      ))}
      <button
        type="button"
        class="button"
        onClick={() => onChange([...value, { role: 'officer', areaId: me.value?.area.id ?? '' }])}
      >
        <Icon name="plus" />
        {told.places.people.addRole}
      </button>
    </fieldset>
  );
}

function Editor({ of }: { of: Person | null }) {
  const told = words.value.places.people;
  const { newPassword, pin: pinLabel, pinWhy } = words.value.session;
  const { route } = useLocation();
  const doing = useDoing();
  const [name, setName] = useState(of?.name ?? '');
  const [displayName, setDisplayName] = useState(of?.displayName ?? '');
  const [password, setPassword] = useState('');
  const [pin, setPin] = useState('');
  const [roles, setRoles] = useState<Held[]>(
    of?.roles.map(({ role, areaId }) => ({ role, areaId })) ?? [{ role: 'officer', areaId: me.peek()?.area.id ?? '' }],
  );
  const keep = (body: Record<string, unknown>) =>
    void doing.run(async () => {
      await (of ? command('PATCH', `${paths.people()}/${of.id}`, body) : command('POST', paths.people(), body));
      route('/nguoi', true);
    });
  return (
    <Screen
      title={of ? of.displayName : told.add}
      back="/nguoi"
      focus
      wide
      dock={
        <>
          <Failure>{doing.failure}</Failure>
          <button type="submit" form="person" class="button main huge" disabled={doing.busy}>
            {doing.busy ? words.value.common.saving : words.value.common.save}
          </button>
        </>
      }
    >
      <form
        id="person"
        class="columns"
        autocomplete="off"
        onSubmit={event => {
          event.preventDefault();
          keep({
            displayName,
            roles,
            ...(of ? {} : { name }),
            ...(password ? { password } : {}),
            ...(pin ? { pin } : {}),
          });
        }}
      >
        <div class="stack">
          <TextField label={told.displayName} value={displayName} maxlength={120} required onChange={setDisplayName} />
          {!of && (
            <TextField label={told.name} value={name} autocomplete="off" maxlength={60} required onChange={setName} />
          )}
          <TextField
            label={of ? told.newPassword : newPassword}
            hint={of ? told.keep : undefined}
            type="password"
            value={password}
            autocomplete="new-password"
            minlength={10}
            required={!of}
            onChange={setPassword}
          />
          <TextField
            label={of ? told.newPin : pinLabel}
            hint={of ? told.keep : pinWhy}
            type="password"
            value={pin}
            autocomplete="off"
            inputmode="numeric"
            pattern="[0-9]{6}"
            maxlength={6}
            required={!of}
            onChange={setPin}
          />
        </div>
        <div class="stack">
          <RolesField value={roles} onChange={setRoles} />
          {of &&
            of.id !== me.value?.id &&
            (of.disabled ? (
              <button type="button" class="button" disabled={doing.busy} onClick={() => keep({ disabled: false })}>
                {told.enable}
              </button>
            ) : (
              <TwoTap kind="plain" busy={doing.busy} sure={`${told.disable}?`} onSure={() => keep({ disabled: true })}>
                {told.disable}
              </TwoTap>
            ))}
        </div>
      </form>
    </Screen>
  );
}

export default function PersonEdit() {
  const { params } = useRoute();
  const people = useLoad(params.id === 'moi' ? null : paths.people());
  if (params.id === 'moi') return <Editor of={null} />;
  const found = people.data?.items.find(person => person.id === params.id);
  if (found) return <Editor key={found.id} of={found} />;
  return (
    <Screen title={words.value.places.people.title} back="/nguoi">
      <Reading of={people}>{() => <Failure>{words.value.common.notFound}</Failure>}</Reading>
    </Screen>
  );
}
