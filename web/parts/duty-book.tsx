// The duty book of this phone once the PIN has opened it: whom to call, the boxes' codes of today, who is on duty. Works offline.
import { useEffect, useState } from 'preact/hooks';
import type { DutyPack } from '../../protocol/api/alerts.ts';
import { useDoing } from '../doing.ts';
import { fetchDuty, holds, openDuty, sayLocked } from '../duty.ts';
import { linked, serverNow } from '../feed.ts';
import { zone } from '../session.ts';
import { tellHouseholds, tellMoment } from '../telling.ts';
import { words } from '../words/chosen.ts';
import { wallClock } from '../zone.ts';
import { CallButton } from './call-button.tsx';
import { Segments } from './field.tsx';
import { Empty, Failure } from './notice.tsx';
import { PIN_LENGTH, PinPad } from './pin-pad.tsx';

export type DutyPage = 'heads' | 'codes' | 'roster';

export const todayOf = (): string => wallClock(serverNow.value, zone.value).day;

/** The codes that hold today at these clusters; all of them where none is named. */
export function SiteCodes({ pack, of }: { pack: DutyPack; of?: readonly string[] }) {
  const told = words.value;
  const today = todayOf();
  const shown = pack.clusters.filter(cluster => of === undefined || of.includes(cluster.clusterId));
  if (shown.length === 0) return <Empty>{told.alerts.calls.noCode}</Empty>;
  return (
    <ul class="rows">
      {shown.map(cluster => {
        const code = cluster.codes.find(({ day }) => day === today)?.code;
        return (
          <li key={cluster.clusterId} class="call">
            <b>{cluster.name}</b>
            {code ? (
              <p class="digits">{`${code.slice(0, 3)} ${code.slice(3)}`}</p>
            ) : (
              <p>{told.prepared.duty.noCodes}</p>
            )}
            <p class="row-note">
              {told.prepared.duty.presets}:{' '}
              {cluster.presets.map(({ number, title }) => `${number} ${title}`).join(' · ')}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function Heads({ pack }: { pack: DutyPack }) {
  const told = words.value;
  return (
    <ul class="rows">
      {pack.villages.map(village => (
        <li key={village.villageId} class="call">
          <h3>
            {village.name} <span class="row-note">{tellHouseholds(village.households, told)}</span>
          </h3>
          {village.head && (
            <CallButton name={village.head.name} phone={village.head.phone} note={told.alerts.calls.chief} />
          )}
          {village.deputy && (
            <CallButton name={village.deputy.name} phone={village.deputy.phone} note={told.alerts.calls.deputy} />
          )}
          {!village.head && !village.deputy && <p class="hint">{told.alerts.calls.noContact}</p>}
        </li>
      ))}
    </ul>
  );
}

function Opened({ pack, first }: { pack: DutyPack; first: DutyPage }) {
  const told = words.value.prepared.duty;
  const [page, setPage] = useState(first);
  useEffect(() => setPage(first), [first]);
  return (
    <div class="stack">
      <p class="row-note">{told.at(tellMoment(Date.parse(pack.at), serverNow.value, zone.value, words.value))}</p>
      <Segments
        label={told.title}
        unseenLabel
        value={page}
        choices={[
          { value: 'heads', label: told.heads },
          { value: 'codes', label: told.codes },
          { value: 'roster', label: told.roster },
        ]}
        onChange={chosen => setPage(chosen)}
      />
      {page === 'heads' && <Heads pack={pack} />}
      {page === 'codes' && <SiteCodes pack={pack} />}
      {page === 'roster' && (
        <ul class="rows">
          {pack.roster.map(person => (
            <li key={`${person.name} ${person.phone}`} class="call">
              <CallButton name={person.name} phone={person.phone} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Opens by PIN; with a link and nothing kept yet, fetches. `children` shows what was opened. */
export function WithDuty({
  pin: known,
  children,
}: {
  /** Typed a moment ago for another act: opens at once. */
  pin?: string | undefined;
  children: (pack: DutyPack) => preact.ComponentChildren;
}) {
  const told = words.value.prepared.duty;
  const doing = useDoing();
  const [pack, setPack] = useState<DutyPack | null>(null);
  const [pin, setPin] = useState(known ?? '');
  const [failure, setFailure] = useState('');

  const open = (by: string, fresh: boolean) =>
    void doing.run(async () => {
      setFailure('');
      try {
        setPack(fresh ? await fetchDuty(by) : await openDuty(by));
      } catch (error) {
        const said = sayLocked(error);
        if (said === null) throw error;
        setFailure(said);
        setPin('');
      }
    });
  useEffect(() => {
    if (known && holds('duty')) open(known, false);
  }, []);

  if (pack) return <>{children(pack)}</>;
  const kept = holds('duty');
  return (
    <div class="stack">
      {!kept && <p>{told.none}</p>}
      <Failure>{failure || doing.failure}</Failure>
      <PinPad value={pin} onChange={setPin} />
      {kept && (
        <button
          type="button"
          class="button main huge"
          disabled={doing.busy || pin.length < PIN_LENGTH}
          onClick={() => open(pin, false)}
        >
          {doing.busy ? told.opening : told.open}
        </button>
      )}
      {linked.value && (
        <button
          type="button"
          class={`button ${kept ? '' : 'main huge'}`}
          disabled={doing.busy || pin.length < PIN_LENGTH}
          onClick={() => open(pin, true)}
        >
          {doing.busy ? told.opening : told.refresh}
        </button>
      )}
    </div>
  );
}

export function DutyBook({ first = 'heads', pin }: { first?: DutyPage; pin?: string | undefined }) {
  return <WithDuty pin={pin}>{pack => <Opened pack={pack} first={first} />}</WithDuty>;
}
