// Nguồn tin CAP: whose messages may propose a warning here, and which feeds the server reads by itself.
import { useState } from 'preact/hooks';
import type { CapFeed, CapSender } from '../../protocol/api/warnings.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { serverNow } from '../feed.ts';
import { useLoad } from '../load.ts';
import { LongField, TextField } from '../parts/field.tsx';
import { Empty, Failure, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { TwoTap } from '../parts/two-tap.tsx';
import { paths } from '../paths.ts';
import { may, me, zone } from '../session.ts';
import { tellMoment } from '../telling.ts';
import { words } from '../words/chosen.ts';

const DEFAULT_EVERY_S = 60;

function Remove({ path, onDone }: { path: string; onDone(): void }) {
  const doing = useDoing();
  const told = words.value.common;
  return (
    <>
      <Failure>{doing.failure}</Failure>
      <TwoTap
        kind="plain"
        busy={doing.busy}
        sure={told.removeSure}
        onSure={() =>
          void doing.run(async () => {
            await command('DELETE', path);
            onDone();
          })
        }
      >
        {told.remove}
      </TwoTap>
    </>
  );
}

function Sender({ of, onChanged }: { of: CapSender; onChanged(): void }) {
  const told = words.value.prepared.cap;
  return (
    <li class="call">
      <b>{of.name}</b>
      <p class="row-note">
        {of.sender} · {of.certificate === null ? told.unsigned : told.signed}
      </p>
      {may('places') && <Remove path={`${paths.capSenders()}/${of.id}`} onDone={onChanged} />}
    </li>
  );
}

function Feed({ of, onChanged }: { of: CapFeed; onChanged(): void }) {
  const told = words.value.prepared.cap;
  const read = of.readAt && tellMoment(Date.parse(of.readAt), serverNow.value, zone.value, words.value);
  return (
    <li class="call">
      <b class="detail">{of.url}</b>
      <p class="row-note">{read ? told.readAt(read) : told.never}</p>
      {of.trouble && <Failure>{of.trouble}</Failure>}
      {may('places') && <Remove path={`${paths.capFeeds()}/${of.id}`} onDone={onChanged} />}
    </li>
  );
}

function NewSender({ onMade }: { onMade(): void }) {
  const told = words.value.prepared.cap;
  const doing = useDoing();
  const [sender, setSender] = useState('');
  const [name, setName] = useState('');
  const [certificate, setCertificate] = useState('');
  const add = () =>
    void doing.run(async () => {
      const pem = certificate.trim() === '' ? null : certificate;
      await command('POST', paths.capSenders(), { areaId: me.value?.area.id, sender, name, certificate: pem });
      setSender('');
      setName('');
      setCertificate('');
      onMade();
    });
  return (
    <details class="fold">
      <summary>{told.addSender}</summary>
      <div class="stack">
        <TextField label={told.name} value={name} maxlength={120} onChange={setName} />
        <TextField label={told.sender} value={sender} maxlength={200} onChange={setSender} />
        <LongField label={told.certificate} rows={4} value={certificate} onChange={setCertificate} />
        <Failure>{doing.failure}</Failure>
        <button
          type="button"
          class="button main"
          disabled={doing.busy || sender.trim() === '' || name.trim() === ''}
          onClick={add}
        >
          {told.addSender}
        </button>
      </div>
    </details>
  );
}

function NewFeed({ onMade }: { onMade(): void }) {
  const told = words.value.prepared.cap;
  const doing = useDoing();
  const [url, setUrl] = useState('');
  const [every, setEvery] = useState(String(DEFAULT_EVERY_S));
  const add = () =>
    void doing.run(async () => {
      await command('POST', paths.capFeeds(), { areaId: me.value?.area.id, url: url.trim(), everyS: Number(every) });
      setUrl('');
      onMade();
    });
  return (
    <details class="fold">
      <summary>{told.addFeed}</summary>
      <div class="stack">
        <TextField label={told.url} value={url} maxlength={500} onChange={setUrl} />
        <TextField label={told.every} type="number" min={30} max={3600} value={every} onChange={setEvery} />
        <Failure>{doing.failure}</Failure>
        <button type="button" class="button main" disabled={doing.busy || url.trim() === ''} onClick={add}>
          {told.addFeed}
        </button>
      </div>
    </details>
  );
}

export default function ReadyCap() {
  const told = words.value.prepared.cap;
  const senders = useLoad(paths.capSenders());
  const feeds = useLoad(paths.capFeeds());
  return (
    <Screen title={told.title} back="/them" wide>
      <p>{told.intro}</p>
      <div class="columns">
        <section class="stack" aria-labelledby="senders">
          <h2 id="senders">{told.senders}</h2>
          <Reading of={senders}>
            {({ items }) =>
              items.length === 0 ? (
                <Empty>{told.noSenders}</Empty>
              ) : (
                <ul class="rows panel">
                  {items.map(one => (
                    <Sender key={one.id} of={one} onChanged={senders.reload} />
                  ))}
                </ul>
              )
            }
          </Reading>
          {may('places') && <NewSender onMade={senders.reload} />}
        </section>
        <section class="stack" aria-labelledby="feeds">
          <h2 id="feeds">{told.feeds}</h2>
          <Reading of={feeds}>
            {({ items }) =>
              items.length === 0 ? (
                <Empty>{told.noFeeds}</Empty>
              ) : (
                <ul class="rows panel">
                  {items.map(one => (
                    <Feed key={one.id} of={one} onChanged={feeds.reload} />
                  ))}
                </ul>
              )
            }
          </Reading>
          {may('places') && <NewFeed onMade={feeds.reload} />}
        </section>
      </div>
    </Screen>
  );
}
