// An area below another: its name and what kind of place it is.
import { useState } from 'preact/hooks';
import type { Area } from '../../protocol/api/places.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { paths } from '../paths.ts';
import { words } from '../words/chosen.ts';
import { SelectField, TextField } from './field.tsx';
import { Failure, Said } from './notice.tsx';

const KINDS = ['commune', 'village', 'province'] as const;

export function NewArea({ parent, onMade }: { parent: Area; onMade(): void }) {
  const told = words.value.places.areas;
  const doing = useDoing();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>(parent.kind === 'province' ? 'commune' : 'village');
  const [made, setMade] = useState('');
  return (
    <section class="panel stack" aria-labelledby="new-area">
      <h2 id="new-area">{told.addChild}</h2>
      <TextField label={words.value.common.name} value={name} maxlength={120} onChange={setName} />
      <SelectField
        label={told.kind}
        value={kind}
        choices={KINDS.map(value => ({ value, label: told.kinds[value] }))}
        onChange={chosen => setKind(chosen)}
      />
      <Failure>{doing.failure}</Failure>
      <button
        type="button"
        class="button"
        disabled={doing.busy || name.trim() === ''}
        onClick={() =>
          void doing.run(async () => {
            await command('POST', paths.areas(), { name, kind, parentId: parent.id });
            setMade(`${words.value.common.saved}: ${name}`);
            setName('');
            onMade();
          })
        }
      >
        {words.value.common.add}
      </button>
      <Said>{made}</Said>
    </section>
  );
}
