// Lịch trực: shift by shift who is asked first as a second person, and who in their place.
import { useEffect, useState } from 'preact/hooks';
import type { Roster } from '../../protocol/api/alerts.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { SelectField, TextField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Empty, Failure, Reading, Said } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { paths } from '../paths.ts';
import { may, me, zone } from '../session.ts';
import { words } from '../words/chosen.ts';
import { addDays, wallClock } from '../zone.ts';

type Shift = Roster['shifts'][number];
const NOBODY = '-';

export default function ReadyRoster() {
  const told = words.value.prepared.roster;
  const doing = useDoing();
  const path = paths.roster(me.value?.area.id ?? '');
  const loaded = useLoad(path);
  const [shifts, setShifts] = useState<Shift[]>([]);
  const [saved, setSaved] = useState(false);
  const kept = loaded.data;
  useEffect(() => {
    if (kept) setShifts(kept.shifts);
  }, [kept]);
  const put = (next: Shift[]) => {
    setShifts(next);
    setSaved(false);
  };
  const change = (at: number, part: Partial<Shift>) =>
    put(shifts.map((shift, i) => (i === at ? { ...shift, ...part } : shift)));
  const mayWrite = may('places') || may('alert');
  const save = () =>
    void doing.run(async () => {
      const body = { shifts: shifts.map(({ from, to, accountId, deputyId }) => ({ from, to, accountId, deputyId })) };
      await command('PUT', path, body);
      setSaved(true);
    });
  return (
    <Screen
      title={told.title}
      back="/them"
      dock={
        mayWrite && (
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
      <Reading of={loaded}>
        {({ people }) => {
          const choices = people.map(({ accountId, name }) => ({ value: accountId, label: name }));
          const add = () => {
            const from = shifts.at(-1)?.to ?? wallClock(serverNow.peek(), zone.value).day;
            const first = people[0];
            if (first) put([...shifts, { from, to: addDays(from, 1), accountId: first.accountId, deputyId: null }]);
          };
          return (
            <div class="stack">
              {shifts.length === 0 && <Empty>{told.empty}</Empty>}
              {shifts.map((shift, i) => (
                // every field of a shift changes while it is edited
                <fieldset key={i} class="panel stack">
                  <legend class="unseen">{told.shift(String(i + 1))}</legend>
                  <div class="pair">
                    <TextField
                      label={told.from}
                      type="date"
                      value={shift.from}
                      required
                      onChange={from => change(i, { from })}
                    />
                    <TextField
                      label={told.to}
                      type="date"
                      value={shift.to}
                      required
                      onChange={to => change(i, { to })}
                    />
                  </div>
                  <SelectField
                    label={told.person}
                    value={shift.accountId}
                    choices={choices}
                    onChange={accountId => change(i, { accountId })}
                  />
                  <div class="with-button">
                    <SelectField
                      label={told.deputy}
                      value={shift.deputyId ?? NOBODY}
                      choices={[{ value: NOBODY, label: told.nobody }, ...choices]}
                      onChange={chosen => change(i, { deputyId: chosen === NOBODY ? null : chosen })}
                    />
                    {mayWrite && (
                      <button
                        type="button"
                        class="small"
                        aria-label={`${words.value.common.remove} ${told.shift(String(i + 1))}`}
                        onClick={() => put(shifts.filter((_, other) => other !== i))}
                      >
                        <Icon name="cross" />
                      </button>
                    )}
                  </div>
                </fieldset>
              ))}
              {mayWrite && (
                <button type="button" class="button" disabled={people.length === 0} onClick={add}>
                  <Icon name="plus" />
                  {told.add}
                </button>
              )}
            </div>
          );
        }}
      </Reading>
      <Said>{saved ? words.value.common.saved : ''}</Said>
    </Screen>
  );
}
