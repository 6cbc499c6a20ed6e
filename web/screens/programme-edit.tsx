// One rundown: nhạc hiệu, lời xướng, mục 1…n, lời kết; their order, the total time, and keeping it.

import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { Programme } from '../../protocol/api/broadcasts.ts';
import { command } from '../api.ts';
import { useDoing } from '../doing.ts';
import { useLoad } from '../load.ts';
import { SelectField, TextField } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Failure, Reading } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { TwoTap } from '../parts/two-tap.tsx';
import { paths } from '../paths.ts';
import { type Entry, moved, PARTS, type Part, placed, toRequest, totalMs } from '../rundown.ts';
import { may } from '../session.ts';
import { tellTrack } from '../telling.ts';
import { words } from '../words/chosen.ts';

/** What can be put in: chimes for the opening and closing, recordings for all. */
function Adding({ part, onPick }: { part: Part; onPick(entry: Entry): void }) {
  const told = words.value.sending.programmes;
  const recordings = useLoad(paths.recordings()).data?.items ?? [];
  const chimes = useLoad(paths.chimes()).data?.items ?? [];
  const offered: Entry[] = [
    ...(part === 'intro' || part === 'closing'
      ? chimes.map(({ name, title, durationMs }) => ({ part, recordingId: null, chime: name, title, durationMs }))
      : []),
    ...recordings
      .filter(recording => recording.state !== 'failed' && recording.versionOf === null)
      .map(({ id, title, durationMs }) => ({ part, recordingId: id, chime: null, title, durationMs })),
  ];
  const [at, setAt] = useState(0);
  const entry = offered[at];
  return (
    <div class="panel stack">
      <SelectField
        label={`${told.pick}: ${told.parts[part]}`}
        value={String(at)}
        choices={offered.map((one, i) => ({
          value: String(i),
          label: one.durationMs === null ? one.title : `${one.title} (${tellTrack(one.durationMs)})`,
        }))}
        onChange={chosen => setAt(Number(chosen))}
      />
      <button type="button" class="button" disabled={!entry} onClick={() => entry && onPick(entry)}>
        {told.addPart[part]}
      </button>
    </div>
  );
}

function Row({
  entry,
  number,
  last,
  onMove,
  onRemove,
}: {
  entry: Entry;
  number: number;
  last: boolean;
  onMove(step: -1 | 1): void;
  onRemove(): void;
}) {
  const told = words.value.sending.programmes;
  return (
    <li class="rundown-row">
      <span class="row-main">
        <span class="row-kind">
          {number}. {told.parts[entry.part]}
        </span>
        <b>{entry.title}</b>
        <span class="row-note">{entry.durationMs === null ? '…' : tellTrack(entry.durationMs)}</span>
      </span>
      <span class="row-acts">
        <button
          type="button"
          class="small"
          aria-label={`${told.up}: ${entry.title}`}
          disabled={number === 1}
          onClick={() => onMove(-1)}
        >
          <Icon name="up" />
        </button>
        <button
          type="button"
          class="small"
          aria-label={`${told.down}: ${entry.title}`}
          disabled={last}
          onClick={() => onMove(1)}
        >
          <Icon name="down" />
        </button>
        <button type="button" class="small" aria-label={`${told.takeOut}: ${entry.title}`} onClick={onRemove}>
          <Icon name="cross" />
        </button>
      </span>
    </li>
  );
}

function Editor({ of }: { of: Programme | null }) {
  const told = words.value.sending.programmes;
  const { route } = useLocation();
  const doing = useDoing();
  const [name, setName] = useState(of?.name ?? '');
  const [entries, setEntries] = useState<Entry[]>(of?.items ?? []);
  const [adding, setAdding] = useState<Part | null>(null);
  // The list names chimes in the reader's language.
  const chimes = useLoad(paths.chimes()).data?.items ?? [];
  const total = totalMs(entries);
  const save = () =>
    void doing.run(async () => {
      const body = { name, items: toRequest(entries) };
      await (of ? command('PATCH', `${paths.programmes()}/${of.id}`, body) : command('POST', paths.programmes(), body));
      route('/chuong-trinh', true);
    });
  return (
    <Screen
      title={of ? of.name : told.create}
      back="/chuong-trinh"
      focus
      dock={
        <>
          <Failure>{doing.failure}</Failure>
          <p class="dock-line">
            <span>{told.total}</span>
            <b class="figure-line">{total === null ? told.unknown : tellTrack(total)}</b>
          </p>
          {may('library') && (
            <button
              type="button"
              class="button main huge"
              disabled={doing.busy || name.trim() === '' || entries.length === 0}
              onClick={save}
            >
              {doing.busy ? words.value.common.saving : words.value.common.save}
            </button>
          )}
        </>
      }
    >
      <div class="stack">
        <TextField label={told.name} value={name} placeholder={told.nameExample} maxlength={120} onChange={setName} />
        {entries.length > 0 && (
          <ol class="panel plain-list rundown">
            {entries.map((entry, i) => (
              <Row
                // the same sound may stand twice; its place is its identity
                key={i}
                entry={{ ...entry, title: chimes.find(({ name }) => name === entry.chime)?.title ?? entry.title }}
                number={i + 1}
                last={i === entries.length - 1}
                onMove={step => setEntries(moved(entries, i, step))}
                onRemove={() => setEntries(entries.filter((_, other) => other !== i))}
              />
            ))}
          </ol>
        )}
        <div class="quad">
          {PARTS.map(part => (
            <button
              key={part}
              type="button"
              class="button"
              aria-expanded={adding === part}
              onClick={() => setAdding(adding === part ? null : part)}
            >
              <Icon name="plus" />
              {told.parts[part]}
            </button>
          ))}
        </div>
        {adding && (
          <Adding
            key={adding}
            part={adding}
            onPick={entry => {
              setEntries(placed(entries, entry));
              setAdding(null);
            }}
          />
        )}
        {of && may('library') && (
          <TwoTap
            kind="plain"
            busy={doing.busy}
            sure={words.value.common.removeSure}
            onSure={() =>
              void doing.run(async () => {
                await command('DELETE', `${paths.programmes()}/${of.id}`);
                route('/chuong-trinh', true);
              })
            }
          >
            {words.value.common.remove}
          </TwoTap>
        )}
      </div>
    </Screen>
  );
}

export default function ProgrammeEdit() {
  const { params } = useRoute();
  const programmes = useLoad(params.id === 'moi' ? null : paths.programmes());
  if (params.id === 'moi') return <Editor of={null} />;
  const found = programmes.data?.items.find(programme => programme.id === params.id);
  if (found) return <Editor key={found.id} of={found} />;
  return (
    <Screen title={words.value.sending.programmes.title} back="/chuong-trinh">
      <Reading of={programmes}>{() => <Failure>{words.value.common.notFound}</Failure>}</Reading>
    </Screen>
  );
}
