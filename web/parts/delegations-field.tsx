// Delegations: a named person may send a class, up to a length, in these hours, by a document, until a day.
import type { Area } from '../../protocol/api/places.ts';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { paths } from '../paths.ts';
import { may, zone } from '../session.ts';
import { tellDay } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { addDays, wallClock } from '../zone.ts';
import { SelectField, TextField } from './field.tsx';
import { Icon } from './icon.tsx';
import { ClassField } from './send-options.tsx';

type Delegation = Area['delegations'][number];

const YEAR_DAYS = 365;

export function DelegationsField({
  value,
  onChange,
}: {
  value: readonly Delegation[];
  onChange(delegations: Delegation[]): void;
}) {
  const told = words.value.places.areas;
  const people = useLoad(may('people') ? paths.people() : null).data?.items ?? [];
  const nameOf = (accountId: string) => people.find(person => person.id === accountId)?.displayName ?? accountId;
  const today = wallClock(serverNow.peek(), zone.value).day;
  const change = (at: number, to: Partial<Delegation>) =>
    onChange(value.map((delegation, i) => (i === at ? { ...delegation, ...to } : delegation)));
  if (value.length === 0 && people.length === 0) return null;
  return (
    <section class="panel stack" aria-labelledby="delegations">
      <h2 id="delegations">{told.delegations}</h2>
      {value.map((delegation, i) => (
        // one person may hold two; the place is the identity
        <details key={i} class="fold" open={delegation.documentNo === ''}>
          <summary>
            <span>{nameOf(delegation.accountId)}</span>
            <span class="row-note">
              {[
                words.value.class[delegation.class],
                delegation.documentNo,
                `${told.until} ${tellDay(delegation.until)}`,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </summary>
          <div class="stack">
            <SelectField
              label={told.delegate}
              value={delegation.accountId}
              choices={people.map(person => ({ value: person.id, label: person.displayName }))}
              onChange={accountId => change(i, { accountId })}
            />
            <ClassField value={delegation.class} onChange={chosen => change(i, { class: chosen })} />
            <TextField
              label={told.maxLength}
              type="number"
              inputmode="numeric"
              min={1}
              max={240}
              value={String(delegation.maxMinutes)}
              onChange={text => Number(text) > 0 && change(i, { maxMinutes: Number(text) })}
            />
            <div class="pair">
              <TextField
                label={told.from}
                type="time"
                value={delegation.hours.from}
                onChange={from => from && change(i, { hours: { ...delegation.hours, from } })}
              />
              <TextField
                label={told.to}
                type="time"
                value={delegation.hours.to}
                onChange={to => to && change(i, { hours: { ...delegation.hours, to } })}
              />
            </div>
            <TextField
              label={told.documentNo}
              value={delegation.documentNo}
              maxlength={60}
              onChange={documentNo => change(i, { documentNo })}
            />
            <div class="pair">
              <TextField
                label={told.documentDate}
                type="date"
                value={delegation.documentDate}
                onChange={documentDate => documentDate && change(i, { documentDate })}
              />
              <TextField
                label={told.until}
                type="date"
                value={delegation.until}
                onChange={until => until && change(i, { until })}
              />
            </div>
            <button type="button" class="button" onClick={() => onChange(value.filter((_, other) => other !== i))}>
              {words.value.common.remove}
            </button>
          </div>
        </details>
      ))}
      {people[0] && (
        <button
          type="button"
          class="button"
          onClick={() =>
            onChange([
              ...value,
              {
                accountId: people[0]?.id ?? '',
                class: 'normal',
                maxMinutes: 15,
                hours: { from: '05:00', to: '21:00' },
                documentNo: '',
                documentDate: today,
                until: addDays(today, YEAR_DAYS),
              },
            ])
          }
        >
          <Icon name="plus" />
          {told.addDelegation}
        </button>
      )}
    </section>
  );
}
