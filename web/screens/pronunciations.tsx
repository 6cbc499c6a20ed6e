// Cách đọc từ khó: names and shortened words that the machine would misread, and how they are said here.
import { useEffect, useState } from 'preact/hooks';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { useLoad } from '../load.ts';
import { TextField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Empty, Failure, Reading, Said } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { type Pronunciation, paths } from '../paths.ts';
import { may, me } from '../session.ts';
import { words } from '../words/chosen.ts';

export default function Pronunciations() {
  const told = words.value.places.pronunciations;
  const doing = useDoing();
  const path = paths.pronunciations(me.value?.area.id ?? '');
  const loaded = useLoad(path);
  const [list, setList] = useState<Pronunciation[]>([]);
  const [saved, setSaved] = useState(false);
  const kept = loaded.data;
  useEffect(() => {
    if (kept) setList(kept.items);
  }, [kept]);
  const put = (next: Pronunciation[]) => {
    setList(next);
    setSaved(false);
  };
  const change = (at: number, to: Partial<Pronunciation>) =>
    put(list.map((entry, i) => (i === at ? { ...entry, ...to } : entry)));
  const save = () =>
    void doing.run(async () => {
      const full = list.filter(entry => entry.written.trim() !== '' && entry.spoken.trim() !== '');
      await command('PUT', path, full);
      loaded.change({ items: full });
      setSaved(true);
    });
  return (
    <Screen
      title={told.title}
      back="/them"
      dock={
        may('library') && (
          <>
            <Failure>{doing.failure}</Failure>
            <button type="button" class="button main huge" disabled={doing.busy} onClick={save}>
              {doing.busy ? words.value.common.saving : words.value.common.save}
            </button>
          </>
        )
      }
    >
      <p>{told.intro}</p>
      <p class="hint">{told.example}</p>
      <Reading of={loaded}>
        {() => (
          <div class="stack">
            {list.length === 0 && <Empty>{told.empty}</Empty>}
            {list.map((entry, i) => (
              // both words change while they are typed
              <div key={i} class="panel with-button">
                <div class="pair soft">
                  <TextField
                    label={told.written}
                    value={entry.written}
                    maxlength={60}
                    onChange={written => change(i, { written })}
                  />
                  <TextField
                    label={told.spoken}
                    value={entry.spoken}
                    maxlength={200}
                    onChange={spoken => change(i, { spoken })}
                  />
                </div>
                <button
                  type="button"
                  class="small"
                  aria-label={`${words.value.common.remove} ${entry.written}`}
                  onClick={() => put(list.filter((_, other) => other !== i))}
                >
                  <Icon name="cross" />
                </button>
              </div>
            ))}
            {may('library') && (
              <button type="button" class="button" onClick={() => put([...list, { written: '', spoken: '' }])}>
                <Icon name="plus" />
                {told.add}
              </button>
            )}
          </div>
        )}
      </Reading>
      <Said>{saved ? words.value.common.saved : ''}</Said>
    </Screen>
  );
}
